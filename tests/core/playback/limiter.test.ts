import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../../src/core/playback/limiter'

const settings = { ceiling: 0.9, lookAheadSamples: 16, release: 0.01 }

function limit(samples: readonly number[], blockSize = samples.length): number[] {
  const limiter = createLimiter(settings)
  const padded = [...samples, ...Array<number>(limiter.delay).fill(0)]
  const output: number[] = []
  for (let start = 0; start < padded.length; start += blockSize) {
    const left = Float32Array.from(padded.slice(start, start + blockSize))
    const right = left.map((sample) => -sample / 2)
    limiter.process(left, right)
    for (const [index, sample] of left.entries()) expect(right[index]).toBeCloseTo(-sample / 2, 6)
    output.push(...left)
  }
  return output.slice(limiter.delay)
}

describe('createLimiter', () => {
  it('passes what is below the ceiling untouched, only later', () => {
    const samples = Array.from({ length: 200 }, (_, index) => Math.fround(0.89 * Math.sin(index / 7)))
    expect(limit(samples)).toEqual(samples)
  })

  it('never exceeds the ceiling, whatever comes and in whatever blocks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 64 }),
        (samples, blockSize) => {
          for (const sample of limit(samples, blockSize))
            expect(Math.abs(sample)).toBeLessThanOrEqual(Math.fround(0.9))
        },
      ),
    )
  })

  it('gives the same in any blocks', () => {
    const samples = Array.from({ length: 500 }, (_, index) => 3 * Math.sin(index / 5) * Math.sin(index / 90))
    expect(limit(samples, 7)).toEqual(limit(samples, 500))
  })

  it('turns down before a peak without a jump and recovers after it', () => {
    const samples = Array<number>(3000).fill(0.5)
    samples[1000] = 4
    const output = limit(samples)
    expect(output[900]).toBe(0.5)
    expect(output[999]).toBeLessThan(0.2)
    for (let index = 950; index < 1100; index++)
      if (index !== 999 && index !== 1000)
        expect(Math.abs(output[index + 1]! - output[index]!)).toBeLessThan(0.5 / 8)
    expect(output[2900]).toBeCloseTo(0.5, 4)
  })
})
