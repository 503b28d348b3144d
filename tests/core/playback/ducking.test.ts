import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duckingGain, spokenRanges, type SoundOutline } from '../../../src/core/playback/ducking'

const peaksPerSecond = 200

/** An outline whose level at a film time, 0 to 1, is given; a little noise on every peak. */
function outline(seconds: number, level: (time: number) => number): SoundOutline {
  const high = Int8Array.from({ length: seconds * peaksPerSecond }, (_, index) => {
    const noise = 0.9 + 0.1 * Math.sin(index * 12.9898)
    return Math.round(127 * Math.min(1, level(index / peaksPerSecond) * noise))
  })
  return { high, low: high.map((peak) => -peak), peaksPerSecond, startSeconds: 0 }
}

/** Syllables, four a second. */
const syllables = (time: number): number => 0.5 * Math.max(0.02, Math.sin(2 * Math.PI * 4 * time))

describe('where the film speaks (docs/spec/ducking.md)', () => {
  it('K1: syllables are spoken, with the pauses between words, and nothing around them', () => {
    const ranges = spokenRanges(
      outline(20, (time) =>
        time < 5 || time > 12 ? 0.005 : time > 8 && time < 8.5 ? 0.005 : syllables(time),
      ),
    )
    expect(ranges).toHaveLength(1)
    expect(Math.abs(ranges[0]!.start - 5)).toBeLessThan(0.2)
    expect(Math.abs(ranges[0]!.end - 12)).toBeLessThan(0.2)
  })

  it('K1: steady sound and silence are not, however loud', () => {
    expect(spokenRanges(outline(10, () => 0.6))).toEqual([])
    expect(spokenRanges(outline(10, () => 0))).toEqual([])
    expect(spokenRanges(outline(0, () => 0))).toEqual([])
  })

  it('K1: a quiet murmur under a loud film is not', () => {
    const ranges = spokenRanges(
      outline(20, (time) => (time < 10 ? syllables(time) * 1.8 : syllables(time) / 20)),
    )
    expect(ranges.at(-1)!.end).toBeLessThan(10.8)
  })

  it('K2: the music is down while it is spoken, and glides there and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 30, noNaN: true }),
        fc.double({ min: 1, max: 24, noNaN: true }),
        (time, depth) => {
          const ranges = [
            { start: 2, end: 4 },
            { start: 10, end: 12 },
          ]
          const gain = duckingGain(ranges, depth, time)
          const down = 10 ** (-depth / 20)
          expect(gain).toBeGreaterThanOrEqual(down - 1e-12)
          expect(gain).toBeLessThanOrEqual(1)
          if (ranges.some(({ start, end }) => time >= start && time <= end))
            expect(gain).toBeCloseTo(down, 12)
          if (ranges.every(({ start, end }) => time < start - 0.2 || time > end + 0.6)) expect(gain).toBe(1)
          // No step that could be heard as a click: 24 dB in a fifth of a second at most.
          const next = duckingGain(ranges, depth, time + 0.001)
          expect(Math.abs(20 * Math.log10(next / gain))).toBeLessThanOrEqual(0.13)
        },
      ),
    )
  })
})
