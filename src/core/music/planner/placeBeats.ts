import { barHalfBeats, createBarFiller, offDownbeatCost, type BarShape, type Metre } from './barFilling'
import { halfBeatCandidates, type TempoRange } from './tempoRange'

/** Time between two neighbours among: the start of the film, the kept hits, the end of the film. */
export interface Gap {
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** Half beats that the wanted tempo would fit in (fractional). */
  readonly natural: number
}

export interface PlacedGap extends Gap {
  /** Whole for a gap that ends at a hit; may be fractional for the last when nothing whole is in the tempo range. */
  readonly halfBeats: number
  /** Bars that are complete at the end of this gap (the first may have begun in a gap before). */
  readonly bars: readonly BarShape[]
  /** Half beats since the last bar line at the end of the gap. */
  readonly phase: number
}

export interface BeatPlacement {
  readonly gaps: readonly PlacedGap[]
  /** Cost terms, smaller is better; `total` is their sum. */
  readonly cost: Readonly<Record<CostTerm | 'total', number>>
}

const costTerms = ['tempoDistance', 'tempoChange', 'offDownbeat', 'oddBars', 'ending'] as const
type CostTerm = (typeof costTerms)[number]

/** Weights of the terms; judgement, to be tuned by ear. Tempo terms multiply squared natural logarithms of ratios. */
const tempoDistanceWeight = 20
const tempoChangeWeight = 15
const endOffBarCost = 0.6
const endOffBeatCost = 1.2

/** A way to have reached the end of a gap. */
interface State {
  readonly halfBeats: number
  readonly phase: number
  /** ln of actual over wanted microseconds per quarter. */
  readonly stretch: number
  /** The open bar was filled up to a bar line here. */
  readonly filled: boolean
  readonly terms: Readonly<Partial<Record<CostTerm, number>>>
  readonly total: number
  readonly previous: State | undefined
}

const startState: State = {
  halfBeats: 0,
  phase: 0,
  stretch: 0,
  filled: true,
  terms: {},
  total: 0,
  previous: undefined,
}

/**
 * Chooses the number of half beats of every gap and where the bar lines fall, at the least sum of: distance from the
 * wanted tempo, change of that distance between neighbouring gaps, hits off the downbeat, bars of another metre, and a
 * film that ends inside a bar. Dynamic programming over (half beats of the gap, phase in the bar). The last gap is the
 * one to the end of the film. (Ranked alternatives: keep several states per key instead of one.)
 */
export function placeBeats(gaps: readonly Gap[], range: TempoRange, metre: Metre): BeatPlacement {
  const filler = createBarFiller(metre)
  const length = barHalfBeats(metre)
  let states: readonly State[] = [startState]
  gaps.forEach((gap, index) => {
    const isLast = index === gaps.length - 1
    const candidates: readonly number[] = halfBeatCandidates(range, gap.end - gap.start, gap.natural)
    const best = new Map<number, State>()
    const offer = (state: State): void => {
      const key = state.halfBeats * (length + 1) + state.phase
      const known = best.get(key)
      if (!known || state.total < known.total) best.set(key, state)
    }
    for (const halfBeats of isLast && candidates.length === 0 ? [gap.natural] : candidates)
      for (const previous of states) {
        const at = previous.phase + halfBeats
        const phase = at % length
        const tempo = tempoTerms(gap, halfBeats, previous)
        const reach = (landing: number, filled: boolean, extra: State['terms']): void =>
          offer(nextState(previous, { halfBeats, phase: landing, filled, tempo, extra }))
        if (isLast) {
          reach(phase, false, phase === 0 ? {} : { ending: phase % 2 === 0 ? endOffBarCost : endOffBeatCost })
          continue
        }
        reach(phase, phase === 0, phase === 0 ? {} : { offDownbeat: offDownbeatCost(phase, metre) })
        if (phase !== 0) reach(0, true, { oddBars: filler(at).cost })
      }
    states = [...best.values()]
  })
  return trace(gaps, cheapest(states), metre)
}

function tempoTerms(gap: Gap, halfBeats: number, previous: State) {
  const stretch = Math.log(gap.natural / halfBeats)
  const lengthWeight = Math.min(2, Math.max(0.5, (gap.end - gap.start) / 4))
  const change = previous.previous ? stretch - previous.stretch : 0
  return {
    stretch,
    tempoDistance: tempoDistanceWeight * lengthWeight * stretch ** 2,
    tempoChange: tempoChangeWeight * change ** 2,
  }
}

function nextState(
  previous: State,
  step: {
    readonly halfBeats: number
    readonly phase: number
    readonly filled: boolean
    readonly tempo: ReturnType<typeof tempoTerms>
    readonly extra: State['terms']
  },
): State {
  const { stretch, tempoDistance, tempoChange } = step.tempo
  const extra = (step.extra.offDownbeat ?? 0) + (step.extra.oddBars ?? 0) + (step.extra.ending ?? 0)
  return {
    halfBeats: step.halfBeats,
    phase: step.phase,
    stretch,
    filled: step.filled,
    terms: { tempoDistance, tempoChange, ...step.extra },
    total: previous.total + tempoDistance + tempoChange + extra,
    previous,
  }
}

const cheapest = (states: readonly State[]): State =>
  states.reduce((best, state) => (state.total < best.total ? state : best))

function trace(gaps: readonly Gap[], last: State, metre: Metre): BeatPlacement {
  const filler = createBarFiller(metre)
  const length = barHalfBeats(metre)
  const path: State[] = []
  for (let state: State | undefined = last; state?.previous; state = state.previous) path.push(state)
  path.reverse()
  const cost = { tempoDistance: 0, tempoChange: 0, offDownbeat: 0, oddBars: 0, ending: 0, total: last.total }
  const placed = path.map((state, index): PlacedGap => {
    for (const term of costTerms) cost[term] += state.terms[term] ?? 0
    const at = state.previous!.phase + state.halfBeats
    const closed = state.filled ? at : Math.floor(at / length) * length
    return {
      ...gaps[index]!,
      halfBeats: state.halfBeats,
      phase: state.phase,
      bars: closed > 0 ? filler(closed).bars : [],
    }
  })
  return { gaps: placed, cost }
}
