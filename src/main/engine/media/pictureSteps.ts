import {
  addRational,
  rational,
  rationalToNumber,
  subtractRational,
  zero,
  type Rational,
} from '../../../core/time/rational'
import type { MeasuredTiming } from './pictureTimes'

/** Steps of another length than the nominal one are holes, up to this share of all; above it the rate varies. */
export const largestShareOfHoles = 0.02
/** A hole of less than this (seconds, and pictures) is a dropped picture, not worth a word. */
const shortestHoleSeconds = 0.25
const shortestHolePictures = 5

/** Measures the steps from picture to picture; constant memory. */
export interface StepMeasure {
  /** `resolution`: how exact the times are, in seconds. */
  add(from: Rational, to: Rational, resolution: number): void
  measure(
    last: Rational,
    framePeriod: Rational,
    resolution: number,
  ): Pick<MeasuredTiming, 'meanRate' | 'variable' | 'end' | 'hole'>
}

/** `nominal`: the length of a picture in seconds, as the file claims. */
export function createStepMeasure(nominal: number): StepMeasure {
  let [count, irregular, shortest, longest] = [0, 0, Infinity, 0]
  let irregularLength = zero
  let longestStep = { start: zero, end: zero }
  let lastStep = zero
  return {
    add(start, end, resolution) {
      lastStep = subtractRational(end, start)
      const length = rationalToNumber(lastStep)
      count += 1
      shortest = Math.min(shortest, length)
      if (length > longest) longestStep = { start, end }
      longest = Math.max(longest, length)
      if (Math.abs(length - nominal) <= 2 * resolution) return
      irregular += 1
      irregularLength = addRational(irregularLength, lastStep)
    },
    measure(last, framePeriod, resolution) {
      const uneven = count > 1 && longest - shortest > 2 * resolution
      const hasHoles = uneven && irregular <= largestShareOfHoles * count
      const variable = uneven && !hasHoles
      const isHole = hasHoles && longest >= Math.max(shortestHoleSeconds, shortestHolePictures * nominal)
      const [counted, length] = hasHoles
        ? [count - irregular, subtractRational(last, irregularLength)]
        : [count, last]
      return {
        meanRate: count < 1 ? null : rational(counted * length.denominator, length.numerator),
        variable,
        end: addRational(last, variable ? lastStep : framePeriod),
        hole: isHole ? longestStep : null,
      }
    },
  }
}
