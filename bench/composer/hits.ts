import { mean } from '../../src/core/music/correlation'
import { presetNames } from '../../src/core/music/presets'
import { createRandom } from '../../src/core/music/random'
import { percent, seedsOf, table, type Group, type GroupContext } from './group'
import { chordHits, frame, hitCount, keptHits, longChordTimes, otherBars, shuffledCuts } from './hitMeasures'
import { curveOf, films, planFilm, type Film } from './plans'
import { alterations, type Order, type Piece } from './workshop'

const tolerance = 0.1
const shuffles = 40
/** A rehearsal takes the films up to this length. */
const quickSeconds = 24

interface Thinning {
  readonly film: string
  readonly cuts: number
  readonly kept: number
  readonly reasons: Readonly<Record<string, number>>
}

interface Learned {
  readonly label: string
  readonly targets: number
  readonly hits: number
  /** Mean hits of shuffled cuts on the same output. */
  readonly chance: number
  /** Mean hits of the cuts' own places in other bars. */
  readonly sameBarChance: number
  readonly seconds: number
  readonly longChords: number
}

export interface HitsResult {
  readonly seeds: number
  readonly films: number
  readonly thinning: readonly Thinning[]
  readonly kept: number
  readonly struck: number
  readonly learned: readonly Learned[]
}

/** The preset changes with the seed, so that every class of ensemble has its say. */
const orderOf = (film: Film, seed: number): Order => {
  const presetName = presetNames[(seed - 1) % presetNames.length]!
  return { plan: planFilm(film, presetName, seed), curve: curveOf(film), presetName, seed }
}

function thinningOf(film: Film): Thinning {
  const hits = planFilm(film, 'orchestral', 1).hits
  const reasons: Record<string, number> = {}
  for (const { reason } of hits) if (reason) reasons[reason] = (reasons[reason] ?? 0) + 1
  return { film: film.name, cuts: hits.length, kept: hits.filter((hit) => hit.kept).length, reasons }
}

function learnedFrom(label: string, pieces: readonly Piece[]): Learned {
  const random = createRandom(5)
  const counts = pieces.map(({ score, order: { plan } }) => {
    const targets = chordHits(plan).map((hit) => hit.time)
    const times = longChordTimes(score)
    const repeated = (draw: () => number[]): number =>
      mean(
        Array.from({ length: shuffles }, () => {
          const drawn = draw()
          return (targets.length * hitCount(drawn, times, tolerance)) / Math.max(1, drawn.length)
        }),
      )
    return {
      targets: targets.length,
      hits: hitCount(targets, times, tolerance),
      chance: repeated(() => shuffledCuts(targets, plan.duration, random)),
      sameBarChance: repeated(() => otherBars(plan, targets, random)),
      seconds: plan.duration,
      longChords: times.length,
    }
  })
  const total = (key: keyof (typeof counts)[number]): number =>
    counts.reduce((sum, count) => sum + count[key], 0)
  return {
    label,
    targets: total('targets'),
    hits: total('hits'),
    chance: total('chance'),
    sameBarChance: total('sameBarChance'),
    seconds: total('seconds'),
    longChords: total('longChords'),
  }
}

const unheard = (request: Parameters<typeof alterations.unforced>[0]) =>
  alterations.unforced(alterations.withoutBoundaries(request))

async function run({ options, workshop, tell }: GroupContext): Promise<HitsResult> {
  const chosen = options.quick ? films.filter((film) => film.duration <= quickSeconds) : films
  const orders = chosen.flatMap((film) => seedsOf(options.seeds).map((seed) => orderOf(film, seed)))
  const composeAll = async (label: string, change: Partial<Order>): Promise<Piece[]> => {
    tell(label)
    const pieces: Piece[] = []
    for (const order of orders) pieces.push(await workshop.compose({ ...order, ...change }))
    return pieces
  }
  const forced = (await composeAll('as the app composes', {})).map(({ score, order }) =>
    keptHits(score, order.plan),
  )
  const learned: Learned[] = []
  for (const [label, change] of [
    ['told, guidance as in the app', { alter: alterations.unforced }],
    ['told, guidance 1 (none)', { alter: alterations.unforced, character: { guidance: 1 } }],
    ['told, guidance 3', { alter: alterations.unforced, character: { guidance: 3 } }],
    ['not told of boundaries', { alter: unheard }],
  ] as const)
    learned.push(learnedFrom(label, await composeAll(label, change)))
  return {
    seeds: options.seeds,
    films: chosen.length,
    thinning: films.map(thinningOf),
    kept: forced.reduce((sum, { kept }) => sum + kept, 0),
    struck: forced.reduce((sum, { struck }) => sum + struck, 0),
    learned,
  }
}

function write({ seeds, films: filmCount, thinning, kept, struck, learned }: HitsResult): string[] {
  const cuts = thinning.reduce((sum, film) => sum + film.cuts, 0)
  const held = thinning.reduce((sum, film) => sum + film.kept, 0)
  const uncrowded = thinning.filter((film) => film.film !== 'crowded')
  const plain = (key: 'cuts' | 'kept'): number => uncrowded.reduce((sum, film) => sum + film[key], 0)
  return [
    `**${struck} of ${kept} kept must-hits (${percent(struck / kept)}) have a long-chord onset within one frame** ` +
      `(${1000 * frame} ms; three or more melodic pitches within 30 ms, held 1.8 beats or as long as the next hit ` +
      `allows), over ${filmCount} films × ${seeds} seeds, the preset changing with the seed. Of ${cuts} cuts ` +
      `${cuts - held} were thinned (${percent(1 - held / cuts)}); without the film that is crowded on purpose, ` +
      `${plain('cuts') - plain('kept')} of ${plain('cuts')} (${percent(1 - plain('kept') / plain('cuts'))}).`,
    '',
    ...table(
      ['film', 'cuts', 'kept', 'thinned', 'reasons'],
      thinning.map((film) => [
        film.film,
        String(film.cuts),
        String(film.kept),
        percent(1 - film.kept / film.cuts, 0),
        Object.entries(film.reasons)
          .map(([reason, count]) => `${reason} ${count}`)
          .join(', ') || 'none',
      ]),
    ),
    '',
    `What the network learned: the same plans with forcing off (boundaries are announced, nothing is masked for them). ` +
      `Long chords within ${tolerance} s of kept hits, against two kinds of chance on the same output: the cuts shuffled ` +
      `in time, and the cuts' own places in other bars away from any cut (${shuffles} draws each).`,
    '',
    ...table(
      ['forcing off', 'hit', 'chance: shuffled', 'chance: same place, other bar', 'long chords a minute'],
      learned.map((entry) => [
        entry.label,
        `**${percent(entry.hits / entry.targets)}** (${entry.hits} of ${entry.targets})`,
        percent(entry.chance / entry.targets),
        percent(entry.sameBarChance / entry.targets),
        ((60 * entry.longChords) / entry.seconds).toFixed(1),
      ]),
    ),
  ]
}

export const hitsGroup: Group<HitsResult> = { needsData: false, run, write }
