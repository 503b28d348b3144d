import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HitRequest } from '../../../src/core/music/plan'
import { canFollow, thinHits, type HitSpan } from '../../../src/core/music/planner/thinHits'
import {
  halfBeatLimits,
  minimumHitGap,
  tempoRange,
  type TempoRange,
} from '../../../src/core/music/planner/tempoRange'
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
      { numRuns: 200 },
    )
  })

  it('P1-P7 hold for 0 to 2,000 hits in 1 second to 3 hours (bench/scaling.ts: how long it takes)', () => {
    // Lengths are spread evenly over the orders of magnitude.
    const length = fc.double({ min: 0, max: Math.log(10_800), noNaN: true }).map(Math.exp)
    const films = length.chain((duration) =>
      fc.record({
        duration: fc.constant(duration),
        count: fc.integer({ min: 0, max: 2000 }),
        places: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        curve: anyCurve(duration),
        isRegular: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(films, ({ duration, count, places, curve, isRegular }) => {
        const hits = Array.from({ length: count }, (_, index) => {
          const place = isRegular ? (index + 0.7) / count : Number(places.next().value)
          return hit(place * duration, { id: `h${index}`, markedByUser: index % 50 === 0 })
        })
        const result = plan(duration, hits, { curve })
        expect(faultsOf(result)).toEqual([])
        expect(result.hits.length).toBe(count)
      }),
      {
        numRuns: 12,
        examples: [
          [
            {
              duration: 10_800,
              count: 2000,
              places: fc.stream([].values()),
              curve: { points: [] },
              isRegular: true,
            },
          ],
        ],
      },
    )
  })
})

/** All subsets, best by (marked, count, weight): the definition of docs/spec/planner.md P8 and P9, by trying everything. */
function bestByForce(hits: readonly HitRequest[], span: HitSpan, range: TempoRange) {
  const sorted = [...hits].sort((a, b) => a.time - b.time)
  const fits = (from: number, to: number): boolean => {
    const limits = halfBeatLimits(range, to - from)
    return limits.fewest <= limits.most
  }
  const start = (time: number): number => (time <= span.start + 1e-6 ? span.start : time)
  let best: number[] | undefined
  for (let mask = 0; mask < 1 << sorted.length; mask++) {
    const chosen = sorted.filter((_, index) => mask & (1 << index))
    const times = chosen.map((each) => each.time)
    const neighbours = [span.hitBefore ?? -Infinity, ...times, span.hitAfter ?? Infinity]
    const isPossible =
      times.every((time) => time >= span.start - 1e-6 && time <= span.end - 0.002) &&
      neighbours
        .slice(1)
        .every((time, index) => chosen.length === 0 || time - neighbours[index]! >= minimumHitGap) &&
      times.every((time, index) => start(time) === span.start || fits(start(times[index - 1] ?? -1), time)) &&
      (span.endKind !== 'bar-line' || fits(start(times.at(-1) ?? -1), span.end))
    if (!isPossible) continue
    const merit = [
      chosen.filter((each) => each.markedByUser).length,
      chosen.length,
      chosen.reduce((sum, each) => sum + each.weight, 0),
    ]
    const difference =
      merit.map((value, index) => value - (best?.[index] ?? -1)).find((value) => Math.abs(value) > 1e-9) ?? 0
    if (difference > 0) best = merit
  }
  return best
}

describe('thinning', () => {
  it('P8 keeps exactly as much as trying every subset, to an open end and to locked music', () => {
    const dense = fc.record({
      duration: fc.double({ min: 1, max: 12, noNaN: true }),
      start: fc.constantFrom(0, 7.3),
      endKind: fc.constantFrom('open' as const, 'bar-line' as const),
      around: fc.record({
        before: fc.option(fc.constantFrom(0.1, 0.7)),
        after: fc.option(fc.constantFrom(0, 0.4)),
      }),
      tempo: fc.constantFrom([60, 160], [100, 104], [120, 120], [60, 66]),
      list: fc.array(
        fc.record({
          place: fc.integer({ min: 0, max: 100 }),
          weight: fc.integer({ min: 0, max: 3 }),
          markedByUser: fc.boolean(),
        }),
        { maxLength: 9 },
      ),
    })
    fc.assert(
      fc.property(dense, ({ duration, start, endKind, around, tempo, list }) => {
        const range = tempoRange({ minimumTempo: tempo[0], maximumTempo: tempo[1] })
        const end = start + duration
        const span: HitSpan = {
          start,
          end,
          endKind,
          hitBefore: around.before === null ? undefined : start - around.before,
          hitAfter: around.after === null || endKind === 'open' ? undefined : end + around.after,
        }
        const hits = list.map(({ place, ...more }, index) =>
          hit(start + (place / 100) * duration, { ...more, id: `h${index}` }),
        )
        const selection = thinHits(hits, range, span, () => 6e5)
        const forced = bestByForce(hits, span, range)
        expect(selection !== undefined).toBe(forced !== undefined)
        if (!selection || !forced) return
        const { kept, thinned } = selection
        expect(kept.length + thinned.length).toBe(hits.length)
        expect([kept.filter((each) => each.markedByUser).length, kept.length]).toEqual(forced.slice(0, 2))
        expect(kept.reduce((sum, each) => sum + each.weight, 0)).toBeCloseTo(forced[2]!, 6)
      }),
      { numRuns: 400 },
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
