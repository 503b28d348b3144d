import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emotionScenes, shortestScene } from '../../../src/core/emotion/emotionScenes'
import { modelEmotions, type EmotionReading } from '../../../src/core/emotion/emotionReadings'
import { estimateEmotion, type EmotionSecond } from '../../../src/core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../../../src/core/emotion/featureAnalyser'
import { smoothWithinScenes, smoothWithinShots } from '../../../src/core/emotion/smoothEstimates'
import { seconds } from '../../../src/core/time/units'
import type { Transition } from '../../../src/core/timeline/transition'
import { cutAt } from './emotionFixtures'

/** One certain reading in the middle of each second: what it says, or null for a picture with nothing in it. */
const readingsOf = (valences: readonly (number | null)[]): EmotionReading[] =>
  valences.map((valence, index) => ({
    time: seconds(index + 0.5),
    probabilities: modelEmotions.map(() => 0),
    valence: valence ?? 0,
    arousal: 0,
    valenceVariance: 0,
    arousalVariance: 0,
    content: valence === null ? 0 : 1,
  }))

/** A film in which nothing but the network's readings is known. */
const nothing = createEmotionFeatureAnalyser().finish()
const secondsOf = (valences: readonly (number | null)[], transitions: readonly Transition[] = []) =>
  estimateEmotion(nothing, readingsOf(valences), transitions, seconds(valences.length))

const repeat = <Value>(value: Value, count: number): Value[] => Array.from({ length: count }, () => value)
const twoMoods = [...repeat(-0.5, 8), ...repeat(0.5, 8)]

const second = (time: number, more: Partial<EmotionSecond> = {}): EmotionSecond => ({
  time: seconds(time),
  valence: 0.4,
  arousal: 0.2,
  confidence: 0.8,
  cues: { valence: 0.1, arousal: -0.1 },
  ...more,
})

/** Valences of seconds that are all as sure, smoothed. */
const smoothed = (
  smooth: typeof smoothWithinShots,
  valences: readonly number[],
  transitions: readonly Transition[],
) =>
  smooth(
    valences.map((valence, index) => second(index + 0.5, { valence, arousal: -valence })),
    transitions,
  ).map(({ valence }) => valence)

describe('smoothing (E14)', () => {
  it('weighs a shot’s own seconds by a Gaussian of 1.5 s, and those of other shots by a fifth of it', () => {
    const answers = smoothed(smoothWithinShots, twoMoods, [cutAt(8)])
    const weight = (distance: number): number => Math.exp(-0.5 * (distance / 1.5) ** 2)
    const own = [0, 1, 2, 3, 4].reduce((sum, distance) => sum + weight(distance), 0)
    const sameAgain = [1, 2, 3, 4].reduce((sum, distance) => sum + weight(distance), 0)
    const expected = (0.5 * (own - 0.2 * sameAgain)) / (own + 0.2 * sameAgain)
    // Five seconds from the cut nothing of the other mood is within reach.
    expect(answers[1]).toBeCloseTo(-0.5, 9)
    expect(answers[7]).toBeCloseTo(-expected, 9)
    expect(answers[8]).toBeCloseTo(expected, 9)
  })

  it('weighs a scene’s seconds by a Gaussian of 3 s whatever its shots, and none of other scenes', () => {
    const restless = [...repeat(-0.5, 8), 0.2, 0.6, 0.2, 0.6, 0.2, 0.6, 0.2, 0.6]
    const answers = smoothed(
      smoothWithinScenes,
      restless,
      [8, 9, 10, 11, 12, 13, 14, 15].map((at) => cutAt(at)),
    )
    for (const answer of answers.slice(0, 8)) expect(answer).toBeCloseTo(-0.5, 9)
    const weights = restless.slice(8).map((_, distance) => Math.exp(-0.5 * (distance / 3) ** 2))
    const sum = weights.reduce((total, weight, at) => total + weight * restless[8 + at]!, 0)
    expect(answers[8]).toBeCloseTo(sum / weights.reduce((total, weight) => total + weight), 9)
    // Shots that alternate every second do not carry the mood with them.
    for (const answer of answers.slice(8)) expect(Math.abs(answer - 0.4)).toBeLessThan(0.06)
  })

  it('keeps the jump at a cut that it would round off within a shot', () => {
    const jump = (transitions: readonly Transition[]): number => {
      const answers = smoothed(smoothWithinShots, twoMoods, transitions)
      return answers[8]! - answers[7]!
    }
    expect(jump([cutAt(8)])).toBeGreaterThan(2 * jump([]))
  })

  it('lets a second that nothing is known of take its neighbours’ mood', () => {
    const [whole, holed] = [
      secondsOf(repeat(0.5, 9)),
      secondsOf([...repeat(0.5, 4), null, ...repeat(0.5, 4)]),
    ]
    expect(holed[4]!.confidence).toBeLessThanOrEqual(whole[4]!.confidence)
    expect(Math.abs(holed[4]!.valence - whole[4]!.valence)).toBeLessThan(0.05)
  })

  it('leaves a steady mood as it is, and never goes beyond what was read', () => {
    const valence = fc.double({ min: -0.7, max: 0.7, noNaN: true })
    fc.assert(
      fc.property(fc.array(valence, { minLength: 1, maxLength: 20 }), valence, (read, steady) => {
        const edge = secondsOf(repeat(Math.max(...read.map(Math.abs)), 3))[1]!.valence
        for (const second of secondsOf(read))
          expect(Math.abs(second.valence)).toBeLessThanOrEqual(edge + 1e-9)
        const [first, ...others] = secondsOf(repeat(steady, 6))
        for (const other of others) expect(other.valence).toBeCloseTo(first!.valence, 9)
      }),
      { numRuns: 50 },
    )
  })
})

const readingOf = (emotion: (typeof modelEmotions)[number], share: number): EmotionSecond['reading'] => ({
  valence: 0.3,
  arousal: 0.1,
  direct: { valence: 0.5, arousal: 0.2 },
  category: { valence: -0.3, arousal: -0.2 },
  probabilities: modelEmotions.map((name) => (name === emotion ? share : 0)),
  valenceVariance: 0.1,
  arousalVariance: 0.1,
  content: 1,
})

const filmOf = (length: number, moodAt: (time: number) => Partial<EmotionSecond>): EmotionSecond[] =>
  Array.from({ length }, (_, index) => second(index + 0.5, moodAt(index)))

describe('scenes (E15)', () => {
  it('begin at the transition where the mood changes, not at one where it stays', () => {
    const film = filmOf(24, (time) => (time < 10 ? {} : { valence: -0.6 }))
    const scenes = emotionScenes(film, [cutAt(5), cutAt(10), cutAt(17)])
    expect(scenes.map(({ start, end }) => [start, end])).toEqual([
      [0, 10],
      [10, 24],
    ])
    expect(scenes.map(({ valence }) => valence)).toEqual([expect.closeTo(0.4), expect.closeTo(-0.6)])
  })

  it('follow one another without gaps from the start to the end, none shorter than the shortest', () => {
    const mood = fc.record({
      valence: fc.double({ min: -1, max: 1, noNaN: true }),
      arousal: fc.double({ min: -1, max: 1, noNaN: true }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(mood, { minLength: shortestScene, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 39 }), { maxLength: 6 }),
        (moods, cuts) => {
          const film = moods.map((each, index) => second(index + 0.5, each))
          const scenes = emotionScenes(
            film,
            cuts.filter((cut) => cut < film.length).map((cut) => cutAt(cut)),
          )
          expect([scenes[0]!.start, scenes.at(-1)!.end]).toEqual([0, film.length])
          scenes.slice(1).forEach(({ start }, index) => expect(start).toBe(scenes[index]!.end))
          for (const { start, end, time } of scenes) {
            expect(end - start).toBeGreaterThanOrEqual(shortestScene)
            expect(time).toBe((start + end) / 2)
          }
        },
      ),
    )
  })

  it('say the mean by confidence, and what each path says', () => {
    const film = filmOf(8, (time) =>
      time < 4
        ? { valence: 0.5, confidence: 0.95, reading: readingOf('joy', 0.6) }
        : { valence: 0.3, confidence: 0, reading: readingOf('fear', 0.4) },
    )
    const [scene, ...others] = emotionScenes(film, [])
    expect(others).toEqual([])
    expect(scene!.valence).toBeCloseTo((1 * 0.5 + 0.05 * 0.3) / 1.05)
    expect(scene!.confidence).toBeCloseTo(0.475)
    expect(scene!.direct).toEqual({
      valence: expect.closeTo(0.5) as number,
      arousal: expect.closeTo(0.2) as number,
    })
    expect(scene!.category).toEqual({
      valence: expect.closeTo(-0.3) as number,
      arousal: expect.closeTo(-0.2) as number,
    })
    expect(scene!.cues).toEqual({
      valence: expect.closeTo(0.1) as number,
      arousal: expect.closeTo(-0.1) as number,
    })
    expect(scene!.emotion).toEqual({ name: 'joy', probability: expect.closeTo(0.3) as number })
  })

  it('leave out paths that the network does not have, and are none for no film', () => {
    const { category: _, ...direct } = readingOf('joy', 0)!
    const [scene] = emotionScenes(
      filmOf(5, () => ({ reading: direct })),
      [],
    )
    expect(scene!.direct).toBeDefined()
    expect(scene).not.toHaveProperty('category')
    expect(scene).not.toHaveProperty('emotion')
    const [plain] = emotionScenes(
      filmOf(5, () => ({})),
      [],
    )
    expect(plain).not.toHaveProperty('direct')
    expect(emotionScenes([], [])).toEqual([])
  })
})
