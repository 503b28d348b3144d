import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FilmTruth } from './truth'

/** A film with its truth; `group` is its row in the report: the material of a generated film, or its own name. */
export interface BenchFilm {
  readonly name: string
  readonly path: string
  readonly group: string
  readonly truth: Pick<FilmTruth, 'transitions' | 'distractors' | 'frames' | 'frameRate'>
}

/** Seeds `FIRST-LAST` of one parity: odd ones are for testing, even ones for tuning. Throws on anything else. */
export function parseSeeds(text: string): readonly number[] {
  const [first, last] = (/^(\d+)-(\d+)$/.exec(text) ?? []).slice(1).map(Number)
  if (first === undefined || last === undefined || last < first)
    throw new Error(`--seeds takes FIRST-LAST, not "${text}"`)
  return Array.from({ length: Math.floor((last - first) / 2) + 1 }, (_, index) => first + 2 * index)
}

/** The films of a folder (`NAME.mp4` with its truth in `NAME.json`) that were made of one of `seeds`, by seed. */
export function readFilms(folder: string, seeds: readonly number[]): readonly BenchFilm[] {
  const wanted = new Set(seeds)
  const present = new Set(readdirSync(folder))
  return [...present]
    .filter((file) => file.endsWith('.json') && present.has(file.replace(/\.json$/, '.mp4')))
    .map((file) => ({
      path: join(folder, file.replace(/\.json$/, '.mp4')),
      truth: JSON.parse(readFileSync(join(folder, file), 'utf8')) as FilmTruth,
    }))
    .filter(({ truth }) => wanted.has(truth.seed))
    .sort((a, b) => a.truth.seed - b.truth.seed)
    .map(({ path, truth }) => ({ name: truth.name, path, group: truth.material, truth }))
}

export const framesPerSecond = ({ truth }: BenchFilm): number =>
  truth.frameRate.numerator / truth.frameRate.denominator

/** Tells whether a film is the one that saved results belong to. */
export const bytesOf = ({ path }: BenchFilm): number => statSync(path).size
