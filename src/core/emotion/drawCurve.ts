import { seconds } from '../time/units'
import { clampValue, handPoint, leastGap, type CurveChannel } from './editCurve'
import { replaceRange, spaced } from './editRange'
import type { EmotionCurve, EmotionPoint } from './emotionCurve'

/** A place that the pen passed: seconds and a value -1..1. */
export interface PenPoint {
  readonly time: number
  readonly value: number
}

/** What a drawn line may differ from the points that stand for it, in values. */
const tolerance = 0.03

/** The pen may go back and forth: of what it drew over one time, the last stays. Ascending. */
export function strokeOf(passed: readonly PenPoint[]): PenPoint[] {
  let stroke: PenPoint[] = []
  let previous: PenPoint | undefined
  for (const point of passed) {
    const [low, high] = [
      Math.min(point.time, previous?.time ?? point.time),
      Math.max(point.time, previous?.time ?? point.time),
    ]
    stroke = stroke.filter(({ time }) => time < low || time > high)
    if (previous && previous.time !== point.time) stroke.push(previous)
    stroke.push(point)
    previous = point
  }
  return stroke.sort((a, b) => a.time - b.time)
}

/** Few points whose straight lines stay within the tolerance (Ramer 1972, Douglas and Peucker 1973), along values. */
export function simplify(stroke: readonly PenPoint[]): PenPoint[] {
  const first = stroke[0]
  const last = stroke.at(-1)
  if (!first || !last || stroke.length < 3) return [...stroke]
  let [worst, furthest] = [0, tolerance]
  const slope = (last.value - first.value) / Math.max(1e-9, last.time - first.time)
  stroke.forEach((point, index) => {
    const away = Math.abs(point.value - (first.value + slope * (point.time - first.time)))
    if (index > 0 && index < stroke.length - 1 && away > furthest) [worst, furthest] = [index, away]
  })
  if (worst === 0) return [first, last]
  return [...simplify(stroke.slice(0, worst + 1)), ...simplify(stroke.slice(worst)).slice(1)]
}

/** Draws one curve freely over the range that the pen passed; the other keeps its values there. */
export function drawCurve(
  curve: EmotionCurve,
  channel: CurveChannel,
  passed: readonly PenPoint[],
): EmotionCurve {
  const stroke = strokeOf(passed)
  const first = stroke[0]
  const last = stroke.at(-1)
  if (!first || !last || last.time - first.time < 2 * leastGap) return curve
  const range = { start: first.time, end: last.time }
  const drawn = simplify(stroke).map(({ time, value }) =>
    handPoint(curve, time, { [channel]: clampValue(value) }),
  )
  const line = (time: number): number => {
    const after = stroke.findIndex((point) => point.time >= time)
    const [b, a] = [stroke[Math.max(0, after)]!, stroke[Math.max(0, after - 1)]!]
    const share = b.time > a.time ? (time - a.time) / (b.time - a.time) : 0
    return a.value + share * (b.value - a.value)
  }
  const kept = curve.points
    .filter(({ time }) => time > range.start && time < range.end)
    .map((point): EmotionPoint => ({
      ...point,
      time: seconds(point.time),
      [channel]: clampValue(line(point.time)),
      confidence: 1,
    }))
  return replaceRange(curve, range, spaced([...drawn, ...kept].sort((a, b) => a.time - b.time)))
}
