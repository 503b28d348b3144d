import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds } from '../../../src/core/time/units'
import { anyCurve, cuesAt, curveOf, faultsOf, hit, plan, settings } from './planFixtures'

const reasonOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return isFailure(error) && error.code === 'wrong-use' ? String(error.context.reason) : String(error)
  }
}

describe('cues', () => {
  it('P14 start and end exactly, with silence that tiles between them', () => {
    const result = plan(60, [hit(12.3), hit(40.7)], { cues: cuesAt([2.04, 25.5], [31.2, 55.96]) })
    expect(faultsOf(result)).toEqual([])
    expect(result.cues.map(({ name, startTime, endTime }) => [name, startTime, endTime])).toEqual([
      ['1m1', 2.04, 25.5],
      ['1m2', 31.2, 55.96],
    ])
    expect(result.hits.every((each) => each.kept)).toBe(true)
    expect(result.cues[0]!.firstBar).toBeGreaterThan(0)
    expect(result.sections.map((section) => section.startTime)).toEqual(
      expect.arrayContaining([seconds(2.04), seconds(31.2)]),
    )
  })

  it('P14 is the whole film when none is asked for', () => {
    const result = plan(30, [])
    expect(result.cues).toEqual([
      {
        id: 'film',
        name: '1m1',
        startTick: 0,
        endTick: result.endTick,
        startTime: 0,
        endTime: 30,
        firstBar: 0,
        barCount: result.bars.length,
      },
    ])
  })

  it('P14 hold for random cues, hits, curves and tempo ranges: exact starts and ends, hits only inside', () => {
    const film = fc.double({ min: 4, max: 400, noNaN: true }).chain((duration) =>
      fc.record({
        duration: fc.constant(duration),
        borders: fc.array(fc.double({ min: 0, max: duration, noNaN: true }), { minLength: 2, maxLength: 9 }),
        attacca: fc.boolean(),
        times: fc.array(fc.double({ min: -1, max: duration + 1, noNaN: true }), { maxLength: 40 }),
        curve: anyCurve(duration),
        tempo: fc.constantFrom([60, 160], [118, 122], [97.3, 97.3]),
      }),
    )
    fc.assert(
      fc.property(film, ({ duration, borders, attacca, times, curve, tempo }) => {
        const sorted = [...borders].sort((a, b) => a - b)
        const pairs = sorted.flatMap((start, index) => {
          const end = sorted[index + 1]
          const isCue = end !== undefined && end - start >= 1 && (attacca || index % 2 === 0)
          return isCue ? [[start, end] as const] : []
        })
        const options = { ...settings, minimumTempo: tempo[0], maximumTempo: tempo[1] }
        const hits = times.map((time, index) =>
          hit(time, { id: `h${index}`, mode: index % 4 ? 'must' : 'soft' }),
        )
        const result = plan(duration, hits, { settings: options, curve, cues: cuesAt(...pairs) })
        expect(faultsOf(result, options)).toEqual([])
        expect(result.cues.length).toBe(Math.max(1, pairs.length))
        expect(result.hits.length).toBe(hits.length)
        for (const each of result.hits) {
          const inside = result.cues.some(
            (cue) => each.time >= cue.startTime - 1e-5 && each.time < cue.endTime,
          )
          if (!inside) expect(each.reason).toMatch(/^outside/)
          else if (each.mode === 'soft') expect(each.reason ?? 'outside').toMatch(/outside/)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('P14 holds for cues that start a part of a microsecond after the film', () => {
    for (const start of [4.9e-7, 5.01e-7, 7.5e-7, 1e-6, 1.4e-6])
      expect(faultsOf(plan(40, [], { cues: cuesAt([start, 30]) }))).toEqual([])
  })

  it('P14 reports hits in the silence as outside-cue and beyond the film as outside', () => {
    const hits = [hit(-1), hit(1), hit(5), hit(12), hit(15.5, { mode: 'soft' }), hit(22), hit(31)]
    const result = plan(30, hits, { cues: cuesAt([2, 10], [20, 28]) })
    expect(Object.fromEntries(result.hits.map((each) => [each.time, each.reason]))).toEqual({
      [-1]: 'outside',
      1: 'outside-cue',
      5: undefined,
      12: 'outside-cue',
      15.5: 'outside-cue',
      22: undefined,
      31: 'outside',
    })
  })

  it('P14 keeps silence inside the tempo range where a bar fits, and leaves it where none does', () => {
    const inRange = plan(40, [], { cues: cuesAt([10, 30]) })
    const tempi = inRange.tempo.map((change) => 60e6 / change.microsecondsPerQuarter)
    expect(Math.min(...tempi)).toBeGreaterThanOrEqual(60 - 1e-3)
    expect(Math.max(...tempi)).toBeLessThanOrEqual(160 + 1e-3)
    const short = plan(40, [], { cues: cuesAt([0.04, 30]) })
    expect(faultsOf(short)).toEqual([])
    // An eighth in 40 ms.
    expect(60e6 / short.tempo[0]!.microsecondsPerQuarter).toBeCloseTo(750, 0)
  })

  it('P14 a hit at music-in is the first note of its cue', () => {
    const result = plan(30, [hit(7.12)], { cues: cuesAt([7.12, 25]) })
    expect(result.hits[0]).toMatchObject({ kept: true, downbeat: true, tick: result.cues[0]!.startTick })
  })

  it('P14 gives the end of a cue a bar of its own length', () => {
    const result = plan(60, [], { cues: cuesAt([0, 13.37], [20, 60]) })
    const last = result.bars[result.cues[0]!.barCount - 1]!
    expect((last.numerator * 3840) / last.denominator).toBe(last.length)
  })

  it('P14 lets a theme return in a later cue', () => {
    const curve = curveOf([0, 0.5, 0], [40, -0.5, 0.8, true], [80, 0.5, 0, true])
    const result = plan(120, [], { curve, cues: cuesAt([0, 38], [42, 78], [82, 120]) })
    const third = result.sections.find((section) => section.startTime === 82)!
    expect(third.name.startsWith('A')).toBe(true)
    expect(third.returnsTo).toBe(0)
  })

  it('P14 follows from one cue to the next without silence', () => {
    const result = plan(40, [hit(9), hit(21)], { cues: cuesAt([0, 20], [20, 40]) })
    expect(faultsOf(result)).toEqual([])
    expect(result.cues[1]!.startTick).toBe(result.cues[0]!.endTick)
    expect(createTempoMap(result.tempo).secondsAt(result.cues[1]!.startTick)).toBeCloseTo(20, 6)
  })

  it('P14 refuses cues that cannot be, with the reason', () => {
    const refused = (...times: readonly (readonly [number, number])[]) =>
      reasonOf(() => plan(30, [], { cues: cuesAt(...times) }))
    expect(refused([0, 10], [9, 20])).toContain('before cue 1m1 has ended')
    expect(refused([-1, 10])).toContain('outside the film')
    expect(refused([20, 31])).toContain('outside the film')
    expect(refused([10, 10])).toContain('must end after it starts')
    expect(refused([10, NaN])).toContain('must end after it starts')
    expect(refused([10, 10.5])).toContain('at least 1 s')
    const [cue] = cuesAt([0, 10])
    expect(
      reasonOf(() => plan(30, [], { cues: [cue!, { ...cue!, ...cuesAt([12, 20])[0]!, id: cue!.id }] })),
    ).toBe('two cues have the same id')
    expect(faultsOf(plan(0.5, [], { cues: cuesAt([0, 0.5]) }))).toEqual([])
  })
})
