/**
 * `node scripts/run.mjs bench/analysis.ts [--minutes 5] [--long 60] [--runs 5] [--folder FOLDER]`: analysis against plain
 * decoding of a 1080p24 H.264 film that it makes. Prints the median of alternating runs with their ratio, the decodes that
 * an analysis starts, how late the event loop was, when the first thumbnail is there, and memory and time of a long film beside a short one. `--long 0`
 * leaves the long film out. Needs Linux and `npm run build`; films are kept in the folder (the system's temporary one by
 * default) and used again.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { makeFilm } from './analysis/film'
import type { AnalysisRun, ThumbnailsRun } from './analysis/analysingProcess'
import { measureRun, type MeasuredRun } from './analysis/measuredRun'

const root = resolve(import.meta.dirname, '..')

/** Bundles the measured process, so that no development tool runs inside it. */
async function bundleAnalysingProcess(): Promise<string> {
  const outDir = join(root, 'out/bench')
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    // As in electron.vite.config.ts.
    ssr: { noExternal: ['mediabunny', 'zod'] },
    build: { ssr: join(root, 'bench/analysis/analysingProcess.ts'), outDir, target: 'node20' },
  })
  return join(outDir, 'analysingProcess.js')
}

interface Bench {
  readonly program: string
  readonly folder: string
}

/** A program that notes its arguments and becomes ffmpeg. */
function writeCountingFfmpeg(folder: string): void {
  const real = execFileSync('sh', ['-c', 'command -v "${FFMPEG_PATH:-ffmpeg}"'], { encoding: 'utf8' }).trim()
  const script = `#!/bin/sh\necho "$*" >> '${join(folder, 'calls.log')}'\nexec '${real}' "$@"\n`
  writeFileSync(join(folder, 'ffmpeg'), script)
  chmodSync(join(folder, 'ffmpeg'), 0o755)
}

const environmentOf = (folder: string): NodeJS.ProcessEnv => ({
  FFMPEG_PATH: join(folder, 'ffmpeg'),
  HITPOINT_CACHE: join(folder, 'cache'),
})

interface Analysed {
  readonly run: MeasuredRun
  readonly result: AnalysisRun
  /** Runs of ffmpeg that decoded, whole films and pieces of them. */
  readonly decodes: { readonly whole: number; readonly pieces: number }
}

/** One analysis with nothing in the cache of analyses. */
async function analyse({ program, folder }: Bench, film: string, withMemory = false): Promise<Analysed> {
  rmSync(join(folder, 'cache/analysis'), { recursive: true, force: true })
  writeFileSync(join(folder, 'calls.log'), '')
  const environment = environmentOf(folder)
  const run = await measureRun(process.execPath, [program, 'analyse', film], { environment, withMemory })
  const decodes = readFileSync(join(folder, 'calls.log'), 'utf8')
    .split('\n')
    .filter((call) => call.includes('pipe:1'))
  const pieces = decodes.filter((call) => / -(?:t|frames:v|skip_frame) /.test(call)).length
  const result = JSON.parse(run.output) as AnalysisRun
  return { run, result, decodes: { whole: decodes.length - pieces, pieces } }
}

const plainDecode = (film: string): Promise<MeasuredRun> =>
  measureRun('ffmpeg', ['-v', 'error', '-nostdin', '-i', film, '-map', '0:v', '-f', 'null', '-'])

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`)
const heading = (...cells: readonly string[]): void => {
  row(...cells)
  console.log(`|${'---|'.repeat(cells.length)}`)
}
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
const listOf = (values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(', ')

function printMachine(): void {
  const ffmpeg = /^ffmpeg version (\S+)/.exec(execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }))?.[1]
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ffmpeg ${ffmpeg ?? 'unknown'}\n`,
  )
}

async function compareWithDecoding(bench: Bench, film: string, runs: number): Promise<void> {
  const [plain, analysed]: [MeasuredRun[], Analysed[]] = [[], []]
  for (let index = 0; index < runs; index += 1) {
    plain.push(await plainDecode(film))
    analysed.push(await analyse(bench, film))
  }
  const times = (pick: (run: MeasuredRun) => number): readonly [readonly number[], readonly number[]] => [
    plain.map(pick),
    analysed.map(({ run }) => pick(run)),
  ]
  heading('seconds', 'plain decode', 'analysis', 'ratio of medians', 'each decode', 'each analysis')
  for (const [label, [decode, analysis]] of [
    ['wall', times((run) => run.wallSeconds)],
    ['processor (user + system)', times((run) => run.cpuSeconds)],
  ] as const) {
    const [a, b] = [median(decode), median(analysis)]
    row(label, a.toFixed(2), b.toFixed(2), `**${(b / a).toFixed(3)}**`, listOf(decode), listOf(analysis))
  }
  const wholes = analysed.map(({ decodes }) => decodes.whole)
  const pieces = analysed.map(({ decodes }) => decodes.pieces)
  const late = analysed.map(({ result }) => result.eventLoop)
  const [p99, max] = [late.map((loop) => loop.p99), late.map((loop) => loop.max)]
  console.log(
    `\n- decodes of the film in each analysis: ${wholes.join(', ')}; of pieces: ${pieces.join(', ')}`,
  )
  console.log(
    `- event loop late, p99: ${median(p99).toFixed(1)} ms (${listOf(p99)}); longest: ${median(max).toFixed(1)} ms (${listOf(max)})`,
  )
  console.log(`- transitions found: ${analysed.map(({ result }) => result.transitions).join(', ')}\n`)
}

async function compareLengths(bench: Bench, films: readonly (readonly [number, string])[]): Promise<void> {
  heading('film', 'peak memory of all processes', 'of each', 'wall', 'processor', 'event loop p99', 'longest')
  const runs: Analysed[] = []
  for (const [minutes, film] of films) {
    const analysed = await analyse(bench, film, true)
    runs.push(analysed)
    const { memory, wallSeconds, cpuSeconds } = analysed.run
    const { p99, max } = analysed.result.eventLoop
    const programs = Object.entries(memory!.byProgram).map(([name, bytes]) => `${name} ${megabytes(bytes)}`)
    row(
      ...[`${minutes} minutes`, megabytes(memory!.total), programs.join(', ')],
      ...[`${wallSeconds.toFixed(1)} s`, `${cpuSeconds.toFixed(1)} s`],
      ...[`${p99.toFixed(1)} ms`, `${max.toFixed(1)} ms`],
    )
  }
  const ratio = (pick: (run: MeasuredRun) => number): string =>
    (pick(runs.at(-1)!.run) / pick(runs[0]!.run)).toFixed(3)
  row(
    ...['ratio', `**${ratio((run) => run.memory!.total)}**`, ''],
    ...[ratio((run) => run.wallSeconds), ratio((run) => run.cpuSeconds), '', ''],
  )
}

async function timeThumbnails({ program, folder }: Bench, films: readonly (readonly [number, string])[]) {
  heading('film', 'first thumbnail', 'all', 'with the start of the program')
  for (const [minutes, film] of films) {
    const run = await measureRun(process.execPath, [program, 'thumbnails', film], {
      environment: environmentOf(folder),
    })
    const { first, all, count } = JSON.parse(run.output) as ThumbnailsRun
    row(
      ...[`${minutes} minutes`, `**${first.toFixed(0)} ms**`, `${count} after ${all.toFixed(0)} ms`],
      `${(run.wallSeconds * 1000).toFixed(0)} ms`,
    )
  }
  console.log()
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '5' },
      long: { type: 'string', default: '60' },
      runs: { type: 'string', default: '5' },
      folder: { type: 'string', default: join(tmpdir(), 'hitpoint-bench') },
    },
  })
  const [minutes, long, runs] = [Number(values.minutes), Number(values.long), Number(values.runs)]
  const film = makeFilm(resolve(values.folder), minutes)
  const folder = mkdtempSync(join(tmpdir(), 'hitpoint-analysis-'))
  try {
    writeCountingFfmpeg(folder)
    const bench = { program: await bundleAnalysingProcess(), folder }
    printMachine()
    const films: [number, string][] = [[minutes, film]]
    if (long > 0) films.push([long, makeFilm(resolve(values.folder), long)])
    await timeThumbnails(bench, films)
    await compareWithDecoding(bench, film, runs)
    if (long > 0) await compareLengths(bench, films)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
