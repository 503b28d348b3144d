/** The tables of the report, each from scored detectors. */
import { gradualKinds } from './detection'
import { detectorNames } from './columns'
import type { Confused, DistractorKind, FilmCounts } from './score'
import { firedShare, gradualPairs, intervalOf, type Scored } from './scored'
import { f1Of, precisionOf, recallOf } from './statistics'
import { interval, mean, ratio, share, table } from './tables'

const nameOf = ({ id }: Scored): string => detectorNames[id]

/** Precision, recall and F1 on cuts of every detector, at one tolerance. */
export function cutTable(scored: readonly Scored[], tolerance: 'exactCuts' | 'nearCuts'): string {
  const rows = scored.map((one) => {
    const pairs = one.total[tolerance]
    return [
      nameOf(one),
      ratio(pairs.matched, pairs.reported),
      ratio(pairs.matched, pairs.truth),
      share(f1Of(pairs)),
      interval(intervalOf(one, (counts) => counts[tolerance], f1Of)),
    ]
  })
  return table(['', 'precision', 'recall', 'F1', '95 % of F1'], rows)
}

/** F1 on cuts by material and detector, at one tolerance. */
export function cutsByGroup(scored: readonly Scored[], tolerance: 'exactCuts' | 'nearCuts'): string {
  const groups = [...scored[0]!.byGroup].map(([group, counts]) => [
    `${group} (${counts[tolerance].truth} cuts)`,
    ...scored.map(({ byGroup }) => share(f1Of(byGroup.get(group)![tolerance]))),
  ])
  return table(['', ...scored.map(nameOf)], groups)
}

/** One detector's cuts by material with all counts. */
export const cutCountsByGroup = ({ byGroup }: Scored): string =>
  table(
    ['', 'precision ±1', 'recall ±1', 'precision exact', 'recall exact', 'cuts reported in graduals'],
    [...byGroup].map(([group, { nearCuts, exactCuts, insideGraduals }]) => [
      group,
      ratio(nearCuts.matched, nearCuts.reported),
      ratio(nearCuts.matched, nearCuts.truth),
      ratio(exactCuts.matched, exactCuts.reported),
      ratio(exactCuts.matched, exactCuts.truth),
      String(insideGraduals),
    ]),
  )

/** One detector's gradual transitions by kind. */
export function gradualTable({ total }: Scored): string {
  const rows = gradualKinds.map((kind) => {
    const { truth, found, foundHalf, overlap, startError, endError } = total.graduals[kind]
    const { matched, reported } = total.gradualReports[kind]
    return [
      kind,
      ratio(found, truth),
      ratio(foundHalf, truth),
      ratio(matched, reported),
      mean(overlap, found),
      mean(startError, found, 1),
      mean(endError, found, 1),
    ]
  })
  const { truth, matched, reported } = gradualPairs(total)
  const half = gradualKinds.reduce((sum, kind) => sum + total.graduals[kind].foundHalf, 0)
  rows.push(['together', ratio(matched, truth), ratio(half, truth), ratio(matched, reported), '', '', ''])
  return table(['', 'found', 'found, IoU ≥ ½', 'precision', 'mean IoU', 'start off', 'end off'], rows)
}

/** Gradual transitions that any report touched, by kind and detector. */
export const touchedTable = (scored: readonly Scored[]): string =>
  table(
    ['', ...scored.map(nameOf)],
    gradualKinds.map((kind) => [
      kind,
      ...scored.map(({ total }) => ratio(total.graduals[kind].touched, total.graduals[kind].truth)),
    ]),
  )

export const gradualsByGroup = ({ byGroup }: Scored): string =>
  table(
    ['', 'found', 'precision'],
    [...byGroup].map(([group, counts]) => {
      const { truth, matched, reported } = gradualPairs(counts)
      return [group, ratio(matched, truth), ratio(matched, reported)]
    }),
  )

export const detailTable = ({ total }: Scored): string =>
  table(
    ['', 'found'],
    Object.entries(total.details)
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
      .map(([name, { found, truth }]) => [name, ratio(found, truth)]),
  )

export function confusionTable({ total }: Scored): string {
  const kinds: readonly Confused[] = ['cut', ...gradualKinds, 'nothing']
  return table(
    ['is ↓ reported →', ...kinds],
    kinds.map((truth) => [truth, ...kinds.map((report) => String(total.confusion[truth]?.[report] ?? 0))]),
  )
}

const distractorKinds = (counts: FilmCounts): readonly DistractorKind[] =>
  (Object.keys(counts.distractors) as DistractorKind[]).sort()

export const distractorTable = (scored: readonly Scored[]): string =>
  table(
    ['', ...scored.map(nameOf)],
    distractorKinds(scored[0]!.total).map((kind) => [
      `${kind} (${scored[0]!.total.distractors[kind]!.shown} shown)`,
      ...scored.map(({ total }) => {
        const row = total.distractors[kind]
        return row ? ratio(row.fired, row.shown) : '–'
      }),
    ]),
  )

export function distractorsByGroup({ total, byGroup }: Scored): string {
  const kinds = distractorKinds(total)
  return table(
    ['', ...kinds],
    [...byGroup].map(([group, counts]) => [
      group,
      ...kinds.map((kind) => {
        const row = counts.distractors[kind]
        return row ? `${share(firedShare(counts, kind))} (${row.fired}/${row.shown})` : '–'
      }),
    ]),
  )
}

/** Every transition, whatever its kind: a cut reported in a gradual one counts, once. */
export const anyTable = (scored: readonly Scored[]): string =>
  table(
    ['', 'precision', 'recall', 'F1', '95 % of F1'],
    scored.map((one) => [
      nameOf(one),
      ratio(one.total.any.matched, one.total.any.reported),
      ratio(one.total.any.matched, one.total.any.truth),
      share(f1Of(one.total.any)),
      interval(intervalOf(one, ({ any }) => any, f1Of)),
    ]),
  )

/** Right, wrong and missed on each real video. */
export const clipTable = (scored: readonly Scored[]): string =>
  table(
    ['', ...scored.map(nameOf)],
    [...scored[0]!.byGroup].map(([group, { any }]) => [
      `${group} (${any.truth})`,
      ...scored.map(({ byGroup }) => {
        const { nearCuts, any: all } = byGroup.get(group)!
        return `${nearCuts.matched}/${nearCuts.truth} cuts, ${all.matched}/${all.truth} all, ${all.reported - all.matched} wrong`
      }),
    ]),
  )

/** Recall and precision of graduals in one line, for the console. */
export function headline({ total }: Scored): string {
  const graduals = gradualPairs(total)
  return [
    `cut F1 ${share(f1Of(total.exactCuts))} exact, ${share(f1Of(total.nearCuts))} ±1`,
    `graduals recall ${share(recallOf(graduals))} precision ${share(precisionOf(graduals))}`,
    `flashes ${share(firedShare(total, 'flash'))}`,
    `any F1 ${share(f1Of(total.any))}`,
  ].join(' · ')
}
