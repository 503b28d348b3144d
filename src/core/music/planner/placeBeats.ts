import type { DownbeatPreference } from '../../timeline/transition'
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

/** Time between two neighbours among: the start of a stretch of music, the kept hits in it, its end. */
export interface Gap {
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** Half beats that the wanted tempo would fit in (fractional). */
  readonly natural: number
  /** Of the hit at its end; `prefer` when absent. */
  readonly downbeat?: DownbeatPreference | undefined
  /** Narrower than the range of all gaps. */
  readonly range?: TempoRange | undefined
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

export interface PlacementOptions {
  /** How many of the best placements are wanted (default 1). */
  readonly count?: number | undefined
  /** `open`: the last bar may be cut short there and the last gap filled unevenly; `bar-line`: a bar must end there. */
  readonly end?: 'open' | 'bar-line' | undefined
}

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
  /** For hits that may fall anywhere. */
  readonly free: readonly number[]
}

function barCosts(metre: Metre): BarCosts {
  const length = barHalfBeats(metre)
  const offDownbeat = Array.from({ length }, (_, phase) => offDownbeatCost(phase, metre))
  return { length, filler: createBarFiller(metre), offDownbeat, free: offDownbeat.map(() => 0) }
}

/**
 * Chooses the number of half beats of every gap and where the bar lines fall, at the least sum of: distance from the
 * wanted tempo, change of that distance between neighbouring gaps, hits off the downbeat, bars of another metre, and an
 * end inside a bar. Dynamic programming over (half beats of the gap, phase in the bar); keeping the `count` cheapest
 * ways to each of these states gives the `count` best placements, cheapest first. Two placements differ in the half
 * beats or the phase of at least one gap. Empty when a bar line is asked for at the end and none fits.
 */
export function placeBeats(
  gaps: readonly Gap[],
  range: TempoRange,
  metre: Metre,
  { count = 1, end = 'open' }: PlacementOptions = {},
): BeatPlacement[] {
  const costs = barCosts(metre)
  let states: readonly State[] = [startState]
  gaps.forEach((gap, index) => {
    const isOpen = end === 'open' && index === gaps.length - 1
    const candidates = halfBeatCandidates(gap.range ?? range, gap.end - gap.start, gap.natural)
    const counts = isOpen && candidates.length === 0 ? [gap.natural] : candidates
    const needsLine = end === 'bar-line' && index === gaps.length - 1
    const offDownbeat = needsLine ? undefined : offDownbeatCosts(gap, costs)
    states = counts.flatMap((halfBeats) =>
      bestLandings(gap, halfBeats, states, { costs, isOpen, offDownbeat, count }),
    )
  })
  const ranked = [...states].sort((a, b) => a.total - b.total).slice(0, count)
  return ranked.map((last) => trace(gaps, last, costs, end))
}

/** What each phase costs at the hit that ends a gap; undefined when only a bar line will do. */
function offDownbeatCosts(gap: Gap, costs: BarCosts): readonly number[] | undefined {
  if (gap.downbeat === 'require') return undefined
  return gap.downbeat === 'ignore' ? costs.free : costs.offDownbeat
}

interface Landing {
  readonly costs: BarCosts
  /** The open end of the music: no hit, and no bar needs to be full. */
  readonly isOpen: boolean
  readonly offDownbeat: readonly number[] | undefined
  readonly count: number
}

/** The cheapest states for every phase in which a gap of so many half beats can end. */
function bestLandings(
  gap: Gap,
  halfBeats: number,
  states: readonly State[],
  { costs, isOpen, offDownbeat, count }: Landing,
): State[] {
  const stretch = Math.log(gap.natural / halfBeats)
  const distance = tempoDistance(gap, stretch)
  const best = new Map<number, State[]>()
  const offer = (previous: State, phase: number, filled: boolean, total: number): void => {
    const known = best.get(phase)
    if (!known) best.set(phase, [{ halfBeats, phase, stretch, filled, total, previous }])
    else if (known.length < count || total < known.at(-1)!.total) {
      let at = known.length
      while (at > 0 && known[at - 1]!.total > total) at--
      known.splice(at, 0, { halfBeats, phase, stretch, filled, total, previous })
      if (known.length > count) known.pop()
    }
  }
  for (const previous of states) {
    const at = previous.phase + halfBeats
    const phase = at % costs.length
    const reached = previous.total + distance + tempoChange(previous, stretch)
    if (isOpen) offer(previous, phase, false, reached + endingCost(phase))
    else if (phase === 0) offer(previous, 0, true, reached)
    else {
      if (offDownbeat) offer(previous, phase, false, reached + offDownbeat[phase]!)
      offer(previous, 0, true, reached + costs.filler(at).cost)
    }
  }
  return [...best.values()].flat()
}

const tempoDistance = (gap: Gap, stretch: number): number =>
  tempoDistanceWeight * Math.min(2, Math.max(0.5, (gap.end - gap.start) / 4)) * stretch * stretch

const tempoChange = (previous: State, stretch: number): number =>
  previous.previous ? tempoChangeWeight * (stretch - previous.stretch) ** 2 : 0

const endingCost = (phase: number): number =>
  phase === 0 ? 0 : phase % 2 === 0 ? endOffBarCost : endOffBeatCost

function trace(gaps: readonly Gap[], last: State, costs: BarCosts, end: 'open' | 'bar-line'): BeatPlacement {
  const path: State[] = []
  for (let state: State | undefined = last; state?.previous; state = state.previous) path.push(state)
  path.reverse()
  const cost = { tempoDistance: 0, tempoChange: 0, offDownbeat: 0, oddBars: 0, ending: 0, total: last.total }
  const placed = path.map((state, index): PlacedGap => {
    const gap = gaps[index]!
    const previous = state.previous!
    const at = previous.phase + state.halfBeats
    const closed = state.filled ? at : Math.floor(at / costs.length) * costs.length
    const filling: BarFilling = closed > 0 ? costs.filler(closed) : { bars: [], cost: 0 }
    cost.tempoDistance += tempoDistance(gap, state.stretch)
    cost.tempoChange += tempoChange(previous, state.stretch)
    cost.oddBars += filling.cost
    if (index === path.length - 1 && end === 'open') cost.ending += endingCost(state.phase)
    else cost.offDownbeat += offDownbeatCosts(gap, costs)?.[state.phase] ?? 0
    return { ...gap, halfBeats: state.halfBeats, phase: state.phase, bars: filling.bars }
  })
  return { gaps: placed, cost }
}
