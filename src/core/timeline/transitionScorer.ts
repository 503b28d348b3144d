import { analysisHeight, analysisWidth, type PictureAnalyser, type PictureFrame } from '../media/analyser'
import { motionResidual } from './motionResidual'
import {
  bendAndSlope,
  createPicturePlanes,
  describePicture,
  pixelDifference,
  thumbnailSize,
} from './pictureFeatures'
import { createTransitionScores, resizeTransitionScores, type TransitionScores } from './transitionScores'

/** Listens to the decode and keeps 98 bytes per picture. */
export interface TransitionScorer extends PictureAnalyser {
  /** The scores of all pictures so far; later pictures do not change the returned value. */
  scores(): TransitionScores
}

/** Pictures before and after the middle one of `bend` and `slope`. */
export const bendLag = 3
const ringLength = 2 * bendLag + 1
const firstCapacity = 4096

const to256ths = (levels: number): number => Math.min(65535, Math.round(levels * 256))

/** Creates the analyser from whose scores `detectTransitions` finds cuts, fades and dissolves. */
export function createTransitionScorer(): TransitionScorer {
  let kept = createTransitionScores(firstCapacity)
  let count = 0
  let [current, previous] = [createPicturePlanes(), createPicturePlanes()]
  const previousPixels = new Uint8Array(analysisWidth * analysisHeight * 3)
  const ring = Array.from({ length: ringLength }, () => new Uint8Array(analysisWidth * analysisHeight))
  const lumaOf = (index: number): Uint8Array => ring[index % ringLength]!

  const storePicture = (frame: PictureFrame): void => {
    kept.timeNumerators[count] = frame.time.numerator
    kept.timeDenominators[count] = frame.time.denominator
    kept.edges[count] = to256ths(current.edges)
    kept.thumbnails.set(current.thumbnail, count * thumbnailSize)
  }
  const storeDifference = (frame: PictureFrame): void => {
    const difference = pixelDifference(frame.pixels, previousPixels)
    kept.difference[count] = to256ths(difference)
    // Equal pictures (animation on twos, still frames) need no search.
    kept.residual[count] =
      difference < 0.25 ? to256ths(difference) : to256ths(motionResidual(current, previous))
  }
  const storeBend = (): void => {
    const middle = count - bendLag
    if (middle < bendLag) return
    const [bend, slope] = bendAndSlope(lumaOf(middle - bendLag), lumaOf(middle), lumaOf(count))
    kept.bend[middle] = to256ths(bend)
    kept.slope[middle] = to256ths(slope)
  }
  return {
    pushPicture(frame) {
      if (count === kept.timeNumerators.length) kept = resizeTransitionScores(kept, count * 2, count)
      describePicture(frame.pixels, current)
      lumaOf(count).set(current.luma)
      storePicture(frame)
      if (count > 0) storeDifference(frame)
      storeBend()
      previousPixels.set(frame.pixels)
      ;[current, previous] = [previous, current]
      count += 1
    },
    scores: () => resizeTransitionScores(kept, count, count),
  }
}
