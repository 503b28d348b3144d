import {
  barHalfBeats,
  createBarFiller,
  offDownbeatCost,
  type BarFiller,
  type BarFilling,
  type BarShape,
  type Metre,
} from './barFilling'
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

type CostTerm = 'tempoDistance' | 'tempoChange' | 'offDownbeat' | 'oddBars' | 'ending'

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
  readonly total: number
  readonly previous: State | undefined
}

const startState: State = { halfBeats: 0, phase: 0, stretch: 0, filled: true, total: 0, previous: undefined }

/** What the bars of the piece cost, looked up often. */
interface BarCosts {
  readonly length: number
  readonly filler: BarFiller
  readonly offDownbeat: readonly number[]
}

function barCosts(metre: Metre): BarCosts {
  const length = barHalfBeats(metre)
  const offDownbeat = Array.from({ length }, (_, phase) => offDownbeatCost(phase, metre))
  return { length, filler: createBarFiller(metre), offDownbeat }
}

/**
 * Chooses the number of half beats of every gap and where the bar lines fall, at the least sum of: distance from the
 * wanted tempo, change of that distance between neighbouring gaps, hits off the downbeat, bars of another metre, and a
 * film that ends inside a bar. Dynamic programming over (half beats of the gap, phase in the bar). The last gap is the
 * one to the end of the film. (Ranked alternatives: keep several states per key instead of one.)
 */
export function placeBeats(gaps: readonly Gap[], range: TempoRange, metre: Metre): BeatPlacement {
  const costs = barCosts(metre)
  let states: readonly State[] = [startState]
  gaps.forEach((gap, index) => {
    const isLast = index === gaps.length - 1
    const candidates = halfBeatCandidates(range, gap.end - gap.start, gap.natural)
    const counts = isLast && candidates.length === 0 ? [gap.natural] : candidates
    states = counts.flatMap((halfBeats) => bestLandings(gap, halfBeats, states, { costs, isLast }))
  })
  return trace(gaps, cheapest(states), costs)
}

/** The cheapest state for every phase in which a gap of so many half beats can end. */
function bestLandings(
  gap: Gap,
  halfBeats: number,
  states: readonly State[],
  { costs, isLast }: { readonly costs: BarCosts; readonly isLast: boolean },
): State[] {
  const stretch = Math.log(gap.natural / halfBeats)
  const distance = tempoDistance(gap, stretch)
  const best = new Map<number, State>()
  const offer = (previous: State, phase: number, filled: boolean, total: number): void => {
    const known = best.get(phase)
    if (!known || total < known.total) best.set(phase, { halfBeats, phase, stretch, filled, total, previous })
  }
  for (const previous of states) {
    const at = previous.phase + halfBeats
    const phase = at % costs.length
    const reached = previous.total + distance + tempoChange(previous, stretch)
    if (isLast) offer(previous, phase, false, reached + endingCost(phase))
    else if (phase === 0) offer(previous, 0, true, reached)
    else {
      offer(previous, phase, false, reached + costs.offDownbeat[phase]!)
      offer(previous, 0, true, reached + costs.filler(at).cost)
    }
  }
  return [...best.values()]
}

const tempoDistance = (gap: Gap, stretch: number): number =>
  tempoDistanceWeight * Math.min(2, Math.max(0.5, (gap.end - gap.start) / 4)) * stretch * stretch

const tempoChange = (previous: State, stretch: number): number =>
  previous.previous ? tempoChangeWeight * (stretch - previous.stretch) ** 2 : 0

const endingCost = (phase: number): number =>
  phase === 0 ? 0 : phase % 2 === 0 ? endOffBarCost : endOffBeatCost

const cheapest = (states: readonly State[]): State =>
  states.reduce((best, state) => (state.total < best.total ? state : best))

function trace(gaps: readonly Gap[], last: State, { length, filler, offDownbeat }: BarCosts): BeatPlacement {
  const path: State[] = []
  for (let state: State | undefined = last; state?.previous; state = state.previous) path.push(state)
  path.reverse()
  const cost = { tempoDistance: 0, tempoChange: 0, offDownbeat: 0, oddBars: 0, ending: 0, total: last.total }
  const placed = path.map((state, index): PlacedGap => {
    const gap = gaps[index]!
    const previous = state.previous!
    const at = previous.phase + state.halfBeats
    const closed = state.filled ? at : Math.floor(at / length) * length
    const filling: BarFilling = closed > 0 ? filler(closed) : { bars: [], cost: 0 }
    cost.tempoDistance += tempoDistance(gap, state.stretch)
    cost.tempoChange += tempoChange(previous, state.stretch)
    cost.oddBars += filling.cost
    if (index === path.length - 1) cost.ending += endingCost(state.phase)
    else cost.offDownbeat += offDownbeat[state.phase]!
    return { ...gap, halfBeats: state.halfBeats, phase: state.phase, bars: filling.bars }
  })
  return { gaps: placed, cost }
}
