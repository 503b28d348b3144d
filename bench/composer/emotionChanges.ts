import { mean } from '../../src/core/music/correlation'
import type { Plan } from '../../src/core/music/plan'
import type { Score } from '../../src/core/music/score'
import { createTempoMap } from '../../src/core/time/tempoMap'
import type { GroupContext } from './group'
import { seedsOf } from './group'
import { gridNotes } from '../../src/core/music/scoreNotes'
import { barAt, barLengthsOf, lineOf, type PieceLine } from './pieceLines'
import { curveOf, planFilm, type Film } from './plans'
import type { Judged, JudgeName } from './python'
import type { Piece } from './workshop'

/** Bars on either side of an arousal change that the plot shows. */
const shownBars = 4
/** At 100 quarters a minute eight bars of four quarters last this long. */
const eightBars = 19.2
const presetsInTurn = ['solo-piano', 'strings-and-piano', 'orchestral', 'chamber-strings']

interface Contrast {
  readonly id: string
  readonly kind: string
  /** +1 when the second half asks for more, -1 for less. */
  readonly direction: number
}

/** Mean over pieces of what the bars around the change do, from `shownBars` before to `shownBars` after it. */
export interface BarCourse {
  readonly direction: number
  readonly notesPerSecond: readonly number[]
  readonly velocity: readonly number[]
}

export interface ChangeResult {
  readonly courses: readonly BarCourse[]
  /** Share of changes in the asked direction, by kind of contrast and judge. */
  readonly right: readonly {
    readonly kind: string
    readonly pieces: number
    readonly first: number
    readonly second: number
    /** Without a judge: more notes a second than before. Arousal only. */
    readonly busier?: number | undefined
  }[]
}

export interface ComposedChanges {
  readonly contrasts: readonly Contrast[]
  readonly lines: readonly PieceLine[]
  readonly courses: readonly BarCourse[]
  readonly busier: number
}

const twoMoods = (at: number, before: [number, number], after: [number, number]): Film => ({
  name: 'change',
  duration: 2 * at,
  cuts: [at],
  moods: [
    { time: 0, valence: before[0], arousal: before[1] },
    { time: at, valence: after[0], arousal: after[1], step: true },
  ],
})

const barTimesOf = (plan: Plan): number[] => {
  const tempo = createTempoMap(plan.tempo)
  return plan.bars.map((bar) => tempo.secondsAt(bar.tick))
}

/** Notes per second and mean velocity of one bar; null outside the piece. */
function barTexture(score: Score, plan: Plan, bar: number): { rate: number; velocity: number } | null {
  const times = barTimesOf(plan)
  const lengths = barLengthsOf(plan)
  if (bar < 0 || bar >= lengths.length) return null
  const start = lengths.slice(0, bar).reduce((sum, length) => sum + length, 0)
  const notes = gridNotes(score).filter(({ onset }) => onset >= start && onset < start + lengths[bar]!)
  const seconds = (times[bar + 1] ?? plan.duration) - times[bar]!
  return {
    rate: notes.length / Math.max(0.1, seconds),
    velocity: notes.length ? mean(notes.map((note) => note.velocity)) : 0,
  }
}

function courseOf(direction: number, pieces: readonly { piece: Piece; bar: number }[]): BarCourse {
  const offsets = Array.from({ length: 2 * shownBars }, (_, index) => index - shownBars)
  const at = offsets.map((offset) =>
    pieces.flatMap(({ piece, bar }) => barTexture(piece.score, piece.order.plan, bar + offset) ?? []),
  )
  return {
    direction,
    notesPerSecond: at.map((bars) => mean(bars.map(({ rate }) => rate))),
    velocity: at.map((bars) => mean(bars.map(({ velocity }) => velocity))),
  }
}

/** Whether the two bars after the change play more (less) notes a second than the two before, as asked. */
function followsArousal(direction: number, { score, order: { plan } }: Piece, bar: number): boolean {
  const rate = (bars: readonly number[]): number =>
    mean(bars.flatMap((index) => barTexture(score, plan, index)?.rate ?? []))
  return direction * (rate([bar, bar + 1]) - rate([bar - 2, bar - 1])) > 0
}

/** Arousal that jumps in mid-piece, both ways, and eight bars of one valence against eight of the other. */
export async function composeChanges({ options, workshop, tell }: GroupContext): Promise<ComposedChanges> {
  const contrasts: Contrast[] = []
  const lines: PieceLine[] = []
  const courses: BarCourse[] = []
  const followed: boolean[] = []
  const seeds = seedsOf(2 * options.seeds)
  const order = async (film: Film, seed: number, settings = {}): Promise<{ piece: Piece; bar: number }> => {
    const presetName = presetsInTurn[seed % presetsInTurn.length]!
    const plan = planFilm(film, presetName, seed, settings)
    const piece = await workshop.compose({ plan, curve: curveOf(film), presetName, seed })
    return { piece, bar: barAt(plan, barTimesOf(plan), film.cuts[0]!) }
  }
  const keep = (
    kind: string,
    direction: number,
    seed: number,
    span: number,
    made: { piece: Piece; bar: number },
  ) => {
    const {
      score,
      order: { plan },
    } = made.piece
    const id = `${kind}/${direction}/${seed}`
    contrasts.push({ id, kind, direction })
    for (const [half, first] of [
      ['before', made.bar - span],
      ['after', made.bar],
    ] as const)
      lines.push(lineOf(`${id}/${half}`, score, plan, { first: Math.max(0, first), last: first + span }))
  }
  for (const direction of [1, -1]) {
    tell(`changes: ${direction > 0 ? 'rising' : 'falling'}`)
    const arousals: { piece: Piece; bar: number }[] = []
    for (const seed of seeds) {
      const arousal = await order(twoMoods(12, [0, -0.6 * direction], [0, 0.6 * direction]), seed)
      arousals.push(arousal)
      followed.push(followsArousal(direction, arousal.piece, arousal.bar))
      keep('arousal', direction, seed, 2, arousal)
      const light = twoMoods(eightBars, [-0.7 * direction, 0], [0.7 * direction, 0])
      const steady = { minimumTempo: 100, maximumTempo: 100 }
      keep('valence', direction, seed, 8, await order(light, seed, steady))
      const oneMode = { ...steady, key: { tonic: 0, mode: 'major' as const } }
      keep('valence, one mode', direction, seed, 8, await order(light, seed, oneMode))
    }
    courses.push(courseOf(direction, arousals))
  }
  return { contrasts, lines, courses, busier: mean(followed.map(Number)) }
}

/** How often the judges hear the change that was asked for. */
export function changeResult(
  { contrasts, courses, busier }: ComposedChanges,
  { judged }: Judged,
): ChangeResult {
  const kinds = [...new Set(contrasts.map(({ kind }) => kind))]
  const right = kinds.map((kind) => {
    const index = kind === 'arousal' ? 1 : 0
    const inside = contrasts.filter((contrast) => contrast.kind === kind)
    const share = (judge: JudgeName): number =>
      mean(
        inside.map(({ id, direction }) => {
          const [before, after] = ['before', 'after'].map((half) => judged[`${id}/${half}`]?.[judge].label)
          // A half too thin to be judged counts as half right: it is chance.
          return before && after ? Number(direction * (after[index] - before[index]) > 0) : 0.5
        }),
      )
    return {
      kind,
      pieces: inside.length,
      first: share('first'),
      second: share('second'),
      ...(kind === 'arousal' ? { busier } : {}),
    }
  })
  return { courses, right }
}
