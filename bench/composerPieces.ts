/**
 * `node scripts/run.mjs bench/composerPieces.ts [--presets NAME,...] [--seeds 101-104] [--leaning JSON] [--sampling JSON]
 * [--guidance N] [--films NAME,...] [--models FOLDER]`: composes the report's films with seeds of one's own and prints, for
 * every preset, the measures of "Sound as music" in standard deviations from held-out real music, and what each family
 * does. For trying things out: choose on some seeds, state the result on others. Build first: `npm run build`.
 */
import { resolve } from 'node:path'
import { mean } from '../src/core/music/correlation'
import { families } from '../src/core/music/families'
import { presetNames } from '../src/core/music/presets'
import { defaultLeaning, defaultSampling } from '../src/core/music/sampling'
import { closeOf, familyLine, openingOf } from './composer/familyMeasures'
import {
  comparisons,
  measureLine,
  readRecorded,
  realOf,
  standardDistance,
  type Measures,
} from './composer/heldOut'
import { lookAt } from './composer/lookAt'
import { comparedFilms } from './composer/music'
import { lineOf } from './composer/pieceLines'
import { curveOf, films, planFilm, presetOf } from './composer/plans'
import { openWorkshop, type Piece, type Workshop } from './composer/workshop'

interface Trial {
  readonly presets: readonly string[]
  readonly seeds: readonly number[]
  readonly character: NonNullable<Parameters<Workshop['compose']>[0]['character']>
  readonly films: typeof films
}

function seedsOf(text: string): number[] {
  const [first = 1, last = first] = text.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function readTrial(wanted: ReadonlyMap<string, string>): Trial {
  const json = (name: string): object => JSON.parse(wanted.get(name) ?? '{}') as object
  const guidance = wanted.get('guidance')
  const named = wanted.get('films')?.split(',')
  return {
    presets: wanted.get('presets')?.split(',') ?? presetNames,
    seeds: seedsOf(wanted.get('seeds') ?? '101-104'),
    films: named ? films.filter(({ name }) => named.includes(name)) : comparedFilms,
    character: {
      leaning: { ...defaultLeaning, ...json('leaning') },
      sampling: { ...defaultSampling, ...json('sampling') },
      ...(guidance !== undefined && { guidance: Number(guidance) }),
    },
  }
}

const signed = (value: number): string => (value < 0 ? '' : '+') + value.toFixed(1)

function printPreset(name: string, pieces: readonly Piece[]): number {
  const real = realOf(readRecorded(resolve(import.meta.dirname, '..')), presetOf(name).ensemble)
  const measured = pieces.map(({ score, order: { plan } }): Measures =>
    measureLine(lineOf('', score, plan), plan.duration),
  )
  const distances = comparisons.map(({ label, of }) => ({
    label,
    distance: standardDistance(
      measured.map((piece) => of(piece, real)),
      real.map((piece) => of(piece, real)),
    ),
    value: mean(measured.map((piece) => of(piece, real))),
  }))
  const inside = distances.filter(({ distance }) => Math.abs(distance) <= 1).length
  console.log(`== ${name}: ${inside} of ${distances.length} inside`)
  console.log(
    '   ' +
      distances
        .map(
          ({ label, distance, value }) =>
            `${Math.abs(distance) > 1 ? '*' : ''}${label} ${value.toFixed(3)} (${signed(distance)})`,
        )
        .join('  '),
  )
  for (const [index, family] of families.entries()) {
    const line = familyLine(pieces, index)
    if (line) console.log(`   ${family.padEnd(9)} ${line}`)
  }
  const looks = pieces.map(lookAt)
  const count = (pick: (look: (typeof looks)[number]) => boolean): string =>
    `${looks.filter(pick).length} of ${looks.length}`
  console.log(
    `   close: triad ${count((look) => look.closesOnTriad)}, bass ${count((look) => look.tonicInBass)}, stops ${count((look) => look.stops)}; ` +
      `${closeOf(pieces)}; opening ${openingOf(pieces)}; mass ${(100 * mean(looks.map((look) => look.forbiddenMass))).toFixed(1)} %`,
  )
  return inside
}

/** Runs the trial. */
export async function main(parameters: readonly string[]): Promise<void> {
  const wanted = new Map<string, string>()
  for (let index = 0; index < parameters.length; index += 2)
    wanted.set(parameters[index]!.replace(/^--/u, ''), parameters[index + 1] ?? '')
  const root = resolve(import.meta.dirname, '..')
  const trial = readTrial(wanted)
  const workshop = await openWorkshop(
    root,
    resolve(wanted.get('models') ?? resolve(root, 'resources/models')),
  )
  const start = performance.now()
  let inside = 0
  try {
    for (const presetName of trial.presets) {
      const pieces: Piece[] = []
      for (const seed of trial.seeds) {
        const film = trial.films[(seed - 1) % trial.films.length]!
        const plan = planFilm(film, presetName, seed)
        pieces.push(
          await workshop.compose({
            plan,
            curve: curveOf(film),
            presetName,
            seed,
            character: trial.character,
          }),
        )
      }
      inside += printPreset(presetName, pieces)
    }
  } finally {
    await workshop.close()
  }
  console.log(
    `${inside} of ${trial.presets.length * comparisons.length} inside, ${((performance.now() - start) / 1000).toFixed(0)} s`,
  )
}
