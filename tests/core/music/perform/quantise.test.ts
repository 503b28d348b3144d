import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantiseScore } from '../../../../src/core/music/perform/quantise'
import { presetNames } from '../../../../src/core/music/presets'
import type { Score } from '../../../../src/core/music/score'
import { scoreByNoise } from '../support/composeFilm'
import { filmPlan } from '../support/filmPlan'

const placesOf = (score: Score): string[][] =>
  score.tracks.map(({ notes }) =>
    notes.map(({ start, duration, pitch }) => [start, duration, pitch].join(' ')),
  )

describe('a performed score on the grid (docs/spec/composer-decoding.md, D36)', () => {
  test('random films: it is what would have been performed quantised, velocities as they were played', async () => {
    const film = fc.record({
      presetName: fc.constantFrom(...presetNames),
      cuts: fc.uniqueArray(fc.integer({ min: 4, max: 60 }), { maxLength: 5 }),
      seed: fc.nat(1_000_000),
    })
    await fc.assert(
      fc.asyncProperty(film, async ({ presetName, cuts, seed }) => {
        const hits = cuts.map((cut) => cut / 4).sort((a, b) => a - b)
        const plan = filmPlan({ duration: 16, hits, presetName })
        const played = (await scoreByNoise({ plan, presetName, seed, humanSeed: seed })).score
        const composed = (await scoreByNoise({ plan, presetName, seed })).score
        const quantised = quantiseScore(played)
        expect(placesOf(quantised)).toEqual(placesOf(composed))
        const velocities = ({ tracks }: Score): number[][] =>
          tracks.map(({ notes }) => notes.map(({ velocity }) => velocity).sort((a, b) => a - b))
        expect(velocities(quantised)).toEqual(velocities(played))
        expect(quantised.tracks.map(({ controls }) => controls)).toEqual(
          played.tracks.map(({ controls }) => controls),
        )
        expect(quantiseScore(quantised)).toEqual(quantised)
      }),
      { numRuns: 15 },
    )
  })
})
