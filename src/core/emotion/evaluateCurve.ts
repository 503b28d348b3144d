import { seconds, type Seconds } from '../time/units'
import type { EmotionCurve, EmotionPoint, ValenceArousal } from './emotionCurve'
import { neutralEmotion } from './emotionEstimate'

/** Control points between two steps: time, values and the tangents of the cubic pieces. */
interface Run {
  readonly times: readonly number[]
  readonly valence: Spline
  readonly arousal: Spline
}

interface Spline {
  readonly values: readonly number[]
  readonly tangents: readonly number[]
}

const evaluators = new WeakMap<EmotionCurve, readonly Run[]>()

/**
 * The curve's value at a time in seconds. Before the first point it has the first point's value, after the last the
 * last one's; an empty curve is neutral everywhere. Before a step the curve holds the value of the point before it.
 */
export function valueAt(curve: EmotionCurve, time: Seconds): ValenceArousal {
  let runs = evaluators.get(curve)
  if (!runs) {
    runs = buildRuns(curve)
    evaluators.set(curve, runs)
  }
  const run =
    runs[
      Math.max(
        0,
        lastIndexAtOrBefore(runs.length, (index) => runs[index]!.times[0]!, time),
      )
    ]
  if (!run) return neutralEmotion
  const piece = lastIndexAtOrBefore(run.times.length, (index) => run.times[index]!, time)
  return {
    valence: evaluate(run.times, run.valence, piece, time),
    arousal: evaluate(run.times, run.arousal, piece, time),
  }
}

/** Values at `start`, `start + interval`, … up to (not including) `end`. */
export function sampleCurve(
  curve: EmotionCurve,
  range: { readonly start: Seconds; readonly end: Seconds; readonly interval: Seconds },
): ValenceArousal[] {
  if (!(range.interval > 0)) throw new RangeError('The interval between samples must be above zero')
  const count = Math.max(0, Math.ceil((range.end - range.start) / range.interval - 1e-9))
  return Array.from({ length: count }, (_, index) =>
    valueAt(curve, seconds(range.start + index * range.interval)),
  )
}

/** Mean value over [start, end), sampled four times a second or more; the value at `start` for an empty range. */
export function meanOverRange(curve: EmotionCurve, start: Seconds, end: Seconds): ValenceArousal {
  if (!(end > start)) return valueAt(curve, start)
  const count = Math.max(4, Math.ceil((end - start) * 4))
  let valence = 0
  let arousal = 0
  for (let index = 0; index < count; index++) {
    const value = valueAt(curve, seconds(start + ((index + 0.5) * (end - start)) / count))
    valence += value.valence
    arousal += value.arousal
  }
  return { valence: valence / count, arousal: arousal / count }
}

/** Points nearer than this in seconds are one: a slope over less would overflow. */
const oneMoment = 1e-6

/** The points in ascending time without unusable ones; of several at one moment the last stays. */
export function orderedPoints(points: readonly EmotionPoint[]): EmotionPoint[] {
  const usable = points.filter(
    (point) =>
      Number.isFinite(point.time) && Number.isFinite(point.valence) && Number.isFinite(point.arousal),
  )
  const sorted = [...usable].sort((a, b) => a.time - b.time)
  return sorted.filter((point, index) => (sorted[index + 1]?.time ?? Infinity) - point.time > oneMoment)
}

function buildRuns(curve: EmotionCurve): Run[] {
  const groups: EmotionPoint[][] = []
  for (const point of orderedPoints(curve.points)) {
    const group = groups.at(-1)
    if (!group || point.step) groups.push([point])
    else group.push(point)
  }
  return groups.map((group) => {
    const times = group.map((point) => point.time)
    const spline = (pick: (point: EmotionPoint) => number): Spline => {
      const values = group.map(pick)
      return { values, tangents: monotoneTangents(times, values) }
    }
    return { times, valence: spline((point) => point.valence), arousal: spline((point) => point.arousal) }
  })
}

/** Tangents that keep a cubic Hermite spline monotone between its points (Fritsch and Carlson 1980, section 4). */
export function monotoneTangents(times: readonly number[], values: readonly number[]): number[] {
  const last = times.length - 1
  if (last < 1) return times.map(() => 0)
  const slopes = Array.from(
    { length: last },
    (_, index) => (values[index + 1]! - values[index]!) / (times[index + 1]! - times[index]!),
  )
  const tangents = times.map((_, index) => {
    const before = slopes[Math.max(0, index - 1)]!
    const after = slopes[Math.min(last - 1, index)]!
    return before * after <= 0 ? 0 : (before + after) / 2
  })
  slopes.forEach((slope, index) => {
    // Dividing by a slope next to nothing would overflow.
    if (Math.abs(slope) < 1e-100) {
      tangents[index] = 0
      tangents[index + 1] = 0
      return
    }
    const alpha = tangents[index]! / slope
    const beta = tangents[index + 1]! / slope
    const radius = Math.hypot(alpha, beta)
    if (radius <= 3) return
    tangents[index] = (3 / radius) * alpha * slope
    tangents[index + 1] = (3 / radius) * beta * slope
  })
  return tangents
}

function evaluate(times: readonly number[], spline: Spline, piece: number, time: number): number {
  const { values, tangents } = spline
  if (piece < 0) return values[0]!
  if (piece >= times.length - 1) return values.at(-1)!
  const width = times[piece + 1]! - times[piece]!
  const u = (time - times[piece]!) / width
  const v = 1 - u
  return (
    (1 + 2 * u) * v * v * values[piece]! +
    u * v * v * width * tangents[piece]! +
    u * u * (3 - 2 * u) * values[piece + 1]! -
    u * u * v * width * tangents[piece + 1]!
  )
}

function lastIndexAtOrBefore(length: number, timeOf: (index: number) => number, time: number): number {
  let low = -1
  let high = length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (timeOf(middle) <= time) low = middle
    else high = middle - 1
  }
  return low
}
