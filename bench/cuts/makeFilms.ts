/**
 * `node scripts/run.mjs bench/cuts/makeFilms.ts OUT_FOLDER --seeds FROM-TO [--step N] [--photographs FOLDER]
 * [--ffmpeg PATH] [--jobs N]`: one film a seed, `film-SEED.mp4` with its truth in `film-SEED.json`. Even seeds are for
 * tuning and training, odd seeds for testing; `--step 2` takes every other seed. Films that are there already are kept.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { encodeFilm } from './film/encode'
import { decodePhotographs, openPhotographs } from './film/photographs'
import { generatorVersion, materialOf, planFilm } from './film/plan'
import { renderFilm, Worlds } from './film/render'
import { settleFilm } from './film/settle'
import type { Photographs } from './film/worlds'

const usage =
  'Usage: node scripts/run.mjs bench/cuts/makeFilms.ts OUT_FOLDER --seeds FROM-TO [--step N] [--photographs FOLDER] [--ffmpeg PATH] [--jobs N]'

interface Order {
  readonly folder: string
  readonly seeds: readonly number[]
  readonly photographs: string | undefined
  readonly ffmpeg: string
}

/** Whether a film with this generator's version is there. */
function isMade(folder: string, seed: number): boolean {
  const truth = join(folder, `film-${seed}.json`)
  if (!existsSync(truth) || !existsSync(join(folder, `film-${seed}.mp4`))) return false
  return (JSON.parse(readFileSync(truth, 'utf8')) as { generator?: number }).generator === generatorVersion
}

async function makeFilm(seed: number, order: Order, photographs: Photographs | undefined): Promise<void> {
  const started = performance.now()
  const worlds = new Worlds(photographs)
  const recipe = settleFilm(planFilm(seed, photographs?.count), worlds, photographs?.count)
  const { truth, pictures } = renderFilm(recipe, worlds)
  await encodeFilm(recipe, pictures, join(order.folder, `film-${seed}.mp4`), order.ffmpeg)
  const path = join(order.folder, `film-${seed}.json`)
  writeFileSync(`${path}.part`, `${JSON.stringify({ ...truth, generator: generatorVersion }, null, 1)}\n`)
  renameSync(`${path}.part`, path)
  const rate = (1000 * recipe.frames) / (performance.now() - started)
  console.log(`${recipe.name} ${recipe.material}: ${recipe.frames} pictures, ${rate.toFixed(0)} a second`)
}

/** Makes an order's films one after another. */
async function work(order: Order): Promise<void> {
  const photographs = order.photographs === undefined ? undefined : openPhotographs(order.photographs)
  for (const seed of order.seeds) await makeFilm(seed, order, photographs)
  photographs?.close()
}

/** Spreads the seeds over processes, each of which gets this script again with its own list. */
async function spread(order: Order, jobs: number): Promise<void> {
  const root = resolve(import.meta.dirname, '../..')
  const lists = Array.from({ length: jobs }, (_, job) =>
    order.seeds.filter((_seed, index) => index % jobs === job),
  )
  const children = lists.map(async (seeds) => {
    const words = [
      join(root, 'scripts/run.mjs'),
      import.meta.filename,
      '--order',
      JSON.stringify({ ...order, seeds }),
    ]
    const child = spawn(process.execPath, words, { stdio: 'inherit', cwd: root })
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0) throw new Error(`A process that makes films ended with ${String(code)}`)
  })
  await Promise.all(children)
}

function seedsOf(range: string, step: number): number[] {
  const [from, to] = range.split('-').map(Number)
  if (from === undefined || to === undefined || !(to >= from) || !(step >= 1)) throw new Error(usage)
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)
}

export async function main(words: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const options = { seeds: text, step: text, photographs: text, ffmpeg: text, jobs: text, order: text }
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options })
  if (values.order !== undefined) return work(JSON.parse(values.order) as Order)
  const [out] = positionals
  if (out === undefined || values.seeds === undefined) throw new Error(usage)
  const [folder, ffmpeg] = [resolve(out), values.ffmpeg ?? 'ffmpeg']
  mkdirSync(folder, { recursive: true })
  const photographs =
    values.photographs === undefined
      ? undefined
      : decodePhotographs(resolve(values.photographs), folder, ffmpeg)
  const wanted = seedsOf(values.seeds, Number(values.step ?? 1))
  const skipped = wanted.filter((seed) => photographs === undefined && materialOf(seed) === 'photographs')
  if (skipped.length > 0)
    console.log(`Skipped for want of --photographs: ${skipped.map((seed) => `film-${seed}`).join(', ')}`)
  const seeds = wanted.filter((seed) => !skipped.includes(seed) && !isMade(folder, seed))
  const jobs = Math.min(seeds.length, Number(values.jobs ?? availableParallelism()))
  const started = performance.now()
  await spread({ folder, seeds, photographs, ffmpeg }, jobs)
  const minutes = (performance.now() - started) / 60000
  console.log(
    `${seeds.length} films made, ${wanted.length - skipped.length - seeds.length} kept; ${(seeds.length / minutes).toFixed(1)} a minute`,
  )
}
