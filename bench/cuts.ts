/**
 * `node scripts/run.mjs bench/cuts.ts [--films FOLDER] [--seeds 1-191] [--photographs FOLDER] [--clips FOLDER]
 * [--python PROGRAM] [--report FILE.md] [--jobs N] [--only DETECTOR,…] [--report-only] [--time]`: the benchmark of
 * transition detection. Makes the films of the seeds that are missing, runs every detector on all of them and on the real videos, times
 * them, and writes the report.
 *
 * `--seeds FIRST-LAST` takes every other seed: odd ones are for testing, even ones for tuning. Results are saved under
 * FOLDER/results, with all errors of Hitpoint in `errors.md`; `--only ours` runs nothing else and times nothing, the other
 * columns come from what is saved; `--report-only` runs nothing. Both leave missing films alone, and `--time` times all the
 * same. Detectors: the keys of `detectorNames` in bench/cuts/columns.ts.
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
import { readResults, readTiming, saveResults, saveTiming } from './cuts/results'
import { runDetectors, timeDetectors, type NotRun } from './cuts/runDetectors'
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

async function runAndSave(
  folder: string,
  films: readonly BenchFilm[],
  options: LaneOptions,
  jobs: number,
): Promise<NotRun> {
  const { run, notRun } = await runDetectors(films, options, jobs)
  for (const [id, results] of Object.entries(run)) saveResults(folder, id as DetectorId, results)
  return notRun
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
  const earlier = reportOnly
    ? ['Written from saved results.']
    : only === ''
      ? []
      : [`Only ${only} ran again; the other columns are of an earlier run on the same films.`]
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
    : await runAndSave(folder, [...films, ...clips], options, Number(values.jobs))
  if (whole || values.time) saveTiming(folder, await timeDetectors(films, { ...options, ids: detectorIds }))
  const results = Object.fromEntries(detectorIds.map((id) => [id, readResults(folder, id)]))
  const [command, timing] = [commandOf(values), readTiming(folder)]
  const notes = notesOf(values.only, values['report-only'], seeds.length, films.length)
  report({ command, notes, films, clips, results, notRun, timing }, folder, values.report)
}
