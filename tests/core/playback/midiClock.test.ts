import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMidiClock } from '../../../src/core/playback/midiClock'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'

/** 120 for two quarters, then 60. */
const tempo = createTempoMap([
  { tick: ticks(0), microsecondsPerQuarter: 500_000 },
  { tick: ticks(1920), microsecondsPerQuarter: 1_000_000 },
])

describe('MIDI clock (docs/spec/midi-ports.md, M4)', () => {
  test('starts at the start of the film: Start, then 24 pulses to every quarter', () => {
    const clock = createMidiClock(tempo, 0)
    expect(clock.opening).toEqual([])
    const messages = clock.between(0, 2)
    expect(messages[0]).toEqual({ time: 0, bytes: [0xfa] })
    const pulses = messages.slice(1)
    expect(pulses.every(({ bytes }) => bytes.length === 1 && bytes[0] === 0xf8)).toBe(true)
    expect(pulses.filter(({ time }) => time < 1)).toHaveLength(48)
    expect(pulses.filter(({ time }) => time >= 1)).toHaveLength(24)
  })

  test('from elsewhere it says the next sixteenth and goes on there', () => {
    // 0.3 s is tick 576; the next sixteenth is the third, tick 720.
    const clock = createMidiClock(tempo, 0.3)
    expect(clock.opening).toEqual([[0xf2, 3, 0]])
    const [first, second] = clock.between(0.3, 1)
    expect(first).toEqual({ time: 0.375, bytes: [0xfb] })
    expect(second).toEqual({ time: 0.375, bytes: [0xf8] })
  })

  test('a run that begins a rounding error after a sixteenth begins with it', () => {
    const slow = createTempoMap([{ tick: ticks(0), microsecondsPerQuarter: 1_428_571 }])
    const begin = 6.0714267500000005
    const clock = createMidiClock(slow, begin)
    expect(clock.opening).toEqual([[0xf2, 17, 0]])
    expect(clock.between(begin, begin + 0.01)).toEqual([
      { time: begin, bytes: [0xfb] },
      { time: begin, bytes: [0xf8] },
    ])
  })

  test('positions have 14 bits; beyond them the pulses go on without one', () => {
    const last: number = tempo.secondsAt(ticks(0x3fff * 240))
    expect(createMidiClock(tempo, last).opening).toEqual([[0xf2, 0x7f, 0x7f]])
    const beyond = createMidiClock(tempo, last + 1)
    expect(beyond.opening).toEqual([])
    expect(new Set(beyond.between(last + 1, last + 3).map(({ bytes }) => bytes[0]))).toEqual(new Set([0xf8]))
  })

  test('however it is asked for, no pulse is missing or double', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.array(fc.double({ min: 0.001, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (begin, steps) => {
          const clock = createMidiClock(tempo, begin)
          let from = begin
          const asked = steps.flatMap((step) => clock.between(from, (from += step)))
          expect(asked).toEqual(clock.between(begin, from))
          const pulses = asked.filter(({ bytes }) => bytes[0] === 0xf8)
          const numbers = pulses.map(({ time }) => Math.round(tempo.ticksAt(seconds(time)) / 40))
          numbers.slice(1).forEach((number, index) => expect(number).toBe(numbers[index]! + 1))
        },
      ),
    )
  })
})
