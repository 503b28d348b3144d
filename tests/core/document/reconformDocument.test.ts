import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HitpointDocument } from '../../../src/core/document/document'
import { reconformDocument } from '../../../src/core/document/reconformDocument'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { editorTimelineOf } from '../../../src/core/export/editorTimelineOf'
import { rational, rationalToNumber } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import type { EditorShot, EditorTimeline } from '../../../src/core/timeline/formats/editorTimeline'
import type { Transition } from '../../../src/core/timeline/transition'
import { arbitraryRecut, laid } from '../../fixtures/arbitraryRecut'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { editorSource } from '../../fixtures/editorDocument'
import { exportOptions } from '../../fixtures/exportSource'

const rate = 25
const cut = (id: string, frame: number, marks: Partial<Transition> = {}): Transition => {
  const time = rational(frame, rate)
  return {
    id,
    kind: 'cut',
    start: time,
    end: time,
    time,
    frame,
    confidence: 0.8,
    origin: 'detected',
    ...marks,
  }
}

/** A film of the given shots at 25 frames per second, with a curve point every second. */
function filmOf(shots: readonly EditorShot[], changes: Partial<HitpointDocument> = {}): HitpointDocument {
  const frames = shots.at(-1)?.end ?? 1
  const curve = {
    points: Array.from({ length: Math.ceil(frames / rate) }, (_, index) => ({
      time: seconds(index),
      valence: Math.sin(index * 1.7),
      arousal: Math.cos(index * 2.3),
      confidence: 1,
      step: false,
    })),
  }
  const { media } = exampleDocument
  return {
    ...exampleDocument,
    media: {
      ...media,
      path: 'film.mov',
      info: { ...media.info, duration: rational(frames, rate), frameRate: rational(rate) },
    },
    transitions: shots.slice(1).map(({ start }, index) => cut(`t${index + 1}`, start)),
    curve,
    detectedCurve: curve,
    cues: [],
    ...changes,
  }
}

/** Our test films are counted from frame 1000 of their source; a document counts from 0. */
const listOf = (shots: readonly EditorShot[], sourceOffset = 0): EditorTimeline => ({
  title: '',
  frameRate: rational(rate),
  dropFrame: false,
  startFrame: 0,
  shots: shots.map((shot) => ({ ...shot, sourceStart: shot.sourceStart! - sourceOffset })),
  markers: [],
})
const mediaOf = (document: HitpointDocument, frames: number) => ({
  ...document.media,
  info: { ...document.media.info, duration: rational(frames, rate) },
})

describe('reconformDocument', () => {
  it('C5: the same cut leaves everything as it was, the score too', () => {
    const { document } = editorSource
    const {
      document: after,
      earlier,
      report,
    } = reconformDocument(
      { ...document, media: { ...document.media, path: editorSource.filmPath } },
      { after: editorTimelineOf(editorSource, exportOptions) },
    )
    expect(after.transitions).toEqual(document.transitions)
    expect(after.curve).toBe(document.curve)
    expect(after.cues).toBe(document.cues)
    expect(after.composition).toBe(document.composition)
    expect(earlier).toEqual({ ...document.composition, locks: [] })
    expect(report).toMatchObject({
      keptShare: 1,
      transitions: { kept: 6, added: 0, dropped: 0 },
      lostCues: [],
    })
  })

  it('C6, C7: every cut and curve point goes with its picture', () => {
    fc.assert(
      fc.property(arbitraryRecut, ({ before, after, truth }) => {
        if (!after.some(({ source }) => source === 'film.mov')) return
        const document = filmOf(before)
        const request = { after: listOf(after, 1000), media: mediaOf(document, truth.length) }
        const { document: moved } = reconformDocument(document, request)
        const frames = moved.transitions.map(({ time }) => Math.round(rationalToNumber(time) * rate))
        // Every border of the list is a cut, and every old cut whose first picture is there, once.
        const borders = after.slice(1).map(({ start }) => start)
        const old = document.transitions.flatMap(({ frame }) =>
          truth.flatMap((shown, at) => (shown === frame && at > 0 ? [at] : [])),
        )
        expect(frames).toEqual([...new Set([...borders, ...old])].sort((a, b) => a - b))
        expect(new Set(moved.transitions.map(({ id }) => id)).size).toBe(frames.length)
        for (const transition of moved.transitions) {
          const from = document.transitions.find(({ id }) => id === transition.id)
          if (from) expect(truth[transition.frame]).toBe(from.frame)
        }
        // Every old control point has its value at its picture's new time.
        for (const point of document.curve.points) {
          const at = truth.indexOf(Math.round(point.time * rate))
          if (at < 0) continue
          const value = valueAt(moved.curve, seconds(at / rate + 1e-7))
          expect(value.valence).toBeCloseTo(point.valence, 4)
          expect(value.arousal).toBeCloseTo(point.arousal, 4)
        }
        const times = moved.curve.points.map(({ time }) => time)
        expect([...times].sort((a, b) => a - b)).toEqual(times)
      }),
      { numRuns: 200 },
    )
  })

  it('C6: marks of a hit stay with its picture; a dissolve that lost one side is a cut', () => {
    const shots = laid([0, 100, 200].map((sourceStart) => ({ source: 'film.mov', sourceStart, length: 100 })))
    const dissolve = cut('t2', 200, {
      kind: 'dissolve',
      start: rational(190, rate),
      end: rational(210, rate),
      hit: 'must',
      hitKind: 'stop',
    })
    const document = filmOf(shots, { transitions: [cut('t1', 100, { hit: 'off' }), dissolve] })
    const recut = (keep: readonly (readonly [number, number])[]) =>
      reconformDocument(document, {
        after: listOf(
          laid(keep.map(([sourceStart, length]) => ({ source: 'film.mov', sourceStart, length }))),
        ),
        media: mediaOf(
          document,
          keep.reduce((sum, [, length]) => sum + length, 0),
        ),
      }).document.transitions
    // Fourteen frames out of the first shot.
    expect(
      recut([
        [0, 50],
        [64, 236],
      ]),
    ).toMatchObject([
      { id: 'edit-3', kind: 'cut', frame: 50, origin: 'user' },
      { id: 't1', frame: 86, hit: 'off', time: rational(86, rate) },
      {
        id: 't2',
        kind: 'dissolve',
        start: rational(176, rate),
        time: rational(186, rate),
        end: rational(196, rate),
        hitKind: 'stop',
      },
    ])
    // The second shot is gone.
    expect(
      recut([
        [0, 100],
        [200, 100],
      ]),
    ).toMatchObject([
      {
        id: 't2',
        kind: 'cut',
        start: rational(4),
        time: rational(4),
        end: rational(4),
        hit: 'must',
        hitKind: 'stop',
      },
    ])
  })

  it('C6: of lists of other reels the cuts are those of the list', () => {
    const shots = laid([
      { source: 'film.mov', sourceStart: 0, length: 60 },
      { source: 'film.mov', sourceStart: 60, length: 90 },
    ])
    const document = filmOf(shots, { transitions: [cut('false', 20), cut('t1', 60, { hit: 'must' })] })
    const reels = [
      ['A', 60],
      ['B', 50],
      ['C', 40],
    ] as const
    const after = listOf(laid(reels.map(([source, length]) => ({ source, sourceStart: 0, length }))))
    const { document: moved, report } = reconformDocument(document, { after })
    expect(report.toldBy).toBe('length')
    expect(moved.transitions.map(({ id, frame, hit }) => [id, frame, hit])).toEqual([
      ['t1', 60, 'must'],
      ['edit-3', 110, undefined],
    ])
    expect(report.transitions).toEqual({ kept: 1, added: 1, dropped: 1 })
  })

  it('C8, C9: cues go with their picture, locks stay where the picture stands', () => {
    const shots = laid([0, 100, 200].map((sourceStart) => ({ source: 'film.mov', sourceStart, length: 100 })))
    const cue = (name: string, from: number, to: number) => ({
      id: name,
      name,
      musicIn: rational(from, rate),
      musicOut: rational(to, rate),
    })
    const lock = (start: number, end: number) => ({ start: seconds(start), end: seconds(end) })
    const document = filmOf(shots, {
      cues: [cue('1m1', 10, 90), cue('1m2', 110, 190), cue('1m3', 210, 300)],
      composition: {
        ...exampleDocument.composition!,
        locks: [lock(1, 3), lock(3, 5), { ...lock(9, 11), tracks: ['piano'] }],
      },
    })
    const after = listOf(
      laid([
        { source: 'film.mov', sourceStart: 0, length: 100 },
        { source: 'film.mov', sourceStart: 200, length: 100 },
      ]),
    )
    const {
      document: moved,
      earlier,
      report,
    } = reconformDocument(document, { after, media: mediaOf(document, 200) })
    expect(moved.cues).toEqual([cue('1m1', 10, 90), cue('1m3', 110, 200)])
    expect(report.lostCues).toEqual(['1m2'])
    expect(earlier!.locks).toEqual([lock(1, 3), lock(3, 4)])
    expect(report.lostLocks).toBeCloseTo(3)
  })

  it('C10: markers alone add cuts and leave the picture; another rate is refused with what to do', () => {
    const shots = laid([
      { source: 'film.mov', sourceStart: 0, length: 60 },
      { source: 'film.mov', sourceStart: 60, length: 40 },
    ])
    const document = filmOf(shots)
    const after = listOf(shots)
    const marker = { name: '', note: '', colour: 'red' as const, duration: 1 }
    const markers = [30, 60].map((start) => ({ ...marker, start }))
    const { document: marked, report } = reconformDocument(document, {
      after: { ...after, shots: [], markers },
    })
    expect(marked.transitions.map(({ id, frame }) => [id, frame])).toEqual([
      ['edit-2', 30],
      ['t1', 60],
    ])
    expect(marked.curve).toBe(document.curve)
    expect(report.keptShare).toBe(1)
    const film = { after: { ...after, frameRate: rational(24) } }
    expect(() => reconformDocument(document, film)).toThrow('at the film')
  })
})
