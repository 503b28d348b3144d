import {
  centredLikeness,
  meanThumbnail,
  mixPosition,
  pictureDistance,
  thumbnailDistance,
  type Thumbnail,
} from './thumbnails'
import type { TransitionScores } from './transitionScores'

/** A dissolve between two shots. Picture indices. */
export interface DetectedDissolve {
  /** The last picture of the old shot alone. */
  readonly start: number
  /** The first picture of the new shot alone. */
  readonly end: number
  readonly confidence: number
}

/** Lengths tried, in pictures; a found one is then fitted to the picture. */
const triedLengths = [6, 8, 11, 15, 20, 27, 36, 48, 64, 86] as const
/** The two shots' tiny pictures must differ by this many levels (root mean square). */
const leastDistance = 7

/** A mix that goes this part of its way in one picture is a cut, whatever the cut threshold says. */
const cutStep = 0.45
/** A picture this far off the way from one shot to the other (as a share of it) is a flash, not a mix. */
const flashOff = 0.6

/** Mean of bend over slope inside the dissolve: near 0 where every pixel moves on a straight line, 0.5 and more in motion. */
function meanBend(scores: TransitionScores, start: number, end: number): number {
  const length = end - start
  // The corners of the ramp bend; they reach three pictures in.
  const margin = length >= 12 ? 3 : Math.max(1, Math.floor(length / 4))
  let [bend, slope] = [0, 0]
  for (let picture = start + margin; picture <= end - margin; picture += 1) {
    bend += scores.bend[picture]!
    slope += scores.slope[picture]!
  }
  return slope > 0 ? bend / slope : 1
}

/** Middle edge strength beside that of the two shots: two pictures laid over each other have less contrast. */
function edgeDip(scores: TransitionScores, start: number, end: number): number {
  const middle = Math.round((start + end) / 2)
  const outside = Math.sqrt((scores.edges[start]! ** 2 + scores.edges[end]! ** 2) / 2)
  return outside > 0 ? scores.edges[middle]! / outside : 1
}

interface Mix {
  readonly start: number
  readonly length: number
  /** How far the inner pictures are from where a mix would put them; less is better. */
  readonly error: number
}

/** The tiny pictures at a quarter, half and three quarters, if they lie on the way between the two ends. */
function tryMix(scores: TransitionScores, start: number, length: number): Mix | null {
  const end = start + length
  const distance = pictureDistance(scores, start, end)
  if (distance < leastDistance) return null
  const [from, to] = [meanThumbnail(scores, start, start), meanThumbnail(scores, end, end)]
  let error = 0
  for (const part of [0.25, 0.5, 0.75]) {
    const { share, offLine } = mixPosition(scores, Math.round(start + part * length), from, to)
    const shareError = Math.abs(share - part)
    if (shareError > 0.22 || offLine > 0.3 * distance) return null
    error += shareError + offLine / distance
  }
  return { start, length, error }
}

/** The mixes of one length in `low`..`high`, the best of each neighbourhood. */
function findMixes(scores: TransitionScores, low: number, high: number, length: number): readonly Mix[] {
  const step = Math.max(1, Math.floor(length / 8))
  const best: Mix[] = []
  for (let start = low; start + length <= high; start += step) {
    const mix = tryMix(scores, start, length)
    if (!mix) continue
    const previous = best.at(-1)
    if (!previous || mix.start - previous.start > length / 2) best.push(mix)
    else if (mix.error < previous.error) best[best.length - 1] = mix
  }
  return best
}

export interface Fit {
  readonly start: number
  readonly end: number
  /** Root mean square error of the share against a straight ramp. */
  readonly rampError: number
  /** The largest part of the way that one picture goes. */
  readonly largestStep: number
  /** The farthest that a picture in between is off the straight line, as a share of the distance between the shots. */
  readonly largestOff: number
}

/** Root mean square error of `shares` (of pictures `first`, `first + 1`, …) against a ramp from `start` to `end`. */
function rampErrorOf(shares: Float64Array, first: number, start: number, end: number): number {
  let squares = 0
  for (let index = 0; index < shares.length; index += 1) {
    const ramp = Math.min(1, Math.max(0, (first + index - start) / (end - start)))
    squares += (shares[index]! - ramp) ** 2
  }
  return Math.sqrt(squares / shares.length)
}

/** Moves the ends of a ramp, one picture at a time, to where it fits best. */
function fitRamp(
  shares: Float64Array,
  first: number,
  from: number,
  to: number,
): readonly [number, number, number] {
  let [start, end] = [from, to]
  let error = rampErrorOf(shares, first, start, end)
  const last = first + shares.length - 1
  const moves = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))
  for (let improved = true; improved;) {
    improved = false
    for (const [startMove, endMove] of moves) {
      const [newStart, newEnd] = [start + startMove, end + endMove]
      if (newStart < first || newEnd > last || newEnd - newStart < 4) continue
      const newError = rampErrorOf(shares, first, newStart, newEnd)
      if (newError >= error - 1e-9) continue
      ;[start, end, error, improved] = [newStart, newEnd, newError, true]
    }
  }
  return [start, end, error]
}

/** Fits a straight ramp to a found mix; the two shots are taken from just outside of it. */
function fitMix(scores: TransitionScores, mix: Mix, low: number, high: number): Fit {
  const margin = Math.max(2, Math.round(mix.length * 0.25))
  const first = Math.max(low, mix.start - 2 * margin)
  const last = Math.min(high, mix.start + mix.length + 2 * margin)
  const [oldShot, newShot] = [
    Math.max(low, mix.start - margin),
    Math.min(high, mix.start + mix.length + margin),
  ]
  const from = meanThumbnail(scores, Math.max(low, oldShot - 1), oldShot)
  const to = meanThumbnail(scores, newShot, Math.min(high, newShot + 1))
  const positions = Array.from({ length: last - first + 1 }, (_, index) =>
    mixPosition(scores, first + index, from, to),
  )
  const shares = Float64Array.from(positions, ({ share }) => share)
  const [start, end, rampError] = fitRamp(shares, first, mix.start, mix.start + mix.length)
  let largestStep = 0
  for (let index = 1; index < shares.length; index += 1)
    largestStep = Math.max(largestStep, Math.abs(shares[index]! - shares[index - 1]!))
  const off = positions.slice(start - first, end - first + 1).map(({ offLine }) => offLine)
  const largestOff = Math.max(...off) / Math.max(1, thumbnailDistance(from, to))
  return { start, end, rampError, largestStep, largestOff }
}

/** Share of the cells that change: 1 when all change alike, small when only a title or an object appears. */
function changedShare(from: Thumbnail, to: Thumbnail): number {
  let [sum, squares] = [0, 0]
  for (let cell = 0; cell < from.length; cell += 3) {
    const step = Math.hypot(
      to[cell]! - from[cell]!,
      to[cell + 1]! - from[cell + 1]!,
      to[cell + 2]! - from[cell + 2]!,
    )
    sum += step
    squares += step * step
  }
  return squares > 0 ? (sum * sum) / ((squares * from.length) / 3) : 0
}

/** Mean of a score over pictures `from`..`to` inside the film. */
function meanScore(values: Uint16Array, from: number, to: number, count: number): number {
  let [sum, counted] = [0, 0]
  for (let index = Math.max(0, from); index <= Math.min(count - 1, to); index += 1) {
    sum += values[index]!
    counted += 1
  }
  return counted > 0 ? sum / counted : 0
}

/** Slope inside beside slope outside, in octaves: a pan goes on, a dissolve begins and ends. */
function slopeRise(scores: TransitionScores, start: number, end: number): number {
  const { slope, count } = scores
  const inside = meanScore(slope, start + 1, end - 1, count)
  const outside = Math.max(
    meanScore(slope, start - 12, start - 3, count),
    meanScore(slope, end + 3, end + 12, count),
  )
  return Math.log2((inside + 128) / (outside + 128))
}

/**
 * What tells a dissolve from a pan, a change of light, a title or an object passing by: straight change of the pixels,
 * loss of contrast in the middle, shots that differ, in all cells, and stand still beside that difference, change that
 * motion does not explain, and that it begins and ends.
 */
export function dissolveFeatures(scores: TransitionScores, fit: Fit): readonly number[] {
  const { start, end } = fit
  const { count } = scores
  const [from, to] = [meanThumbnail(scores, start - 1, start), meanThumbnail(scores, end, end + 1)]
  const distance = thumbnailDistance(from, to)
  const drift = Math.max(
    pictureDistance(scores, Math.max(0, start - 6), start),
    pictureDistance(scores, end, Math.min(count - 1, end + 6)),
  )
  const unexplained =
    meanScore(scores.residual, start + 1, end, count) /
    (meanScore(scores.difference, start + 1, end, count) + 64)
  return [
    meanBend(scores, start, end),
    edgeDip(scores, start, end),
    Math.log2(distance / 12),
    changedShare(from, to),
    Math.min(1, drift / (distance + 1)),
    unexplained,
    slopeRise(scores, start, end),
    Math.max(0, centredLikeness(from, to) - 0.8) * 5,
  ]
}

/**
 * Weights of `dissolveFeatures`, then the constant term: logistic regression with signs held, over 5,772 fitted mixes
 * (851 of dissolves) in the films that `cutWeights` were fitted on.
 */
const dissolveWeights: readonly number[] = [-4.1, -25.9, 1.24, 3.4, -0.9, 8.0, 0.95, -0.55, 15.5]

/** How sure it is that a fitted mix is a dissolve: a logistic function of `dissolveFeatures`. */
function dissolveConfidence(scores: TransitionScores, fit: Fit): number {
  const features = dissolveFeatures(scores, fit)
  const evidence = features.reduce(
    (sum, value, index) => sum + value * dissolveWeights[index]!,
    dissolveWeights.at(-1)!,
  )
  return 1 / (1 + Math.exp(-evidence))
}

/** Every mix in `low`..`high` with a ramp fitted to it. */
export function findFits(scores: TransitionScores, low: number, high: number): readonly Fit[] {
  return triedLengths.flatMap((length) =>
    findMixes(scores, low, high, length).map((mix) => fitMix(scores, mix, low, high)),
  )
}

/**
 * Finds dissolves inside `low`..`high`, a stretch of pictures without a cut or fade, with at least `leastConfidence`.
 */
export function detectDissolves(
  scores: TransitionScores,
  low: number,
  high: number,
  leastConfidence: number,
): readonly DetectedDissolve[] {
  const found = findFits(scores, low, high)
    .filter((fit) => fit.largestStep < cutStep && fit.largestOff < flashOff)
    .map((fit) => ({
      start: fit.start,
      end: fit.end,
      confidence: dissolveConfidence(scores, fit),
      rampError: fit.rampError,
    }))
    .filter(({ confidence }) => confidence >= leastConfidence)
  // Of overlapping fits to one dissolve, nearly equal in confidence, the straightest.
  found.sort((a, b) => b.confidence - b.rampError - (a.confidence - a.rampError))
  const kept: DetectedDissolve[] = []
  for (const { start, end, confidence } of found)
    if (kept.every((other) => end <= other.start || start >= other.end)) kept.push({ start, end, confidence })
  return kept.sort((a, b) => a.start - b.start)
}
