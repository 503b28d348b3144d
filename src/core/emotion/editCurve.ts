import { seconds } from '../time/units'
import type { EmotionCurve, EmotionPoint, ValenceArousal } from './emotionCurve'
import { valueAt } from './evaluateCurve'

/** Edits of the emotion curve by hand, point by point. Rules: docs/spec/curve-editing.md. */
export type CurveChannel = keyof ValenceArousal
export const curveChannels: readonly CurveChannel[] = ['valence', 'arousal']

/** Points are at least so many seconds apart: finer than a frame at 120 per second, coarser than rounding. */
export const leastGap = 0.002

export const clampValue = (value: number): number => Math.max(-1, Math.min(1, value))

/** A point made by hand, with the curve's own value where `values` says nothing. */
export function handPoint(curve: EmotionCurve, time: number, values: Partial<ValenceArousal>): EmotionPoint {
  const { valence, arousal } = { ...valueAt(curve, seconds(time)), ...values }
  return {
    time: seconds(time),
    valence: clampValue(valence),
    arousal: clampValue(arousal),
    confidence: 1,
    step: false,
  }
}

const inOrder = (points: readonly EmotionPoint[]): EmotionPoint[] =>
  [...points].sort((a, b) => a.time - b.time)

/** Index of the point nearest to a time within `reach` seconds, or -1. */
export function pointNear(curve: EmotionCurve, time: number, reach: number): number {
  let [nearest, distance] = [-1, reach]
  curve.points.forEach((point, index) => {
    const away = Math.abs(point.time - time)
    if (away <= distance) [nearest, distance] = [index, away]
  })
  return nearest
}

export interface AddedPoint {
  readonly curve: EmotionCurve
  readonly index: number
}

/**
 * Adds a point at a time in seconds; both curves keep their value there unless `values` gives another. Where a point
 * stands already, that one takes the values.
 */
export function addPoint(curve: EmotionCurve, time: number, values: Partial<ValenceArousal>): AddedPoint {
  const near = pointNear(curve, time, leastGap)
  const made = handPoint(curve, near < 0 ? time : curve.points[near]!.time, values)
  const point = near < 0 ? made : { ...made, step: curve.points[near]!.step }
  const others = near < 0 ? curve.points : curve.points.filter((_, index) => index !== near)
  const points = inOrder([...others, point])
  return { curve: { points }, index: points.indexOf(point) }
}

/** How far a drag has gone: seconds along the film, and values up or down. */
export interface PointShift {
  readonly time: number
  readonly valence: number
  readonly arousal: number
}

/** The shift in time that keeps the chosen points between the others and inside the film. */
function allowedShift(
  points: readonly EmotionPoint[],
  chosen: ReadonlySet<number>,
  wanted: number,
  duration: number,
): number {
  let [low, high] = [-Infinity, Infinity]
  points.forEach((point, index) => {
    if (!chosen.has(index)) return
    const before = points[index - 1]
    const after = points[index + 1]
    const lowest = before && !chosen.has(index - 1) ? before.time + leastGap : 0
    const highest = after && !chosen.has(index + 1) ? after.time - leastGap : duration
    low = Math.max(low, Math.min(0, lowest - point.time))
    high = Math.min(high, Math.max(0, highest - point.time))
  })
  return Math.max(low, Math.min(high, wanted))
}

/** Moves points together; none passes a point that stays, so their indices stay the same. */
export function movePoints(
  curve: EmotionCurve,
  indices: readonly number[],
  shift: PointShift,
  duration: number,
): EmotionCurve {
  const chosen = new Set(indices.filter((index) => curve.points[index]))
  if (chosen.size === 0) return curve
  const time = allowedShift(curve.points, chosen, shift.time, duration)
  if (time === 0 && shift.valence === 0 && shift.arousal === 0) return curve
  return {
    points: curve.points.map((point, index) =>
      chosen.has(index)
        ? {
            ...point,
            time: seconds(point.time + time),
            valence: clampValue(point.valence + shift.valence),
            arousal: clampValue(point.arousal + shift.arousal),
            confidence: 1,
          }
        : point,
    ),
  }
}

/** Puts one point to very values: what a table's cell does. */
export function setPoint(
  curve: EmotionCurve,
  index: number,
  values: Partial<PointShift>,
  duration: number,
): EmotionCurve {
  const point = curve.points[index]
  if (!point) return curve
  const shift = {
    time: (values.time ?? point.time) - point.time,
    valence: (values.valence ?? point.valence) - point.valence,
    arousal: (values.arousal ?? point.arousal) - point.arousal,
  }
  return movePoints(curve, [index], shift, duration)
}

/** Deletes points. */
export function deletePoints(curve: EmotionCurve, indices: readonly number[]): EmotionCurve {
  const points = curve.points.filter((_, index) => !indices.includes(index))
  return points.length === curve.points.length ? curve : { points }
}

/** Makes points jump to their value (as at a cut), or glide to it. */
export function setSteps(curve: EmotionCurve, indices: readonly number[], step: boolean): EmotionCurve {
  if (indices.every((index) => (curve.points[index]?.step ?? step) === step)) return curve
  return {
    points: curve.points.map((point, index) =>
      indices.includes(index) ? { ...point, step, confidence: 1 } : point,
    ),
  }
}

/** A rectangle in a curve's lane: seconds and values. */
export interface CurveBox {
  readonly start: number
  readonly end: number
  readonly low: number
  readonly high: number
}

/** Indices of the points whose value of `channel` lies in a box. */
export const pointsInBox = (curve: EmotionCurve, channel: CurveChannel, box: CurveBox): number[] =>
  curve.points.flatMap((point, index) =>
    point.time >= box.start &&
    point.time <= box.end &&
    point[channel] >= box.low &&
    point[channel] <= box.high
      ? [index]
      : [],
  )
