import { mean, meanAbsoluteDifference, rankCorrelation } from '../../src/core/music/correlation'
import type { ComposeRequest } from '../../src/core/music/decode'
import { presetNames } from '../../src/core/music/presets'
import type { GroupContext } from './group'
import { seedsOf } from './group'
import { lineOf, type PieceLine } from './pieceLines'
import { constantCurve, planFilm, type Film } from './plans'
import type { Judged, JudgeName } from './python'

const gridLevels = [-0.8, -0.4, 0, 0.4, 0.8]
const quickLevels = [-0.8, 0, 0.8]
/** Seconds of music for each request. */
const length = 20

/** How a request reaches the music. */
interface Variant {
  readonly name: string
  readonly says: string
  /** The plan is made for valence 0 and arousal 0 and the notes lose their velocities: the network's notes alone. */
  readonly fixed: boolean
  /** Under `fixed`: the mode still follows valence, as the planner's does. */
  readonly mode: boolean
  readonly presets: readonly string[]
}

export const variants: readonly Variant[] = [
  { name: 'app', says: 'as the app composes, solo piano', fixed: false, mode: true, presets: ['solo-piano'] },
  {
    name: 'ensembles',
    says: 'as the app composes, presets in turn',
    fixed: false,
    mode: true,
    presets: presetNames,
  },
  {
    name: 'notes',
    says: 'tempo, velocity, programs and density fixed, mode by valence, solo piano',
    fixed: true,
    mode: true,
    presets: ['solo-piano'],
  },
  {
    name: 'network',
    says: 'the same, and the mode fixed too (major)',
    fixed: true,
    mode: false,
    presets: ['solo-piano'],
  },
]

interface Request {
  readonly id: string
  readonly variant: string
  readonly valence: number
  readonly arousal: number
}

/** A cell of the grid: what was asked and the mean of what each judge heard, as ranks. */
export interface Cell {
  readonly valence: number
  readonly arousal: number
  readonly heard: Readonly<Record<JudgeName, readonly [valence: number, arousal: number]>>
}

export interface Response {
  /** Rank correlation over single pieces and over cell means. */
  readonly perPiece: number
  readonly perCell: number
  /** Mean absolute difference of request and heard rank, and with requests shuffled. */
  readonly l1: number
  readonly l1Chance: number
}

export interface VariantResult {
  readonly name: string
  readonly pieces: number
  readonly cells: readonly Cell[]
  readonly response: Readonly<Record<JudgeName, Readonly<Record<'valence' | 'arousal', Response>>>>
  /** Rank correlation between the two judges over the pieces. */
  readonly judgesAgree: Readonly<Record<'valence' | 'arousal', number>>
}

function planOf(variant: Variant, valence: number, arousal: number, presetName: string, seed: number) {
  const mood = variant.fixed ? { valence: 0, arousal: 0 } : { valence, arousal }
  const film: Film = { name: 'mood', duration: length, cuts: [], moods: [{ time: 0, ...mood }] }
  if (!variant.fixed) return planFilm(film, presetName, seed)
  const mode = variant.mode && valence < 0 ? 'minor' : 'major'
  return planFilm(film, presetName, seed, { key: { tonic: 0, mode } })
}

/** What of the grid is composed, and how; all of it, with the report's seeds and as the app composes by default. */
export interface GridTrial {
  readonly seeds?: readonly number[] | undefined
  readonly variants?: readonly Variant[] | undefined
  readonly alter?: ((request: ComposeRequest) => ComposeRequest) | undefined
}

/** Composes every request of the grid. Answers the lines for the judges and what was asked in each. */
export async function composeGrid(
  { options, workshop, tell }: GroupContext,
  { seeds = seedsOf(options.seeds), variants: wanted = variants, alter }: GridTrial = {},
): Promise<{ readonly requests: readonly Request[]; readonly lines: readonly PieceLine[] }> {
  const levels = options.quick ? quickLevels : gridLevels
  const requests: Request[] = []
  const lines: PieceLine[] = []
  for (const variant of wanted) {
    tell(`grid: ${variant.says}`)
    for (const valence of levels)
      for (const arousal of levels)
        for (const seed of seeds) {
          const presetName = variant.presets[(seed - 1) % variant.presets.length]!
          const plan = planOf(variant, valence, arousal, presetName, seed)
          const curve = constantCurve({ valence, arousal })
          const { score } = await workshop.compose({ plan, curve, presetName, seed, alter })
          const id = `${variant.name}/${valence}/${arousal}/${seed}`
          requests.push({ id, variant: variant.name, valence, arousal })
          lines.push(lineOf(id, score, plan, { flat: variant.fixed }))
        }
  }
  return { requests, lines }
}

/**
 * Mean rank correlation over cell means where the other dimension was asked for alike: what is left of a response when the
 * other dimension cannot help or disturb it.
 */
export function responseAlone(
  cells: readonly Cell[],
  judge: JudgeName,
  dimension: 'valence' | 'arousal',
): number {
  const other = dimension === 'valence' ? 'arousal' : 'valence'
  const index = dimension === 'valence' ? 0 : 1
  const levels = [...new Set(cells.map((cell) => cell[other]))]
  return mean(
    levels.map((level) => {
      const row = cells.filter((cell) => cell[other] === level)
      return rankCorrelation(
        row.map((cell) => cell[dimension]),
        row.map((cell) => cell.heard[judge][index]),
      )
    }),
  )
}

const judges = ['first', 'second'] as const
const dimensions = ['valence', 'arousal'] as const

/** Mean over all ways of pairing a request with a judgement of another piece. */
function chanceDistance(requested: readonly number[], heard: readonly number[]): number {
  return mean(requested.map((value) => mean(heard.map((other) => Math.abs(value - other)))))
}

/** What the judges say of one variant's pieces. Pieces too thin for a judge are left out. */
export function variantResult(name: string, requests: readonly Request[], { judged }: Judged): VariantResult {
  const heard = requests.flatMap((request) => {
    if (request.variant !== name) return []
    const [first, second] = judges.map((judge) => judged[request.id]?.[judge].rank ?? null)
    return first && second ? [{ request, heard: { first, second } }] : []
  })
  const keys = [...new Set(heard.map(({ request }) => `${request.valence}/${request.arousal}`))]
  const cells = keys.map((key): Cell => {
    const inside = heard.filter(({ request }) => `${request.valence}/${request.arousal}` === key)
    const meanOf = (judge: JudgeName): readonly [number, number] => [
      mean(inside.map((piece) => piece.heard[judge][0])),
      mean(inside.map((piece) => piece.heard[judge][1])),
    ]
    const { valence, arousal } = inside[0]!.request
    return { valence, arousal, heard: { first: meanOf('first'), second: meanOf('second') } }
  })
  const responseOf = (judge: JudgeName, index: 0 | 1): Response => {
    const requested = heard.map(({ request }) => request[dimensions[index]])
    const ranks = heard.map((piece) => piece.heard[judge][index])
    return {
      perPiece: rankCorrelation(requested, ranks),
      perCell: rankCorrelation(
        cells.map((cell) => cell[dimensions[index]]),
        cells.map((cell) => cell.heard[judge][index]),
      ),
      l1: meanAbsoluteDifference(requested, ranks),
      l1Chance: chanceDistance(requested, ranks),
    }
  }
  const both = (judge: JudgeName) => ({ valence: responseOf(judge, 0), arousal: responseOf(judge, 1) })
  const agree = (index: 0 | 1): number =>
    rankCorrelation(
      heard.map((piece) => piece.heard.first[index]),
      heard.map((piece) => piece.heard.second[index]),
    )
  return {
    name,
    pieces: heard.length,
    cells,
    response: { first: both('first'), second: both('second') },
    judgesAgree: { valence: agree(0), arousal: agree(1) },
  }
}
