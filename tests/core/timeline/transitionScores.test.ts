import { describe, expect, it } from 'vitest'
import { rational } from '../../../src/core/time/rational'
import { createTransitionScorer } from '../../../src/core/timeline/transitionScorer'
import {
  bytesPerPicture,
  decodeTransitionScores,
  encodeTransitionScores,
  timeOfPicture,
} from '../../../src/core/timeline/transitionScores'
import { scoreFilm, shot, view } from './drawnFilm'

describe('transition scores', () => {
  const scores = scoreFilm([...shot(1, 25), ...shot(2, 25)])

  it('take at most 100 bytes per picture', () => {
    expect(bytesPerPicture).toBeLessThanOrEqual(100)
    expect(encodeTransitionScores(scores).length).toBeLessThanOrEqual(50 * 100 + 12)
  })

  it('come back from their bytes', () => {
    const again = decodeTransitionScores(encodeTransitionScores(scores))
    expect(again).toEqual(scores)
  })

  it('are not read from damaged bytes', () => {
    const bytes = encodeTransitionScores(scores)
    expect(decodeTransitionScores(bytes.subarray(0, bytes.length - 1))).toBeNull()
    expect(decodeTransitionScores(new Uint8Array(4))).toBeNull()
    const otherVersion = bytes.slice()
    otherVersion[7] = 99
    expect(decodeTransitionScores(otherVersion)).toBeNull()
    const noTimes = bytes.slice().fill(0, 12, 12 + 50 * 16)
    expect(decodeTransitionScores(noTimes)).toBeNull()
  })

  it('keep exact times, and grow beyond the first reserve', () => {
    const scorer = createTransitionScorer(30)
    const picture = view(3, 0)
    for (let index = 0; index < 4200; index += 1)
      scorer.pushPicture({ index, time: rational(index * 1001, 30000), pixels: picture })
    const grown = scorer.scores()
    expect(grown.count).toBe(4200)
    expect(timeOfPicture(grown, 4199)).toEqual(rational(4199 * 1001, 30000))
    expect(grown.thumbnails.length).toBe(4200 * 72)
    expect(grown.difference[4199]).toBe(0)
  })

  it.each([3, 100, 1e12, NaN])('do not depend on how many pictures were expected (%d)', (expected) => {
    const scoresOf = (reserve: number): Uint8Array => {
      const scorer = createTransitionScorer(30, reserve)
      for (let index = 0; index < 40; index += 1)
        scorer.pushPicture({ index, time: rational(index, 30), pixels: view(index % 5, index) })
      return encodeTransitionScores(scorer.scores())
    }
    expect(scoresOf(expected)).toEqual(scoresOf(0))
  })
})
