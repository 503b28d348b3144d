import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hitCount, keptHits, longChordTimes, otherBars, shuffledCuts } from '../../bench/composer/hitMeasures'
import { films, planFilm } from '../../bench/composer/plans'
import type { Plan } from '../../src/core/music/plan'
import { createRandom } from '../../src/core/music/random'
import type { Note, Score, Track } from '../../src/core/music/score'
import { ticks } from '../../src/core/time/units'

const note = (start: number, pitch: number, duration: number): Note => ({
  start: ticks(start),
  duration: ticks(duration),
  pitch,
  velocity: 80,
})

const track = (family: Track['family'], notes: readonly Note[]): Track => ({
  ...{ id: family, name: family, family, channel: 0, program: 0, volume: 100, pan: 64, reverb: 40 },
  ...{ notes, controls: [] },
})

/** At 60 quarters a minute a quarter of 960 ticks lasts a second. */
const scoreOf = (tracks: readonly Track[]): Score => ({
  tempo: [{ tick: ticks(0), microsecondsPerQuarter: 1_000_000 }],
  metre: [],
  keys: [],
  tracks,
  chords: [],
  markers: [],
  endTick: ticks(96_000),
})

const chord = (start: number, duration: number, pitches = [60, 64, 67]): Note[] =>
  pitches.map((pitch) => note(start, pitch, duration))

describe('hits as the composer report counts them', () => {
  test('a long chord is three distinct melodic pitches within 30 ms, held 1.8 beats', () => {
    const long = chord(0, 1800)
    const short = chord(3840, 900)
    const two = chord(7680, 1920, [60, 64])
    const doubled = [...chord(11520, 1920, [60, 64]), note(11520, 64, 1920)]
    const spread = [note(15360, 60, 1920), note(15380, 64, 1920), note(15385, 67, 1920)]
    const arpeggio = [note(19200, 60, 1920), note(19300, 64, 1920), note(19400, 67, 1920)]
    const score = scoreOf([track('piano', [...long, ...short, ...two, ...doubled, ...spread, ...arpeggio])])
    expect(longChordTimes(score)).toEqual([0, 16])
  })

  test('drums make no chord, several parts together do', () => {
    expect(longChordTimes(scoreOf([track('drums', chord(0, 1920))]))).toEqual([])
    const parts = [60, 64, 67].map((pitch) => track('strings', [note(960, pitch, 1920)]))
    expect(longChordTimes(scoreOf(parts))).toEqual([1])
  })

  test('every kept hit with its chord counts; a chord that is gone or a frame and a half late does not', () => {
    const plan = planFilm(films[0]!, 'solo-piano', 1)
    const kept = plan.hits.filter((hit) => hit.kept)
    const chords = (late: number, from = 0): Note[] =>
      kept.slice(from).flatMap((hit) => chord(hit.tick + late, 2400))
    const played = (notes: readonly Note[]): Score => ({
      ...scoreOf([track('piano', notes)]),
      tempo: plan.tempo,
    })
    expect(keptHits(played(chords(0)), plan)).toEqual({ kept: kept.length, struck: kept.length })
    expect(keptHits(played(chords(0, 2)), plan).struck).toBe(kept.length - 2)
    const slowest = Math.max(...plan.tempo.map((change) => change.microsecondsPerQuarter))
    const frameAndAHalf = Math.ceil((0.06 * 960 * 1e6) / slowest) * 2
    expect(keptHits(played(chords(frameAndAHalf)), plan).struck).toBe(0)
  })

  test('a hit that the next one follows soon needs its chord only until then', () => {
    const plan = planFilm(films[0]!, 'solo-piano', 1)
    const [first] = plan.hits.filter((hit) => hit.kept)
    const next = { ...first!, id: 'next', tick: ticks(first!.tick + 960), time: first!.time }
    const crowded: Plan = { ...plan, hits: [first!, next] }
    const score = { ...scoreOf([track('piano', chord(first!.tick, 900))]), tempo: plan.tempo }
    expect(keptHits(score, crowded).struck).toBeGreaterThanOrEqual(1)
    expect(keptHits(score, { ...plan, hits: [first!] }).struck).toBe(0)
  })

  test('hits within the tolerance', () => {
    expect(hitCount([1, 2, 3], [1.05, 2.2], 0.1)).toBe(1)
    expect(hitCount([1], [], 0.1)).toBe(0)
  })

  test('shuffled cuts are as many, inside the film, with the same distances around it', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 3999 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(times, fc.integer(), (values, seed) => {
        const cuts = values.sort((a, b) => a - b).map((value) => value / 100)
        const shuffled = shuffledCuts(cuts, 40, createRandom(seed))
        expect(shuffled).toHaveLength(cuts.length)
        for (const time of shuffled) expect(time >= 0 && time < 40).toBe(true)
        const gaps = (list: readonly number[], from: number): number[] =>
          list.slice(1).map((time, index) => Math.round(100 * ((time - list[index]! + from) % from)))
        const total = (list: readonly number[]): number => list.reduce((sum, gap) => sum + gap, 0)
        expect(total(gaps(shuffled, 40))).toBeLessThanOrEqual(Math.round(100 * cuts.at(-1)!))
      }),
    )
  })

  test('chance moments in other bars stay away from real cuts', () => {
    const plan = planFilm(films[1]!, 'orchestral', 1)
    const targets = plan.hits.filter((hit) => hit.kept).map((hit) => hit.time)
    for (let seed = 0; seed < 20; seed++)
      for (const moment of otherBars(plan, targets, createRandom(seed)))
        expect(Math.min(...targets.map((target) => Math.abs(target - moment)))).toBeGreaterThan(0.25)
  })
})
