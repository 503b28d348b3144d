import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetreChange } from '../../../src/core/music/score'
import { clickMessages, countIn, type ClickScore } from '../../../src/core/playback/click'
import type { ScheduledMessage } from '../../../src/core/music/scheduledMessage'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { ticks } from '../../../src/core/time/units'

const scoreOf = (
  metre: readonly (readonly [number, number, number])[],
  end: number,
  tempo: readonly (readonly [number, number])[] = [[0, 500_000]],
): ClickScore => ({
  tempo: tempo.map(([tick, microsecondsPerQuarter]) => ({ tick: ticks(tick), microsecondsPerQuarter })),
  metre: metre.map(([tick, numerator, denominator]): MetreChange => ({
    tick: ticks(tick),
    numerator,
    denominator,
  })),
  endTick: ticks(end),
})

/** Clicks as time and pitch and velocity. */
const ons = (messages: readonly ScheduledMessage[]): readonly (readonly number[])[] =>
  messages.flatMap(({ time, message }) =>
    message.kind === 'noteOn' ? [[Math.round(time * 1e6) / 1e6, message.pitch, message.velocity]] : [],
  )

const arbitraryScore = fc
  .record({
    bars: fc.integer({ min: 1, max: 6 }),
    numerator: fc.integer({ min: 2, max: 12 }),
    denominator: fc.constantFrom(4, 8),
    perQuarter: fc.integer({ min: 250_000, max: 1_500_000 }),
  })
  .map(({ bars, numerator, denominator, perQuarter }) => {
    const bar = (numerator * 3840) / denominator
    return { bar, numerator, score: scoreOf([[0, numerator, denominator]], bars * bar, [[0, perQuarter]]) }
  })

describe('click (docs/spec/click.md)', () => {
  it('C1: accents downbeats, also after a change of metre, and ends with the score', () => {
    const score = scoreOf(
      [
        [0, 3, 4],
        [2880, 2, 4],
      ],
      2880 + 3 * 960,
    )
    expect(ons(clickMessages(score))).toEqual([
      [0, 76, 120],
      [0.5, 77, 72],
      [1, 77, 72],
      [1.5, 76, 120],
      [2, 77, 72],
      [2.5, 76, 120],
    ])
  })

  it('C1: a compound metre has its dotted beats', () => {
    const velocities = ons(clickMessages(scoreOf([[0, 6, 8]], 2880))).map(([, , velocity]) => velocity)
    expect(velocities).toEqual([120, 72, 72, 100, 72, 72])
  })

  it('C2: lasts whole bars, begins there, ends before the playhead, in phase with the click that follows', () => {
    fc.assert(
      fc.property(
        arbitraryScore,
        fc.integer({ min: 1, max: 2 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ score, bar, numerator }, bars, share) => {
          const map = createTempoMap(score.tempo)
          const film = map.secondsAt(ticks(score.endTick * share * 0.99))
          const { length, messages } = countIn(score, film, bars)
          expect(length).toBeCloseTo(bars * map.secondsAt(ticks(bar)), 6)
          const heard = ons(messages)
          expect(heard).toHaveLength(bars * numerator)
          expect(heard.filter(([, pitch]) => pitch === 76)).toHaveLength(bars)
          const beat = map.secondsAt(ticks(bar)) / numerator
          for (const [time = 0] of heard) {
            expect(time).toBeGreaterThanOrEqual(film - length - 1e-6)
            expect(time).toBeLessThan(film)
            const phase = time / beat - Math.round(time / beat)
            expect(Math.abs(phase)).toBeLessThan(1e-4)
          }
        },
      ),
    )
  })

  it('C2: is counted at the tempo and metre of the playhead; none without bars', () => {
    const score = scoreOf(
      [
        [0, 4, 4],
        [3840, 3, 4],
      ],
      9600,
      [
        [0, 500_000],
        [3840, 1_000_000],
      ],
    )
    expect(ons(countIn(score, 2, 1).messages)).toEqual([
      [-1, 76, 120],
      [0, 77, 72],
      [1, 77, 72],
    ])
    expect(countIn(score, 2, 0)).toEqual({ length: 0, messages: [] })
  })
})
