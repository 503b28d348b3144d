import { pictureDistance } from './thumbnails'
import type { TransitionScores } from './transitionScores'

/** A hard cut before picture `frame`. */
export interface DetectedCut {
  readonly frame: number
  /** 0..1 */
  readonly confidence: number
}

/** Pictures on each side whose unrest a cut must rise above. */
const surroundings = 6
/** Longest flash: a picture that comes back after so many pictures was only interrupted. */
export const longestFlash = 3
/** Levels of colour difference below which nothing is a cut (grain, subtitles, compression). */
const leastDifference = 4

/** The unrest around a picture: the upper quartile of its neighbours' scores, so that a repeating stutter counts. */
function unrestAround(values: Uint16Array, frame: number, count: number): number {
  const neighbours: number[] = []
  for (
    let index = Math.max(1, frame - surroundings);
    index <= Math.min(count - 1, frame + surroundings);
    index += 1
  )
    if (index !== frame) neighbours.push(values[index]!)
  neighbours.sort((a, b) => a - b)
  return (neighbours[Math.floor(neighbours.length * 0.75)] ?? 0) / 256
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-value))

/**
 * How sure it is that a shot begins at `frame`, 0..1: the part of the change that motion does not explain, how far it
 * rises above the unrest around it, and how many pixels changed colour.
 */
export function cutConfidence(scores: TransitionScores, frame: number): number {
  const difference = scores.difference[frame]! / 256
  if (difference < leastDifference) return 0
  // Motion search can explain away a cut to or from an even picture; its share of the difference has a floor.
  const residual = Math.max(scores.residual[frame]! / 256, difference * 0.4)
  const rise = residual / (unrestAround(scores.residual, frame, scores.count) + 1.5)
  const differenceRise = difference / (unrestAround(scores.difference, frame, scores.count) + 1.5)
  const changed = scores.histogram[frame]! / 255
  const evidence =
    2.2 * Math.log2(rise) + 1.2 * Math.log2(differenceRise) + 3 * changed + 0.8 * Math.log2(residual / 8)
  return logistic(evidence - 4)
}

/**
 * Whether the change at `frame` is the beginning of a flash or other short interruption: a picture within
 * `longestFlash` looks like the one before it again.
 */
function interruptionEnd(scores: TransitionScores, frame: number): number | null {
  const jump = pictureDistance(scores, frame - 1, frame)
  for (let back = frame + 1; back <= Math.min(scores.count - 1, frame + longestFlash); back += 1)
    if (pictureDistance(scores, frame - 1, back) < 0.35 * jump) return back
  return null
}

/** Of cuts closer together than a flash is long, the surest: what stands between them is no shot. */
function dropBursts(cuts: readonly DetectedCut[]): readonly DetectedCut[] {
  const kept: DetectedCut[] = []
  for (const cut of cuts) {
    const previous = kept.at(-1)
    if (!previous || cut.frame - previous.frame > longestFlash) kept.push(cut)
    else if (cut.confidence > previous.confidence) kept[kept.length - 1] = cut
  }
  return kept
}

/** Finds the hard cuts with at least `leastConfidence`; flashes of up to three pictures are none. */
export function detectCuts(scores: TransitionScores, leastConfidence: number): readonly DetectedCut[] {
  const cuts: DetectedCut[] = []
  for (let frame = 1; frame < scores.count; frame += 1) {
    const confidence = cutConfidence(scores, frame)
    if (confidence < leastConfidence) continue
    const back = interruptionEnd(scores, frame)
    if (back === null) cuts.push({ frame, confidence })
    // The flash's decay may look like a cut of its own.
    else frame = back
  }
  return dropBursts(cuts)
}
