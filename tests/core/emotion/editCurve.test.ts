import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawCurve, simplify, strokeOf, type PenPoint } from '../../../src/core/emotion/drawCurve'
import {
  addPoint,
  curveChannels,
  deletePoints,
  leastGap,
  movePoints,
  pointsInBox,
  setPoint,
  setSteps,
  type CurveChannel,
} from '../../../src/core/emotion/editCurve'
import {
  copyRange,
  pasteRange,
  resetRange,
  setMood,
  smoothRange,
  transformRange,
  type CurveRange,
} from '../../../src/core/emotion/editRange'
import type { EmotionCurve } from '../../../src/core/emotion/emotionCurve'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { seconds } from '../../../src/core/time/units'

const duration = 100

const arbitraryValue = fc.integer({ min: -100, max: 100 }).map((value) => value / 100)
const arbitraryCurve: fc.Arbitrary<EmotionCurve> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 25 })
  .chain((times) =>
    fc.tuple(
      ...times
        .sort((a, b) => a - b)
        .map((time) =>
          fc.record({
            time: fc.constant(seconds(time / 10)),
            valence: arbitraryValue,
            arousal: arbitraryValue,
            confidence: fc.constant(0.5),
            step: fc.boolean(),
          }),
        ),
    ),
  )
  .map((points) => ({ points }))
const arbitraryRange: fc.Arbitrary<CurveRange> = fc
  .uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 2 })
  .map((ends) => ends.sort((a, b) => a - b))
  .map(([start, end]) => ({ start: start! / 2, end: end! / 2 }))
const arbitraryChannels: fc.Arbitrary<readonly CurveChannel[]> = fc.constantFrom(curveChannels, ['valence'], [
  'arousal',
] as const)
const arbitraryStroke: fc.Arbitrary<readonly PenPoint[]> = fc.array(
  fc.record({ time: fc.integer({ min: 0, max: 1000 }).map((time) => time / 10), value: arbitraryValue }),
  { minLength: 2, maxLength: 40 },
)
const mood = { valence: 0.6, arousal: -0.5 }

type RangeEdit = readonly [string, (curve: EmotionCurve, range: CurveRange) => EmotionCurve]
const rangeEdits: readonly RangeEdit[] = [
  ['scale', (curve, range) => transformRange(curve, range, curveChannels, { scale: 1.5 })],
  ['offset', (curve, range) => transformRange(curve, range, ['valence'], { offset: 0.4 })],
  ['mood', (curve, range) => setMood(curve, range, mood)],
  ['mood of one', (curve, range) => setMood(curve, range, { arousal: 0.9 })],
  ['smooth', (curve, range) => smoothRange(curve, range, curveChannels)],
  ['paste', (curve, range) => pasteRange(curve, copyRange(curve, { start: 3, end: 40 }), range, ['arousal'])],
  ['reset', (curve, range) => resetRange(curve, { points: [] }, range, curveChannels)],
]

function expectWellFormed({ points }: EmotionCurve): void {
  points.forEach((point, index) => {
    expect(Math.abs(point.valence)).toBeLessThanOrEqual(1)
    expect(Math.abs(point.arousal)).toBeLessThanOrEqual(1)
    if (index > 0) expect(point.time - points[index - 1]!.time).toBeGreaterThan(leastGap * 0.49)
  })
}

describe('docs/spec/curve-editing.md', () => {
  it('C1, C5: edits of a range leave a well-formed curve with every point outside the range as it was', () => {
    fc.assert(
      fc.property(
        arbitraryCurve,
        arbitraryRange,
        fc.constantFrom(...rangeEdits),
        (curve, range, [, edit]) => {
          const edited = edit(curve, range)
          expectWellFormed(edited)
          const far = ({ time }: { readonly time: number }): boolean =>
            time < range.start - 2 * leastGap || time > range.end + 2 * leastGap
          const values = ({ points }: EmotionCurve) =>
            points.filter(far).map(({ time, valence, arousal }) => [time, valence, arousal])
          expect(values(edited)).toEqual(values(curve))
        },
      ),
    )
  })

  it('C5: the curve keeps its value at the ends of the edited range', () => {
    fc.assert(
      fc.property(
        arbitraryCurve,
        arbitraryRange,
        fc.constantFrom(...rangeEdits),
        (curve, range, [, edit]) => {
          const before = seconds(range.start - leastGap)
          fc.pre(curve.points.some(({ time }) => time < before))
          const value = valueAt(curve, before)
          const edited = valueAt(edit(curve, range), before)
          expect(edited.valence).toBeCloseTo(value.valence, 6)
          expect(edited.arousal).toBeCloseTo(value.arousal, 6)
        },
      ),
    )
  })

  it('C2: an added point lies on both curves, and near a point changes that one', () => {
    fc.assert(
      fc.property(arbitraryCurve, fc.double({ min: 0, max: 100, noNaN: true }), (curve, time) => {
        const { curve: added, index } = addPoint(curve, time, {})
        const point = added.points[index]!
        expect(Math.abs(point.time - time)).toBeLessThanOrEqual(leastGap)
        expect(point.confidence).toBe(1)
        const value = valueAt(curve, point.time)
        expect([point.valence, point.arousal]).toEqual([value.valence, value.arousal])
        expectWellFormed(added)
        const again = addPoint(added, point.time, { valence: 0.25 })
        expect(again.curve.points.length).toBe(added.points.length)
        expect(again.curve.points[again.index]).toEqual({ ...point, valence: 0.25 })
      }),
    )
  })

  it('C1, C3: moved points keep distance and order and stay inside the film', () => {
    fc.assert(
      fc.property(
        arbitraryCurve,
        fc.array(fc.nat(24), { minLength: 1, maxLength: 6 }),
        fc.record({
          time: fc.integer({ min: -120, max: 120 }),
          valence: arbitraryValue,
          arousal: arbitraryValue,
        }),
        (curve, indices, shift) => {
          const moved = movePoints(curve, indices, shift, duration)
          expectWellFormed(moved)
          expect(moved.points.length).toBe(curve.points.length)
          const shifts = new Set<string>()
          moved.points.forEach((point, index) => {
            const original = curve.points[index]!
            if (!indices.includes(index)) return expect(point).toBe(original)
            expect(point.time).toBeGreaterThanOrEqual(0)
            expect(point.time).toBeLessThanOrEqual(duration)
            shifts.add((point.time - original.time).toFixed(6))
          })
          expect(shifts.size).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('C4: an edit of one curve leaves the other alone at every point', () => {
    fc.assert(
      fc.property(arbitraryCurve, arbitraryRange, arbitraryStroke, (curve, range, stroke) => {
        const edited = [
          transformRange(curve, range, ['valence'], { scale: 0.5 }),
          setMood(curve, range, { valence: -0.4 }),
          drawCurve(curve, 'valence', stroke),
        ]
        for (const { points } of edited)
          for (const point of points) expect(point.arousal).toBeCloseTo(valueAt(curve, point.time).arousal, 9)
      }),
    )
  })

  it('C6: what is drawn is followed within the tolerance, by few points', () => {
    fc.assert(
      fc.property(arbitraryStroke, (passed) => {
        const stroke = strokeOf(passed)
        for (let index = 1; index < stroke.length; index++)
          expect(stroke[index]!.time).toBeGreaterThan(stroke[index - 1]!.time)
        const few = simplify(stroke)
        for (const { time, value } of stroke) {
          const after = few.findIndex((point) => point.time >= time)
          const [b, a] = [few[after]!, few[Math.max(0, after - 1)]!]
          const share = b.time > a.time ? (time - a.time) / (b.time - a.time) : 0
          expect(Math.abs(a.value + share * (b.value - a.value) - value)).toBeLessThanOrEqual(0.031)
        }
      }),
    )
    const line = Array.from({ length: 200 }, (_, index) => ({ time: index / 10, value: index / 200 }))
    expect(simplify(line).length).toBe(2)
    const back = strokeOf([
      { time: 1, value: 0 },
      { time: 5, value: 1 },
      { time: 3, value: -1 },
    ])
    expect(back.map(({ time }) => time)).toEqual([1, 3, 5])
  })

  it('C7: scaling keeps the order of values', () => {
    fc.assert(
      fc.property(arbitraryCurve, fc.integer({ min: 0, max: 30 }), (curve, tenths) => {
        const all = { start: 0, end: duration }
        const scaled = transformRange(curve, all, curveChannels, { scale: tenths / 10, centre: 0.2 })
        for (const a of curve.points)
          for (const b of curve.points) {
            if (a.valence > b.valence) continue
            const [low, high] = [a, b].map(
              ({ time }) => scaled.points.find((point) => point.time === time)!.valence,
            ) as [number, number]
            expect(low).toBeLessThanOrEqual(high + 1e-12)
          }
      }),
    )
  })

  it('C8: a mood holds from the first moment of its range to the last', () => {
    fc.assert(
      fc.property(
        arbitraryCurve,
        arbitraryRange,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (curve, range, share) => {
          const edited = setMood(curve, range, mood)
          const time = seconds(range.start + share * (range.end - range.start))
          expect(valueAt(edited, time).valence).toBeCloseTo(mood.valence, 9)
          expect(valueAt(edited, time).arousal).toBeCloseTo(mood.arousal, 9)
        },
      ),
    )
  })

  it('C9: smoothing stays within the values that the stretch had', () => {
    fc.assert(
      fc.property(arbitraryCurve, arbitraryRange, (curve, range) => {
        const inside = copyRange(curve, range).points.map(({ valence }) => valence)
        const held = curve.points.filter(({ time }) => time < range.end).map(({ valence }) => valence)
        const known = [...inside, ...held]
        const smooth = smoothRange(curve, range, curveChannels)
        for (const point of smooth.points)
          if (point.time > range.start && point.time < range.end) {
            expect(point.valence).toBeLessThanOrEqual(Math.max(...known) + 1e-9)
            expect(point.valence).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9)
          }
      }),
    )
  })

  it('C10, C11: pasted where it came from and reset to itself, the points of a range keep their values', () => {
    fc.assert(
      fc.property(arbitraryCurve, arbitraryRange, arbitraryChannels, (curve, range, channels) => {
        const clip = copyRange(curve, range)
        for (const edited of [
          pasteRange(curve, clip, range, channels),
          resetRange(curve, curve, range, channels),
        ])
          for (const { time } of clip.points) {
            const at = seconds(range.start + time)
            const [before, after] = [valueAt(curve, at), valueAt(edited, at)]
            expect(after.valence).toBeCloseTo(before.valence, 3)
            expect(after.arousal).toBeCloseTo(before.arousal, 3)
          }
      }),
    )
  })

  it('C12: where nothing changes, the curve itself is answered', () => {
    const curve: EmotionCurve = {
      points: [{ time: seconds(1), valence: 0, arousal: 0, confidence: 1, step: false }],
    }
    const still = { time: 0, valence: 0, arousal: 0 }
    expect(movePoints(curve, [0], still, duration)).toBe(curve)
    expect(movePoints(curve, [7], { ...still, time: 1 }, duration)).toBe(curve)
    expect(setPoint(curve, 0, { valence: 0 }, duration)).toBe(curve)
    expect(setPoint(curve, 0, { valence: 0.5 }, duration).points[0]!.valence).toBe(0.5)
    expect(deletePoints(curve, [3])).toBe(curve)
    expect(deletePoints(curve, [0]).points).toEqual([])
    expect(setSteps(curve, [0], false)).toBe(curve)
    expect(setSteps(curve, [0], true).points[0]!.step).toBe(true)
    expect(transformRange(curve, { start: 0, end: 9 }, curveChannels, {})).toBe(curve)
    expect(pointsInBox(curve, 'valence', { start: 0, end: 2, low: -0.1, high: 0.1 })).toEqual([0])
    expect(pointsInBox(curve, 'valence', { start: 0, end: 2, low: 0.1, high: 0.2 })).toEqual([])
  })
})
