import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conditions } from '../../../../src/core/music/conditioning'
import { barStarts, type GridChord, type GridNote } from '../../../../src/core/music/events'
import { repositoryRoot } from '../../../support/commandLine'

interface FixtureBar {
  readonly length: number
  readonly key: number
  readonly mode: number
  readonly section: number
  readonly density: number | null
  readonly valence: number | null
  readonly arousal: number | null
  readonly mask: readonly number[] | null
}

/** What training/hitpoint_training/fixtures.py recorded. */
export interface EventFixture {
  readonly name: string
  readonly notes: readonly (readonly number[])[]
  readonly chords: readonly (readonly number[])[]
  readonly bars: readonly FixtureBar[]
  readonly tempo: readonly (readonly [number, number])[]
  readonly ensemble: number
  readonly endKnown: boolean
  readonly boundarySteps: readonly number[]
  readonly rows: readonly (readonly number[])[]
  readonly conditionIds: readonly (readonly number[])[]
  readonly conditionValues: readonly (readonly number[])[]
}

const folder = join(repositoryRoot, 'tests/fixtures/composer-events')

export const eventFixtures: readonly EventFixture[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as EventFixture)

export const fixtureNotes = ({ notes }: EventFixture): GridNote[] =>
  notes.map(([onset, duration, family, pitch, velocity]) => ({
    onset: onset!,
    duration: duration!,
    family: family!,
    pitch: pitch!,
    velocity: velocity!,
  }))

export const fixtureChords = ({ chords }: EventFixture): GridChord[] =>
  chords.map(([onset, root, quality, bass]) => ({
    onset: onset!,
    root: root!,
    quality: quality!,
    bass: bass!,
  }))

export function fixtureConditions({
  bars,
  tempo,
  ensemble,
  endKnown,
  boundarySteps,
}: EventFixture): Conditions {
  const barLengths = bars.map((bar) => bar.length)
  const starts = barStarts(barLengths)
  return {
    barLengths,
    tempo: tempo.map(([step, bpm]) => ({ step, microsecondsPerQuarter: 60e6 / bpm })),
    boundaries: boundarySteps,
    tonic: bars.map((bar) => bar.key),
    mode: bars.map((bar) => bar.mode),
    ensemble,
    section: bars.map((bar) => bar.section === 1),
    density: bars.map((bar) => bar.density),
    endKnown,
    emotion: bars.map((bar, index) => ({ step: starts[index]!, valence: bar.valence, arousal: bar.arousal })),
    mask: bars[0]!.mask
      ? bars.map((bar) => Array.from({ length: 12 }, (_, family) => bar.mask!.includes(family)))
      : null,
  }
}
