/** The report of the benchmark as Markdown. */
import type { BenchFilm } from './benchFilm'
import { detectorIds, detectorNames, type DetectorId } from './columns'
import { listErrors, type FilmError } from './filmErrors'
import { resultOf, type DetectorResults, type Timing } from './results'
import { scoreDetectors, type Scored, type ScoredFilm } from './scored'
import * as sections from './sections'
import { table } from './tables'
import { judgeTargets, type Target } from './targets'

export interface ReportInput {
  /** What writes this report anew. */
  readonly command: string
  /** What a reader must know of this run. */
  readonly notes: readonly string[]
  readonly films: readonly BenchFilm[]
  /** Real videos; each is its own group. */
  readonly clips: readonly BenchFilm[]
  readonly results: Readonly<Partial<Record<DetectorId, DetectorResults | null>>>
  /** Why a detector was not run, by its own words. */
  readonly notRun: Readonly<Partial<Record<DetectorId, string>>>
  readonly timing: Timing | null
}

const keptFrom = '<!-- kept by bench/cuts.ts: what was looked at -->'
const keptTo = '<!-- end -->'

/** What a person wrote between the two comments of an earlier report, or an empty note. */
export function keptText(earlier: string | null): string {
  const from = earlier?.indexOf(keptFrom) ?? -1
  const to = earlier?.indexOf(keptTo, from) ?? -1
  if (earlier === null || from < 0 || to < 0) return 'Nothing yet.'
  return earlier.slice(from + keptFrom.length, to).trim()
}

/** Detectors without results for all videos, or that failed on some, with the reason. */
export function gaps({ films, clips, results, notRun }: ReportInput): readonly string[] {
  const all = [...films, ...clips]
  return detectorIds.flatMap((id) => {
    const saved = results[id] ?? null
    const found = all.flatMap((film) => resultOf(saved, film) ?? [])
    const failed = found.filter(({ failure }) => failure !== undefined)
    const name = detectorNames[id]
    if (found.length < all.length)
      return [
        `${name}: not run on ${all.length - found.length} of ${all.length} videos${notRun[id] === undefined ? '' : `: ${notRun[id]}`}`,
      ]
    return failed.length > 0
      ? [
          `${name}: failed on ${failed.length} of ${all.length} videos, counted as no report: ${failed[0]!.failure!}`,
        ]
      : []
  })
}

const targetTable = (targets: readonly Target[]): string =>
  table(
    ['', 'wanted', 'measured', ''],
    targets.map(({ name, wanted, measured, met }) => [name, wanted, measured, met ? 'met' : '**missed**']),
  )

/** Wrong films first; the list of errors of each. */
function filmsByErrors(scored: Scored): readonly (ScoredFilm & { readonly errors: readonly FilmError[] })[] {
  return scored.films
    .map((film) => ({ ...film, errors: listErrors(film.film.truth, film.detections) }))
    .sort((a, b) => b.errors.length - a.errors.length || a.film.name.localeCompare(b.film.name))
}

const errorTable = (errors: readonly FilmError[]): string =>
  table(
    ['error', 'pictures', 'confidence', 'there'],
    errors.map(({ error, what, start, end, confidence, near }) => [
      error === 'as a cut' ? `${what} ${error}` : `${error} ${what}`,
      start === end ? String(start) : `${start}–${end}`,
      confidence?.toFixed(2) ?? '',
      near,
    ]),
  )

/** Every error of a detector on every film, the worst film first. */
export const allErrors = (scored: Scored): string =>
  filmsByErrors(scored)
    .filter(({ errors }) => errors.length > 0)
    .map(({ film, errors }) => `### ${film.name} (${film.group}): ${errors.length}\n\n${errorTable(errors)}`)
    .join('\n\n')

function worstFilms(ours: Scored): string {
  const worst = filmsByErrors(ours).slice(0, 10)
  return worst
    .map(
      ({ film, errors }) =>
        `### ${film.name}, ${film.group}: ${errors.length} errors\n\n${errorTable(errors)}`,
    )
    .join('\n\n')
}

function timeText({ timing }: ReportInput): string {
  if (!timing) return 'Not timed.'
  const { films, pictures, rounds, processors, decodeSeconds, ratios } = timing
  const rows = Object.entries(ratios).map(([id, ratio]) => [
    detectorNames[id as DetectorId],
    ratio.toFixed(2),
    (pictures / (ratio * decodeSeconds)).toFixed(0),
  ])
  return `${films} films (${pictures} pictures), ${rounds} rounds, ffmpeg and every detector in turn on each film, one process at a
time, on ${processors} shared processors; medians of the rounds. Hitpoint and PySceneDetect run in a process that has started
before; Hitpoint's time is its whole analysis, which also reads the sound and measures emotion. Small films decode quickly: beside
full-size video every ratio is smaller. Plain decoding (\`ffmpeg -i FILM -map 0:v -f null -\`) took ${decodeSeconds.toFixed(1)} s.

${table(['', '× plain decoding', 'pictures a second'], rows)}`
}

function countText(films: readonly BenchFilm[]): string {
  const transitions = films.flatMap(({ truth }) => truth.transitions)
  const cuts = transitions.filter(({ kind }) => kind === 'cut').length
  const distractors = films.flatMap(({ truth }) => truth.distractors).length
  const pictures = films.reduce((sum, { truth }) => sum + truth.frames, 0)
  return `${films.length} films, ${pictures} pictures: ${cuts} cuts, ${transitions.length - cuts} gradual transitions, ${distractors} distractors.`
}

const section = (title: string, ...paragraphs: readonly string[]): string =>
  [`## ${title}`, ...paragraphs].join('\n\n')

const rules = `A cut is right when it lies on (exact) or at most one picture away from (±1) the first picture of a new shot, one to one. A
cut reported in a gradual transition (± 2 pictures; the empty hold between a fade-out and its fade-in belongs to it) is no
wrong cut, for any detector; the first one *touches* the transition. A gradual transition is *found* by a report of a gradual
kind, whichever, that overlaps it, one to one; a second report on it is wrong. A distractor fires when a report that is right
about nothing lies within two pictures of it. Intervals resample films. Every detector runs with its defaults; PySceneDetect's
include a shortest scene of 15 pictures.`

function cutSections(scored: readonly Scored[], ours: Scored): readonly string[] {
  return [
    section(
      'Hard cuts',
      '±1 picture:',
      sections.cutTable(scored, 'nearCuts'),
      'Exact:',
      sections.cutTable(scored, 'exactCuts'),
    ),
    section(
      'Hard cuts by material',
      'F1, ±1 picture:',
      sections.cutsByGroup(scored, 'nearCuts'),
      'F1, exact:',
      sections.cutsByGroup(scored, 'exactCuts'),
      'Hitpoint:',
      sections.cutCountsByGroup(ours),
    ),
  ]
}

function gradualSections(scored: readonly Scored[], ours: Scored): readonly string[] {
  return [
    section(
      'Gradual transitions',
      'Hitpoint; precision by the reported kind, the mean error of found ends in pictures:',
      sections.gradualTable(ours),
      `What each was reported as (${ours.total.insideGraduals} cuts were reported in gradual transitions):`,
      sections.confusionTable(ours),
      'By material:',
      sections.gradualsByGroup(ours),
      'By style and length:',
      sections.detailTable(ours),
      'Touched by a report of any kind, the only thing that detectors of points can do:',
      sections.touchedTable(scored),
    ),
    section(
      'Every transition, whatever its kind',
      'A second report in one transition is wrong.',
      sections.anyTable(scored),
    ),
  ]
}

/** The whole report. `kept` is the hand-written part. Throws when there are no results of Hitpoint's own. */
export function writeReport(input: ReportInput, kept: string): string {
  const scored = scoreDetectors(input.films, input.results)
  const ours = scored.find(({ id }) => id === 'ours')
  if (!ours) throw new Error('No results of Hitpoint for these films')
  const adaptive = scored.find(({ id }) => id === 'adaptive')
  const clips = scoreDetectors(input.clips, input.results)
  const notes = [...input.notes, ...gaps(input)]
  const detectors = detectorIds
    .flatMap((id) => (input.results[id] ? [`- ${detectorNames[id]}: ${input.results[id].description}`] : []))
    .join('\n')
  return `${[
    '# Transition detection beside others',
    `Written by \`${input.command}\`.`,
    countText(input.films),
    detectors,
    ...(notes.length > 0 ? [notes.map((line) => `- ${line}`).join('\n')] : []),
    section('Targets', targetTable(judgeTargets(ours, adaptive))),
    section('What counts as right', rules),
    ...cutSections(scored, ours),
    ...gradualSections(scored, ours),
    section(
      'Distractors that fire',
      sections.distractorTable(scored),
      'Hitpoint, by material:',
      sections.distractorsByGroup(ours),
    ),
    section('Time', timeText(input)),
    ...(clips.length > 0
      ? [
          section(
            'Real videos',
            'Cuts at ±1 picture, all transitions, and reports that are wrong:',
            sections.clipTable(clips),
          ),
        ]
      : []),
    section('The ten films with the most errors', worstFilms(ours)),
    section('What was looked at', keptFrom, kept, keptTo),
  ].join('\n\n')}\n`
}
