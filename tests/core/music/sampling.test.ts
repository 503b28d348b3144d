import { describe, expect, test } from 'vitest'
import { createRandom, xoshiro128 } from '../../../src/core/music/random'
import { createSampler, forbidden, impossible, open } from '../../../src/core/music/sampling'

describe('random', () => {
  test('xoshiro128** of state 1, 2, 3, 4 gives the numbers of an independent transcription of the authors’ C code', () => {
    const draw = xoshiro128([1, 2, 3, 4])
    const drawn = Array.from({ length: 10 }, () => draw())
    expect(drawn).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  test('is uniform, differs by seed and repeats with it', () => {
    const draw = (seed: number, count: number): number[] => {
      const random = createRandom(seed)
      return Array.from({ length: count }, () => random.next())
    }
    expect(draw(5, 50)).toEqual(draw(5, 50))
    expect(draw(5, 50)).not.toEqual(draw(6, 50))
    const many = draw(0, 20_000)
    expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 2)
    expect(Math.min(...many)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...many)).toBeLessThan(1)
  })
})

describe('sampler', () => {
  const plain = { temperature: 1, topP: 1 }
  const shares = (
    logits: number[],
    mask: number[],
    setting: { temperature: number; topP: number },
  ): number[] => {
    const sampler = createSampler(createRandom(3))
    const counts = new Array<number>(logits.length).fill(0)
    for (let i = 0; i < 20_000; i++)
      counts[sampler.draw(Float32Array.from(logits), logits.length, Uint8Array.from(mask), setting).value]!++
    return counts.map((count) => count / 20_000)
  }

  test('draws by probability', () => {
    const [a, b, c] = shares([Math.log(1), Math.log(2), Math.log(5)], [open, open, open], plain)
    expect(a).toBeCloseTo(1 / 8, 1)
    expect(b).toBeCloseTo(2 / 8, 1)
    expect(c).toBeCloseTo(5 / 8, 1)
  })

  test('temperature sharpens, top-p cuts the tail', () => {
    const logits = [Math.log(1), Math.log(2), Math.log(5)]
    expect(shares(logits, [open, open, open], { temperature: 0.5, topP: 1 })[2]).toBeCloseTo(25 / 30, 1)
    expect(shares(logits, [open, open, open], { temperature: 1, topP: 0.6 })).toEqual([0, 0, 1])
  })

  test('never draws what is shut and reports the probability that a constraint shut', () => {
    const mask = [forbidden, impossible, open]
    expect(shares([10, 10, -30], mask, plain)).toEqual([0, 0, 1])
    const { forbiddenMass } = createSampler(createRandom(1)).draw(
      Float32Array.from([Math.log(3), 50, 0]),
      3,
      Uint8Array.from(mask),
      plain,
    )
    expect(forbiddenMass).toBeCloseTo(0.75, 5)
  })

  test('with nothing open it throws', () => {
    const draw = () => createSampler(createRandom(1)).draw(new Float32Array(2), 2, Uint8Array.of(1, 2), plain)
    expect(draw).toThrow(RangeError)
  })
})
