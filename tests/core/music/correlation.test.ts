import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  correlation,
  deviation,
  mean,
  meanAbsoluteDifference,
  rankCorrelation,
  ranks,
} from '../../../src/core/music/correlation'

describe('correlation', () => {
  test('means, deviations and differences of known values', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(deviation([2, 4])).toBe(1)
    expect(meanAbsoluteDifference([0, 1], [1, -1])).toBe(1.5)
  })

  test('equal values share the mean of their ranks', () => {
    expect(ranks([30, 10, 30, 20])).toEqual([2.5, 0, 2.5, 1])
  })

  test('Spearman hears order only, Pearson the distances', () => {
    const a = [1, 2, 3, 4]
    expect(rankCorrelation(a, [1, 10, 100, 1000])).toBeCloseTo(1, 9)
    expect(rankCorrelation(a, [4, 3, 2, -100])).toBeCloseTo(-1, 9)
    expect(correlation(a, [1, 10, 100, 1000])).toBeLessThan(0.95)
    // Worked example: 6 * sum(d^2) / (n (n^2 - 1)) with d = 1, 1, 1, 1 gives 1 - 24 / 60
    expect(rankCorrelation(a, [2, 1, 4, 3])).toBeCloseTo(0.6, 9)
  })

  test('a side that does not vary correlates with nothing', () => {
    expect(rankCorrelation([1, 2, 3], [5, 5, 5])).toBe(0)
  })

  test('rank correlation is symmetric, bounded and blind to growing transformations', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
      minLength: 3,
      maxLength: 30,
    })
    fc.assert(
      fc.property(pairs, (values) => {
        const [a, b] = [values.map(([x]) => x), values.map(([, y]) => y)]
        const r = rankCorrelation(a, b)
        expect(Math.abs(r)).toBeLessThanOrEqual(1 + 1e-9)
        expect(rankCorrelation(b, a)).toBeCloseTo(r, 9)
        expect(
          rankCorrelation(
            a.map((x) => 3 * x ** 3 + x),
            b,
          ),
        ).toBeCloseTo(r, 9)
      }),
    )
  })
})
