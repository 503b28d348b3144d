import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mean } from '../../src/core/music/correlation'
import { defaultLeaning, defaultSampling, type SamplingSettings } from '../../src/core/music/sampling'
import { percent, seedsOf, signed, table, type Group, type GroupContext } from './group'
import {
  comparisons,
  heldOutMeasures,
  measureLine,
  realOf,
  standardDistance,
  type HeldOut,
  type Measures,
} from './heldOut'
import { keptHits } from './hitMeasures'
import { composerFolder, halfPrecisionComposer, randomComposer } from './models'
import { comparedFilms } from './music'
import { lineOf } from './pieceLines'
import { curveOf, planFilm, presetOf } from './plans'
import { alterations, type Order, type Piece } from './workshop'

interface Ablation {
  readonly label: string
  /** By measure: mean over presets of the distance from real music in its standard deviations. */
  readonly distances: Readonly<Record<string, number>>
  readonly inside: number
  readonly compared: number
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
  /** Networks trained on one small budget without one idea each; empty where the model's folder has none. */
  readonly trained: readonly Nats[]
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

type NatsRow = readonly [label: string, ...path: string[]]

/** The rows whose number `evaluation` holds. */
function natsOf(evaluation: unknown, rows: readonly NatsRow[]): Nats[] {
  return rows.flatMap(([label, ...names]) => {
    const perNote = numberAt(evaluation, ...names)
    return perNote === null ? [] : [{ label, perNote }]
  })
}

/** Networks trained without one idea each (`python -m hitpoint_training ablate`), as far as evaluation.json says. */
export function readTrainedAblations(evaluation: unknown): Nats[] {
  return natsOf(evaluation, [
    ['with everything', 'ablations', 'runs', 'full', 'natsPerNote'],
    ['never told emotion', 'ablations', 'runs', 'noEmotion', 'natsPerNote'],
    ['never told boundaries', 'ablations', 'runs', 'noBoundaries', 'natsPerNote'],
    ['an event for every note', 'ablations', 'runs', 'noteWise', 'natsPerNote'],
  ])
}

/** What evaluation.json says, as far as it says it. */
export function readNats(evaluation: unknown): Nats[] {
  return natsOf(evaluation, [
    ['the network', 'trained', 'natsPerNote'],
    ['emotion untold', 'withoutConditioning', 'emotion'],
    ['boundaries untold', 'withoutConditioning', 'boundaries'],
    ['all conditioning untold', 'withoutConditioning', 'everything'],
    ['bigram of events', 'baselines', 'bigram', 'natsPerNote'],
    ['unigram of events', 'baselines', 'unigram', 'natsPerNote'],
    ['random weights', 'baselines', 'randomWeights', 'natsPerNote'],
    ['fp16 file (fewer sequences)', 'parity', 'natsPerNote', 'fp16File'],
    ['int8 file (the same sequences)', 'parity', 'natsPerNote', 'int8File'],
  ])
}

/** Sampling with every temperature and nucleus changed alike. */
function sampling(temperature: number, topP: number): SamplingSettings {
  return Object.fromEntries(
    Object.entries(defaultSampling).map(([name, setting]) => [
      name,
      { temperature: temperature * setting.temperature, topP: Math.min(1, topP * setting.topP) },
    ]),
  ) as SamplingSettings
}

const asLearnt = Object.fromEntries(
  Object.keys(defaultSampling).map((name) => [name, { temperature: 1, topP: 1 }]),
) as SamplingSettings

const variantsOf = (models: string): readonly (readonly [label: string, change: Partial<Order>])[] => [
  ['as the app composes', {}],
  ['emotion untold', { alter: alterations.withoutEmotion }],
  ['boundaries untold', { alter: alterations.withoutBoundaries }],
  ['forcing off', { alter: alterations.unforced }],
  ['fp16 network', { models: halfPrecisionComposer(models) }],
  ['random weights', { models: randomComposer(models) }],
  ['tried: no guidance', { character: { guidance: 1 } }],
  ['tried: no leaning', { character: { leaning: { clash: 0, silence: 0, crowd: 0, mode: 0 } } }],
  ['tried: no recall', { character: { leaning: { ...defaultLeaning, rhythm: 0, melody: 0 } } }],
  ['tried: sampled as learnt', { character: { sampling: asLearnt } }],
  ['tried: temperatures × 0.85', { character: { sampling: sampling(0.85, 1) } }],
  ['tried: nucleus × 0.9', { character: { sampling: sampling(1, 0.9) } }],
  ['tried: density × 0.7', { character: { density: 0.7 } }],
]

/** One variant's pieces of one preset. */
async function composePreset(
  { options, workshop }: GroupContext,
  presetName: string,
  change: Partial<Order>,
): Promise<{ readonly piece: Piece; readonly measures: Measures }[]> {
  const pieces: { piece: Piece; measures: Measures }[] = []
  for (const seed of seedsOf(options.seeds)) {
    const film = comparedFilms[(seed - 1) % comparedFilms.length]!
    const plan = planFilm(film, presetName, seed)
    const piece = await workshop.compose({ plan, curve: curveOf(film), presetName, seed, ...change })
    pieces.push({ piece, measures: measureLine(lineOf('', piece.score, plan), plan.duration) })
  }
  return pieces
}

async function ablate(
  context: GroupContext,
  held: HeldOut,
  label: string,
  change: Partial<Order>,
): Promise<Ablation> {
  const all: Piece[] = []
  const distances = new Map<string, number[]>()
  for (const presetName of presetNames) {
    const made = await composePreset(context, presetName, change)
    all.push(...made.map(({ piece }) => piece))
    const real = realOf(held, presetOf(presetName).ensemble)
    for (const { label: measure, of } of comparisons) {
      const composed = made.map(({ measures }) => of(measures, real))
      const found = standardDistance(
        composed,
        real.map((piece) => of(piece, real)),
      )
      distances.set(measure, [...(distances.get(measure) ?? []), found])
    }
  }
  const hits = all.map(({ score, order }) => keptHits(score, order.plan))
  const flat = [...distances.values()].flat()
  return {
    label,
    distances: Object.fromEntries([...distances].map(([measure, values]) => [measure, mean(values)])),
    inside: flat.filter((distance) => Math.abs(distance) <= 1).length,
    compared: flat.length,
    forbiddenMass: mean(all.map(({ report }) => report.forcing.meanForbiddenMass)),
    kept: hits.reduce((sum, { kept }) => sum + kept, 0),
    struck: hits.reduce((sum, { struck }) => sum + struck, 0),
  }
}

async function run(context: GroupContext): Promise<LearningResult> {
  const { options, tell } = context
  const file = join(composerFolder(options.models), 'evaluation.json')
  const evaluation: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const command = (evaluation as { readonly command?: unknown }).command
  const held = await heldOutMeasures({ ...options, shared: null })
  const ablations: Ablation[] = []
  for (const [label, change] of variantsOf(options.models)) {
    tell(label)
    ablations.push(await ablate(context, held, label, change))
  }
  return {
    seeds: options.seeds,
    command: typeof command === 'string' ? command : null,
    nats: readNats(evaluation),
    trained: readTrainedAblations(evaluation),
    ablations,
  }
}

/** Measures whose distance the table shows. */
const shown = [
  'groove consistency',
  'notes per second',
  'distinct patterns',
  'semitone clashes',
  'bar likeness',
]

/** Nats per note, and how far each row is from the first. */
function natsTable(nats: readonly Nats[], first: string): string[] {
  const own = nats[0]?.perNote
  return table(
    ['', 'nats per note', `against ${first}`],
    nats.map(({ label, perNote }) => [
      label,
      perNote.toFixed(3),
      own && perNote !== own && !label.includes('file')
        ? `${perNote > own ? '+' : '−'}${Math.abs(perNote - own).toFixed(3)}`
        : '',
    ]),
  )
}

function write({ seeds, command, nats, trained, ablations }: LearningResult): string[] {
  return [
    'Held-out nats per note of the test part' +
      (command ? ` (\`${command}\`, from the model’s \`evaluation.json\`)` : '') +
      '; lower is better:',
    '',
    ...natsTable(nats, 'the network'),
    '',
    ...(trained.length > 0
      ? [
          'Trained without one idea each, from random weights on the same small budget of music (the model card says how small):',
          '',
          ...natsTable(trained, 'the first'),
          '',
        ]
      : []),
    `What it does to the music: ${presetNames.map((name) => presetOf(name).title.toLowerCase()).join(', ')} × ${seeds} seeds. ` +
      'Distances are those of “Sound as music”: means in standard deviations from held-out music (0 is real), over the three presets; ' +
      'inside: how many of the means lie within one. “Tried”: attempts to bring the ones outside nearer.',
    '',
    ...table(
      ['composed', 'inside', ...shown, 'kept hits struck', 'constraint mass'],
      ablations.map(({ label, distances, inside, compared, forbiddenMass, kept, struck }) => [
        label,
        `${inside} of ${compared}`,
        ...shown.map((name) => signed(distances[name] ?? 0)),
        percent(struck / Math.max(1, kept)),
        percent(forbiddenMass),
      ]),
    ),
  ]
}

export const learningGroup: Group<LearningResult> = { needsData: false, run, write }
