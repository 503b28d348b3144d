import type { PictureAnalyser, PictureFrame } from '../media/analyser'
import { measureMotion } from './motionSearch'
import {
  bendAndSlope,
  colourDifference,
  createPicturePlanes,
  describePicture,
  halfHeight,
  halfWidth,
  histogramDifference,
  thumbnailSize,
} from './pictureFeatures'
import {
  createTransitionScores,
  encodeLevel,
  resizeTransitionScores,
  sliceTransitionScores,
  type TransitionScores,
} from './transitionScores'

/** Listens to the decode and keeps 98 bytes per picture. */
export interface TransitionScorer extends PictureAnalyser {
  /** The scores of all pictures, without a copy: to be asked for after the last one. */
  scores(): TransitionScores
}

/** Seconds before and after the middle picture of `bend` and `slope`, and of the long ones. */
const bendSeconds = 0.12
const longBendSeconds = 0.32
const firstCapacity = 4096
/** What a claimed length may reserve: 11 hours of 25 pictures a second. A longer film grows into more. */
const largestReserve = 1_000_000

/** Pictures in so many seconds, at least one. */
export const picturesIn = (seconds: number, framesPerSecond: number): number =>
  Math.max(1, Math.round(seconds * framesPerSecond))

/**
 * Creates the analyser from whose scores `detectTransitions` finds cuts, fades, dissolves and wipes. `framesPerSecond`
 * is the film's nominal rate, `expectedPictures` about how many pictures will come: room for them is reserved once, where
 * growing would leave the smaller rooms behind as garbage.
 */
export function createTransitionScorer(framesPerSecond: number, expectedPictures = 0): TransitionScorer {
  const [shortLag, longLag] = [bendSeconds, longBendSeconds].map((each) => picturesIn(each, framesPerSecond))
  const ringLength = 2 * longLag! + 1
  const ring = Array.from({ length: ringLength }, () => new Uint8Array(halfWidth * halfHeight))
  const lumaOf = (index: number): Uint8Array => ring[index % ringLength]!
  const expected = Math.min(largestReserve, Math.ceil(expectedPictures) || 0)
  let kept = createTransitionScores(Math.max(firstCapacity, expected))
  let count = 0
  let [current, previous] = [createPicturePlanes(), createPicturePlanes()]

  const storePicture = (frame: PictureFrame): void => {
    kept.timeNumerators[count] = frame.time.numerator
    kept.timeDenominators[count] = frame.time.denominator
    kept.edges[count] = encodeLevel(current.edges)
    kept.thumbnails.set(current.thumbnail, count * thumbnailSize)
  }
  const storeStep = (): void => {
    const difference = colourDifference(current, previous)
    kept.difference[count] = encodeLevel(difference)
    // Equal pictures (animation on twos, still frames) need no search.
    if (difference < 0.02) return
    const { residual, structure, changed } = measureMotion(current, previous)
    kept.residual[count] = encodeLevel(residual)
    kept.structure[count] = encodeLevel(structure)
    kept.changed[count] = Math.round(255 * changed)
    kept.histogram[count] = Math.round(255 * histogramDifference(current, previous))
  }
  const storeBend = (lag: number, bends: Uint8Array, slopes: Uint8Array): void => {
    const middle = count - lag
    if (middle < lag) return
    const [bend, slope] = bendAndSlope(lumaOf(middle - lag), lumaOf(middle), lumaOf(count))
    bends[middle] = encodeLevel(bend)
    slopes[middle] = encodeLevel(slope)
  }
  return {
    pushPicture(frame) {
      if (count === kept.timeNumerators.length) kept = resizeTransitionScores(kept, count * 2, count)
      describePicture(frame.pixels, current)
      lumaOf(count).set(current.half)
      storePicture(frame)
      if (count > 0) storeStep()
      storeBend(shortLag!, kept.bend, kept.slope)
      storeBend(longLag!, kept.longBend, kept.longSlope)
      ;[current, previous] = [previous, current]
      count += 1
    },
    scores: () => sliceTransitionScores(kept, 0, count),
  }
}
