/** Pictures `start`..`end`. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** Indices of one true and one reported transition that belong together. */
export interface Match {
  readonly truth: number
  readonly report: number
}

/**
 * Pairs truths with reports one to one, the least `cost` first, then in order of time. A `cost` of null means that the
 * two cannot belong together.
 */
export function matchGreedily(
  truths: number,
  reports: number,
  cost: (truth: number, report: number) => number | null,
): readonly Match[] {
  const candidates: (Match & { readonly cost: number })[] = []
  for (let truth = 0; truth < truths; truth += 1)
    for (let report = 0; report < reports; report += 1) {
      const paid = cost(truth, report)
      if (paid !== null) candidates.push({ truth, report, cost: paid })
    }
  candidates.sort((a, b) => a.cost - b.cost || a.truth - b.truth || a.report - b.report)
  const [takenTruths, takenReports] = [new Set<number>(), new Set<number>()]
  const matches: Match[] = []
  for (const { truth, report } of candidates) {
    if (takenTruths.has(truth) || takenReports.has(report)) continue
    takenTruths.add(truth)
    takenReports.add(report)
    matches.push({ truth, report })
  }
  return matches.sort((a, b) => a.truth - b.truth)
}

/** Pairs cuts that lie at most `tolerance` pictures apart. */
export const matchCuts = (
  truth: readonly number[],
  reported: readonly number[],
  tolerance: number,
): readonly Match[] =>
  matchGreedily(truth.length, reported.length, (t, r) => {
    const distance = Math.abs(truth[t]! - reported[r]!)
    return distance <= tolerance ? distance : null
  })

/** Intersection over union of two intervals of time; 0 when they only touch. */
export function intersectionOverUnion(a: Interval, b: Interval): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start))
}

/** Pairs intervals that overlap, the largest intersection over union first. */
export const matchIntervals = (truth: readonly Interval[], reported: readonly Interval[]): readonly Match[] =>
  matchGreedily(truth.length, reported.length, (t, r) => {
    const overlap = intersectionOverUnion(truth[t]!, reported[r]!)
    return overlap > 0 ? -overlap : null
  })

/** Pictures between two intervals; 0 when they share one. */
export const gapBetween = (a: Interval, b: Interval): number => Math.max(0, a.start - b.end, b.start - a.end)
