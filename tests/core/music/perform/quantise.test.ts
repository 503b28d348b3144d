import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantiseScore } from '../../../../src/core/music/perform/quantise'
import { presetNames } from '../../../../src/core/music/presets'
import type { Score } from '../../../../src/core/music/score'
import { ticksPerStep } from '../../../../src/core/music/vocabulary'
import { seconds, ticks } from '../../../../src/core/time/units'
import { arbitraryScore } from '../../../fixtures/arbitraryScore'
import { scoreByNoise } from '../support/composeFilm'
import { filmPlan } from '../support/filmPlan'

const placesOf = (score: Score): string[][] =>
  score.tracks.map(({ notes }) =>
    notes.map(({ start, duration, pitch }) => [start, duration, pitch].join(' ')),
  )

const cueAt = (name: string, start: number, end: number) => ({
  id: name,
  name,
  start: seconds(start),
  end: seconds(end),
})

const tickCue = (start: number, end: number) => ({
  id: `${start}`,
  name: `${start}`,
  startTick: ticks(start),
  endTick: ticks(end),
  startTime: seconds(start),
  endTime: seconds(end),
  firstBar: 0,
  barCount: 1,
})

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
        const quantised = quantiseScore(played, plan)
        expect(placesOf(quantised)).toEqual(placesOf(composed))
        const velocities = ({ tracks }: Score): number[][] =>
          tracks.map(({ notes }) => notes.map(({ velocity }) => velocity).sort((a, b) => a - b))
        expect(velocities(quantised)).toEqual(velocities(played))
        expect(quantised.tracks.map(({ controls }) => controls)).toEqual(
          played.tracks.map(({ controls }) => controls),
        )
        expect(quantiseScore(quantised, plan)).toEqual(quantised)
      }),
      { numRuns: 15 },
    )
  })

  test('a cue that begins off the film’s grid: each note finds the step of its own cue', async () => {
    // One tempo, so that cues end between two steps, where the next begin; the third follows a silence.
    const cues = [cueAt('1m1', 0, 7.013), cueAt('1m2', 7.013, 12.5), cueAt('1m3', 13.31, 18)]
    const plan = filmPlan({ duration: 20, hits: [8.4], cues, tempo: [100, 100] })
    expect(plan.cues[1]!.startTick % ticksPerStep).not.toBe(0)
    expect(plan.cues[2]!.endTick % ticksPerStep).not.toBe(0)
    const film = { plan, presetName: 'orchestral', seed: 3 }
    const played = (await scoreByNoise({ ...film, humanSeed: 5 })).score
    const composed = (await scoreByNoise(film)).score
    expect(placesOf(played)).not.toEqual(placesOf(composed))
    expect(placesOf(quantiseScore(played, plan))).toEqual(placesOf(composed))
  })

  test('any score: every onset and end on a place of the grid, no more than a step away, and once is enough', () => {
    fc.assert(
      fc.property(arbitraryScore, fc.array(fc.nat(50_000), { maxLength: 6 }), (score, bounds) => {
        const places = [...new Set(bounds.map((tick) => tick % score.endTick))].sort((a, b) => a - b)
        const cues = places.flatMap((start, index) => {
          const end = places[index + 1]
          return index % 2 === 0 && end !== undefined ? [tickCue(start, end)] : []
        })
        const quantised = quantiseScore(score, { cues, endTick: score.endTick })
        const origins = [0, ...cues.flatMap(({ startTick, endTick }): number[] => [startTick, endTick])]
        const isPlace = (tick: number): boolean =>
          tick === score.endTick ||
          (tick - origins.findLast((origin) => origin <= tick)!) % ticksPerStep === 0
        for (const [index, { notes }] of quantised.tracks.entries()) {
          const before = score.tracks[index]!.notes
          expect(notes.map(({ pitch }) => pitch).sort()).toEqual(before.map(({ pitch }) => pitch).sort())
          for (const note of notes) {
            expect(note.start).toBeLessThan(score.endTick)
            expect(note.start + note.duration).toBeLessThanOrEqual(score.endTick)
            expect(note.duration).toBeGreaterThan(0)
            expect([isPlace(note.start), isPlace(note.start + note.duration)]).toEqual([true, true])
          }
          const starts = (all: typeof notes) => all.map(({ start }) => start).sort((a, b) => a - b)
          for (const [at, start] of starts(before).entries())
            expect(Math.abs(start - starts(notes)[at]!)).toBeLessThan(ticksPerStep)
        }
        expect(quantiseScore(quantised, { cues, endTick: score.endTick })).toEqual(quantised)
      }),
      { numRuns: 200 },
    )
  })
})
