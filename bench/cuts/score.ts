import { gradualKinds, type Detection, type GradualKind } from './detection'
import { grace, judge, type CutJudgement, type Judgement, type Truth } from './judge'
import { gapBetween, intersectionOverUnion } from './matching'
import type { TruthDistractor, TruthKind } from './truth'

/** Pairs of `truth` and `reported`; precision is matched / reported, recall matched / truth. */
export interface PairCounts {
  readonly truth: number
  readonly reported: number
  readonly matched: number
}

export interface GradualCounts {
  readonly truth: number
  readonly found: number
  /** Found with an intersection over union of at least a half. */
  readonly foundHalf: number
  /** Found, or with a cut reported in it. */
  readonly touched: number
  /** Sums over those found: intersection over union, and pictures by which start and end are off. */
  readonly overlap: number
  readonly startError: number
  readonly endError: number
}

export interface ReportCounts {
  readonly reported: number
  readonly matched: number
}

export type Confused = TruthKind | 'nothing'
export type DistractorKind = TruthDistractor['kind']

/** Counts of one film, or the sum over several (`addCounts`). */
export interface FilmCounts {
  readonly exactCuts: PairCounts
  readonly nearCuts: PairCounts
  /** Cuts reported in true gradual transitions. */
  readonly insideGraduals: number
  readonly graduals: Readonly<Record<GradualKind, GradualCounts>>
  /** Reports of gradual kinds and how many of them were matched, whatever the true kind. */
  readonly gradualReports: Readonly<Record<GradualKind, ReportCounts>>
  /** Every transition, whatever its kind; a second report in one is wrong. */
  readonly any: PairCounts
  /** What each truth was reported as, and what was reported where nothing is. */
  readonly confusion: Readonly<Partial<Record<Confused, Readonly<Partial<Record<Confused, number>>>>>>
  readonly distractors: Readonly<
    Partial<Record<DistractorKind, { readonly shown: number; readonly fired: number }>>
  >
  /** Gradual transitions by kind and detail, and by length in pictures. */
  readonly details: Readonly<Record<string, { readonly truth: number; readonly found: number }>>
}

/** Transitions of these lengths in pictures share a row; the last row takes all longer ones. */
const lengthRows = [8, 16, 24, 36, 48] as const

function lengthRow(length: number): string {
  const most = lengthRows.find((limit) => length <= limit)
  return most === undefined ? `over ${lengthRows.at(-1)!}` : `up to ${most}`
}

const cutCounts = (truth: number, { matches, wrong }: CutJudgement): PairCounts => ({
  truth,
  reported: matches.length + wrong.length,
  matched: matches.length,
})

function countGradual(judgement: Judgement, kind: GradualKind): GradualCounts {
  const indices = judgement.trueGraduals.flatMap((one, index) => (one.kind === kind ? [index] : []))
  const pairs = indices.flatMap((index) => {
    const report = judgement.found.get(index)
    return report ? [{ truth: judgement.trueGraduals[index]!, report }] : []
  })
  const overlaps = pairs.map(({ truth, report }) => intersectionOverUnion(truth, report))
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  return {
    truth: indices.length,
    found: pairs.length,
    foundHalf: overlaps.filter((overlap) => overlap >= 0.5).length,
    touched: pairs.length + indices.filter((index) => judgement.byCut.has(index)).length,
    overlap: sum(overlaps),
    startError: sum(pairs.map(({ truth, report }) => Math.abs(truth.start - report.start))),
    endError: sum(pairs.map(({ truth, report }) => Math.abs(truth.end - report.end))),
  }
}

function countReports({ detections, falseGraduals }: Judgement, kind: GradualKind): ReportCounts {
  const reported = detections.filter((report) => report.kind === kind).length
  return { reported, matched: reported - falseGraduals.filter((report) => report.kind === kind).length }
}

const byKind = <T>(count: (kind: GradualKind) => T): Record<GradualKind, T> =>
  Object.fromEntries(gradualKinds.map((kind) => [kind, count(kind)])) as Record<GradualKind, T>

function countConfusion(judgement: Judgement): FilmCounts['confusion'] {
  const table: Partial<Record<Confused, Partial<Record<Confused, number>>>> = {}
  const add = (truth: Confused, report: Confused): void => {
    const row = (table[truth] ??= {})
    row[report] = (row[report] ?? 0) + 1
  }
  judgement.trueGraduals.forEach(({ kind }, index) =>
    add(kind, (judgement.found.get(index) ?? judgement.byCut.get(index))?.kind ?? 'nothing'),
  )
  const paired = new Set(judgement.near.matches.map(({ truth }) => truth))
  const left = new Set(judgement.falseGraduals)
  judgement.trueCuts.forEach((cut, index) => {
    if (paired.has(index)) return add('cut', 'cut')
    const over = [...left].find((report) => gapBetween(report, cut) <= 1)
    if (over) left.delete(over)
    add('cut', over?.kind ?? 'nothing')
  })
  for (const { kind } of [...left, ...judgement.near.wrong]) add('nothing', kind)
  return table
}

function countDistractors({ truth, near, falseGraduals }: Judgement): FilmCounts['distractors'] {
  const wrong: readonly Detection[] = [...near.wrong, ...falseGraduals]
  const table: Partial<Record<DistractorKind, { shown: number; fired: number }>> = {}
  for (const distractor of truth.distractors) {
    const row = (table[distractor.kind] ??= { shown: 0, fired: 0 })
    row.shown += 1
    if (wrong.some((report) => gapBetween(distractor, report) <= grace)) row.fired += 1
  }
  return table
}

function countDetails({ trueGraduals, found }: Judgement): FilmCounts['details'] {
  const table: Record<string, { truth: number; found: number }> = {}
  trueGraduals.forEach(({ kind, detail, start, end }, index) => {
    for (const name of [`${kind}, ${detail}`, `${kind}, ${lengthRow(end - start)} pictures`]) {
      const row = (table[name] ??= { truth: 0, found: 0 })
      row.truth += 1
      if (found.has(index)) row.found += 1
    }
  })
  return table
}

/** Counts what a detector got right and wrong on one film, by the rules of `judge`. */
export function scoreFilm(truth: Truth, detections: readonly Detection[]): FilmCounts {
  const judgement = judge(truth, detections)
  const { trueCuts, trueGraduals, near, exact, found, byCut } = judgement
  return {
    exactCuts: cutCounts(trueCuts.length, exact),
    nearCuts: cutCounts(trueCuts.length, near),
    insideGraduals: near.inside.length,
    graduals: byKind((kind) => countGradual(judgement, kind)),
    gradualReports: byKind((kind) => countReports(judgement, kind)),
    any: {
      truth: trueCuts.length + trueGraduals.length,
      reported: detections.length,
      matched: near.matches.length + found.size + byCut.size,
    },
    confusion: countConfusion(judgement),
    distractors: countDistractors(judgement),
    details: countDetails(judgement),
  }
}

type Counts = { readonly [name: string]: number | Counts }

function addTables(a: Counts, b: Counts): Counts {
  const sum: Record<string, number | Counts> = { ...a }
  for (const [name, value] of Object.entries(b)) {
    const known = sum[name]
    if (typeof value === 'number') sum[name] = value + (typeof known === 'number' ? known : 0)
    else sum[name] = addTables(typeof known === 'object' ? known : {}, value)
  }
  return sum
}

/** The counts of several films together. */
export const sumCounts = (films: readonly FilmCounts[]): FilmCounts =>
  films.reduce<Counts>(
    (sum, film) => addTables(sum, film as unknown as Counts),
    scoreFilm({ transitions: [], distractors: [] }, []) as unknown as Counts,
  ) as unknown as FilmCounts
