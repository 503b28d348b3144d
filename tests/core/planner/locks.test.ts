import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import type { HitRequest, LockedSpan, Plan } from '../../../src/core/music/plan'
import { placeLocks } from '../../../src/core/music/planner/locks'
import { planSolutions } from '../../../src/core/music/planner/planScore'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'
import { anyCurve, cuesAt, curveOf, faultsOf, hit, plan, planRequest } from './planFixtures'

/** A span of an earlier plan between two shares of its length. */
const spanOf = (earlier: Plan, from: number, to: number): LockedSpan => ({
  plan: earlier,
  startTick: ticks(Math.floor(Math.min(from, to) * (earlier.endTick - 1))),
  endTick: ticks(Math.floor(Math.max(from, to) * (earlier.endTick - 1)) + 1),
})

/** What differs between the locked parts of two plans: nothing, if the lock holds (docs/spec/planner.md P18). */
function differences(result: Plan, spans: readonly LockedSpan[]): string[] {
  const faults: string[] = []
  const now = createTempoMap(result.tempo)
  for (const { plan: earlier, startTick, endTick, shift } of placeLocks(result, spans)) {
    const before = createTempoMap(earlier.tempo)
    const same = (what: string, first: unknown, second: unknown): void => {
      const [one, two] = [JSON.stringify(first), JSON.stringify(second)]
      if (one !== two) faults.push(`${what}: ${one} became ${two}`)
    }
    const inside = (tick: number, by: number): boolean => tick >= startTick + by && tick < endTick + by
    const barsOf = (each: Plan, by: number) =>
      each.bars
        .filter((bar) => inside(bar.tick, by))
        .map((bar) => [bar.tick - by, bar.length, bar.numerator, bar.denominator])
    same('bars', barsOf(earlier, 0), barsOf(result, shift))
    const hitsOf = (each: Plan, by: number) =>
      each.hits
        .filter((planned) => planned.kept && inside(planned.tick, by))
        .map((planned) => [planned.id, planned.time, planned.tick - by, planned.kind, planned.downbeat])
    same('hits', hitsOf(earlier, 0), hitsOf(result, shift))
    const grid = Array.from({ length: Math.ceil((endTick - startTick) / 240) }, (_, index) =>
      ticks(startTick + index * 240),
    )
    for (const tick of [...grid, ticks(endTick)]) {
      const late = now.secondsAt(ticks(tick + shift)) - before.secondsAt(tick)
      if (Math.abs(late) > 2e-6) faults.push(`tick ${tick} is ${late} s late`)
    }
    const moods = (each: Plan, by: number) =>
      grid.map((tick) => {
        const at = each.sections.findLast((section) => section.startTick <= tick + by)!
        const key = each.keys.findLast((change) => change.tick <= tick + by)!
        const { name, valence, arousal, mode, density, register, families } = at
        return [name, valence, arousal, mode, density, register, families, key.tonic, key.mode]
      })
    same('sections and keys', moods(earlier, 0), moods(result, shift))
  }
  return faults
}

const anyTimes = (duration: number) =>
  fc.array(fc.double({ min: 0, max: duration, noNaN: true }), { maxLength: 30 })
const hitsAt = (times: readonly number[], name: string): HitRequest[] =>
  times.map((time, index) => hit(time, { id: `${name}${index}`, mode: index % 5 === 4 ? 'soft' : 'must' }))

describe('locked ranges', () => {
  it('P18 stay identical in absolute time whatever changes around them', () => {
    const film = fc.double({ min: 8, max: 300, noNaN: true }).chain((duration) =>
      fc.record({
        duration: fc.constant(duration),
        before: anyTimes(duration),
        after: anyTimes(duration),
        curves: fc.tuple(anyCurve(duration), anyCurve(duration)),
        shares: fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        split: fc.boolean(),
        tempo: fc.constantFrom([60, 160], [118, 122], [80, 90]),
        seed: fc.nat(9),
      }),
    )
    fc.assert(
      fc.property(film, ({ duration, before, after, curves, shares, split, tempo, seed }) => {
        const cues = split ? cuesAt([0.4, duration / 2 - 1], [duration / 2, duration]) : []
        const range = { minimumTempo: tempo[0], maximumTempo: tempo[1] }
        const earlier = plan(duration, hitsAt(before, 'a'), { settings: range, curve: curves[0], cues })
        const spans = shares.map(([from, to]) => spanOf(earlier, from, to))
        const hits = [...hitsAt(before.slice(0, 10), 'a'), ...hitsAt(after, 'b')]
        const result = plan(duration, hits, {
          settings: { ...range, seed },
          curve: curves[1],
          cues,
          locked: spans,
        })
        expect(faultsOf(result, { ...planRequest(1, []).settings, ...range })).toEqual([])
        expect(differences(result, spans)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  const cuts = [4.2, 9.7, 15.3, 22.1, 30.6, 37.4]
  const earlier = plan(
    45,
    cuts.map((time) => hit(time)),
  )
  const tickOf = (time: number) => earlier.hits.find((each) => each.time === time)!.tick
  const middle: LockedSpan = { plan: earlier, startTick: tickOf(9.7), endTick: tickOf(30.6) }

  it('P18 reports a cut that changed inside a locked range, and does not follow it', () => {
    const changed = [4.2, 9.7, 15.9, 22.1, 30.6, 37.4].map((time) =>
      hit(time, { id: `hit-${time === 15.9 ? 15.3 : time}`, markedByUser: time === 15.9 }),
    )
    const result = plan(45, [...changed, hit(26, { kind: 'stop' })], { locked: [middle] })
    expect(differences(result, [middle])).toEqual([])
    const at = (time: number) => result.hits.find((each) => each.time === time)
    expect(at(15.3)).toMatchObject({ id: 'hit-15.3', kept: true })
    expect(at(15.9)).toMatchObject({ id: 'hit-15.3', kept: false, reason: 'locked', markedByUser: true })
    expect(at(26)).toMatchObject({ kept: false, reason: 'locked', kind: 'stop' })
    expect(result.hits.filter((each) => each.kept).map((each) => each.time)).toEqual(cuts)
  })

  it('P18 follows changes outside it, up to its very borders', () => {
    const moved = [4.9, 9.7, 15.3, 22.1, 30.6, 33.3, 38.8].map((time) => hit(time))
    const result = plan(45, moved, { locked: [middle], curve: curveOf([0, -0.5, 0.9]) })
    expect(differences(result, [middle])).toEqual([])
    expect(result.hits.every((each) => each.kept)).toBe(true)
    expect(result.sections[0]!.arousal).toBeGreaterThan(0.8)
  })

  it('P18 holds for every ranked solution', () => {
    const request = planRequest(
      45,
      [4.9, 9.7, 30.6, 38.8].map((time) => hit(time)),
      { locked: [middle] },
    )
    const plans = planSolutions(request, 5)
    expect(plans).toHaveLength(5)
    for (const result of plans) expect(differences(result, [middle])).toEqual([])
  })

  it('P18 keeps the whole film as it was when all of it is locked', () => {
    const whole: LockedSpan = { plan: earlier, startTick: ticks(0), endTick: earlier.endTick }
    const { cost: _cost, ...rest } = plan(
      45,
      cuts.map((time) => hit(time)),
      { locked: [whole] },
    )
    const { cost: _before, ...same } = earlier
    expect(rest).toEqual(same)
  })

  it('P18 refuses what it cannot keep, with the reason', () => {
    const reasonOf = (work: () => unknown): string => {
      try {
        work()
        return 'none'
      } catch (error) {
        return isFailure(error) && error.code === 'wrong-use' ? String(error.context.reason) : String(error)
      }
    }
    const other = plan(45, [hit(11)])
    expect(
      reasonOf(() =>
        plan(45, [], { locked: [middle, { plan: other, startTick: ticks(0), endTick: other.endTick }] }),
      ),
    ).toContain('overlap')
    expect(reasonOf(() => plan(45, [], { locked: [middle], cues: cuesAt([0, 20], [25, 45]) }))).toContain(
      'inside a cue',
    )
    const start = createTempoMap(earlier.tempo).secondsAt(middle.startTick)
    const late = cuesAt([start - 0.05, 45])
    expect(reasonOf(() => plan(45, [], { locked: [middle], cues: late }))).toContain('no whole number')
    expect(seconds(start)).toBeCloseTo(9.7, 3)
  })
})
