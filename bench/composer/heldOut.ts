import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deviation, mean } from '../../src/core/music/correlation'
import type { GridNote } from '../../src/core/music/events'
import { ensembles, type Ensemble } from '../../src/core/music/families'
import { measureMusic, type MusicStatistics } from '../../src/core/music/statistics'
import {
  interOnsetEdges,
  measureStructure,
  totalVariation,
  type StructureStatistics,
} from '../../src/core/music/statisticsStructure'
import type { ReportOptions } from './options'
import type { PieceLine } from './pieceLines'
import { heldOutExcerpts, type HeldOutLine } from './python'

/** Length of excerpts and of the pieces that are compared with them, in seconds: several measures grow with length. */
export const comparedSeconds = 40

export type Measures = MusicStatistics & StructureStatistics

/** The names that Python gives the ensemble classes, in the same order (E15.6). */
const pythonNames = [
  'unknown',
  'keyboard',
  'strings',
  'orchestra',
  'band',
  'voiceOrMelodyWithKeyboard',
  'mixedChamber',
]

/** Real music of a class: every excerpt's measures. A class without excerpts is compared with chamber music. */
export type HeldOut = Readonly<Partial<Record<Ensemble, readonly Measures[]>>>

/** All measures of a piece on the grid. */
export function measureLine({ notes, barLengths }: PieceLine, seconds: number): Measures {
  const played: GridNote[] = notes.map(([onset, duration, family, pitch, velocity]) => ({
    ...{ onset, duration, family, pitch, velocity },
  }))
  const length = barLengths.reduce((sum, bar) => sum + bar, 0)
  return {
    ...measureMusic(played, barLengths, length, seconds),
    ...measureStructure(played, barLengths),
  }
}

/** Seconds that bars last under a line's tempo. */
function secondsOf({ barLengths, tempo }: PieceLine): number {
  const end = barLengths.reduce((sum, bar) => sum + bar, 0)
  return tempo.reduce((sum, [step, bpm], index) => {
    const next = Math.min(end, tempo[index + 1]?.[0] ?? end)
    return sum + (Math.max(0, next - step) / 24) * (60 / bpm)
  }, 0)
}

/** The recorded measures: one excerpt a line, its class and then the measures in the order of the first line. */
const recordedFile = (root: string): string => join(root, 'bench/composer/heldOut.csv')

const scalarNames = [
  ...['pitchClassEntropy', 'scaleConsistency', 'grooveConsistency', 'emptyBeatRate', 'polyphony'],
  ...['notesPerSecond', 'distinctPatterns', 'semitoneClashes', 'repeatedBars', 'barLikeness'],
  ...['longestRepetition', 'longestStandstill', 'emptyBars'],
] as readonly Exclude<keyof Measures, 'interOnsets'>[]

const cell = (value: number): string => String(Number(value.toFixed(4)))

function writeRecorded(root: string, held: HeldOut): void {
  const shares = interOnsetEdges.length + 1
  const head = [
    'class',
    ...scalarNames,
    ...Array.from({ length: shares }, (_, index) => `interOnset${index}`),
  ]
  const rows = Object.entries(held).flatMap(([name, pieces]) =>
    pieces.map((piece) => [
      name,
      ...scalarNames.map((key) => cell(piece[key])),
      ...piece.interOnsets.map(cell),
    ]),
  )
  writeFileSync(recordedFile(root), [head, ...rows].map((row) => row.join(',') + '\n').join(''))
}

/** The recorded excerpts. */
export function readRecorded(root: string): HeldOut {
  const found: Partial<Record<Ensemble, Measures[]>> = {}
  const [, ...rows] = readFileSync(recordedFile(root), 'utf8').trim().split('\n')
  for (const row of rows) {
    const [name, ...cells] = row.split(',')
    const scalars = Object.fromEntries(scalarNames.map((key, index) => [key, Number(cells[index])]))
    const interOnsets = cells.slice(scalarNames.length).map(Number)
    ;(found[name as Ensemble] ??= []).push({ ...(scalars as unknown as Measures), interOnsets })
  }
  return found
}

function byEnsemble(lines: readonly HeldOutLine[]): HeldOut {
  const found: Partial<Record<Ensemble, Measures[]>> = {}
  for (const line of lines) {
    const ensemble = ensembles[pythonNames.indexOf(line.ensemble)]
    if (ensemble) (found[ensemble] ??= []).push(measureLine(line, secondsOf(line)))
  }
  return found
}

/** Measures of held-out real music: read anew where the data is, else as recorded beside this file. */
export async function heldOutMeasures(options: ReportOptions): Promise<HeldOut> {
  if (!options.shared) return readRecorded(options.root)
  const found = byEnsemble(await heldOutExcerpts(options, comparedSeconds))
  writeRecorded(options.root, found)
  return found
}

export const realOf = (held: HeldOut, ensemble: Ensemble): readonly Measures[] =>
  held[ensemble] ?? held.chamber ?? []

/** Real music that never varies still allows this much. */
const leastDeviation = 0.01

/** How far the mean of composed pieces lies from that of real ones, in standard deviations of the real ones. */
export const standardDistance = (composed: readonly number[], real: readonly number[]): number =>
  (mean(composed) - mean(real)) / Math.max(deviation(real), leastDeviation)

/** The measures that the report compares, each as one number per piece. */
export interface Comparison {
  readonly label: string
  readonly of: (measures: Measures, real: readonly Measures[]) => number
}

const plain = (label: string, key: Exclude<keyof Measures, 'interOnsets'>): Comparison => ({
  label,
  of: (measures) => measures[key],
})

export const comparisons: readonly Comparison[] = [
  plain('pitch-class entropy', 'pitchClassEntropy'),
  plain('scale consistency', 'scaleConsistency'),
  plain('groove consistency', 'grooveConsistency'),
  plain('empty-beat rate', 'emptyBeatRate'),
  plain('polyphony', 'polyphony'),
  plain('notes per second', 'notesPerSecond'),
  plain('distinct patterns', 'distinctPatterns'),
  plain('semitone clashes', 'semitoneClashes'),
  plain('bar likeness', 'barLikeness'),
  plain('repeated bars', 'repeatedBars'),
  {
    label: 'inter-onsets apart',
    of: ({ interOnsets }, real) =>
      totalVariation(
        interOnsets,
        interOnsets.map((_, index) => mean(real.map((piece) => piece.interOnsets[index] ?? 0))),
      ),
  },
]
