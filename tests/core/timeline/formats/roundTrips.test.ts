import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EditorMarker, EditorTimeline } from '../../../../src/core/timeline/formats/editorTimeline'
import { editorFormatOf, readEditorFile } from '../../../../src/core/timeline/formats/readEditorFile'
import { writeEdl, writeResolveEdl } from '../../../../src/core/timeline/formats/writeEdl'
import { writeFcpxml } from '../../../../src/core/timeline/formats/writeFcpxml'
import { writeOtio } from '../../../../src/core/timeline/formats/writeOtio'
import { writeTable } from '../../../../src/core/timeline/formats/writeTable'
import { writeXmeml } from '../../../../src/core/timeline/formats/writeXmeml'
import { arbitraryEditorTimeline, film } from '../../../fixtures/arbitraryEditorTimeline'

/** What is written and read again; `EditorTimeline` without what the format has no place for. */
function holds(
  format: string,
  write: (timeline: EditorTimeline) => string,
  expected: (timeline: EditorTimeline) => EditorTimeline,
): void {
  fc.assert(
    fc.property(arbitraryEditorTimeline, (timeline) => {
      const text = write(timeline)
      expect(editorFormatOf(text)).toBe(format)
      const { frameRate, startFrame } = timeline
      expect(readEditorFile(text, { frameRate, startFrame })).toEqual(expected(timeline))
    }),
    { numRuns: 150 },
  )
}

const plainMarkers = (
  timeline: EditorTimeline,
  change: (marker: EditorMarker) => EditorMarker,
): EditorTimeline => ({
  ...timeline,
  markers: timeline.markers.map(change),
})

describe('what is written is read again, to the frame', () => {
  it('F1-F4: CMX 3600 (markers without notes and lengths)', () => {
    holds(
      'edl',
      (timeline) => writeEdl(timeline, film),
      (timeline) => plainMarkers(timeline, (marker) => ({ ...marker, note: '', duration: 1 })),
    )
  })

  it('F6: FCPXML (markers without colours)', () => {
    holds(
      'fcpxml',
      (timeline) => writeFcpxml(timeline, film),
      (timeline) => plainMarkers(timeline, (marker) => ({ ...marker, colour: 'blue' })),
    )
  })

  it('F7: FCP 7 XML (markers without colours, borders in the middle of transitions)', () => {
    holds(
      'xmeml',
      (timeline) => writeXmeml(timeline, film),
      (timeline) => {
        const plain = plainMarkers(timeline, (marker) => ({ ...marker, colour: 'blue' }))
        const border = ({ start, transition }: EditorTimeline['shots'][number]): number =>
          transition ? transition.start + Math.ceil((transition.end - transition.start) / 2) : start
        return {
          ...plain,
          shots: plain.shots.map((shot, index) => {
            const start = border(shot)
            const next = plain.shots[index + 1]
            return {
              ...shot,
              start,
              end: next ? border(next) : shot.end,
              sourceStart: timeline.startFrame + start,
            }
          }),
        }
      },
    )
  })

  it('F8: OpenTimelineIO (everything)', () => {
    holds(
      'otio',
      (timeline) => writeOtio(timeline, film),
      (timeline) => timeline,
    )
  })

  it('F9: CSV (everything but the title and sources)', () => {
    holds(
      'csv',
      (timeline) => writeTable(timeline, film),
      (timeline) => ({
        ...timeline,
        title: '',
        shots: timeline.shots.map((shot) => ({ ...shot, sourceStart: null })),
      }),
    )
  })

  it('F5: markers for Resolve (no shots)', () => {
    fc.assert(
      fc.property(arbitraryEditorTimeline, (timeline) => {
        if (timeline.markers.length === 0) return
        const text = writeResolveEdl(timeline)
        expect(editorFormatOf(text)).toBe('edl')
        const read = readEditorFile(text, { frameRate: timeline.frameRate, startFrame: 0 })
        const absolute = ({ startFrame, markers }: EditorTimeline) =>
          markers.map((marker) => ({ ...marker, start: marker.start + startFrame }))
        expect(absolute(read)).toEqual(absolute(timeline))
        expect(read.shots).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
