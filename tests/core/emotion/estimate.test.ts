import { describe, expect, it } from 'vitest'
import type { EmotionEstimate } from '../../../src/core/emotion/emotionEstimate'
import { createEmotionFeatureAnalyser } from '../../../src/core/emotion/featureAnalyser'
import { estimateEmotion } from '../../../src/core/emotion/estimateEmotion'
import { analysisHeight, analysisWidth } from '../../../src/core/media/analyser'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import { calm, chase, cutAt, dread, measure, type DrawnShot, type DrawOptions } from './emotionFixtures'

const mean = (
  estimates: readonly EmotionEstimate[],
  axis: 'valence' | 'arousal' | 'confidence',
  from: number,
  to: number,
) => estimates.slice(from, to).reduce((sum, estimate) => sum + estimate[axis], 0) / (to - from)

function estimate(shots: readonly DrawnShot[], options?: DrawOptions): EmotionEstimate[] {
  const { features, transitions, duration } = measure(shots, options)
  return estimateEmotion(features, [], transitions, duration)
}

/** Short enough to be drawn many times. */
const excerpt = [{ ...calm, length: 5 }, { ...dread, length: 4 }, chase, chase, chase]
const film = [calm, dread, chase, chase, chase, chase, chase, chase, { ...calm, length: 6 }]

describe('estimates', () => {
  it('E1 gives one per second, all in range, also for the last broken second', () => {
    const estimates = estimate([calm, { ...chase, length: 1.3 }])
    expect(estimates).toHaveLength(14)
    expect(estimates[0]!.time).toBeCloseTo(0.5)
    expect(estimates[13]!.time).toBeCloseTo(13.15)
    for (const each of estimates) {
      expect(Math.abs(each.valence)).toBeLessThanOrEqual(1)
      expect(Math.abs(each.arousal)).toBeLessThanOrEqual(1)
    }
  })

  it('E2 orders calm, dread and chase', () => {
    const estimates = estimate(film)
    const chaseArousal = mean(estimates, 'arousal', 21, 28)
    expect(chaseArousal).toBeGreaterThan(0.4)
    expect(mean(estimates, 'arousal', 1, 11)).toBeLessThan(-0.3)
    expect(mean(estimates, 'arousal', 13, 19)).toBeLessThan(chaseArousal - 0.5)
    expect(mean(estimates, 'valence', 1, 11)).toBeGreaterThan(0.2)
    expect(mean(estimates, 'valence', 13, 19)).toBeLessThan(-0.3)
  })

  it('E3 moves by less than 0.1 at another frame rate, sample rate or letterboxed', () => {
    const plain = estimate(excerpt)
    for (const options of [
      { framesPerSecond: 24 },
      { framesPerSecond: 60 },
      { sampleRate: 48_000 },
      { bars: 10 },
    ]) {
      const other = estimate(excerpt, options)
      for (const axis of ['valence', 'arousal'] as const)
        plain.forEach((each, index) =>
          expect(
            Math.abs(each[axis] - other[index]![axis]),
            `${JSON.stringify(options)} ${axis} ${index}`,
          ).toBeLessThan(0.1),
        )
    }
  })

  it('E4 is less sure without sound and not at all in black silence, where it rests at neutral', () => {
    const silent = estimate(film, { sound: false })
    expect(mean(silent, 'confidence', 0, 10)).toBeLessThan(mean(estimate(film), 'confidence', 0, 10))
    expect(mean(silent, 'arousal', 21, 28)).toBeGreaterThan(mean(silent, 'arousal', 1, 11) + 0.5)
    const analyser = createEmotionFeatureAnalyser()
    const pixels = new Uint8Array(analysisWidth * analysisHeight * 3)
    for (let index = 0; index < 100; index++)
      analyser.pushPicture({ index, time: rational(index, 25), pixels })
    const black = estimateEmotion(analyser.finish(), [], [], seconds(4))
    expect(black.map(({ valence, arousal, confidence }) => [valence, arousal, confidence])).toEqual(
      Array.from({ length: 4 }, () => [0, 0, 0]),
    )
  })

  it('E5 does not take a cut for motion', () => {
    const still = { ...calm, speed: 0, length: 3 }
    const { features, transitions, duration } = measure([still, { ...still, colour: [60, 80, 90] }, still], {
      sound: false,
    })
    const withCuts = estimateEmotion(features, [], transitions, duration)
    const wrongCuts = estimateEmotion(
      features,
      [],
      transitions.map((_, index) => cutAt(1.2 + index * 6)),
      duration,
    )
    expect(mean(withCuts, 'arousal', 2, 7)).toBeLessThan(mean(wrongCuts, 'arousal', 2, 7) - 0.1)
  })

  it('E5 does not take a fade for a dark mood', () => {
    const dark = { ...calm, colour: [20, 25, 30] as const, length: 2 }
    const { features, duration } = measure([{ ...calm, length: 5 }, dark], { sound: false })
    const fade = { ...cutAt(7, 'fade'), start: rational(5), end: rational(7) }
    const faded = estimateEmotion(features, [], [fade], duration)
    const unfaded = estimateEmotion(features, [], [], duration)
    expect(unfaded[6]!.valence).toBeLessThan(-0.1)
    expect(faded[6]!.valence).toBeGreaterThanOrEqual(0)
    expect(faded[6]!.confidence).toBe(0)
  })

  it('E6 answers for a film without any measurement', () => {
    const nothing = createEmotionFeatureAnalyser().finish()
    expect(estimateEmotion(nothing, [], [], seconds(2.5))).toHaveLength(3)
    expect(estimateEmotion(nothing, [], [], seconds(0.3))).toHaveLength(1)
  })
})
