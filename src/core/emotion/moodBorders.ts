import type { DetectionOptions } from '../timeline/detectTransitions'
import type { Transition } from '../timeline/transition'
import { rationalToNumber } from '../time/rational'

/**
 * Likelihood from which the emotion hears of a cut; the list of cuts asks for 0.6. Below it a likelihood is hardly more than
 * noise, and each border counts only by its likelihood.
 */
export const leastBorderConfidence = 0.1

/** How transitions are detected for the emotion, whatever more the user's list shows. */
export const moodBorders = (detection: DetectionOptions = {}): DetectionOptions => ({
  ...detection,
  leastCutConfidence: Math.min(leastBorderConfidence, detection.leastCutConfidence ?? leastBorderConfidence),
})

/** A place in the film that parts what is before it from what is after it with some probability. */
export interface Edge {
  /** Seconds. */
  readonly time: number
  /** 0..1 */
  readonly probability: number
}

const inOrder = (edges: Edge[]): Edge[] => edges.sort((a, b) => a.time - b.time)

/** One edge for each transition, at its time. */
export const edgesAtTimes = (transitions: readonly Transition[]): Edge[] =>
  inOrder(
    transitions.map(({ time, confidence }) => ({ time: rationalToNumber(time), probability: confidence })),
  )

/** The edges of shots: one for a cut, two for what lasts, whose inside belongs to neither side. */
export const edgesOfShots = (transitions: readonly Transition[]): Edge[] =>
  inOrder(
    transitions.flatMap(({ start, end, confidence: probability }) => {
      const [from, to] = [rationalToNumber(start), rationalToNumber(end)]
      const edges = [{ time: from, probability }]
      return to > from ? [...edges, { time: to, probability }] : edges
    }),
  )

/** How many of the ascending edges are at or before `time`. */
export function edgesUpTo(edges: readonly Edge[], time: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]!.time <= time) low = middle + 1
    else high = middle
  }
  return low
}

/** Probability, 0..1, that no edge lies between two times, each edge taken by itself. */
export function togetherness(edges: readonly Edge[]): (a: number, b: number) => number {
  return (a, b) => {
    const last = edgesUpTo(edges, Math.max(a, b))
    let together = 1
    for (let index = edgesUpTo(edges, Math.min(a, b)); index < last && together > 0; index++)
      together *= 1 - edges[index]!.probability
    return together
  }
}
