import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetreChange } from '../../../src/core/music/score'
import { createScheduler } from '../../../src/core/playback/scheduler'
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

/** Bars in metres that change at bar lines, tempos that change anywhere. */
const arbitraryMap = fc
  .record({
    runs: fc.array(
      fc.record({
        bars: fc.integer({ min: 1, max: 4 }),
        numerator: fc.integer({ min: 1, max: 12 }),
        denominator: fc.constantFrom(2, 4, 8, 16),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    tempos: fc.array(
      fc.record({
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        perQuarter: fc.integer({ min: 200_000, max: 1_500_000 }),
      }),
      { maxLength: 6 },
    ),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ runs, tempos, cut }) => {
    let end = 0
    const metre = runs.map(({ bars, numerator, denominator }) => {
      const change = [end, numerator, denominator] as const
      end += (bars * numerator * 3840) / denominator
      return change
    })
    const changes = new Map([
      [0, 500_000],
      ...tempos.map(({ share, perQuarter }) => [Math.floor(share * end), perQuarter] as const),
    ])
    const tempo = [...changes].sort(([a], [b]) => a - b)
    // A score may end within a bar.
    return { score: scoreOf(metre, Math.max(1, Math.round(end * cut)), tempo), metre }
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
            // Up to a millisecond where a click at the very beginning is brought into the count-in.
            expect(Math.abs(phase * beat)).toBeLessThan(0.0011)
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

  it('C1: a click on every beat of whatever metres and tempos, each ended, the first of each bar alone as downbeat', () => {
    fc.assert(
      fc.property(arbitraryMap, ({ score, metre }) => {
        const map = createTempoMap(score.tempo)
        const expected = metre.flatMap(([from, numerator, denominator], index) => {
          const until = Math.min(score.endTick, metre[index + 1]?.[0] ?? score.endTick)
          const beat = 3840 / denominator
          return Array.from({ length: Math.max(0, Math.ceil((until - from) / beat)) }, (_, count) => ({
            time: map.secondsAt(ticks(from + count * beat)),
            isDownbeat: count % numerator === 0,
          }))
        })
        const messages = clickMessages(score)
        const heard = messages.filter(({ message }) => message.kind === 'noteOn')
        expect(heard.map(({ time }) => time)).toEqual(expected.map(({ time }) => time))
        expect(heard.map(({ message }) => message.kind === 'noteOn' && message.pitch === 76)).toEqual(
          expected.map(({ isDownbeat }) => isDownbeat),
        )
        expect(messages.filter(({ message }) => message.kind === 'noteOff')).toHaveLength(heard.length)
        expect(messages.every(({ time }, index) => index === 0 || messages[index - 1]!.time <= time)).toBe(
          true,
        )
      }),
    )
  })

  it('C2: counted in anywhere in whatever metres and tempos: whole bars of the playhead’s own, evenly, before it', () => {
    fc.assert(
      fc.property(
        arbitraryMap,
        fc.integer({ min: 1, max: 2 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ score, metre }, bars, share) => {
          const map = createTempoMap(score.tempo)
          const tick = score.endTick * share
          const film = map.secondsAt(ticks(tick))
          const [, numerator, denominator] = metre.findLast(([from]) => from <= tick + 1e-6)!
          const { length, messages } = countIn(score, film, bars)
          const heard = ons(messages)
          expect(heard).toHaveLength(bars * numerator)
          expect(heard.filter(([, pitch]) => pitch === 76)).toHaveLength(bars)
          const beat = length / bars / numerator
          heard.forEach(([time = 0], index) => {
            expect(time).toBeGreaterThanOrEqual(film - length - 1e-6)
            expect(time).toBeLessThan(film)
            // Up to a millisecond where a click at the very beginning is brought into the count-in.
            const allowed = index === 1 ? 0.0011 : 1e-5
            if (index > 0) expect(Math.abs(time - heard[index - 1]![0]! - beat)).toBeLessThan(allowed)
          })
          const tempos = score.tempo.map(({ microsecondsPerQuarter }) => microsecondsPerQuarter)
          expect(tempos.some((each) => Math.abs((each * 4e-6) / denominator - beat) < 1e-9)).toBe(true)
        },
      ),
    )
  })

  it('C2: a playhead on a change of metre or tempo is counted in by what begins there', () => {
    fc.assert(
      fc.property(arbitraryMap, fc.nat(), ({ score, metre }, choice) => {
        const map = createTempoMap(score.tempo)
        const places = [...metre.map(([tick]) => tick), ...score.tempo.map(({ tick }): number => tick)]
        const tick = places[choice % places.length]!
        const { length } = countIn(score, map.secondsAt(ticks(tick)), 1)
        const [, numerator, denominator] = metre.findLast(([from]) => from <= tick)!
        const tempo = score.tempo.findLast((change) => change.tick <= tick)!
        expect(length).toBeCloseTo((tempo.microsecondsPerQuarter * 4e-6 * numerator) / denominator, 9)
      }),
    )
  })

  it('C1, C2: a playhead on a beat, half a tick off, hears it once: from the click, not in the count-in', () => {
    fc.assert(
      fc.property(
        arbitraryMap,
        fc.nat(),
        fc.double({ min: -0.0007, max: 0.0007, noNaN: true }),
        ({ score }, choice, off) => {
          const clicks = clickMessages(score)
          const beats = clicks.filter(({ message }) => message.kind === 'noteOn')
          const beat = beats[choice % beats.length]!
          const film = beat.time + off
          const scheduler = createScheduler(clicks, false)
          const counted = countIn(score, film, 1).messages
          const heard = [...counted, ...scheduler.start(film), ...scheduler.until(Infinity)]
          const near = heard.filter(
            ({ time, message }) => message.kind === 'noteOn' && Math.abs(time - film) < 0.01,
          )
          expect(near).toEqual([beat])
        },
      ),
    )
  })
})
