import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  barHalfBeats,
  createBarFiller,
  offDownbeatCost,
  type Metre,
} from '../../../src/core/music/planner/barFilling'
import { placeBeats, type Gap } from '../../../src/core/music/planner/placeBeats'
import { halfBeatCandidates, tempoRange, type TempoRange } from '../../../src/core/music/planner/tempoRange'

const four: Metre = { numerator: 4, denominator: 4 }
const range = tempoRange({ minimumTempo: 60, maximumTempo: 160 })

/** The least cost of docs/spec/planner.md P13 by trying everything. */
function leastCost(gaps: readonly Gap[], tempi: TempoRange, metre: Metre): number {
  const filler = createBarFiller(metre)
  const length = barHalfBeats(metre)
  const search = (index: number, phase: number, before: number | undefined): number => {
    const gap = gaps[index]
    if (!gap) return 0
    const isLast = index === gaps.length - 1
    const seconds = gap.end - gap.start
    return Math.min(
      ...halfBeatCandidates(tempi, seconds, gap.natural).map((halfBeats) => {
        const stretch = Math.log(gap.natural / halfBeats)
        const change = before === undefined ? 0 : stretch - before
        const tempo = 20 * Math.min(2, Math.max(0.5, seconds / 4)) * stretch ** 2 + 15 * change ** 2
        const at = (phase + halfBeats) % length
        if (isLast) return tempo + (at === 0 ? 0 : at % 2 === 0 ? 0.6 : 1.2)
        const stay = offDownbeatCost(at, metre) + search(index + 1, at, stretch)
        return tempo + Math.min(stay, filler(phase + halfBeats).cost + search(index + 1, 0, stretch))
      }),
    )
  }
  return search(0, 0, undefined)
}

describe('filling bars', () => {
  it.each([
    four,
    { numerator: 3, denominator: 4 },
    { numerator: 6, denominator: 8 },
    { numerator: 7, denominator: 8 },
  ])('P12 fills any length with legal bars, odd ones last (%o)', (metre) => {
    const filler = createBarFiller(metre)
    const length = barHalfBeats(metre)
    for (let halfBeats = 1; halfBeats <= 130; halfBeats++) {
      const { bars, cost } = filler(halfBeats)
      expect(bars.reduce((sum, bar) => sum + bar.halfBeats, 0)).toBe(halfBeats)
      const isOdd = bars.map((bar) => bar.halfBeats !== length)
      expect(isOdd.lastIndexOf(false)).toBeLessThan(isOdd.includes(true) ? isOdd.indexOf(true) : Infinity)
      expect(cost === 0).toBe(halfBeats % length === 0)
      for (const bar of bars) expect((bar.numerator * 8) / bar.denominator).toBe(bar.halfBeats)
      expect(isOdd.filter(Boolean).length).toBeLessThanOrEqual(2)
    }
  })

  it('P12 changes one bar for a remainder of whole beats', () => {
    expect(createBarFiller(four)(14).bars.map((bar) => `${bar.numerator}/${bar.denominator}`)).toEqual([
      '4/4',
      '3/4',
    ])
    expect(createBarFiller(four)(18).bars.map((bar) => `${bar.numerator}/${bar.denominator}`)).toEqual([
      '4/4',
      '5/4',
    ])
    expect(createBarFiller(four)(7).bars.map((bar) => `${bar.numerator}/${bar.denominator}`)).toEqual(['7/8'])
  })
})

describe('placing beats', () => {
  const anyGaps = fc.array(
    fc.record({
      length: fc.double({ min: 1, max: 9, noNaN: true }),
      tempo: fc.double({ min: 65, max: 150, noNaN: true }),
    }),
    {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    },
  )

  it('P13 finds the least cost over everything that may be chosen', () => {
    fc.assert(
      fc.property(
        anyGaps,
        fc.constantFrom(four, { numerator: 3, denominator: 4 }, { numerator: 7, denominator: 8 }),
        (list, metre) => {
          let start = 0
          const gaps = list.map(({ length, tempo }): Gap => {
            const gap = { start, end: start + length, natural: (length * tempo) / 30 }
            start = gap.end
            return gap
          })
          const cost = placeBeats(gaps, range, metre)[0]!.cost
          expect(cost.total).toBeCloseTo(leastCost(gaps, range, metre), 6)
          const { total, ...terms } = cost
          expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(total, 6)
        },
      ),
      { numRuns: 40 },
    )
  })
})
