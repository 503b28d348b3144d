/**
 * `node scripts/run.mjs bench/composerReference.ts heldOut.jsonl`: measures held-out real music (made by
 * bench/composerReference.py) with the composer's own statistics and prints mean and standard deviation per ensemble
 * class: the numbers of src/core/music/referenceStatistics.ts.
 */
import { readFileSync } from 'node:fs'
import { decodeEvents, type EventRow } from '../src/core/music/events'
import { measureMusic, type MusicStatistics } from '../src/core/music/statistics'

interface Excerpt {
  readonly ensemble: string
  readonly barLengths: readonly number[]
  readonly seconds: number
  readonly rows: readonly EventRow[]
}

function measure({ rows, barLengths, seconds }: Excerpt): MusicStatistics {
  const length = barLengths.reduce((sum, bar) => sum + bar, 0)
  return measureMusic(decodeEvents(rows, barLengths).notes, barLengths, length, seconds)
}

function summary(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean: Number(mean.toFixed(4)), deviation: Number(Math.sqrt(variance).toFixed(4)) }
}

/** Prints the table as JSON. */
export function main([path]: readonly string[]): void {
  if (!path) throw new Error('Name the file that bench/composerReference.py wrote')
  const measured = new Map<string, MusicStatistics[]>()
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    const excerpt = JSON.parse(line) as Excerpt
    measured.set(excerpt.ensemble, [...(measured.get(excerpt.ensemble) ?? []), measure(excerpt)])
  }
  const table = [...measured].map(([ensemble, pieces]) => {
    const keys = Object.keys(pieces[0]!) as (keyof MusicStatistics)[]
    const statistics = Object.fromEntries(
      keys.map((key) => [key, summary(pieces.map((piece) => piece[key]))]),
    )
    return [ensemble, { excerpts: pieces.length, ...statistics }]
  })
  console.log(JSON.stringify(Object.fromEntries(table), null, 2))
}
