import { describe, expect, it } from 'vitest'
import { moodBorders } from '../../../src/core/emotion/moodBorders'
import { detectTransitions, type DetectionOptions } from '../../../src/core/timeline/detectTransitions'
import { createTransitionLikelihoods } from '../../../src/core/timeline/transitionLikelihoods'
import { plain, scoreFilm } from '../timeline/drawnFilm'

/** Frames of the cuts in a film of one second whose steps 8 and 16 are cuts with 0.9 and 0.4. */
function cuts(options?: DetectionOptions): number[] {
  const scores = scoreFilm(plain(90, 24))
  const likelihoods = createTransitionLikelihoods(scores.count)
  likelihoods.cut[8] = 0.9 * 255
  likelihoods.cut[16] = 0.4 * 255
  return detectTransitions(scores, likelihoods, options).map(({ frame }) => frame)
}

describe('borders of moods (E16)', () => {
  it('are cuts that the list is not sure of, too', () => {
    expect(cuts()).toEqual([8])
    expect(cuts(moodBorders())).toEqual([8, 16])
  })

  it('do not become fewer where the user asks for surer cuts, but more where for less sure ones', () => {
    expect(cuts(moodBorders({ leastCutConfidence: 0.95 }))).toEqual([8, 16])
    expect(moodBorders({ leastCutConfidence: 0.1, minimumShot: 2 })).toEqual({
      leastCutConfidence: 0.1,
      minimumShot: 2,
    })
  })
})
