import { seconds } from '../time/units'
import type { EmotionCurve, EmotionPoint } from './emotionCurve'
import { orderedPoints, valueAt } from './evaluateCurve'

/** A stretch of time that came to lie elsewhere: seconds before, seconds after, length. */
export interface MovedStretch {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** A stretch's last value is held so close before its end, in seconds: below any frame, above what counts as one moment. */
const beforeEnd = 1e-4

/** How far the curve is trusted at a time: as its last point up to then, else its first. */
const confidenceAt = (points: readonly EmotionPoint[], time: number): number =>
  (points.findLast((point) => point.time <= time) ?? points[0])?.confidence ?? 0

function moved(curve: EmotionCurve, points: readonly EmotionPoint[], stretch: MovedStretch): EmotionPoint[] {
  const { from, to, length } = stretch
  const end = from + length
  const inside = points
    .filter(({ time }) => time >= from && time < end - beforeEnd)
    .map((point) => ({ ...point, time: seconds(to + (point.time - from)) }))
  const edge = (time: number, at: number, step: boolean): EmotionPoint => ({
    ...valueAt(curve, seconds(time)),
    time: seconds(at),
    confidence: confidenceAt(points, time),
    step,
  })
  const [first] = inside
  const startsOnPoint = first !== undefined && first.time - to < beforeEnd
  return [
    ...(startsOnPoint
      ? [{ ...first, step: to > 0 }, ...inside.slice(1)]
      : [edge(from, to, to > 0), ...inside]),
    edge(end - beforeEnd, to + length - beforeEnd, false),
  ]
}

/**
 * A curve whose stretches of time came to lie elsewhere (in order of their new places, not overlapping): points keep their
 * values in the picture that they belong to, and at its edges the curve is what it was there, with a step where the picture is
 * another than before. What is between stretches holds the value before it.
 */
export function moveCurve(curve: EmotionCurve, stretches: readonly MovedStretch[]): EmotionCurve {
  const points = orderedPoints(curve.points)
  if (points.length === 0) return curve
  return { points: stretches.flatMap((stretch) => moved(curve, points, stretch)) }
}
