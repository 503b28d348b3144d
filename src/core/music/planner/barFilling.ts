import { Failure } from '../../base/failure'
import { ticks, ticksPerQuarter } from '../../time/units'

/** Ticks of half a beat; the finest grid that hits may take. */
export const ticksPerHalfBeat = ticksPerQuarter / 2

export interface Metre {
  readonly numerator: number
  readonly denominator: number
}

/** A bar of the plan before it has a place. */
export interface BarShape extends Metre {
  readonly halfBeats: number
}

export interface BarFilling {
  readonly bars: readonly BarShape[]
  /** Sum of the odd-bar costs, 0 when all bars have the piece's metre. */
  readonly cost: number
}

/** Longest bar that a change of metre may make: 8/4. */
const longestBar = 16

/**
 * Cost of a bar that leaves the piece's metre, by its length in half beats. Whole beats read easily; 1/4 and 8/4
 * hardly; half beats (n/8) are the last resort. Judgement, not measurement.
 */
const oddBarCost: Readonly<Record<number, number>> = {
  1: 4, 2: 2, 3: 2.2, 4: 1, 5: 2.2, 6: 1, 7: 2, 8: 1, 10: 1, 12: 1.2, 14: 1.6, 16: 1.8,
} // prettier-ignore

/** Longest bar of a piece in half beats: 16/4. */
const longestNominalBar = 32

/**
 * Length of a bar in half beats (eighth notes). Throws Failure `wrong-use` unless the metre is made of whole eighths, at
 * most 16/4.
 */
export function barHalfBeats(metre: Metre): number {
  const { numerator, denominator } = metre
  const length = (numerator * 8) / denominator
  const legal = [1, 2, 4, 8].includes(denominator) && Number.isInteger(numerator) && numerator > 0
  if (!legal || length > longestNominalBar)
    throw new Failure('wrong-use', {
      reason:
        `a metre of ${numerator}/${denominator} is not possible: it takes a whole number of halves, ` +
        'quarters or eighths, such as 3/4 or 6/8, at most 16/4',
    })
  return length
}

/** The metre of a changed bar: n/4 for whole beats, n/8 when half a beat is left or the piece itself counts eighths. */
export function shapeOf(halfBeats: number, nominal: Metre, nominalLength: number): BarShape {
  if (halfBeats === nominalLength) return { ...nominal, halfBeats }
  const countsEighths = halfBeats % 2 === 1 || (nominal.denominator === 8 && halfBeats <= 8)
  return countsEighths
    ? { numerator: halfBeats, denominator: 8, halfBeats }
    : { numerator: halfBeats / 2, denominator: 4, halfBeats }
}

/** Fills any number of half beats with whole bars at the least cost; odd bars come last, next to the hit they serve. */
export type BarFiller = (halfBeats: number) => BarFilling

export function createBarFiller(nominal: Metre): BarFiller {
  const length = barHalfBeats(nominal)
  const costOf = (halfBeats: number): number | undefined => (halfBeats === length ? 0 : oddBarCost[halfBeats])
  // Longer stretches start with bars of the nominal metre: beyond this length those are always part of the best filling.
  const horizon = 2 * Math.max(length, longestBar) + length
  const best: { cost: number; bars: number; last: number }[] = [{ cost: 0, bars: 0, last: 0 }]
  for (let total = 1; total <= horizon; total++) {
    let chosen = { cost: Infinity, bars: Infinity, last: 0 }
    for (let bar = 1; bar <= Math.min(total, Math.max(length, longestBar)); bar++) {
      const cost = costOf(bar)
      if (cost === undefined) continue
      const before = best[total - bar]!
      const candidate = { cost: before.cost + cost, bars: before.bars + 1, last: bar }
      const isCheaper = candidate.cost < chosen.cost - 1e-9
      const isShorter = Math.abs(candidate.cost - chosen.cost) <= 1e-9 && candidate.bars < chosen.bars
      if (isCheaper || isShorter) chosen = candidate
    }
    best.push(chosen)
  }
  const known = new Map<number, BarFilling>()
  return (halfBeats) => {
    const cached = known.get(halfBeats)
    if (cached) return cached
    const spare = Math.max(0, Math.ceil((halfBeats - horizon) / length))
    const odd: number[] = []
    let nominalBars = spare
    let rest = halfBeats - spare * length
    const cost = best[rest]!.cost
    while (rest > 0) {
      const bar = best[rest]!.last
      if (bar === length) nominalBars++
      else odd.push(bar)
      rest -= bar
    }
    odd.sort((a, b) => b - a)
    const lengths = [...Array.from({ length: nominalBars }, () => length), ...odd]
    const filling = { bars: lengths.map((bar) => shapeOf(bar, nominal, length)), cost }
    known.set(halfBeats, filling)
    return filling
  }
}

/** What it costs that a hit falls `phase` half beats after a bar line: nothing on it, most between beats. */
export function offDownbeatCost(phase: number, nominal: Metre): number {
  if (phase === 0) return 0
  const isCompound = nominal.denominator === 8 && nominal.numerator % 3 === 0
  const isOnBeat = isCompound ? phase % 3 === 0 : phase % 2 === 0
  if (!isOnBeat) return 6
  return phase * 2 === barHalfBeats(nominal) ? 2.5 : 3.5
}

export const halfBeatTicks = (halfBeats: number) => ticks(halfBeats * ticksPerHalfBeat)
