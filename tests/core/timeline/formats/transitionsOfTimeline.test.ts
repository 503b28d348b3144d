import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editorTimelineOf } from '../../../../src/core/export/editorTimelineOf'
import {
  compareRational,
  multiplyRational,
  rational,
  rationalToNumber,
} from '../../../../src/core/time/rational'
import { formatTimecode, framesToTimecode } from '../../../../src/core/time/timecode'
import {
  endFrame,
  secondsOfFrames,
  type EditorTimeline,
} from '../../../../src/core/timeline/formats/editorTimeline'
import {
  framesIntoFilm,
  transitionsOfTimeline,
} from '../../../../src/core/timeline/formats/transitionsOfTimeline'
import { arbitraryEditorTimeline } from '../../../fixtures/arbitraryEditorTimeline'
import { editorSource, palSource } from '../../../fixtures/editorDocument'
import { exportOptions } from '../../../fixtures/exportSource'

const filmOf = (timeline: EditorTimeline) => ({
  frameRate: timeline.frameRate,
  duration: secondsOfFrames(endFrame(timeline), timeline.frameRate),
  timecode: formatTimecode(framesToTimecode(timeline.startFrame, timeline.frameRate, timeline.dropFrame)),
})

describe('transitionsOfTimeline', () => {
  it('F11: gives a film back the transitions that it was exported with, exactly', () => {
    for (const source of [editorSource, palSource]) {
      const { transitions, media } = source.document
      const read = transitionsOfTimeline(editorTimelineOf(source, exportOptions), media.info)
      expect(read.map(({ kind, start, time, end, frame }) => ({ kind, start, time, end, frame }))).toEqual(
        transitions.map(({ kind, start, time, end, frame }) => ({ kind, start, time, end, frame })),
      )
      expect(new Set(read.map(({ id }) => id)).size).toBe(read.length)
    }
  })

  it('F10: every shot but the first is a transition at its exact time', () => {
    fc.assert(
      fc.property(arbitraryEditorTimeline, (timeline) => {
        const read = transitionsOfTimeline(timeline, filmOf(timeline))
        expect(read.map(({ frame }) => frame)).toEqual(timeline.shots.slice(1).map(({ start }) => start))
        for (const [index, { time, start, end }] of read.entries()) {
          const shot = timeline.shots[index + 1]!
          const frames = multiplyRational(time, timeline.frameRate)
          expect(frames).toEqual(rational(shot.start))
          expect(compareRational(start, time)).toBeLessThanOrEqual(0)
          expect(compareRational(time, end)).toBeLessThanOrEqual(0)
        }
      }),
    )
  })

  it('F10: is placed by both start timecodes, and at the first picture where they do not meet', () => {
    const shots = [0, 50, 100].map((start) => ({
      name: '',
      source: '',
      start,
      end: start + 50,
      sourceStart: null,
    }))
    const timeline = {
      title: '',
      frameRate: rational(25),
      dropFrame: false,
      startFrame: 90_000,
      shots,
      markers: [],
    }
    const film = { frameRate: rational(25), duration: rational(6) }
    const offset = (timecode?: string) => framesIntoFilm(timeline, { ...film, timecode })
    expect([offset(), offset('00:59:59:00'), offset('01:00:02:00'), offset('10:00:00:00')]).toEqual([
      0, 25, -50, 0,
    ])
    const seconds = (timecode: string) =>
      transitionsOfTimeline(timeline, { ...film, timecode }).map(({ time }) => rationalToNumber(time))
    expect(seconds('00:59:59:00')).toEqual([3, 5])
    // The first shot is before the film; its end is the film's first picture and no transition.
    expect(seconds('01:00:02:00')).toEqual([2])
  })

  it('F10: markers alone are cuts', () => {
    const marker = (start: number) => ({ name: '', note: '', colour: 'red' as const, start, duration: 1 })
    const timeline = {
      title: '',
      frameRate: rational(25),
      dropFrame: false,
      startFrame: 0,
      shots: [],
      markers: [marker(0), marker(10), marker(10), marker(20)],
    }
    const read = transitionsOfTimeline(timeline, { frameRate: rational(50), duration: rational(3, 5) })
    expect(read).toMatchObject([
      { kind: 'cut', time: rational(2, 5), frame: 20, origin: 'user', confidence: 1 },
    ])
  })
})
