/**
 * `node scripts/run.mjs bench/composerReference.ts`: prints mean and standard deviation per ensemble class of the held-out
 * excerpts that bench/composerReport.ts recorded in bench/composer/heldOut.csv: the numbers of
 * src/core/music/referenceStatistics.ts.
 */
import { resolve } from 'node:path'
import { readRecorded } from './composer/heldOut'
import { deviation, mean } from '../src/core/music/correlation'
import type { MusicStatistics } from '../src/core/music/statistics'

const keys = [
  ...['pitchClassEntropy', 'scaleConsistency', 'grooveConsistency', 'emptyBeatRate'],
  ...['polyphony', 'notesPerSecond', 'distinctPatterns', 'semitoneClashes'],
] as readonly (keyof MusicStatistics)[]

const rounded = (value: number): number => Number(value.toFixed(4))

/** Prints the table as TypeScript. */
export function main(): void {
  for (const [name, pieces] of Object.entries(readRecorded(resolve(import.meta.dirname, '..')))) {
    console.log(`  // ${pieces.length} excerpts\n  ${name}: {`)
    for (const key of keys) {
      const values = pieces.map((piece) => piece[key])
      console.log(`    ${key}: { mean: ${rounded(mean(values))}, deviation: ${rounded(deviation(values))} },`)
    }
    console.log('  },')
  }
}
