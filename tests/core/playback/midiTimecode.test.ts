import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { machineControl } from '../../../src/core/playback/machineControl'
import { fullFrame, quarterFrames, timecodeAt, timecodeCount } from '../../../src/core/playback/midiTimecode'
import { rational } from '../../../src/core/time/rational'
import { formatTimecode, parseTimecode } from '../../../src/core/time/timecode'

const rates = {
  film: rational(24_000, 1001),
  pal: rational(25),
  ntsc: rational(30_000, 1001),
  fifty: rational(50),
} as const

/** What a device reads from eight quarter frames that begin with piece 0. */
function read(bytes: readonly (readonly number[])[]): readonly number[] {
  const values = bytes.map(([, data]) => data! & 0x0f)
  expect(bytes.map(([status, data]) => [status, data! >> 4])).toEqual(bytes.map((_, piece) => [0xf1, piece]))
  return [6, 4, 2, 0].map((piece) => values[piece]! | (values[piece + 1]! << 4))
}

describe('MIDI timecode (docs/spec/midi-ports.md, M5)', () => {
  test.each([
    [rates.film, '01:00:00:00', 0, 24_000 / 1001],
    [rates.pal, '10:00:00:00', 1, 25],
    [rates.ntsc, '01:00:00;00', 2, 30_000 / 1001],
    [rates.ntsc, '01:00:00:00', 3, 30_000 / 1001],
    [rates.fifty, '01:00:00:00', 1, 25],
  ])('%j from %s counts with code %i, %f frames a second', (rate, start, code, framesPerSecond) => {
    const count = timecodeCount(rate, parseTimecode(start))
    expect(count.code).toBe(code)
    expect(count.framesPerSecond).toBeCloseTo(framesPerSecond, 9)
    expect(formatTimecode(timecodeAt(count, 0))).toBe(start)
  })

  test('a full frame and a locate say where the film stands', () => {
    const count = timecodeCount(rates.pal, parseTimecode('01:00:00:00'))
    expect(fullFrame(count, 61.2)).toEqual([0xf0, 0x7f, 0x7f, 1, 1, 0x21, 1, 1, 5, 0xf7])
    expect(machineControl.locate(count, 61.2)).toEqual([
      0xf0, 0x7f, 0x7f, 6, 0x44, 6, 1, 0x21, 1, 1, 5, 0, 0xf7,
    ])
  })

  test('labels skip what drop-frame drops', () => {
    const count = timecodeCount(rates.ntsc, parseTimecode('00:00:59;28'))
    expect([0, 1, 2].map((frame) => formatTimecode(timecodeAt(count, (frame * 1001) / 30_000)))).toEqual([
      '00:00:59;28',
      '00:00:59;29',
      '00:01:00;02',
    ])
  })

  test('a drop-frame label at thirty exactly is counted without dropping', () => {
    const count = timecodeCount(rational(30), parseTimecode('01:00:00;00'))
    expect(count.code).toBe(3)
    expect(formatTimecode(timecodeAt(count, 600))).toBe('01:10:00:00')
  })

  test('eight quarter frames say the label of the frame that they begin with, at any time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(rates)), fc.nat(7200), (rate, second) => {
        const count = timecodeCount(rate, parseTimecode('01:00:00:00'))
        const messages = quarterFrames(count, second, second + 1)
        const first = messages.findIndex(({ bytes }) => bytes[1]! >> 4 === 0)
        const eight = messages.slice(first, first + 8)
        const { hours, minutes, seconds, frames } = timecodeAt(count, eight[0]!.time)
        expect(read(eight.map(({ bytes }) => bytes))).toEqual([
          (count.code << 5) | hours,
          minutes,
          seconds,
          frames,
        ])
        expect(eight[7]!.time - eight[0]!.time).toBeCloseTo(7 / 4 / count.framesPerSecond, 9)
      }),
    )
  })

  test('however it is asked for, no quarter is missing or double', () => {
    const count = timecodeCount(rates.film, null)
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 0.5, noNaN: true }), { maxLength: 20 }), (steps) => {
        let from = 3
        const asked = steps.flatMap((step) => quarterFrames(count, from, (from += step)))
        expect(asked.map(({ bytes }) => bytes)).toEqual(
          quarterFrames(count, 3, from).map(({ bytes }) => bytes),
        )
      }),
    )
  })
})
