import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { families } from '../../../src/core/music/families'
import type { Plan } from '../../../src/core/music/plan'
import { activeFamilies, modeOf, targetRegister } from '../../../src/core/music/planner/sectionCharacter'
import { planForm } from '../../../src/core/music/planner/form'
import { targetTempo, tempoRange } from '../../../src/core/music/planner/tempoRange'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'
import { curveOf, faultsOf, hit, plan, settings } from './planFixtures'

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return isFailure(error) ? error.code : String(error)
  }
}
const tempoAt = (result: Plan, time: number): number => {
  const map = createTempoMap(result.tempo)
  return 60e6 / map.tempoAt(ticks(Math.floor(map.ticksAt(seconds(time)))))
}

describe('planning hits', () => {
  it('P1 puts kept hits on downbeats, the first picture on tick 0 and says the error of the others', () => {
    const hits = [hit(0), hit(7.3), hit(12.9), hit(14.1), hit(14.4), hit(20.02, { mode: 'soft' }), hit(26)]
    const result = plan(30, hits)
    expect(faultsOf(result)).toEqual([])
    const byTime = (time: number) => result.hits.find((each) => each.time === time)!
    expect(byTime(0)).toMatchObject({ tick: 0, kept: true, downbeat: true, error: 0 })
    for (const time of [7.3, 12.9, 26]) expect(byTime(time)).toMatchObject({ kept: true, downbeat: true })
    expect(result.hits.filter((each) => each.reason).map((each) => each.reason)).toEqual(['too-close'])
    expect(byTime(20.02).kept).toBe(false)
    expect(byTime(20.02).reason).toBeUndefined()
    // Nearest half beat at 60 beats a minute or more: never more than a quarter of a second away.
    expect(Math.abs(byTime(20.02).error)).toBeLessThanOrEqual(0.25)
  })

  it('P8 prefers the heavier of two close hits, and a marked one to any weight or number', () => {
    const keptOf = (result: Plan) => result.hits.filter((each) => each.kept).map((each) => each.time)
    expect(keptOf(plan(20, [hit(8, { weight: 1 }), hit(8.4, { weight: 3 })]))).toEqual([8.4])
    expect(keptOf(plan(20, [hit(8, { weight: 3 }), hit(8.4, { weight: 1 })]))).toEqual([8])
    const crowded = [hit(8, { weight: 99 }), hit(8.5, { markedByUser: true }), hit(9, { weight: 99 })]
    expect(keptOf(plan(20, crowded))).toEqual([8.5])
  })

  it('P8 says why of two marked hits in conflict one is thinned', () => {
    const result = plan(20, [hit(8, { markedByUser: true }), hit(8.5, { markedByUser: true })])
    expect(result.hits.map((each) => each.kept).sort()).toEqual([false, true])
    expect(result.hits.find((each) => !each.kept)).toMatchObject({ reason: 'too-close', markedByUser: true })
  })

  it('P8 gives the tempo range as reason where no beat fits, and says that a hit lies outside', () => {
    const locked = { minimumTempo: 120, maximumTempo: 120 }
    const result = plan(20, [hit(3), hit(7.1), hit(25), hit(-1)], { settings: locked })
    const reasons = Object.fromEntries(result.hits.map((each) => [each.time, each.reason]))
    expect(reasons).toEqual({ 3: undefined, 7.1: 'tempo-range', 25: 'outside', [-1]: 'outside' })
  })

  it('P4 keeps errors from adding up over a long film of equal gaps', () => {
    const hits = Array.from({ length: 1500 }, (_, index) =>
      hit((index + 1) * (1001 / 300), { id: `h${index}` }),
    )
    const result = plan(5010, hits)
    expect(result.hits.every((each) => each.kept && Math.abs(each.error) < 2e-4)).toBe(true)
  })

  it('P4 splits a tempo rather than miss a far hit', () => {
    const result = plan(7300, [hit(7201.2345)], { curve: curveOf([0, 0, 0]) })
    expect(faultsOf(result)).toEqual([])
    expect(Math.abs(result.hits[0]!.error)).toBeLessThan(1.01e-4)
  })

  it.each([0.005, 0.04, 0.3, 1, 1.7])('P5 plans a film of %f s', (duration) => {
    expect(faultsOf(plan(duration, []))).toEqual([])
    expect(faultsOf(plan(duration, [hit(duration / 2)]))).toEqual([])
  })

  it('P5 refuses a film without length and settings that nothing can follow', () => {
    for (const duration of [0, -1, NaN, Infinity]) expect(codeOf(() => plan(duration, []))).toBe('too-short')
    expect(codeOf(() => plan(9, [], { settings: { minimumTempo: 100, maximumTempo: 90 } }))).toBe('wrong-use')
    expect(codeOf(() => plan(9, [], { settings: { minimumTempo: 0, maximumTempo: 90 } }))).toBe('wrong-use')
    expect(codeOf(() => plan(9, [], { settings: { metre: { numerator: 5, denominator: 16 } } }))).toBe(
      'wrong-use',
    )
  })

  it('P0 gives the same plan for the same request', () => {
    const hits = [hit(3.3), hit(9.1), hit(15)]
    expect(plan(40, hits)).toEqual(plan(40, [...hits].reverse()))
  })
})

describe('following the curve', () => {
  const film = curveOf([0, 0.6, -0.7], [40, -0.5, 0.8, true], [80, 0.6, -0.7, true])

  it('P10 starts sections where the mood moves, each with its tempo', () => {
    const result = plan(120, [], { curve: film })
    expect(faultsOf(result)).toEqual([])
    for (const time of [40, 80])
      expect(Math.min(...result.sections.map((section) => Math.abs(section.startTime - time)))).toBeLessThan(
        2.5,
      )
    expect(tempoAt(result, 60)).toBeGreaterThan(1.4 * tempoAt(result, 20))
    expect(Math.abs(tempoAt(result, 100) / tempoAt(result, 20) - 1)).toBeLessThan(0.1)
    const moods = result.sections.map((section) => section.mode)
    expect(moods[0]).toBe('major')
    expect(moods).toContain('minor')
    expect(moods.at(-1)).toBe('major')
    expect(result.sections.every((section) => section.endTime - section.startTime >= 6)).toBe(true)
  })

  it('P10 puts a section start on the kept hit near the move', () => {
    const result = plan(120, [hit(13.1), hit(40.3), hit(79.6)], { curve: film })
    const starts = result.sections.map((section) => section.startTick as number)
    for (const time of [40.3, 79.6])
      expect(starts).toContain(result.hits.find((each) => each.time === time)!.tick)
  })

  it('P11 changes between parallel keys at sections, or stays in the key that was set', () => {
    const free = plan(120, [], { curve: film })
    expect(free.keys.map((key) => key.mode)).toEqual(['major', 'minor', 'major'])
    expect(new Set(free.keys.map((key) => key.tonic)).size).toBe(1)
    const set = plan(120, [], { curve: film, settings: { key: { tonic: 1, mode: 'minor' } } })
    expect(set.keys).toEqual([{ tick: 0, tonic: 1, mode: 'minor' }])
    const tonics = Array.from({ length: 40 }, (_, seed) => plan(5, [], { settings: { seed } }).keys[0]!.tonic)
    expect(new Set(tonics).size).toBeGreaterThan(4)
  })

  it('P11 lets the theme return by name', () => {
    const names = plan(120, [], { curve: film }).sections.map((section) => section.name)
    expect(names[0]).toBe('A')
    expect(names.some((name) => name.startsWith('B'))).toBe(true)
    expect(names.at(-1)!.startsWith('A')).toBe(true)
    const mood = (valence: number, arousal: number) => ({
      valence,
      arousal,
      mode: valence < 0 ? ('minor' as const) : ('major' as const),
    })
    expect(planForm([mood(0.5, 0), mood(0.52, 0), mood(-0.5, 0.5), mood(0.5, 0.02), mood(0.6, 0.2)])).toEqual(
      [
        { name: 'A' },
        { name: "A'", returnsTo: 0 },
        { name: 'B' },
        { name: 'A', returnsTo: 0 },
        { name: "A''", returnsTo: 0 },
      ],
    )
  })

  it('P11 targets follow the mood: density, register, families, tempo', () => {
    const result = plan(120, [], { curve: film })
    const [first] = result.sections
    const busy = result.sections.find((section) => section.arousal > 0.5)!
    expect(busy.density).toBeGreaterThan(2 * first!.density)
    expect(busy.register).toBeLessThan(first!.register + 2)
    expect(busy.families.length).toBeGreaterThan(first!.families.length)
    expect(targetRegister({ valence: 0.8, arousal: 0 })).toBeGreaterThan(
      targetRegister({ valence: -0.8, arousal: 0 }),
    )
    expect(activeFamilies(families, 1)).toEqual([...families])
    expect(activeFamilies(['piano'], -1)).toEqual(['piano'])
    expect(activeFamilies(['drums'], -1)).toEqual(['drums'])
    expect(activeFamilies(families, -0.8)).not.toContain('drums')
    const band = ['drums', 'bass', 'piano', 'organ', 'plucked'] as const
    expect(activeFamilies(band, -0.4, 'band')).toEqual(expect.arrayContaining(['drums', 'bass']))
    expect(activeFamilies(band, -0.6, 'band')).not.toContain('drums')
    expect(activeFamilies(band, -0.4, 'orchestra')).not.toContain('drums')
    const neutral = { valence: 0, arousal: 0 }
    expect(modeOf({ ...neutral, valence: -0.05 }, 'major')).toBe('major')
    expect(modeOf({ ...neutral, valence: -0.05 }, undefined)).toBe('minor')
    expect(modeOf({ ...neutral, arousal: 0.8 }, 'major')).toBe('minor')
    expect(modeOf({ ...neutral, arousal: -0.8 }, 'minor')).toBe('major')
    const range = tempoRange(settings)
    expect(60e6 / targetTempo(range, 0)).toBeCloseTo(98, 0)
    expect(60e6 / targetTempo(range, 1)).toBeGreaterThan(150)
    expect(60e6 / targetTempo(range, -1)).toBeLessThan(65)
  })
})
