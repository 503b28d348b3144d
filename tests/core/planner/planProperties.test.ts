import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HitRequest } from '../../../src/core/music/plan'
import { canFollow, thinHits } from '../../../src/core/music/planner/thinHits'
import { halfBeatLimits, minimumHitGap, tempoRange } from '../../../src/core/music/planner/tempoRange'
import { anyCurve, faultsOf, hit, plan, settings } from './planFixtures'

const metres = [
  { numerator: 4, denominator: 4 },
  { numerator: 3, denominator: 4 },
  { numerator: 6, denominator: 8 },
  { numerator: 7, denominator: 8 },
  { numerator: 2, denominator: 2 },
  { numerator: 12, denominator: 8 },
]

const anyHits = (duration: number, maxLength: number): fc.Arbitrary<HitRequest[]> =>
  fc
    .array(
      fc.record({
        time: fc.double({ min: 0, max: duration, noNaN: true }),
        weight: fc.double({ min: 0, max: 5, noNaN: true }),
        markedByUser: fc.boolean(),
        mode: fc.constantFrom('must', 'must', 'must', 'soft'),
      }),
      { maxLength, size: 'max' },
    )
    .map((list) => list.map(({ time, ...more }, index) => hit(time, { ...more, id: `h${index}` })))

describe('any plan', () => {
  it('P1-P6 hold for random films, hits, curves, metres and tempo ranges', () => {
    const film = fc.double({ min: 0.01, max: 900, noNaN: true }).chain((duration) =>
      fc.record({
        duration: fc.constant(duration),
        hits: anyHits(duration, 200),
        curve: anyCurve(duration),
        metre: fc.constantFrom(...metres),
        tempo: fc.constantFrom(
          [60, 160],
          [40, 240],
          [100, 130],
          [118, 122],
          [90, 90],
          [97.3, 97.3],
          [180, 300],
        ),
      }),
    )
    fc.assert(
      fc.property(film, ({ duration, hits, curve, metre, tempo }) => {
        const options = { ...settings, metre, minimumTempo: tempo[0], maximumTempo: tempo[1] }
        const result = plan(duration, hits, { settings: options, curve })
        expect(faultsOf(result, options)).toEqual([])
        expect(result.hits.map((planned) => planned.id).sort()).toEqual(hits.map((each) => each.id).sort())
      }),
      { numRuns: 300 },
    )
  })

  it('P7 plans 2,000 hits over three hours, exact to the last (bench/scaling.ts: how long it takes)', () => {
    const duration = 10_800
    const films = fc.record({
      places: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      curve: anyCurve(duration),
      isRegular: fc.boolean(),
    })
    fc.assert(
      fc.property(films, ({ places, curve, isRegular }) => {
        const hits = Array.from({ length: 2000 }, (_, index) => {
          const place = isRegular ? (index + 0.7) / 2000 : Number(places.next().value)
          return hit(place * duration, { id: `h${index}`, markedByUser: index % 50 === 0 })
        })
        const result = plan(duration, hits, { curve })
        expect(faultsOf(result)).toEqual([])
      }),
      {
        numRuns: 5,
        examples: [[{ places: fc.stream([].values()), curve: { points: [] }, isRegular: true }]],
      },
    )
  })
})

/** All subsets, best by (marked, count, weight): the definition of docs/spec/planner.md P8, without dynamic programming. */
function bestByForce(
  hits: readonly HitRequest[],
  duration: number,
  tempo: { minimumTempo: number; maximumTempo: number },
) {
  const range = tempoRange(tempo)
  const sorted = [...hits].sort((a, b) => a.time - b.time)
  let best = [-1, -1, -1]
  for (let mask = 0; mask < 1 << sorted.length; mask++) {
    const chosen = sorted.filter((_, index) => mask & (1 << index))
    const isPossible = chosen.every((each, index) => {
      if (each.time > duration - 0.002) return false
      const previous = chosen[index - 1]
      if (!previous) {
        const limits = halfBeatLimits(range, each.time)
        return each.time <= 1e-6 || limits.fewest <= limits.most
      }
      const gap = each.time - (previous.time <= 1e-6 ? 0 : previous.time)
      const limits = halfBeatLimits(range, gap)
      return each.time - previous.time >= minimumHitGap && limits.fewest <= limits.most
    })
    if (!isPossible) continue
    const merit = [
      chosen.filter((each) => each.markedByUser).length,
      chosen.length,
      chosen.reduce((sum, each) => sum + each.weight, 0),
    ]
    const difference =
      merit.map((value, index) => value - best[index]!).find((value) => Math.abs(value) > 1e-9) ?? 0
    if (difference > 0) best = merit
  }
  return best
}

describe('thinning', () => {
  it('P8 keeps exactly as much as trying every subset', () => {
    const dense = fc.record({
      duration: fc.double({ min: 1, max: 12, noNaN: true }),
      tempo: fc.constantFrom([60, 160], [100, 104], [120, 120], [60, 66]),
      list: fc.array(
        fc.record({
          place: fc.integer({ min: 0, max: 100 }),
          weight: fc.integer({ min: 0, max: 3 }),
          markedByUser: fc.boolean(),
        }),
        { maxLength: 10 },
      ),
    })
    fc.assert(
      fc.property(dense, ({ duration, tempo, list }) => {
        const options = { minimumTempo: tempo[0], maximumTempo: tempo[1] }
        const hits = list.map(({ place, ...more }, index) =>
          hit((place / 100) * duration, { ...more, id: `h${index}` }),
        )
        const { kept } = thinHits(hits, tempoRange(options), { start: 0, end: duration }, () => 6e5)!
        const merit = [kept.filter((each) => each.markedByUser).length, kept.length]
        const forced = bestByForce(hits, duration, options)
        expect(merit).toEqual(forced.slice(0, 2))
        expect(kept.reduce((sum, each) => sum + each.weight, 0)).toBeCloseTo(forced[2]!, 6)
      }),
      { numRuns: 300 },
    )
  })

  it('P9 keeps a pair at the shortest gap and thins a closer one', () => {
    const range = tempoRange(settings)
    expect(canFollow(range, 3, 3.97)).toBe(true)
    expect(canFollow(range, 3, 3.95)).toBe(false)
    expect(canFollow(range, undefined, 0.1)).toBe(false)
    expect(canFollow(range, undefined, 0.2)).toBe(true)
  })
})
