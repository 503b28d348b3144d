import { thumbnailSize } from './pictureFeatures'
import type { TransitionScores } from './transitionScores'

/** A tiny picture as numbers: red, green and blue of every cell, 0..255. */
export type Thumbnail = Float64Array

/** The mean tiny picture of `first`..`last` (inclusive, clamped to the film). */
export function meanThumbnail(scores: TransitionScores, first: number, last: number): Thumbnail {
  const mean = new Float64Array(thumbnailSize)
  const [from, to] = [Math.max(0, first), Math.min(scores.count - 1, last)]
  for (let picture = from; picture <= to; picture += 1)
    for (let index = 0; index < thumbnailSize; index += 1)
      mean[index]! += scores.thumbnails[picture * thumbnailSize + index]! / (to - from + 1)
  return mean
}

/** Root mean square difference, in levels. */
export function thumbnailDistance(a: Thumbnail, b: Thumbnail): number {
  let squares = 0
  for (let index = 0; index < thumbnailSize; index += 1) squares += (a[index]! - b[index]!) ** 2
  return Math.sqrt(squares / thumbnailSize)
}

/** The same between two pictures of the film. */
export function pictureDistance(scores: TransitionScores, a: number, b: number): number {
  let squares = 0
  const [aStart, bStart] = [a * thumbnailSize, b * thumbnailSize]
  for (let index = 0; index < thumbnailSize; index += 1)
    squares += (scores.thumbnails[aStart + index]! - scores.thumbnails[bStart + index]!) ** 2
  return Math.sqrt(squares / thumbnailSize)
}

/** Root mean square difference of picture `picture` from a tiny picture, in levels. */
export function distanceFrom(scores: TransitionScores, picture: number, other: Thumbnail): number {
  let squares = 0
  const start = picture * thumbnailSize
  for (let index = 0; index < thumbnailSize; index += 1)
    squares += (scores.thumbnails[start + index]! - other[index]!) ** 2
  return Math.sqrt(squares / thumbnailSize)
}

/** Where a picture lies between two others: the share of the way, and how far off the straight line, in levels. */
export interface MixPosition {
  readonly share: number
  readonly offLine: number
}

/** Fits picture `picture` as a mix `(1 - share) · from + share · to`. */
export function mixPosition(
  scores: TransitionScores,
  picture: number,
  from: Thumbnail,
  to: Thumbnail,
): MixPosition {
  const start = picture * thumbnailSize
  let [along, length] = [0, 0]
  for (let index = 0; index < thumbnailSize; index += 1) {
    const step = to[index]! - from[index]!
    along += (scores.thumbnails[start + index]! - from[index]!) * step
    length += step * step
  }
  const share = length > 0 ? along / length : 0
  let squares = 0
  for (let index = 0; index < thumbnailSize; index += 1) {
    const expected = from[index]! + share * (to[index]! - from[index]!)
    squares += (scores.thumbnails[start + index]! - expected) ** 2
  }
  return { share, offLine: Math.sqrt(squares / thumbnailSize) }
}

/** Cosine between two tiny pictures, both taken relative to `origin`; 1 where one is a multiple of the other. */
export function likeness(a: Thumbnail, b: Thumbnail, origin: Thumbnail): number {
  let [product, aSquares, bSquares] = [0, 0, 0]
  for (let index = 0; index < thumbnailSize; index += 1) {
    const [x, y] = [a[index]! - origin[index]!, b[index]! - origin[index]!]
    product += x * y
    aSquares += x * x
    bSquares += y * y
  }
  return aSquares > 0 && bSquares > 0 ? product / Math.sqrt(aSquares * bSquares) : 0
}

/** Correlation of two tiny pictures, 1 where they differ in brightness and contrast only. */
export function centredLikeness(a: Thumbnail, b: Thumbnail): number {
  const mean = (values: Thumbnail): number => values.reduce((sum, value) => sum + value, 0) / thumbnailSize
  const [aMean, bMean] = [mean(a), mean(b)]
  let [product, aSquares, bSquares] = [0, 0, 0]
  for (let index = 0; index < thumbnailSize; index += 1) {
    const [x, y] = [a[index]! - aMean, b[index]! - bMean]
    product += x * y
    aSquares += x * x
    bSquares += y * y
  }
  return aSquares > 0 && bSquares > 0 ? product / Math.sqrt(aSquares * bSquares) : 0
}

/** Brightening (and, inverted, darkening) that a lamp or exposure is believed to do from one picture to the next. */
const largestGain = 2.5

/**
 * The share of the change from one tiny picture to another that is explained by more or less light: 1 where the second
 * is the first times a factor, 0 where no factor helps.
 */
export function lightShare(before: Thumbnail, after: Thumbnail): number {
  let [product, squares] = [0, 0]
  for (let index = 0; index < thumbnailSize; index += 1) {
    product += before[index]! * after[index]!
    squares += before[index]! ** 2
  }
  const gain = squares > 0 ? Math.min(largestGain, Math.max(1 / largestGain, product / squares)) : 1
  const jump = thumbnailDistance(before, after)
  const lit = before.map((value) => value * gain)
  return jump > 0 ? Math.max(0, 1 - thumbnailDistance(lit, after) / jump) : 0
}

/** Luma (BT.601) of each cell of a picture. */
export function cellLuma(scores: TransitionScores, picture: number): number[] {
  const luma: number[] = []
  for (let at = picture * thumbnailSize; at < (picture + 1) * thumbnailSize; at += 3) {
    const [red, green, blue] = [
      scores.thumbnails[at]!,
      scores.thumbnails[at + 1]!,
      scores.thumbnails[at + 2]!,
    ]
    luma.push((77 * red + 150 * green + 29 * blue) / 256)
  }
  return luma
}
