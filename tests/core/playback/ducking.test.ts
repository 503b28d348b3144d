import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duckingGain } from '../../../src/core/playback/ducking'
import { spokenRanges, type SoundOutline } from '../../../src/core/playback/speech'
import { spokenPeaks } from '../../fixtures/speech/spoken'

const peaksPerSecond = 200

/** An outline whose level at a film time, 0 to 1, is given; a little noise on every peak. */
function outline(seconds: number, level: (time: number) => number): SoundOutline {
  const high = Int8Array.from({ length: seconds * peaksPerSecond }, (_, index) => {
    const noise = 0.9 + 0.1 * Math.sin(index * 12.9898)
    return Math.round(127 * Math.min(1, level(index / peaksPerSecond) * noise))
  })
  return { high, low: high.map((peak) => -peak), peaksPerSecond, startSeconds: 0 }
}

/** Speech from a film time on, as loud as `level`; silent before and after. */
const speechFrom =
  (from: number, level = 0.6) =>
  (time: number): number =>
    ((spokenPeaks[Math.round((time - from) * peaksPerSecond)] ?? 0) / 100) * level

const spokenSeconds = spokenPeaks.length / peaksPerSecond

/** Notes struck twice a second that die away. */
const plucked = (time: number): number => 0.7 * Math.exp(-((time * 2) % 1) * 2)

describe('where the film speaks (docs/spec/ducking.md)', () => {
  it('K1: speech is found with the pauses in it, and nothing around it', () => {
    const ranges = spokenRanges(outline(30, speechFrom(5)))
    const [first, last] = [ranges[0]!, ranges.at(-1)!]
    expect(Math.abs(first.start - 5)).toBeLessThan(0.6)
    expect(Math.abs(last.end - 5 - spokenSeconds)).toBeLessThan(0.6)
    const found = ranges.reduce((sum, { start, end }) => sum + end - start, 0)
    expect(found / spokenSeconds).toBeGreaterThan(0.9)
  })

  it('K1: speech is found over steady noise 18 dB below its peaks', () => {
    const ranges = spokenRanges(outline(30, (time) => Math.max(0.075, speechFrom(5)(time))))
    const within = ranges.map(({ start, end }) => Math.min(end, 5 + spokenSeconds) - Math.max(start, 5))
    expect(within.reduce((sum, length) => sum + length, 0) / spokenSeconds).toBeGreaterThan(0.8)
    for (const { start, end } of ranges) {
      expect(start).toBeGreaterThan(4)
      expect(end).toBeLessThan(6 + spokenSeconds)
    }
  })

  it('K1: steady sound, plucked notes and silence are not, however loud', () => {
    expect(spokenRanges(outline(10, () => 0.6))).toEqual([])
    expect(spokenRanges(outline(20, plucked))).toEqual([])
    expect(spokenRanges(outline(10, () => 0))).toEqual([])
    expect(spokenRanges(outline(0, () => 0))).toEqual([])
  })

  it('K1: a quiet murmur in a loud film is not', () => {
    const murmur = speechFrom(3, 0.03)
    const ranges = spokenRanges(outline(40, (time) => (time < 20 ? murmur(time) : speechFrom(22)(time))))
    expect(ranges.length).toBeGreaterThan(0)
    expect(ranges[0]!.start).toBeGreaterThan(20)
  })

  it('K1: whatever the sound, ranges ascend, are apart by more than a pause, and lie in the film', () => {
    const level = fc.integer({ min: 0, max: 127 })
    const length = fc.integer({ min: 5, max: 600 })
    const sound = fc.oneof(
      fc.tuple(level, length).map(([peak, peaks]) => Array<number>(peaks).fill(peak)),
      fc
        .array(fc.tuple(level, fc.integer({ min: 5, max: 80 })), { maxLength: 20 })
        .map((parts) => parts.flatMap(([peak, peaks]) => Array<number>(peaks).fill(peak))),
      fc
        .tuple(fc.nat({ max: spokenPeaks.length }), length)
        .map(([from, peaks]) => [...spokenPeaks.subarray(from, from + peaks)]),
    )
    const start = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(fc.array(sound, { maxLength: 12 }), start, (sounds, startSeconds) => {
        const high = Int8Array.from(sounds.flat())
        const ranges = spokenRanges({ high, low: high.map((peak) => -peak), peaksPerSecond, startSeconds })
        let last = -Infinity
        for (const { start, end } of ranges) {
          expect(end - start).toBeGreaterThanOrEqual(0.5 - 1e-9)
          expect(start - last).toBeGreaterThan(0.8 - 1e-9)
          last = end
        }
        if (ranges.length === 0) return
        expect(ranges[0]!.start).toBeGreaterThanOrEqual(startSeconds)
        expect(last).toBeLessThanOrEqual(startSeconds + high.length / peaksPerSecond + 1e-9)
      }),
    )
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
