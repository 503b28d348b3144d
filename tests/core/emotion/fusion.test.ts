import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoryAffect, withCalm } from '../../../src/core/emotion/categoryPath'
import { evidenceOf, estimateEmotion, readingShare } from '../../../src/core/emotion/estimateEmotion'
import {
  modelEmotions,
  readEmotionReadings,
  writeEmotionReadings,
  type EmotionReading,
} from '../../../src/core/emotion/emotionReadings'
import {
  categoryShare,
  contentTrust,
  readingSpread,
  readingsOfSeconds,
} from '../../../src/core/emotion/secondReadings'
import { rational } from '../../../src/core/time/rational'
import { calm, cutAt, measure, reading as anyReading } from './emotionFixtures'

/** A reading that is sure of its category. */
const reading = (time: number, more: Partial<EmotionReading> = {}): EmotionReading =>
  anyReading(time, { probabilities: [0, 0, 0, 1, 0, 0, 0], ...more })

/** Two readings in every second of a film of this length. */
const throughout = (length: number, more: Partial<EmotionReading> = {}): EmotionReading[] =>
  Array.from({ length: 2 * length }, (_, index) => reading(index / 2, more))

const silentShot = measure([{ ...calm, length: 8 }], { sound: false })
const estimatesWith = (readings: readonly EmotionReading[]) =>
  estimateEmotion(silentShot.features, readings, silentShot.transitions, silentShot.duration)

describe('the network’s readings of a second', () => {
  it('E7 come from its own shot, within a second of its middle', () => {
    const [first, second, third, fourth] = readingsOfSeconds(
      [reading(0.2, { valence: 0.6 }), reading(0.8, { valence: -0.6 })],
      [cutAt(0.6)],
      4,
      4,
    )
    expect(first!.direct.valence).toBeCloseTo(0.6 * readingSpread)
    expect(second!.direct.valence).toBeCloseTo(-0.6 * readingSpread)
    expect([third, fourth]).toEqual([undefined, undefined])
  })

  it('E7 leave out pictures inside a dissolve where the shot has others', () => {
    const dissolve = { ...cutAt(2, 'dissolve'), start: rational(3, 2), end: rational(5, 2) }
    const answers = readingsOfSeconds(
      [reading(1), reading(2, { valence: -1, valenceVariance: 0 }), reading(3)],
      [dissolve],
      4,
      4,
    )
    for (const second of [1, 2]) expect(answers[second]!.direct.valence).toBeCloseTo(0.5 * readingSpread)
  })

  it('E7 weigh by variance and content; what is no number is passed over', () => {
    const near = (more: Partial<EmotionReading>) =>
      readingsOfSeconds([reading(0.4), reading(0.6, { valence: -0.5, ...more })], [], 1, 1)[0]!.direct.valence
    expect(near({})).toBeCloseTo(0)
    expect(near({ valenceVariance: 0.5 })).toBeGreaterThan(0.3)
    expect(near({ content: 0 })).toBeGreaterThan(0.6)
    expect(near({ valence: NaN })).toBeCloseTo(0.5 * readingSpread)
    expect(near({ valenceVariance: -1 })).toBeCloseTo(0.5 * readingSpread)
  })

  it('E8 blend the direct path with the categories by the documented share', () => {
    const [second] = readingsOfSeconds([reading(0.5, { arousal: 0.5 })], [], 1, 1)
    const category = categoryAffect(withCalm(second!.probabilities, second!.direct))
    expect(second!.category).toEqual(category)
    for (const axis of ['valence', 'arousal'] as const)
      expect(second![axis]).toBeCloseTo(
        (1 - categoryShare) * second!.direct[axis] + categoryShare * category[axis],
      )
  })

  it('E8 rest on the direct path where the network has no categories', () => {
    const [second] = readingsOfSeconds([reading(0.5, { probabilities: [0, 0, 0, 0, 0, 0, 0] })], [], 1, 1)
    expect(second!.category).toBeUndefined()
    expect(second!.valence).toBeCloseTo(0.5 * readingSpread)
  })
})

describe('the category path', () => {
  const oneHot = (emotion: (typeof modelEmotions)[number]): number[] =>
    modelEmotions.map((name) => (name === emotion ? 1 : 0))

  it('E9 reaches calm and pleasant where joy is read as quiet, and leaves lively joy alone', () => {
    const quiet = categoryAffect(withCalm(oneHot('joy'), { valence: 0.5, arousal: -0.5 }))
    expect(quiet.valence).toBeGreaterThan(0.5)
    expect(quiet.arousal).toBeLessThan(-0.3)
    const lively = categoryAffect(withCalm(oneHot('joy'), { valence: 0.6, arousal: 0.6 }))
    expect(lively.arousal).toBeGreaterThan(0.4)
  })

  it('E9 keeps neutral at the origin, and never gives calm to anger, disgust, fear, sadness or surprise', () => {
    const neutral = categoryAffect(withCalm(oneHot('neutral'), { valence: 0, arousal: 0 }))
    expect(Math.hypot(neutral.valence, neutral.arousal)).toBeLessThan(0.05)
    for (const emotion of ['anger', 'disgust', 'fear', 'sadness', 'surprise'] as const)
      expect(withCalm(oneHot(emotion), { valence: 0.6, arousal: -0.5 })).toMatchObject({
        calm: 0,
        [emotion]: 1,
      })
  })

  it('E9 only moves probability: the sum stays', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const axis = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 7, maxLength: 7 }),
        axis,
        axis,
        (probabilities, valence, arousal) => {
          const split = Object.values(withCalm(probabilities, { valence, arousal }))
          expect(split.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
            probabilities.reduce((sum, value) => sum + value, 0),
          )
          expect(Math.min(...split)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('fusion', () => {
  it('E10 keeps the cues without a network, in value and in confidence', () => {
    const plain = estimatesWith([])
    for (const second of plain) {
      expect(second.reading).toBeUndefined()
      expect(second.confidence).toBeCloseTo(evidenceOf.picture)
    }
    expect(estimatesWith([reading(500)])).toEqual(plain)
  })

  it('E10 gives the network at most its share of each axis, less when it is unsure', () => {
    const cues = estimatesWith([])[4]!
    const at = (variance: number) => {
      const { valence, arousal, confidence } = estimatesWith(
        throughout(8, {
          valence: -0.7,
          arousal: 0.7,
          valenceVariance: variance,
          arousalVariance: variance,
          probabilities: [0, 0, 0, 0, 0, 0, 0],
        }),
      )[4]!
      const target = 0.7 * readingSpread
      return {
        valence: (valence - cues.valence) / (-target - cues.valence),
        arousal: (arousal - cues.arousal) / (target - cues.arousal),
        confidence,
      }
    }
    const [sure, unsure] = [at(0), at(0.4)]
    expect(sure.valence).toBeCloseTo(readingShare.valence, 5)
    expect(sure.arousal).toBeCloseTo(readingShare.arousal, 5)
    expect(unsure.valence).toBeCloseTo(readingShare.valence / 2, 5)
    expect(unsure.arousal).toBeCloseTo(readingShare.arousal / 2, 5)
    expect(sure.confidence).toBeCloseTo(evidenceOf.picture + evidenceOf.reading)
    expect(unsure.confidence).toBeLessThan(sure.confidence)
  })

  it('E11 believes neither the network nor the light of a picture with nothing in it', () => {
    const title = estimatesWith(throughout(8, { valence: -0.7, content: 0.03 }))
    for (const { valence, arousal, confidence } of title) {
      expect(confidence).toBeCloseTo(0)
      expect([valence, arousal]).toEqual([0, 0])
    }
  })

  it('E11 rises smoothly from nothing to all', () => {
    expect([0, 0.08, 0.3, 1].map(contentTrust)).toEqual([0, 0, 1, 1])
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.98, noNaN: true }), (content) => {
        expect(contentTrust(content + 0.01)).toBeGreaterThanOrEqual(contentTrust(content))
      }),
    )
  })

  it('E12 stays within range whatever the network says', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(
        number,
        number,
        fc.double({ min: 0, max: 3, noNaN: true }),
        (valence, arousal, variance) => {
          for (const second of estimatesWith(
            throughout(8, { valence, arousal, valenceVariance: variance }),
          )) {
            expect(Math.abs(second.valence)).toBeLessThanOrEqual(1)
            expect(Math.abs(second.arousal)).toBeLessThanOrEqual(1)
            expect(second.confidence).toBeGreaterThanOrEqual(0)
            expect(second.confidence).toBeLessThanOrEqual(1)
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('readings in the cache', () => {
  it('E13 come back as they were (float32), and other bytes are refused', () => {
    const readings = throughout(3, { probabilities: [0.125, 0.25, 0, 0.5, 0, 0, 0.125] })
    const bytes = writeEmotionReadings(readings)
    const back = readEmotionReadings(bytes)!
    expect(back).toHaveLength(6)
    back.forEach((each, index) => {
      expect(each.time).toBe(readings[index]!.time)
      expect(each.valence).toBeCloseTo(readings[index]!.valence, 6)
      expect(each.probabilities).toEqual(readings[index]!.probabilities)
    })
    expect(readEmotionReadings(bytes.slice(0, -1))).toBeUndefined()
    expect(readEmotionReadings(new Uint8Array(12))).toBeUndefined()
    expect(readEmotionReadings(new Uint8Array(3))).toBeUndefined()
  })
})
