import { thumbnailSize } from './pictureFeatures'
import type { TransitionScores } from './transitionScores'

export const cellCount = thumbnailSize / 3
/** Levels of noise that are taken for granted in each cell: even pictures are not told apart by rounding. */
const noise = 2
/** A cell must change by so many levels (root of the sum over its colours squared) to have a way of its own. */
const cellWay = 15

/** Where a picture lies between two others. */
export interface MixPosition {
  /** Root mean square levels between the two others. */
  apart: number
  /** The share of the way from the first to the second. */
  share: number
  /** How far off the straight line, in levels. */
  off: number
  /** Standard deviation of the share over the cells that change: 0 for a dissolve, up to 0.5 for a wipe. */
  spread: number
}

/**
 * The tiny pictures of a film as things to compare. Picture numbers beyond the film stand for its first or last one.
 * All distances are root mean square levels (0..255).
 */
export interface TinyPictures {
  apart(a: number, b: number): number
  /** Correlation, -1..1; 1 where the two differ in brightness and contrast only. */
  alike(a: number, b: number): number
  /** The share of the change from `a` to `b` that one factor of brightness explains, 0..1. */
  lightShare(a: number, b: number): number
  /** Distance between the mean pictures of `a - length + 1`..`a` and `b`..`b + length - 1`. */
  sidesApart(a: number, b: number, length: number): number
  /** Where `middle` lies between `from` and `to`; the object is reused. */
  between(from: number, middle: number, to: number): MixPosition
  /** Luma (BT.601) of the 24 cells in rising order; the array is reused. */
  sortedLuma(picture: number): Float32Array
  /** How far each of the 24 cells changes, in rising order: a title leaves most of them alone. The array is reused. */
  sortedChanges(a: number, b: number): Float32Array
}

/** Brightening (and, inverted, darkening) that a lamp or exposure is believed to do from one picture to the next. */
const largestGain = 2.5

type At = (picture: number) => number

const createApart =
  (thumbnails: Uint8Array, at: At) =>
  (a: number, b: number): number => {
    const [from, to] = [at(a), at(b)]
    let squares = 0
    for (let index = 0; index < thumbnailSize; index += 1) {
      const step = thumbnails[from + index]! - thumbnails[to + index]!
      squares += step * step
    }
    return Math.sqrt(squares / thumbnailSize)
  }

const createAlike =
  (thumbnails: Uint8Array, at: At) =>
  (a: number, b: number): number => {
    const [from, to] = [at(a), at(b)]
    let [aSum, bSum, product, aSquares, bSquares] = [0, 0, 0, 0, 0]
    for (let index = 0; index < thumbnailSize; index += 1) {
      const x = thumbnails[from + index]!
      const y = thumbnails[to + index]!
      aSum += x
      bSum += y
      product += x * y
      aSquares += x * x
      bSquares += y * y
    }
    const taken = noise * noise * thumbnailSize
    const aVariance = aSquares - (aSum * aSum) / thumbnailSize + taken
    const bVariance = bSquares - (bSum * bSum) / thumbnailSize + taken
    return (product - (aSum * bSum) / thumbnailSize) / Math.sqrt(aVariance * bVariance)
  }

const createLightShare =
  (thumbnails: Uint8Array, at: At) =>
  (a: number, b: number): number => {
    const [from, to] = [at(a), at(b)]
    let [product, squares, change] = [0, 0, 0]
    for (let index = 0; index < thumbnailSize; index += 1) {
      const x = thumbnails[from + index]!
      const y = thumbnails[to + index]!
      product += x * y
      squares += x * x
      change += (y - x) * (y - x)
    }
    if (change === 0 || squares === 0) return 0
    const gain = Math.min(largestGain, Math.max(1 / largestGain, product / squares))
    let rest = 0
    for (let index = 0; index < thumbnailSize; index += 1)
      rest += (thumbnails[to + index]! - gain * thumbnails[from + index]!) ** 2
    return Math.max(0, 1 - Math.sqrt(rest / change))
  }

function createSidesApart(thumbnails: Uint8Array, at: At): TinyPictures['sidesApart'] {
  const sums = new Int32Array(thumbnailSize)
  return (a, b, length) => {
    sums.fill(0)
    for (let step = 0; step < length; step += 1) {
      const [after, before] = [at(b + step), at(a - step)]
      for (let index = 0; index < thumbnailSize; index += 1)
        sums[index]! += thumbnails[after + index]! - thumbnails[before + index]!
    }
    let squares = 0
    for (let index = 0; index < thumbnailSize; index += 1) squares += sums[index]! * sums[index]!
    return Math.sqrt(squares / thumbnailSize) / length
  }
}

function createBetween(thumbnails: Uint8Array, at: At): TinyPictures['between'] {
  const position: MixPosition = { apart: 0, share: 0, off: 0, spread: 0 }
  const cellShares = new Float64Array(cellCount)
  return (fromPicture, middlePicture, toPicture) => {
    const [from, middle, to] = [at(fromPicture), at(middlePicture), at(toPicture)]
    let [along, way, gone, changing] = [0, 0, 0, 0]
    for (let cell = 0; cell < cellCount; cell += 1) {
      let [cellAlong, cellLength] = [0, 0]
      for (let index = cell * 3; index < cell * 3 + 3; index += 1) {
        const step = thumbnails[to + index]! - thumbnails[from + index]!
        const done = thumbnails[middle + index]! - thumbnails[from + index]!
        cellAlong += done * step
        cellLength += step * step
        gone += done * done
      }
      along += cellAlong
      way += cellLength
      if (cellLength < cellWay * cellWay) continue
      cellShares[changing] = Math.min(1.5, Math.max(-0.5, cellAlong / cellLength))
      changing += 1
    }
    const share = way > 0 ? along / way : 0
    position.apart = Math.sqrt(way / thumbnailSize)
    position.share = Math.min(2, Math.max(-1, share))
    // |done - share·way|² = |done|² - share²·|way|² at the best share.
    position.off = Math.sqrt(Math.max(0, gone - share * along) / thumbnailSize)
    position.spread = changing < 3 ? 0 : deviation(cellShares.subarray(0, changing))
    return position
  }
}

function deviation(values: Float64Array): number {
  let [sum, squares] = [0, 0]
  for (const value of values) {
    sum += value
    squares += value * value
  }
  return Math.sqrt(Math.max(0, squares / values.length - (sum / values.length) ** 2))
}

/** Makes a film's tiny pictures comparable. */
export function createTinyPictures(scores: TransitionScores): TinyPictures {
  const { thumbnails, count } = scores
  const at: At = (picture) => Math.min(count - 1, Math.max(0, picture)) * thumbnailSize
  const luma = new Float32Array(cellCount)
  const changes = new Float32Array(cellCount)
  return {
    apart: createApart(thumbnails, at),
    alike: createAlike(thumbnails, at),
    lightShare: createLightShare(thumbnails, at),
    sidesApart: createSidesApart(thumbnails, at),
    between: createBetween(thumbnails, at),
    sortedLuma(picture) {
      for (let cell = 0, from = at(picture); cell < cellCount; cell += 1, from += 3)
        luma[cell] = 0.299 * thumbnails[from]! + 0.587 * thumbnails[from + 1]! + 0.114 * thumbnails[from + 2]!
      return luma.sort()
    },
    sortedChanges(a, b) {
      let [from, to] = [at(a), at(b)]
      for (let cell = 0; cell < cellCount; cell += 1, from += 3, to += 3) {
        const red = thumbnails[to]! - thumbnails[from]!
        const green = thumbnails[to + 1]! - thumbnails[from + 1]!
        const blue = thumbnails[to + 2]! - thumbnails[from + 2]!
        changes[cell] = Math.sqrt((red * red + green * green + blue * blue) / 3)
      }
      return changes.sort()
    },
  }
}
