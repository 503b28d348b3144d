import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitReport } from '../../../src/core/music/planner/fitReport'
import { barHalfBeats, createBarFiller, offDownbeatCost } from '../../../src/core/music/planner/barFilling'
import { placeBeats, type Gap } from '../../../src/core/music/planner/placeBeats'
import { planScore, planSolutions } from '../../../src/core/music/planner/planScore'
import { maximumSolutions } from '../../../src/core/music/planner/rankSolutions'
import { halfBeatCandidates, tempoRange } from '../../../src/core/music/planner/tempoRange'
import { rational } from '../../../src/core/time/rational'
import type { DownbeatPreference } from '../../../src/core/timeline/transition'
import { anyCurve, cuesAt, curveOf, faultsOf, hit, planRequest, settings } from './planFixtures'

const four = { numerator: 4, denominator: 4 }
const range = tempoRange(settings)

/** The costs of all placements of docs/spec/planner.md P13 in ascending order, by trying everything. */
function allCosts(gaps: readonly Gap[], end: 'open' | 'bar-line'): number[] {
  const filler = createBarFiller(four)
  const length = barHalfBeats(four)
  const search = (index: number, phase: number, before: number | undefined): number[] => {
    const gap = gaps[index]
    if (!gap) return [0]
    const isLast = index === gaps.length - 1
    const seconds = gap.end - gap.start
    return halfBeatCandidates(range, seconds, gap.natural).flatMap((halfBeats) => {
      const stretch = Math.log(gap.natural / halfBeats)
      const change = before === undefined ? 0 : stretch - before
      const tempo = 20 * Math.min(2, Math.max(0.5, seconds / 4)) * stretch ** 2 + 15 * change ** 2
      const at = (phase + halfBeats) % length
      if (isLast && end === 'open') return [tempo + (at === 0 ? 0 : at % 2 === 0 ? 0.6 : 1.2)]
      const ways: number[] = []
      const mayStay = at === 0 || !(gap.downbeat === 'require' || isLast)
      const price = at === 0 || gap.downbeat === 'ignore' ? 0 : offDownbeatCost(at, four)
      if (mayStay) ways.push(...search(index + 1, at, stretch).map((rest) => price + rest))
      if (at !== 0)
        ways.push(...search(index + 1, 0, stretch).map((rest) => filler(phase + halfBeats).cost + rest))
      return ways.map((rest) => tempo + rest)
    })
  }
  return search(0, 0, undefined).sort((a, b) => a - b)
}

const anyGaps = fc
  .array(
    fc.record({
      length: fc.double({ min: 1, max: 6, noNaN: true }),
      tempo: fc.double({ min: 65, max: 150, noNaN: true }),
      downbeat: fc.constantFrom<DownbeatPreference[]>('require', 'prefer', 'ignore'),
    }),
    { minLength: 1, maxLength: 3, size: 'max' },
  )
  .map((list) => {
    let start = 0
    return list.map(({ length, tempo, downbeat }): Gap => {
      const gap = { start, end: start + length, natural: (length * tempo) / 30, downbeat }
      start = gap.end
      return gap
    })
  })

describe('ranked placements', () => {
  it('P16 are the cheapest of all, in order and distinct, to an open end and to a bar line', () => {
    fc.assert(
      fc.property(anyGaps, fc.constantFrom('open' as const, 'bar-line' as const), (gaps, end) => {
        const ranked = placeBeats(gaps, range, four, { count: 8, end })
        const forced = allCosts(gaps, end).slice(0, 8)
        expect(ranked.length).toBe(forced.length)
        ranked.forEach(({ cost }, index) => expect(cost.total).toBeCloseTo(forced[index]!, 6))
        const names = ranked.map(({ gaps: placed }) =>
          placed.map(({ halfBeats, phase }) => `${halfBeats}/${phase}`).join(),
        )
        expect(new Set(names).size).toBe(ranked.length)
        if (end === 'bar-line') for (const { gaps: placed } of ranked) expect(placed.at(-1)!.phase).toBe(0)
        for (const { gaps: placed } of ranked)
          placed.slice(0, -1).forEach((gap) => {
            if (gap.downbeat === 'require') expect(gap.phase).toBe(0)
          })
      }),
      { numRuns: 30 },
    )
  })
})

describe('ranked solutions', () => {
  it('P16 start with the plan, ascend in cost, differ, keep the same hits and spell out their cost', () => {
    const films = fc.double({ min: 2, max: 60, noNaN: true }).chain((duration) =>
      fc.record({
        duration: fc.constant(duration),
        times: fc.array(fc.double({ min: 0, max: duration, noNaN: true }), { maxLength: 12 }),
        curve: anyCurve(duration),
        split: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(films, ({ duration, times, curve, split }) => {
        const cues =
          split && duration > 10 ? cuesAt([0.5, duration / 2 - 1], [duration / 2, duration - 1]) : undefined
        const hits = times.map((time, index) => hit(time, { id: `h${index}` }))
        const request = planRequest(duration, hits, { curve, ...(cues && { cues }) })
        const plans = planSolutions(request, maximumSolutions)
        expect(plans.length).toBeLessThanOrEqual(maximumSolutions)
        expect(plans[0]).toEqual(planScore(request))
        const keptOf = (plan: (typeof plans)[number]) =>
          plan.hits.filter((each) => each.kept).map((each) => each.id)
        plans.forEach((plan, index) => {
          expect(faultsOf(plan)).toEqual([])
          expect(keptOf(plan)).toEqual(keptOf(plans[0]!))
          const { total, ...terms } = plan.cost
          expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(total!, 6)
          expect(total).toBeGreaterThanOrEqual((plans[index - 1]?.cost.total ?? 0) - 1e-9)
        })
        const shapes = plans.map((plan) => JSON.stringify([plan.tempo, plan.bars]))
        expect(new Set(shapes).size).toBe(plans.length)
        expect(planSolutions(request, 2)).toEqual(plans.slice(0, 2))
      }),
      { numRuns: 30 },
    )
  })

  it('P16 hold one with a steady tempo where one fits, although the mood moves', () => {
    const curve = curveOf([0, 0.2, -0.8], [20, 0.2, 0.8, true], [40, 0.2, -0.8, true])
    const hits = [4, 8, 14, 20, 26, 30, 40, 46, 52].map((time) => hit(time))
    const spans = planSolutions(planRequest(60, hits, { curve }), maximumSolutions).map((plan) => {
      const { slowest, fastest } = fitReport(plan, rational(25), four)
      return fastest / slowest
    })
    expect(spans[0]).toBeGreaterThan(1.2)
    expect(Math.min(...spans)).toBeLessThan(1.011)
  })

  it('P16 hold one with every hit on a bar line', () => {
    const hits = [3.1, 5.6, 9.2, 10.3, 14.9, 17, 19.7].map((time) => hit(time))
    const plans = planSolutions(planRequest(24, hits), maximumSolutions)
    const reports = plans.map((plan) => fitReport(plan, rational(25), four))
    expect(reports.some(({ downbeats }) => downbeats === hits.length)).toBe(true)
  })

  it('P17 puts a hit that requires it on a bar line at any price, and charges nothing where it does not matter', () => {
    // In 6/8 a second is half a bar at the wanted tempo: two bars of 3/8 cost more than a hit on the second beat.
    const times = Array.from({ length: 20 }, (_, index) => index + 1)
    const planned = (downbeat: DownbeatPreference) => {
      const hits = times.map((time) => hit(time, { downbeat }))
      return planScore(planRequest(24, hits, { settings: { metre: { numerator: 6, denominator: 8 } } }))
    }
    const preferred = planned('prefer')
    expect(preferred.hits.every((each) => each.kept)).toBe(true)
    expect(preferred.hits.every((each) => each.downbeat)).toBe(false)
    expect(preferred.cost.offDownbeat).toBeGreaterThan(0)
    const required = planned('require')
    expect(required.hits.every((each) => each.kept && each.downbeat)).toBe(true)
    expect(required.cost.total).toBeGreaterThan(preferred.cost.total!)
    expect(planned('ignore').cost).toMatchObject({ offDownbeat: 0, oddBars: 0 })
  })
})

describe('the report of a solution', () => {
  it('P16 tells hits, near misses and misses, in milliseconds and frames', () => {
    const locked = { minimumTempo: 120, maximumTempo: 120 }
    const hits = [hit(3), hit(5.01), hit(7.1), hit(8.5), hit(12, { mode: 'soft' })]
    const plan = planScore(planRequest(20, hits, { settings: locked }))
    const { fits, slowest, fastest, oddBars } = fitReport(plan, rational(25), four)
    expect(fits.map(({ hit: { time }, grade }) => [time, grade])).toEqual([
      [3, 'hit'],
      [5.01, 'near-miss'],
      [7.1, 'miss'],
      [8.5, 'hit'],
    ])
    expect(fits[1]!.errorMilliseconds).toBeCloseTo(-10, 3)
    expect(fits[1]!.errorFrames).toBeCloseTo(-0.25, 5)
    expect([slowest, fastest]).toEqual([120, 120])
    expect(oddBars).toBe(plan.bars.filter((bar) => bar.numerator !== 4 || bar.denominator !== 4).length)
  })

  it('P16 counts a hit in silence as missed, however near a beat is', () => {
    const plan = planScore(planRequest(20, [hit(3)], { cues: cuesAt([5, 15]) }))
    expect(fitReport(plan, rational(1, 1000), four).fits[0]!.grade).toBe('miss')
  })
})
