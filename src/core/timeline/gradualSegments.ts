import type { TransitionLikelihoods, StepKind } from './transitionLikelihoods'

export const gradualKinds = [
  'dissolve',
  'wipe',
  'dip',
  'fadeOut',
  'fadeIn',
] as const satisfies readonly StepKind[]
export type GradualKind = (typeof gradualKinds)[number]

/** A stretch of steps that belong to one gradual transition. Picture numbers. */
export interface GradualSegment {
  readonly kind: GradualKind
  /** The last picture before its first step. */
  readonly start: number
  /** The picture that its last step leads to. */
  readonly end: number
  /** Mean likelihood that its steps are gradual, 0..1. */
  readonly confidence: number
}

/** What beginning, ending or changing the kind of a transition costs, in nats; keeps lone steps from doing so. */
const changeCost = 3
/** The least probability that is told from none. */
const least = 1 / 512
const states = ['none', ...gradualKinds] as const
const stateCount = states.length

/** Log likelihood of every state at a step; `bias` in nats is added to the gradual ones. A cut counts as none. */
function stepEvidence(
  likelihoods: TransitionLikelihoods,
  step: number,
  bias: number,
  into: Float64Array,
): void {
  let gradual = 0
  gradualKinds.forEach((kind, index) => {
    const share = likelihoods[kind][step]! / 255
    gradual += share
    into[index + 1] = Math.log(share + least) + bias
  })
  into[0] = Math.log(Math.max(0, 1 - gradual) + least)
}

/** The most likely state of each step (Viterbi with one cost for every change of state). */
function likeliestStates(likelihoods: TransitionLikelihoods, bias: number): Uint8Array {
  const { count } = likelihoods
  const cameFrom = new Uint8Array(count * stateCount)
  const evidence = new Float64Array(stateCount)
  let scores = new Float64Array(stateCount).fill(-Infinity)
  scores[0] = 0
  for (let step = 0; step < count; step += 1) {
    stepEvidence(likelihoods, step, bias, evidence)
    let best = 0
    for (let state = 1; state < stateCount; state += 1) if (scores[state]! > scores[best]!) best = state
    const next = new Float64Array(stateCount)
    for (let state = 0; state < stateCount; state += 1) {
      const stays = scores[state]! >= scores[best]! - changeCost
      cameFrom[step * stateCount + state] = stays ? state : best
      next[state] = (stays ? scores[state]! : scores[best]! - changeCost) + evidence[state]!
    }
    scores = next
  }
  const path = new Uint8Array(count)
  let state = scores.indexOf(Math.max(...scores))
  for (let step = count - 1; step >= 0; step -= 1) {
    path[step] = state
    state = cameFrom[step * stateCount + state]!
  }
  return path
}

/** Mean likelihood over steps `first`..`last` that they are gradual at all. */
function meanGradual(likelihoods: TransitionLikelihoods, first: number, last: number): number {
  let sum = 0
  for (let step = first; step <= last; step += 1)
    for (const kind of gradualKinds) sum += likelihoods[kind][step]! / 255
  return sum / (last - first + 1)
}

/**
 * The gradual transitions of a film, in order of time. `leastConfidence` (0..1) moves what a step must be worth:
 * 0.5 takes what is more likely than not.
 */
export function findGradualSegments(
  likelihoods: TransitionLikelihoods,
  leastConfidence: number,
): readonly GradualSegment[] {
  const threshold = Math.min(0.99, Math.max(0.01, leastConfidence))
  const path = likeliestStates(likelihoods, Math.log((1 - threshold) / threshold))
  const segments: GradualSegment[] = []
  for (let first = 1; first < path.length;) {
    let last = first
    while (last + 1 < path.length && path[last + 1] === path[first]) last += 1
    if (path[first] !== 0)
      segments.push({
        kind: gradualKinds[path[first]! - 1]!,
        start: first - 1,
        end: last,
        confidence: meanGradual(likelihoods, first, last),
      })
    first = last + 1
  }
  return segments
}
