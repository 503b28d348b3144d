import { seconds } from '../time/units'
import { clampValue, handPoint, leastGap, type CurveChannel } from './editCurve'
import type { EmotionCurve, EmotionPoint, ValenceArousal } from './emotionCurve'
import { valueAt } from './evaluateCurve'

/** Edits of a stretch of the emotion curve. Rules: docs/spec/curve-editing.md. */

/** A stretch of the film in seconds. */
export interface CurveRange {
  readonly start: number
  readonly end: number
}

const isInside = (time: number, { start, end }: CurveRange): boolean => time >= start && time <= end

/**
 * The curve's points outside a range, with anchors that hold its shape there: the curve's value just before the range
 * and just after it. Where the film begins or ends inside the range there is nothing to hold.
 */
function outside(curve: EmotionCurve, range: CurveRange): { before: EmotionPoint[]; after: EmotionPoint[] } {
  const { points } = curve
  const before = points.filter(({ time }) => time < range.start - leastGap)
  const after = points.filter(({ time }) => time > range.end + leastGap)
  const anchor = (time: number): EmotionPoint => handPoint(curve, time, {})
  const enters = before.length > 0
  const leaves = after.length > 0
  const follower = after[0]
  return {
    before: enters ? [...before, anchor(range.start - leastGap)] : before,
    after: leaves && follower && !follower.step ? [anchor(range.end + leastGap), ...after] : after,
  }
}

/** Puts `inner` in place of what the curve has in a range; the rest keeps its shape. `inner` ascends and lies inside. */
export function replaceRange(
  curve: EmotionCurve,
  range: CurveRange,
  inner: readonly EmotionPoint[],
): EmotionCurve {
  if (!(range.end > range.start) || inner.length === 0) return curve
  const { before, after } = outside(curve, range)
  return { points: [...before, ...inner, ...after] }
}

/** The points in a range, with its two ends as points of their own. */
function innerPoints(curve: EmotionCurve, range: CurveRange): EmotionPoint[] {
  const own = curve.points.filter(({ time }) => isInside(time, range))
  const first = own[0]
  const last = own.at(-1)
  const begins = first && first.time - range.start < leastGap
  const ends = last && range.end - last.time < leastGap
  return [
    ...(begins ? [] : [handPoint(curve, range.start, {})]),
    ...own,
    ...(ends ? [] : [handPoint(curve, range.end, {})]),
  ]
}

const withChannels = (
  point: EmotionPoint,
  channels: readonly CurveChannel[],
  value: (channel: CurveChannel) => number,
): EmotionPoint => ({
  ...point,
  ...Object.fromEntries(channels.map((channel) => [channel, clampValue(value(channel))])),
  confidence: 1,
})

/** Scales values about `centre`, then adds `offset`, in a range and for the chosen curves. */
export function transformRange(
  curve: EmotionCurve,
  range: CurveRange,
  channels: readonly CurveChannel[],
  { scale = 1, offset = 0, centre = 0 }: { scale?: number; offset?: number; centre?: number },
): EmotionCurve {
  if (scale === 1 && offset === 0) return curve
  const inner = innerPoints(curve, range).map((point) =>
    withChannels(point, channels, (channel) => centre + (point[channel] - centre) * scale + offset),
  )
  return replaceRange(curve, range, inner)
}

/** Gives a whole range one mood; it jumps there at the beginning of the range and back at its end. */
export function setMood(curve: EmotionCurve, range: CurveRange, mood: Partial<ValenceArousal>): EmotionCurve {
  const channels = (['valence', 'arousal'] as const).filter((channel) => mood[channel] !== undefined)
  const value = (channel: CurveChannel): number => mood[channel] ?? 0
  const inner =
    channels.length === 2
      ? [handPoint(curve, range.start, mood), handPoint(curve, range.end, mood)]
      : innerPoints(curve, range).map((point) => withChannels(point, channels, value))
  const stepping = inner.map((point, index) => (index === 0 ? { ...point, step: true } : point))
  const set = replaceRange(curve, range, stepping)
  return stepAfter(set, range)
}

/** Lets the first point after a range be jumped to, so that the range keeps its values to its end. */
function stepAfter(curve: EmotionCurve, range: CurveRange): EmotionCurve {
  const next = curve.points.findIndex(({ time }) => time > range.end)
  return {
    points: curve.points.map((point, index) => (index === next ? { ...point, step: true } : point)),
  }
}

/** Offsets, as shares of the width, and weights of a Gaussian that smooths over about a second and a half. */
const kernel = [-1, -0.5, 0, 0.5, 1].map((offset) => ({ offset, weight: Math.exp(-2 * offset * offset) }))
const kernelWeight = kernel.reduce((sum, { weight }) => sum + weight, 0)

/** Smooths the chosen curves in a range over `width` seconds to each side; jumps inside it become glides. */
export function smoothRange(
  curve: EmotionCurve,
  range: CurveRange,
  channels: readonly CurveChannel[],
  width = 2,
): EmotionCurve {
  const near = (time: number, channel: CurveChannel): number =>
    kernel.reduce((sum, { offset, weight }) => {
      const at = Math.max(range.start, Math.min(range.end, time + offset * width))
      return sum + weight * valueAt(curve, seconds(at))[channel]
    }, 0) / kernelWeight
  const inner = innerPoints(curve, range)
  const smooth = inner.map((point, index) => {
    const isEnd = index === 0 || index === inner.length - 1
    return isEnd
      ? point
      : { ...withChannels(point, channels, (channel) => near(point.time, channel)), step: false }
  })
  return replaceRange(curve, range, smooth)
}

/** A piece of the curve to be pasted: points in seconds from its beginning. */
export interface CurveClip {
  readonly length: number
  readonly points: readonly EmotionPoint[]
}

/** Copies a range. */
export const copyRange = (curve: EmotionCurve, range: CurveRange): CurveClip => ({
  length: range.end - range.start,
  points: innerPoints(curve, range).map((point) => ({ ...point, time: seconds(point.time - range.start) })),
})

/** Pastes a piece into a range, stretched to its length, for the chosen curves. */
export function pasteRange(
  curve: EmotionCurve,
  clip: CurveClip,
  range: CurveRange,
  channels: readonly CurveChannel[],
): EmotionCurve {
  const factor = (range.end - range.start) / clip.length
  const pasted = clip.points.map((point) => ({ ...point, time: seconds(range.start + point.time * factor) }))
  const source: EmotionCurve = { points: pasted }
  return takeFrom(curve, source, range, channels)
}

/** Puts the detected curve back in a range, for the chosen curves. */
export const resetRange = (
  curve: EmotionCurve,
  detected: EmotionCurve,
  range: CurveRange,
  channels: readonly CurveChannel[],
): EmotionCurve => takeFrom(curve, detected, range, channels)

/** Takes the chosen curves of `source` in a range; the others keep their own values at the points of both. */
function takeFrom(
  curve: EmotionCurve,
  source: EmotionCurve,
  range: CurveRange,
  channels: readonly CurveChannel[],
): EmotionCurve {
  const taken = innerPoints(source, range)
  if (channels.length === 2) return replaceRange(curve, range, spaced(taken))
  const all = [...taken, ...innerPoints(curve, range)].sort((a, b) => a.time - b.time)
  const inner = spaced(all).map((point) => {
    const own = valueAt(curve, point.time)
    const theirs = valueAt(source, point.time)
    const values = Object.fromEntries(
      (['valence', 'arousal'] as const).map((channel) => [
        channel,
        channels.includes(channel) ? theirs[channel] : own[channel],
      ]),
    )
    return { ...point, ...values }
  })
  return replaceRange(curve, range, inner)
}

/** Leaves out points that stand closer to the one before than curves allow. */
export const spaced = (points: readonly EmotionPoint[]): EmotionPoint[] => {
  const kept: EmotionPoint[] = []
  for (const point of points) if (point.time - (kept.at(-1)?.time ?? -Infinity) >= leastGap) kept.push(point)
  return kept
}
