import type { BenchFilm } from './benchFilm'
import { gradualKinds, type Detection } from './detection'
import { detectorIds, type DetectorId } from './columns'
import { resultOf, type DetectorResults } from './results'
import { scoreFilm, sumCounts, type DistractorKind, type FilmCounts, type PairCounts } from './score'
import { bootstrapInterval } from './statistics'

export interface ScoredFilm {
  readonly film: BenchFilm
  readonly counts: FilmCounts
  readonly detections: readonly Detection[]
  readonly failure: string | undefined
}

/** What a detector got right on all films that it has results for. */
export interface Scored {
  readonly id: DetectorId
  readonly films: readonly ScoredFilm[]
  readonly total: FilmCounts
  readonly byGroup: ReadonlyMap<string, FilmCounts>
}

export const groupsOf = (films: readonly BenchFilm[]): readonly string[] => [
  ...new Set(films.map(({ group }) => group)),
]

function scoreDetector(id: DetectorId, films: readonly BenchFilm[], results: DetectorResults): Scored {
  const scored = films.flatMap((film): ScoredFilm[] => {
    const result = resultOf(results, film)
    if (!result) return []
    const { detections, failure } = result
    return [{ film, counts: scoreFilm(film.truth, detections), detections, failure }]
  })
  const inGroup = (group: string): FilmCounts =>
    sumCounts(scored.filter(({ film }) => film.group === group).map(({ counts }) => counts))
  return {
    id,
    films: scored,
    total: sumCounts(scored.map(({ counts }) => counts)),
    byGroup: new Map(groupsOf(films).map((group) => [group, inGroup(group)])),
  }
}

/** Scores every detector that has results for some of `films`, in the order of the report's columns. */
export const scoreDetectors = (
  films: readonly BenchFilm[],
  results: Readonly<Partial<Record<DetectorId, DetectorResults | null>>>,
): readonly Scored[] =>
  detectorIds
    .flatMap((id) => {
      const saved = results[id]
      return saved ? [scoreDetector(id, films, saved)] : []
    })
    .filter((scored) => scored.films.length > 0)

/** Gradual transitions of all kinds together: found by a report of a gradual kind. */
export function gradualPairs(counts: FilmCounts): PairCounts {
  const sum = (value: (kind: (typeof gradualKinds)[number]) => number): number =>
    gradualKinds.reduce((total, kind) => total + value(kind), 0)
  return {
    truth: sum((kind) => counts.graduals[kind].truth),
    reported: sum((kind) => counts.gradualReports[kind].reported),
    matched: sum((kind) => counts.gradualReports[kind].matched),
  }
}

/** Share of a kind of distractor that fires; NaN where none is shown. */
export function firedShare(counts: FilmCounts, kind: DistractorKind): number {
  const { shown, fired } = counts.distractors[kind] ?? { shown: 0, fired: 0 }
  return fired / shown
}

function addPairs(pairs: readonly PairCounts[]): PairCounts {
  let [truth, reported, matched] = [0, 0, 0]
  for (const pair of pairs) {
    truth += pair.truth
    reported += pair.reported
    matched += pair.matched
  }
  return { truth, reported, matched }
}

/** The 95 % interval over films of a ratio of counts. */
export const intervalOf = (
  { films }: Scored,
  pairsOf: (counts: FilmCounts) => PairCounts,
  ratio: (pairs: PairCounts) => number,
): readonly [number, number] =>
  bootstrapInterval(
    films.map(({ counts }) => pairsOf(counts)),
    (sample) => ratio(addPairs(sample)),
  )

/** A kind of distractor as counts, for `intervalOf`: `matched` fired of `truth` shown. */
export const distractorPairs =
  (kind: DistractorKind) =>
  ({ distractors }: FilmCounts): PairCounts => {
    const { shown, fired } = distractors[kind] ?? { shown: 0, fired: 0 }
    return { truth: shown, reported: shown, matched: fired }
  }
