/**
 * `node scripts/run.mjs bench/cuts.ts [--films FOLDER] [--seeds 1-191] [--photographs FOLDER] [--clips FOLDER]
 * [--python PROGRAM] [--report FILE.md] [--jobs N] [--only DETECTOR,…] [--missing] [--report-only] [--time]`: the
 * benchmark of transition detection. Makes the films of the seeds that are not there, runs every detector on all of them
 * and on the real videos, times them, and writes the report.
 *
 * `--seeds FIRST-LAST` takes every other seed: odd ones are for testing, even ones for tuning. Results are saved under
 * FOLDER/results, with all errors of Hitpoint in `errors.md`. `--only ours` runs nothing else (columns:
 * bench/cuts/columns.ts), `--missing` only what has no saved result, `--report-only` nothing; the rest comes from what is
 * saved. The first and the last make no films, and time nothing without `--time`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseSeeds, readFilms, type BenchFilm } from './cuts/benchFilm'
import { readClips, readSample } from './cuts/clips'
import { detectorIds, detectorNames, type DetectorId } from './cuts/columns'
import type { LaneOptions } from './cuts/detectors'
import { main as makeFilms } from './cuts/makeFilms'
import { allErrors, gaps, keptText, writeReport, type ReportInput } from './cuts/report'
import { readResults, readTiming, resultOf, saveResult, saveTiming } from './cuts/results'
import { runDetectors, timeDetectors, type NotRun, type RunPlan } from './cuts/runDetectors'
import { scoreDetectors } from './cuts/scored'
import { headline } from './cuts/sections'

const text = (value: string) => ({ type: 'string', default: value }) as const
const settings = {
  films: text(join(tmpdir(), 'hitpoint-cut-films')),
  seeds: text('1-191'),
  photographs: text('../shared/data/oasis'),
  clips: text('../shared/clips'),
  python: text('python3'),
  report: text('docs/cuts-report.md'),
  jobs: text('2'),
  only: text(''),
  'report-only': { type: 'boolean', default: false },
  time: { type: 'boolean', default: false },
  missing: { type: 'boolean', default: false },
} as const

function detectorsOf(list: string): readonly DetectorId[] {
  if (list === '') return detectorIds
  return list.split(',').map((id) => {
    if (!(id in detectorNames)) throw new Error(`No detector "${id}": there are ${detectorIds.join(', ')}`)
    return id as DetectorId
  })
}

/** Makes the films that are not there; those of photographs need the photographs. */
async function makeMissing(folder: string, seeds: string, photographs: string): Promise<void> {
  const range = ['--seeds', seeds, '--step', '2']
  await makeFilms([folder, ...range, ...(existsSync(photographs) ? ['--photographs', photographs] : [])])
}

/** Runs detectors and saves every result at once; `onlyMissing` leaves films alone that have a result. */
function runAndSave(
  folder: string,
  films: readonly BenchFilm[],
  options: LaneOptions,
  { jobs, onlyMissing }: { readonly jobs: number; readonly onlyMissing: boolean },
): Promise<NotRun> {
  const isWanted = (id: DetectorId, film: BenchFilm): boolean => {
    const saved = onlyMissing ? resultOf(readResults(folder, id), film) : null
    return saved === null || saved.failure !== undefined
  }
  const keep: RunPlan['keep'] = (detector, film, result) => saveResult(folder, detector, film, result)
  return runDetectors({ films, jobs, isWanted, keep }, options)
}

function report(input: ReportInput, folder: string, file: string): void {
  const kept = keptText(existsSync(file) ? readFileSync(file, 'utf8') : null)
  writeFileSync(file, writeReport(input, kept))
  const scored = scoreDetectors(input.films, input.results)
  const errors = join(folder, 'results', 'errors.md')
  writeFileSync(errors, `${allErrors(scored.find(({ id }) => id === 'ours')!)}\n`)
  for (const one of scored) console.log(`${detectorNames[one.id].padEnd(24)} ${headline(one)}`)
  for (const gap of gaps(input)) console.log(gap)
  console.log(`${file}\n${errors}`)
}

/** The command that makes the same report from nothing; where films and report lie makes no difference. */
function commandOf({ seeds, photographs, clips }: Record<'seeds' | 'photographs' | 'clips', string>): string {
  const words = Object.entries({ seeds, photographs, clips }).map(([name, value]) => `--${name} ${value}`)
  return ['node scripts/run.mjs bench/cuts.ts', ...words].join(' ')
}

/** What of the report is not of this run, and which films are missing in it. */
function notesOf(only: string, reportOnly: boolean, seeds: number, films: number): readonly string[] {
  const ran = reportOnly ? 'Nothing' : only === '' ? null : `Only ${only}`
  const earlier =
    ran === null ? [] : [`${ran} ran again; the other columns are of earlier runs on these films.`]
  return films < seeds ? [...earlier, `${seeds - films} of ${seeds} films are not there.`] : earlier
}

export async function main(words: string[]): Promise<void> {
  const { values } = parseArgs({ args: words, options: settings })
  const [folder, seeds] = [resolve(values.films), parseSeeds(values.seeds)]
  mkdirSync(folder, { recursive: true })
  const whole = values.only === '' && !values['report-only']
  if (whole) await makeMissing(folder, values.seeds, values.photographs)
  const films = readFilms(folder, seeds)
  if (films.length === 0) throw new Error(`No films of the seeds ${values.seeds} in ${folder}`)
  const clips = [readSample(), ...readClips(values.clips)]
  const options = { ids: detectorsOf(values.only), python: values.python }
  const notRun = values['report-only']
    ? {}
    : await runAndSave(folder, [...films, ...clips], options, {
        jobs: Number(values.jobs),
        onlyMissing: values.missing,
      })
  if (whole || values.time) saveTiming(folder, await timeDetectors(films, { ...options, ids: detectorIds }))
  const results = Object.fromEntries(detectorIds.map((id) => [id, readResults(folder, id)]))
  const [command, timing] = [commandOf(values), readTiming(folder)]
  const notes = notesOf(values.only, values['report-only'], seeds.length, films.length)
  report({ command, notes, films, clips, results, notRun, timing }, folder, values.report)
}
