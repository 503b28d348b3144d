import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, type BenchFilm } from './benchFilm'
import type { Detection } from './detection'
import type { DetectorId } from './columns'

export interface FilmResult {
  /** Size of the film that was analysed: another size is another film. */
  readonly bytes: number
  readonly detections: readonly Detection[]
  /** Why the detector gave up on this film; `detections` is empty then. */
  readonly failure?: string
}

/** What one detector reported, by the names of films. */
export interface DetectorResults {
  readonly description: string
  readonly films: Readonly<Record<string, FilmResult>>
}

/** Medians over the rounds, in seconds for all timed films together, and the ratios of each round to plain decoding. */
export interface Timing {
  readonly films: number
  readonly pictures: number
  readonly rounds: number
  readonly processors: number
  readonly decodeSeconds: number
  readonly ratios: Readonly<Partial<Record<DetectorId, number>>>
}

const fileOf = (folder: string, name: string): string => join(folder, 'results', `${name}.json`)

function read<T>(folder: string, name: string): T | null {
  const file = fileOf(folder, name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null
}

function write(folder: string, name: string, value: unknown): void {
  mkdirSync(join(folder, 'results'), { recursive: true })
  writeFileSync(fileOf(folder, name), `${JSON.stringify(value)}\n`)
}

export const readResults = (folder: string, id: DetectorId): DetectorResults | null =>
  read<DetectorResults>(folder, id)

/** Adds what a detector reported on a film to what is saved, in place of what it reported on it before. */
export function saveResult(
  folder: string,
  { id, description }: { readonly id: DetectorId; readonly description: string },
  film: BenchFilm,
  result: FilmResult,
): void {
  const films = { ...readResults(folder, id)?.films, [film.name]: result }
  write(folder, id, { description, films } satisfies DetectorResults)
}

export const readTiming = (folder: string): Timing | null => read<Timing>(folder, 'timing')
export const saveTiming = (folder: string, timing: Timing): void => write(folder, 'timing', timing)

/** What is saved for a film, or null when that was another film or none. */
export function resultOf(results: DetectorResults | null, film: BenchFilm): FilmResult | null {
  const result = results?.films[film.name]
  return result?.bytes === bytesOf(film) ? result : null
}
