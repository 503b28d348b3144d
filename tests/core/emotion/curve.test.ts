import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EmotionCurve, EmotionPoint } from '../../../src/core/emotion/emotionCurve'
import type { EmotionEstimate } from '../../../src/core/emotion/emotionEstimate'
import { meanOverRange, sampleCurve, valueAt } from '../../../src/core/emotion/evaluateCurve'
import { curveDistance, fitEmotionCurve } from '../../../src/core/emotion/fitCurve'
import { seconds } from '../../../src/core/time/units'
import { cutAt } from './emotionFixtures'

const point = (time: number, valence: number, arousal = 0, step = false): EmotionPoint => ({
  time: seconds(time),
  valence,
  arousal,
  confidence: 1,
  step,
})
const curve = (...points: EmotionPoint[]): EmotionCurve => ({ points })
const at = (value: EmotionCurve, time: number) => valueAt(value, seconds(time)).valence

describe('evaluating a curve', () => {
  it('V1 is neutral when empty, constant with one point and beyond the ends', () => {
    expect(valueAt({ points: [] }, seconds(3))).toEqual({ valence: 0, arousal: 0 })
    const one = curve(point(5, 0.4, -0.3))
    for (const time of [-1, 0, 5, 100])
      expect(valueAt(one, seconds(time))).toEqual({ valence: 0.4, arousal: -0.3 })
    expect(at(curve(point(1, 0.2), point(2, 0.8)), 0)).toBe(0.2)
    expect(at(curve(point(1, 0.2), point(2, 0.8)), 9)).toBe(0.8)
  })

  it('V2 passes through its points in any order; the last of two at one time counts; broken points are passed over', () => {
    const shuffled = curve(
      point(4, -0.5),
      point(0, 0.1),
      point(2, 0.9),
      point(2, 0.7),
      point(NaN, 1),
      point(3, NaN),
    )
    expect(at(shuffled, 0)).toBeCloseTo(0.1)
    expect(at(shuffled, 2)).toBeCloseTo(0.7)
    expect(at(shuffled, 4)).toBeCloseTo(-0.5)
    // Two points at almost one time once made the slope between them infinite.
    const crowded = curve(point(0, 0), point(5e-324, 1e-15), point(0.25, 0))
    expect(at(crowded, 0.1)).toBeCloseTo(0)
  })

  it('V3 holds before a step and jumps at it', () => {
    const stepped = curve(point(0, -0.5), point(2, -0.3), point(4, 0.8, 0, true), point(6, 0.6))
    expect(at(stepped, 3.999)).toBeCloseTo(-0.3)
    expect(at(stepped, 4)).toBeCloseTo(0.8)
    expect(at(stepped, 5)).toBeGreaterThan(0.6)
    expect(at(stepped, 5)).toBeLessThan(0.8)
  })

  it('V4 stays between neighbouring points and is monotone there', () => {
    const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(values, (list) => {
        const any = curve(...list.map((value, index) => point(index * 1.7, value)))
        for (let index = 0; index + 1 < list.length; index++) {
          const [low, high] = [
            Math.min(list[index]!, list[index + 1]!),
            Math.max(list[index]!, list[index + 1]!),
          ]
          const samples = Array.from({ length: 21 }, (_, part) => at(any, (index + part / 20) * 1.7))
          const direction = Math.sign(list[index + 1]! - list[index]!)
          samples.forEach((sample, part) => {
            expect(sample).toBeGreaterThanOrEqual(low - 1e-9)
            expect(sample).toBeLessThanOrEqual(high + 1e-9)
            if (part > 0) expect((sample - samples[part - 1]!) * direction).toBeGreaterThanOrEqual(-1e-9)
          })
        }
      }),
    )
  })

  it('V5 samples a range and gives its mean', () => {
    const line = curve(point(0, 0), point(10, 1))
    const samples = sampleCurve(line, { start: seconds(0), end: seconds(1), interval: seconds(0.1) })
    expect(samples).toHaveLength(10)
    expect(samples[5]!.valence).toBeCloseTo(0.05)
    expect(meanOverRange(line, seconds(0), seconds(10)).valence).toBeCloseTo(0.5)
    expect(() => sampleCurve(line, { start: seconds(0), end: seconds(1), interval: seconds(0) })).toThrow(
      RangeError,
    )
  })
})

/** One estimate a second from a function of time. */
const estimatesOf = (length: number, mood: (time: number) => readonly [number, number]): EmotionEstimate[] =>
  Array.from({ length }, (_, index) => {
    const [valence, arousal] = mood(index + 0.5)
    return { time: seconds(index + 0.5), valence, arousal, confidence: 0.6 }
  })

describe('fitting a curve', () => {
  it('V6 steps at a cut where the mood jumps, and nowhere else', () => {
    const estimates = estimatesOf(60, (time) =>
      time < 20.4 ? [0.5, -0.5] : time < 41 ? [-0.6, -0.4] : [-0.2, 0.8],
    )
    const fitted = fitEmotionCurve(estimates, [cutAt(5), cutAt(20.4), cutAt(30), cutAt(41)])
    expect(fitted.points.filter((each) => each.step).map((each) => each.time)).toEqual([20.4, 41])
    expect(fitted.points.length).toBeLessThanOrEqual(6)
    expect(at(fitted, 20.39)).toBeCloseTo(0.5, 1)
    expect(at(fitted, 20.41)).toBeCloseTo(-0.6, 1)
  })

  it('V6 glides over a dissolve and where there is no cut', () => {
    const estimates = estimatesOf(40, (time) => (time < 20 ? [0.5, -0.5] : [-0.6, 0.4]))
    expect(fitEmotionCurve(estimates, [cutAt(20, 'dissolve')]).points.some((each) => each.step)).toBe(false)
    expect(fitEmotionCurve(estimates, []).points.some((each) => each.step)).toBe(false)
  })

  it('V7 follows ramps and arches within the tolerance with few points', () => {
    const ramp = estimatesOf(40, (time) => [time / 40, -time / 40])
    const arch = estimatesOf(60, (time) => [0.2, Math.sin((time / 60) * Math.PI)])
    for (const estimates of [ramp, arch]) {
      const fitted = fitEmotionCurve(estimates, [])
      expect(fitted.points.length).toBeLessThanOrEqual(9)
      expect(curveDistance(fitted, estimates)).toBeLessThan(0.12)
    }
  })

  it('V7 needs fewer points for a larger tolerance, and one for a constant mood', () => {
    const busy = estimatesOf(300, (time) => [0.5 * Math.sin(time / 11), 0.5 * Math.cos(time / 7)])
    const fine = fitEmotionCurve(busy, [], { tolerance: 0.1 })
    const coarse = fitEmotionCurve(busy, [], { tolerance: 0.4 })
    expect(coarse.points.length).toBeLessThan(fine.points.length)
    expect(curveDistance(fine, busy)).toBeLessThan(curveDistance(coarse, busy))
    expect(
      fitEmotionCurve(
        estimatesOf(90, () => [0.3, 0.1]),
        [],
      ).points,
    ).toHaveLength(1)
  })

  it('V8 takes any estimates: none, one, unsorted, three hours', () => {
    expect(fitEmotionCurve([], [cutAt(1)])).toEqual({ points: [] })
    expect(
      fitEmotionCurve(
        estimatesOf(1, () => [0.2, 0.1]),
        [],
      ).points,
    ).toHaveLength(1)
    const estimates = estimatesOf(30, (time) => [time < 10 ? 0.5 : -0.5, 0])
    expect(fitEmotionCurve([...estimates].reverse(), [cutAt(10)])).toEqual(
      fitEmotionCurve(estimates, [cutAt(10)]),
    )
    const long = estimatesOf(10_800, (time) => [Math.sin(time / 50), Math.cos(time / 31)])
    const fitted = fitEmotionCurve(
      long,
      Array.from({ length: 2000 }, (_, index) => cutAt(index * 5.4 + 1)),
    )
    const times = fitted.points.map((each) => each.time)
    expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true)
    expect(curveDistance(fitted, long)).toBeLessThan(0.15)
  })
})
