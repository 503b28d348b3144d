import { describe, expect, it } from 'vitest'
import {
  basicEmotions,
  emotionMixtureMean,
  emsyncTable,
  extendedEmotionTable,
  sampleEmotionMixture,
} from '../../../src/core/emotion/emotionCategories'

/** A linear congruential generator (Numerical Recipes), so that the draws are the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

describe('EMSYNC categories', () => {
  it('C1 rescales the means to the published columns and the deviations by the same factor', () => {
    const published = {
      anger: [-0.651, 0.664],
      disgust: [-0.754, 0.255],
      fear: [-0.8, 0.681],
      joy: [0.8, 0.477],
      sadness: [-0.789, -0.8],
      surprise: [0.389, 0.8],
    }
    for (const emotion of basicEmotions) {
      const row = emsyncTable[emotion]!
      expect(row.valenceMean).toBeCloseTo(published[emotion][0]!, 3)
      expect(row.arousalMean).toBeCloseTo(published[emotion][1]!, 3)
    }
    expect(emsyncTable.joy!.valenceDeviation).toBeCloseTo(0.22 * 1.1429, 4)
    expect(emsyncTable.disgust!.arousalDeviation).toBeCloseTo(0.41 * 1.7021, 4)
  })

  it('C2 maps a flat distribution to valence -0.30, arousal +0.35', () => {
    const flat = Object.fromEntries(basicEmotions.map((emotion) => [emotion, 1 / 6]))
    const { valence, arousal } = emotionMixtureMean(flat)
    expect(valence).toBeCloseTo(-0.3, 2)
    expect(arousal).toBeCloseTo(0.346, 3)
    expect(emotionMixtureMean({})).toEqual(
      emotionMixtureMean({ anger: 2, disgust: 2, fear: 2, joy: 2, sadness: 2, surprise: 2 }),
    )
  })

  it('C2 weights the means and cannot reach calm and positive with six emotions', () => {
    const { valence, arousal } = emotionMixtureMean({ joy: 0.626, sadness: 0.374 })
    expect(arousal).toBeCloseTo(0, 2)
    expect(valence).toBeCloseTo(0.21, 2)
    expect(emotionMixtureMean({ joy: 3, sadness: NaN, fear: -1 })).toEqual(emotionMixtureMean({ joy: 1 }))
  })

  it('C3 adds neutral at the origin and calm at +0.6, -0.5', () => {
    expect(emotionMixtureMean({ neutral: 1 }, extendedEmotionTable)).toEqual({ valence: 0, arousal: 0 })
    expect(emotionMixtureMean({ calm: 1 }, extendedEmotionTable)).toEqual({ valence: 0.6, arousal: -0.5 })
  })

  it('C4 draws components independently for each axis, with the right mean and spread, inside ±1', () => {
    const random = seededRandom(7)
    const draws = Array.from({ length: 20_000 }, () => sampleEmotionMixture({ fear: 0.5, joy: 0.5 }, random))
    expect(draws.every(({ valence, arousal }) => Math.abs(valence) <= 1 && Math.abs(arousal) <= 1)).toBe(true)
    const sadDraws = Array.from({ length: 20_000 }, () =>
      sampleEmotionMixture({ sadness: 0.5, joy: 0.5 }, random),
    )
    const quadrant = (v: number, a: number) =>
      sadDraws.filter(({ valence, arousal }) => valence * v > 0 && arousal * a > 0).length / sadDraws.length
    // Drawn together, joy would never come with sadness' low arousal: these would be near 0.
    expect(quadrant(1, -1)).toBeGreaterThan(0.15)
    expect(quadrant(-1, 1)).toBeGreaterThan(0.15)
    const single = Array.from({ length: 20_000 }, () => sampleEmotionMixture({ surprise: 1 }, random).valence)
    const mean = single.reduce((sum, value) => sum + value, 0) / single.length
    const deviation = Math.sqrt(single.reduce((sum, value) => sum + (value - mean) ** 2, 0) / single.length)
    expect(mean).toBeCloseTo(0.376, 1)
    expect(deviation).toBeGreaterThan(0.28)
    expect(deviation).toBeLessThan(0.35)
    expect(single.some((value) => value === 1)).toBe(true)
  })

  it('C4 repeats itself with the same seed', () => {
    const draw = () => sampleEmotionMixture({ joy: 1, anger: 1 }, seededRandom(3))
    expect(draw()).toEqual(draw())
  })
})
