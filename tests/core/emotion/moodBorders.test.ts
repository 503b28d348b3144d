import { describe, expect, it } from 'vitest'
import { edgesOfShots, moodBorders, togetherness } from '../../../src/core/emotion/moodBorders'
import { estimateEmotion } from '../../../src/core/emotion/estimateEmotion'
import { rational } from '../../../src/core/time/rational'
import { detectTransitions, type DetectionOptions } from '../../../src/core/timeline/detectTransitions'
import { createTransitionLikelihoods } from '../../../src/core/timeline/transitionLikelihoods'
import { plain, scoreFilm } from '../timeline/drawnFilm'
import { calm, chase, cutAt, dread, measure, reading } from './emotionFixtures'

/** Frames of the cuts in a film of one second whose steps 8, 16 and 20 are cuts with 0.9, 0.4 and 0.05. */
function cuts(options?: DetectionOptions): number[] {
  const scores = scoreFilm(plain(90, 24))
  const likelihoods = createTransitionLikelihoods(scores.count)
  likelihoods.cut[8] = 0.9 * 255
  likelihoods.cut[16] = 0.4 * 255
  likelihoods.cut[20] = 0.05 * 255
  return detectTransitions(scores, likelihoods, options).map(({ frame }) => frame)
}

describe('borders of moods (E16)', () => {
  it('are cuts that the list is not sure of, too', () => {
    expect(cuts()).toEqual([8])
    expect(cuts(moodBorders())).toEqual([8, 16])
  })

  it('do not become fewer where the user asks for surer cuts, but more where for less sure ones', () => {
    expect(cuts(moodBorders({ leastCutConfidence: 0.95 }))).toEqual([8, 16])
    expect(moodBorders({ leastCutConfidence: 0.05, minimumShot: 2 })).toEqual({
      leastCutConfidence: 0.05,
      minimumShot: 2,
    })
  })

  it('part two times by the likelihood of each that lies between them, and a dissolve from its inside too', () => {
    const dissolve = { ...cutAt(6, 'dissolve'), start: rational(5), end: rational(7), confidence: 0.8 }
    const together = togetherness(
      edgesOfShots([dissolve, { ...cutAt(2), confidence: 0.25 }, { ...cutAt(3), confidence: 0.5 }]),
    )
    const expected = [
      [0, 1, 1],
      [0, 2, 0.75],
      [2, 2.5, 1],
      [4, 0, 0.375],
      [4, 6, 0.2],
      [6, 4, 0.2],
      [4, 7, 0.04],
    ] as const
    for (const [a, b, probability] of expected) expect(together(a, b)).toBeCloseTo(probability, 9)
  })

  it('count as none where nothing speaks for them, and move no estimate by more than their likelihood moves', () => {
    const { features, transitions, duration } = measure([calm, dread, chase, chase, chase, chase, calm], {
      framesPerSecond: 12,
    })
    const readings = Array.from({ length: Math.floor(2 * duration) }, (_, index) => reading(index / 2))
    const estimates = (confidence: number) =>
      estimateEmotion(
        features,
        readings,
        transitions.map((transition, index) => (index === 3 ? { ...transition, confidence } : transition)),
        duration,
      )
    const without = transitions.filter((_, index) => index !== 3)
    expect(estimates(0)).toEqual(estimateEmotion(features, readings, without, duration))
    const steps = Array.from({ length: 11 }, (_, step) => estimates(step / 10))
    steps.slice(1).forEach((after, step) =>
      after.forEach(({ valence, arousal }, index) => {
        expect(Math.abs(steps[step]![index]!.valence - valence)).toBeLessThan(0.07)
        expect(Math.abs(steps[step]![index]!.arousal - arousal)).toBeLessThan(0.07)
      }),
    )
  })
})
