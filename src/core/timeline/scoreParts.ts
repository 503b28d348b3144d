import { distinctPictures, spreadLikelihoods } from './repeatedPictures'
import { contextSteps, createTransitionLikelihoods, stepKinds } from './transitionLikelihoods'
import type { TransitionLikelihoods } from './transitionLikelihoods'
import { picturesIn } from './transitionScorer'
import { framesPerSecond, sliceTransitionScores, type TransitionScores } from './transitionScores'

/** A piece of a film whose steps `first`..`last` (exclusive, counted in the piece) are to be classified. */
export interface ScorePart {
  readonly scores: TransitionScores
  readonly first: number
  readonly last: number
  /** Of the whole film. */
  readonly framesPerSecond: number
}

/** Six minutes of 24 pictures a second: a megabyte of scores. */
const partSteps = 8192
/** Seconds beyond the network's context that its inputs look at; the farthest of them lie 0.96 s away. */
const marginSeconds = 2

/**
 * Cuts a film's scores into pieces that can be classified one after another with the same answer as the whole: what is
 * handed to another process at once does not grow with the film. The pieces are views.
 */
export function* scoreParts(scores: TransitionScores): Generator<ScorePart & { readonly start: number }> {
  const rate = framesPerSecond(scores)
  const margin = contextSteps + picturesIn(marginSeconds, rate)
  for (let first = 1; first < scores.count; first += partSteps) {
    const last = Math.min(scores.count, first + partSteps)
    const start = Math.max(0, first - margin)
    const part = sliceTransitionScores(scores, start, Math.min(scores.count, last + margin))
    yield { scores: part, first: first - start, last: last - start, framesPerSecond: rate, start }
  }
}

type Classify = (part: ScorePart) => Promise<TransitionLikelihoods>

async function classifyParts(scores: TransitionScores, classify: Classify): Promise<TransitionLikelihoods> {
  const whole = createTransitionLikelihoods(scores.count)
  for (const { start, ...part } of scoreParts(scores)) {
    const answer = await classify(part)
    for (const kind of stepKinds)
      whole[kind].set(answer[kind].subarray(part.first, part.last), start + part.first)
  }
  return whole
}

/** Classifies a film piece by piece, without the pictures that a higher rate repeats. */
export async function classifyInParts(
  scores: TransitionScores,
  classify: Classify,
): Promise<TransitionLikelihoods> {
  const distinct = distinctPictures(scores)
  if (!distinct) return classifyParts(scores, classify)
  const said = await classifyParts(distinct.scores, classify)
  return spreadLikelihoods(said, distinct.pictures, scores.count)
}
