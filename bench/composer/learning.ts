import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mean } from '../../src/core/music/correlation'
import { distanceFromReal } from '../../src/core/music/referenceStatistics'
import { percent, seedsOf, table, type Group, type GroupContext } from './group'
import { keptHits } from './hitMeasures'
import { composerFolder, halfPrecisionComposer, randomComposer } from './models'
import { comparedFilms } from './music'
import { curveOf, planFilm, presetOf } from './plans'
import { alterations, type Order } from './workshop'

interface Ablation {
  readonly label: string
  /** Mean standard deviations from real music over the musical measures. */
  readonly distance: number
  /** Mean probability that constraints took away per decision. */
  readonly forbiddenMass: number
  readonly kept: number
  readonly struck: number
}

/** Nats per note on held-out music, from the model's own evaluation.json. */
interface Nats {
  readonly label: string
  readonly perNote: number
}

export interface LearningResult {
  readonly seeds: number
  readonly command: string | null
  readonly nats: readonly Nats[]
  readonly ablations: readonly Ablation[]
}

const presetNames = ['orchestral', 'strings-and-piano', 'band']

/** The number at a path of names, or null. */
function numberAt(value: unknown, ...names: readonly string[]): number | null {
  let at = value
  for (const name of names)
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : null
  return typeof at === 'number' ? at : null
}

/** What evaluation.json says, as far as it says it. */
export function readNats(evaluation: unknown): Nats[] {
  const rows: readonly (readonly [label: string, ...path: string[]])[] = [
    ['the network', 'trained', 'natsPerNote'],
    ['emotion untold', 'withoutConditioning', 'emotion'],
    ['boundaries untold', 'withoutConditioning', 'boundaries'],
    ['all conditioning untold', 'withoutConditioning', 'everything'],
    ['bigram of events', 'baselines', 'bigram', 'natsPerNote'],
    ['unigram of events', 'baselines', 'unigram', 'natsPerNote'],
    ['random weights', 'baselines', 'randomWeights', 'natsPerNote'],
    ['fp16 file (fewer sequences)', 'parity', 'natsPerNote', 'fp16File'],
    ['int8 file (the same sequences)', 'parity', 'natsPerNote', 'int8File'],
  ]
  return rows.flatMap(([label, ...names]) => {
    const perNote = numberAt(evaluation, ...names)
    return perNote === null ? [] : [{ label, perNote }]
  })
}

async function run({ options, workshop, tell }: GroupContext): Promise<LearningResult> {
  const file = join(composerFolder(options.models), 'evaluation.json')
  const evaluation: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const command = (evaluation as { readonly command?: unknown }).command
  const variants: readonly (readonly [label: string, change: Partial<Order>])[] = [
    ['as the app composes', {}],
    ['guidance 1 (none)', { character: { guidance: 1 } }],
    ['emotion untold', { alter: alterations.withoutEmotion }],
    ['boundaries untold', { alter: alterations.withoutBoundaries }],
    ['forcing off', { alter: alterations.unforced }],
    ['fp16 network', { models: halfPrecisionComposer(options.models) }],
    ['random weights', { models: randomComposer(options.models) }],
  ]
  const ablations: Ablation[] = []
  for (const [label, change] of variants) {
    tell(label)
    const pieces: Omit<Ablation, 'label'>[] = []
    for (const presetName of presetNames)
      for (const seed of seedsOf(options.seeds)) {
        const film = comparedFilms[(seed - 1) % comparedFilms.length]!
        const plan = planFilm(film, presetName, seed)
        const order = { plan, curve: curveOf(film), presetName, seed }
        const { score, report } = await workshop.compose({ ...order, ...change })
        pieces.push({
          distance: distanceFromReal(report.statistics, presetOf(presetName).ensemble),
          forbiddenMass: report.forcing.meanForbiddenMass,
          ...keptHits(score, plan),
        })
      }
    const total = (key: 'kept' | 'struck'): number => pieces.reduce((sum, piece) => sum + piece[key], 0)
    ablations.push({
      label,
      distance: mean(pieces.map((piece) => piece.distance)),
      forbiddenMass: mean(pieces.map((piece) => piece.forbiddenMass)),
      kept: total('kept'),
      struck: total('struck'),
    })
  }
  return {
    seeds: options.seeds,
    command: typeof command === 'string' ? command : null,
    nats: readNats(evaluation),
    ablations,
  }
}

function write({ seeds, command, nats, ablations }: LearningResult): string[] {
  const own = nats[0]?.perNote
  return [
    'Held-out nats per note of the test part' +
      (command ? ` (\`${command}\`, from the model’s \`evaluation.json\`)` : '') +
      '; lower is better:',
    '',
    ...table(
      ['', 'nats per note', 'against the network'],
      nats.map(({ label, perNote }) => [
        label,
        perNote.toFixed(3),
        own && perNote !== own ? `${perNote > own ? '+' : '−'}${Math.abs(perNote - own).toFixed(3)}` : '',
      ]),
    ),
    '',
    `What it does to the music: ${presetNames.map((name) => presetOf(name).title.toLowerCase()).join(', ')} × ${seeds} seeds. ` +
      'Distance: mean standard deviations from held-out music over pitch-class entropy, scale consistency, groove consistency and ' +
      'semitone clashes (`src/core/music/referenceStatistics.ts`).',
    '',
    ...table(
      ['composed', 'distance from real music', 'kept hits struck', 'constraint mass'],
      ablations.map(({ label, distance, forbiddenMass, kept, struck }) => [
        label,
        distance.toFixed(2),
        percent(struck / Math.max(1, kept)),
        percent(forbiddenMass),
      ]),
    ),
  ]
}

export const learningGroup: Group<LearningResult> = { needsData: false, run, write }
