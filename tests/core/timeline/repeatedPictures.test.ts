import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectTransitions } from '../../../src/core/timeline/detectTransitions'
import { distinctPictures, spreadLikelihoods } from '../../../src/core/timeline/repeatedPictures'
import { createTransitionLikelihoods, stepKinds } from '../../../src/core/timeline/transitionLikelihoods'
import { likelihoodsOf } from '../../fixtures/transitionNetwork'
import { classifyInParts } from '../../../src/core/timeline/scoreParts'
import { scoreFilm, shot, type Picture } from './drawnFilm'

/** A film of 24 pictures a second carried by one of 60: each picture two or three times, the one shown at the time. */
const carried = (pictures: readonly Picture[]): Picture[] =>
  Array.from({ length: Math.floor((pictures.length * 60) / 24) }, (_, index) => {
    return pictures[Math.floor((index * 24) / 60)]!
  })

describe('repeats of a higher rate (T18)', () => {
  it('are left out of a film of 24 carried by 60', () => {
    const distinct = distinctPictures(scoreFilm(carried(shot(1, 24)), 60))!
    expect([...distinct.pictures].slice(0, 6)).toEqual([0, 3, 5, 8, 10, 13])
    expect(distinct.scores.count).toBe(24)
    expect(distinct.scores.timeNumerators[2]! / distinct.scores.timeDenominators[2]!).toBeCloseTo(5 / 60)
  })

  it('stay where every picture is new, and in films of up to 30 pictures a second', () => {
    expect(distinctPictures(scoreFilm(shot(2, 40), 60))).toBeNull()
    const onTwos = shot(3, 20).flatMap((picture) => [picture, picture])
    expect(distinctPictures(scoreFilm(onTwos, 24))).toBeNull()
  })

  it('stay in a film of 60 that stands still for half of its time', () => {
    expect(distinctPictures(scoreFilm([...shot(5, 60, 0), ...shot(6, 24)], 60))).toBeNull()
  })

  it('leave 24 pictures a second of a still', () => {
    const distinct = distinctPictures(scoreFilm(shot(4, 121, 0), 60))!
    expect(distinct.pictures.length).toBeGreaterThanOrEqual(40)
    for (let index = 1; index < distinct.pictures.length; index += 1)
      expect(distinct.pictures[index]! - distinct.pictures[index - 1]!).toBeLessThanOrEqual(3)
  })

  it('change no cut: those of the film of 60 are those of the film of 24, exact to the picture', async () => {
    const pictures = [...shot(1, 40), ...shot(2, 33), ...shot(3, 12), ...shot(4, 40)]
    const scores = scoreFilm(carried(pictures), 60)
    const likelihoods = await classifyInParts(scores, ({ scores: part }) => likelihoodsOf(part))
    const cuts = detectTransitions(scores, likelihoods)
    expect(cuts.map(({ kind, frame }) => `${kind} ${frame}`)).toEqual(
      [40, 73, 85].map((frame) => `cut ${Math.ceil((frame * 60) / 24)}`),
    )
  })
})

describe('what is said of distinct pictures', () => {
  it('is given to the film: cuts to the new picture alone, gradual kinds to its repeats too', () => {
    const cases = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(cases, (gaps) => {
        const pictures = Int32Array.from([0, ...gaps])
        for (let index = 1; index < pictures.length; index += 1) pictures[index]! += pictures[index - 1]!
        const count = pictures.at(-1)! + 3
        const said = createTransitionLikelihoods(pictures.length)
        for (const kind of stepKinds) said[kind].forEach((_, step) => (said[kind][step] = step))
        const whole = spreadLikelihoods(said, pictures, count)
        expect(whole.count).toBe(count)
        for (let picture = 0; picture < count; picture += 1) {
          const step = pictures.findIndex((each) => each >= picture)
          const isNew = pictures[step] === picture
          expect(whole.dissolve[picture]).toBe(Math.max(0, step))
          expect(whole.cut[picture]).toBe(isNew ? step : 0)
        }
      }),
    )
  })
})
