import { describe, expect, it } from 'vitest'
import { rational } from '../../../src/core/time/rational'
import { detectTransitions } from '../../../src/core/timeline/detectTransitions'
import type { Transition } from '../../../src/core/timeline/transition'
import {
  createTransitionLikelihoods,
  decodeTransitionLikelihoods,
  encodeTransitionLikelihoods,
  stepKinds,
  type StepKind,
  type TransitionLikelihoods,
} from '../../../src/core/timeline/transitionLikelihoods'
import { thumbnailSize } from '../../../src/core/timeline/pictureFeatures'
import { createTransitionScores, type TransitionScores } from '../../../src/core/timeline/transitionScores'

/** Scores of a film of even pictures, 24 a second, each of the grey that `level` says. */
function greyFilm(count: number, level: (picture: number) => number): TransitionScores {
  const scores = createTransitionScores(count)
  for (let index = 0; index < count; index += 1) {
    scores.timeNumerators[index] = index
    scores.timeDenominators[index] = 24
    scores.thumbnails.fill(level(index), index * thumbnailSize, (index + 1) * thumbnailSize)
  }
  return scores
}

/** Pictures that go evenly from `from` to `to` between pictures `start` and `end`. */
const ramp =
  (start: number, end: number, from = 50, to = 150) =>
  (picture: number): number =>
    from + (to - from) * Math.min(1, Math.max(0, (picture - start) / (end - start)))

type Said = readonly [kind: StepKind, first: number, last: number, likelihood: number]

function likelihoodsSaying(count: number, ...said: readonly Said[]): TransitionLikelihoods {
  const likelihoods = createTransitionLikelihoods(count)
  for (const [kind, first, last, likelihood] of said)
    likelihoods[kind].fill(Math.round(255 * likelihood), first, last + 1)
  return likelihoods
}

const brief = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ kind, start, end, frame }) => {
    const picture = (time: { numerator: number; denominator: number }): number =>
      (time.numerator * 24) / time.denominator
    return `${kind} ${picture(start)}-${picture(end)} at ${frame}`
  })

/** Every picture differs from its neighbours. */
const film = greyFilm(200, (picture) => (picture % 2 === 0 ? 100 : 140))
const mixed = greyFilm(200, ramp(39, 60))

describe('what the network says becomes transitions', () => {
  it('cuts where a step is likelier than its neighbours', () => {
    const likelihoods = likelihoodsSaying(
      200,
      ['cut', 50, 50, 0.9],
      ['cut', 51, 51, 0.6],
      ['cut', 120, 120, 0.62],
    )
    const found = detectTransitions(film, likelihoods)
    expect(brief(found)).toEqual(['cut 50-50 at 50', 'cut 120-120 at 120'])
    expect(found[0]).toMatchObject({ time: rational(50, 24), confidence: 0.902, origin: 'detected' })
  })

  it.each([
    ['dissolve', 'dissolve 39-60 at 50'],
    ['wipe', 'wipe 39-60 at 50'],
    ['dip', 'dip 39-60 at 50'],
    ['fadeOut', 'fade 39-60 at 60'],
    ['fadeIn', 'fade 39-60 at 40'],
  ] as const)('a %s with its interval and aim', (kind, expected) => {
    expect(brief(detectTransitions(mixed, likelihoodsSaying(200, [kind, 40, 60, 0.9])))).toEqual([expected])
  })

  it('one transition where a few of its steps are doubtful', () => {
    const likelihoods = likelihoodsSaying(200, ['dissolve', 40, 60, 0.9], ['dissolve', 48, 49, 0.2])
    expect(brief(detectTransitions(mixed, likelihoods))).toEqual(['dissolve 39-60 at 50'])
  })

  it('none where a lone step looks gradual', () => {
    expect(detectTransitions(film, likelihoodsSaying(200, ['wipe', 70, 70, 0.6]))).toEqual([])
  })

  it.each([
    [56, ['dip 39-70 at 55']],
    [64, ['dip 39-70 at 55']],
    [65, ['fade 39-55 at 55', 'fade 64-70 at 65']],
  ])('a fade out to 55 and a fade in from %i', (first, expected) => {
    const likelihoods = likelihoodsSaying(200, ['fadeOut', 40, 55, 0.95], ['fadeIn', first, 70, 0.95])
    expect(brief(detectTransitions(film, likelihoods))).toEqual(expected)
  })

  it('no cut inside a gradual transition', () => {
    const likelihoods = likelihoodsSaying(200, ['fadeOut', 40, 60, 0.9], ['cut', 60, 60, 0.55])
    likelihoods.fadeOut[60] = 110
    expect(brief(detectTransitions(film, likelihoods, { leastCutConfidence: 0.3 }))).toHaveLength(1)
  })
})

describe('what the pictures say against the network', () => {
  it('no transition where the picture stays', () => {
    const still = greyFilm(200, () => 0)
    expect(detectTransitions(still, likelihoodsSaying(200, ['dip', 40, 60, 0.9]))).toEqual([])
  })

  it('no dissolve where a title comes over a shot that stays, but a fade where all but a title goes', () => {
    const titled = greyFilm(200, () => 60)
    for (let picture = 40; picture < 200; picture += 1)
      titled.thumbnails.fill(
        60 + 8 * Math.min(20, picture - 39),
        picture * thumbnailSize,
        picture * thumbnailSize + 21,
      )
    const said = (kind: StepKind) => detectTransitions(titled, likelihoodsSaying(200, [kind, 40, 60, 0.9]))
    expect(said('dissolve')).toEqual([])
    expect(said('wipe')).toEqual([])
    expect(brief(said('fadeIn'))).toEqual(['fade 39-60 at 40'])
  })

  it.each([
    ['dissolve', 38, 61, 'dissolve 39-60 at 50'],
    ['dissolve', 41, 59, 'dissolve 39-60 at 50'],
    ['fadeIn', 38, 60, 'fade 39-60 at 40'],
    ['fadeOut', 40, 62, 'fade 39-60 at 60'],
  ] as const)('the ends of a %s that the network puts at %i and %i', (kind, first, last, expected) => {
    expect(brief(detectTransitions(mixed, likelihoodsSaying(200, [kind, first, last, 0.9])))).toEqual([
      expected,
    ])
  })
})

describe('the thresholds', () => {
  const likelihoods = likelihoodsSaying(
    200,
    ['cut', 20, 20, 0.3],
    ['cut', 60, 60, 0.7],
    ['dissolve', 90, 110, 0.4],
    ['cut', 150, 150, 0.95],
    ['cut', 155, 155, 0.8],
  )
  const count = (options: Parameters<typeof detectTransitions>[2]): number =>
    detectTransitions(film, likelihoods, options).length

  it('find no more when raised', () => {
    expect([0.1, 0.5, 0.75, 0.99].map((leastCutConfidence) => count({ leastCutConfidence }))).toEqual([
      4, 3, 2, 0,
    ])
    expect([0.2, 0.9].map((leastGradualConfidence) => count({ leastGradualConfidence }))).toEqual([4, 3])
  })

  it('keep the surer of two transitions with too short a shot between them', () => {
    expect(brief(detectTransitions(film, likelihoods, { minimumShot: 0.25 }))).toEqual([
      'cut 60-60 at 60',
      'cut 150-150 at 150',
    ])
  })

  it('find nothing in no film', () => {
    expect(
      detectTransitions(
        greyFilm(0, () => 0),
        createTransitionLikelihoods(0),
      ),
    ).toEqual([])
    expect(
      detectTransitions(
        greyFilm(1, () => 0),
        createTransitionLikelihoods(1),
      ),
    ).toEqual([])
  })
})

describe('likelihoods as bytes', () => {
  const likelihoods = likelihoodsSaying(
    50,
    ...stepKinds.map((kind, index): Said => [kind, index, 40, index / 7]),
  )
  const bytes = encodeTransitionLikelihoods(likelihoods)

  it('come back', () => {
    expect(decodeTransitionLikelihoods(bytes)).toEqual(likelihoods)
    expect(bytes).toHaveLength(12 + 50 * 6)
  })

  it('are not read when damaged or of another version', () => {
    expect(decodeTransitionLikelihoods(bytes.subarray(1))).toBeNull()
    expect(decodeTransitionLikelihoods(new Uint8Array(3))).toBeNull()
    const otherVersion = bytes.slice()
    otherVersion[7] = 9
    expect(decodeTransitionLikelihoods(otherVersion)).toBeNull()
  })
})
