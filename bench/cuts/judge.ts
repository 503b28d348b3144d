/**
 * Which of a detector's reports on one film belong to what is there. The rules, the same for every detector:
 *
 * - Cuts are paired one to one with true cuts at most `tolerance` pictures away.
 * - An unpaired cut in a true gradual transition (two pictures of grace on both sides, and the empty hold between a
 *   fade-out and its fade-in) is no wrong cut: the first one touches that transition, and all are counted as
 *   `insideGraduals`.
 * - A gradual transition is found by a report of a gradual kind, whichever, that overlaps it, one to one, the largest
 *   intersection over union first. It is touched when it is found or a cut was reported in it.
 * - A distractor fires when a report that is right about nothing lies within two pictures of it.
 */
import type { Detection, GradualKind } from './detection'
import { gapBetween, matchCuts, matchIntervals, type Interval, type Match } from './matching'
import type { FilmTruth, TruthKind, TruthTransition } from './truth'

/** Pictures around a gradual transition or a distractor that still belong to it. */
export const grace = 2

export type Truth = Pick<FilmTruth, 'transitions' | 'distractors'>

const isGradual = <T extends { readonly kind: TruthKind }>(
  one: T,
): one is T & { readonly kind: GradualKind } => one.kind !== 'cut'

export interface CutJudgement {
  readonly matches: readonly Match[]
  /** Unpaired reports in a true gradual transition, and the others. */
  readonly inside: readonly Detection[]
  readonly wrong: readonly Detection[]
}

/** The pictures that belong to each gradual transition. */
function zonesOf(transitions: readonly TruthTransition[]): readonly Interval[] {
  return transitions.flatMap((transition, index) => {
    if (!isGradual(transition)) return []
    const next = transitions[index + 1]
    const held = transition.kind === 'fade-out' && next?.kind === 'fade-in'
    return [{ start: transition.start - grace, end: (held ? next.start : transition.end) + grace }]
  })
}

function judgeCuts(
  transitions: readonly TruthTransition[],
  reports: readonly Detection[],
  tolerance: number,
): CutJudgement {
  const truth = transitions.filter(({ kind }) => kind === 'cut').map(({ end }) => end)
  const matches = matchCuts(
    truth,
    reports.map(({ start }) => start),
    tolerance,
  )
  const paired = new Set(matches.map(({ report }) => report))
  const unpaired = reports.filter((_, index) => !paired.has(index))
  const zones = zonesOf(transitions)
  const isInside = (report: Detection): boolean => zones.some((zone) => gapBetween(zone, report) === 0)
  return { matches, inside: unpaired.filter(isInside), wrong: unpaired.filter((one) => !isInside(one)) }
}

/** Gives each inside cut the nearest transition that nothing touches yet; `touched` grows. Returns the new ones. */
function touchByCuts(
  graduals: readonly TruthTransition[],
  zones: readonly Interval[],
  inside: readonly Detection[],
  touched: ReadonlySet<number>,
): ReadonlyMap<number, Detection> {
  const byCut = new Map<number, Detection>()
  for (const report of inside) {
    const [nearest] = graduals
      .map((_, index) => index)
      .filter((index) => !touched.has(index) && !byCut.has(index) && gapBetween(zones[index]!, report) === 0)
      .sort((a, b) => gapBetween(graduals[a]!, report) - gapBetween(graduals[b]!, report))
    if (nearest !== undefined) byCut.set(nearest, report)
  }
  return byCut
}

/** Everything about one film that its counts and its list of errors are read from. */
export interface Judgement {
  readonly truth: Truth
  readonly detections: readonly Detection[]
  readonly trueCuts: readonly TruthTransition[]
  readonly trueGraduals: readonly TruthTransition[]
  readonly exact: CutJudgement
  readonly near: CutJudgement
  /** Reports by the index of the gradual transition that they found, or that a cut in it touched. */
  readonly found: ReadonlyMap<number, Detection & { readonly kind: GradualKind }>
  readonly byCut: ReadonlyMap<number, Detection>
  readonly falseGraduals: readonly Detection[]
}

/** Applies the rules above to one film. */
export function judge(truth: Truth, detections: readonly Detection[]): Judgement {
  const transitions = [...truth.transitions].sort((a, b) => a.start - b.start || a.end - b.end)
  const trueGraduals = transitions.filter(isGradual)
  const cuts = detections.filter(({ kind }) => kind === 'cut')
  const graduals = detections.filter(isGradual)
  const near = judgeCuts(transitions, cuts, 1)
  const found = new Map(
    matchIntervals(trueGraduals, graduals).map((match) => [match.truth, graduals[match.report]!]),
  )
  const matched = new Set<Detection>(found.values())
  return {
    truth,
    detections,
    trueCuts: transitions.filter(({ kind }) => kind === 'cut'),
    trueGraduals,
    exact: judgeCuts(transitions, cuts, 0),
    near,
    found,
    byCut: touchByCuts(trueGraduals, zonesOf(transitions), near.inside, new Set(found.keys())),
    falseGraduals: graduals.filter((report) => !matched.has(report)),
  }
}
