import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCues } from '../../../src/core/emotion/emotionCues'
import { arousalWeights, estimateEmotion, valenceWeights } from '../../../src/core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../../../src/core/emotion/featureAnalyser'
import { contentTrust, readingsOfSeconds } from '../../../src/core/emotion/secondReadings'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import { calm, chase, cutAt, dread, measure, reading } from './emotionFixtures'

const root = join(import.meta.dirname, '../../..')

const specification = readFileSync(join(root, 'docs/spec/emotion.md'), 'utf8')

/** Weights as the rule writes them: `0.30 motion + 0.24 editing - 0.03 light`. */
const weightsIn = (formula: string): Record<string, number> =>
  Object.fromEntries(
    [...formula.matchAll(/([+-]?)\s*(\d\.\d+)\s+(\w+)/g)].map(([, sign, size, name]) => [
      name!,
      Number(size) * (sign === '-' ? -1 : 1),
    ]),
  )

/** tanh(1.6 x) of the weighted mean of the cues that have evidence. */
function mixOf(weights: Readonly<Record<string, number>>, cues: object): number {
  const known = Object.entries(weights).flatMap(([name, weight]) => {
    const value = (cues as Record<string, number | undefined>)[name]
    return value === undefined ? [] : [{ weight, value }]
  })
  const total = known.reduce((sum, { weight }) => sum + Math.abs(weight), 0)
  return Math.tanh((1.6 * known.reduce((sum, { weight, value }) => sum + weight * value, 0)) / (total || 1))
}

describe('the rules of docs/spec/emotion.md', () => {
  it('are each cited by a test of tests/core/emotion or tests/engine', () => {
    const rules = [...specification.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!)
    const titles = ['tests/core/emotion', 'tests/engine']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(root, folder, name),
        ),
      )
      .filter((path) => path.endsWith('.test.ts'))
      .flatMap((path) => readFileSync(path, 'utf8').match(/(?:describe|it|\]\))\(\s*['`][^'`]*['`]/g) ?? [])
      .join('\n')
    expect(rules.length).toBeGreaterThan(30)
    expect(rules.filter((rule) => !new RegExp(`\\b${rule}\\b`).test(titles))).toEqual([])
  })
})

describe('cues', () => {
  it('E2 weighs the cues as documented; those without evidence drop out and the rest are scaled up', () => {
    const [, arousal, valence] = /- \*\*E2\*\* Arousal = (.*?);\s+valence = (.*?);/s.exec(specification)!
    expect(arousalWeights).toEqual(weightsIn(arousal!))
    expect(valenceWeights).toEqual(weightsIn(valence!))
    for (const sound of [true, false]) {
      const { features, transitions, duration } = measure([calm, dread, chase, chase], { sound })
      const cues = readCues(features, transitions, duration)
      expect(cues.every(({ loudness }) => (loudness === undefined) === !sound)).toBe(true)
      estimateEmotion(features, [], transitions, duration).forEach((second, index) => {
        expect(second.cues.arousal).toBeCloseTo(mixOf(arousalWeights, cues[index]!), 9)
        expect(second.cues.valence).toBeCloseTo(mixOf(valenceWeights, cues[index]!), 9)
      })
    }
  })

  it('E2 takes no darkness, light or colour of a black picture for evidence', () => {
    const { features, transitions, duration } = measure([{ ...calm, colour: [0, 0, 0], length: 4 }], {
      sound: false,
    })
    for (const channel of ['brightness', 'contrast'] as const) features.channels[channel].fill(0)
    for (const cue of readCues(features, transitions, duration))
      expect([cue.motion, cue.light, cue.colour, cue.warmth, cue.darkness]).toEqual(Array(5).fill(undefined))
  })

  it('E6 is neutral, and sure of nothing, for a film without measurements', () => {
    const nothing = createEmotionFeatureAnalyser().finish()
    for (const { valence, arousal, confidence } of estimateEmotion(nothing, [], [], seconds(2.5)))
      expect([valence, arousal, confidence]).toEqual([0, 0, 0])
  })
})

describe('confidence', () => {
  it('E4 adds 0.30 for a picture and 0.20 for sound; sound below -60 LUFS gives none', () => {
    const steady = [{ ...calm, length: 6 }]
    const silent = measure(steady, { sound: false })
    const sounding = measure(steady)
    const of = ({ features, transitions, duration }: typeof silent) =>
      estimateEmotion(features, [], transitions, duration)[3]!.confidence
    expect(of(silent)).toBeCloseTo(0.3)
    expect(of(sounding)).toBeCloseTo(0.5)
    sounding.features.channels.power.fill(1e-7)
    expect(of(sounding)).toBeCloseTo(0.3)
  })

  it('E4 draws what is less sure than 0.3 to neutral in proportion', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.08, max: 0.3, noNaN: true }), (content) => {
        const { features, transitions, duration } = measured
        // A variance without end leaves the reading no share: the cues alone, believed as far as the picture's content.
        const [, second] = estimateEmotion(
          features,
          [0, 1, 2].map((time) => reading(time, { content, valenceVariance: 1e12, arousalVariance: 1e12 })),
          transitions,
          duration,
        )
        const trust = contentTrust(Math.min(content, 1))
        expect(second!.confidence).toBeCloseTo(0.3 * trust, 6)
        expect(second!.valence).toBeCloseTo(trust * second!.cues.valence, 6)
        expect(second!.arousal).toBeCloseTo(trust * second!.cues.arousal, 6)
      }),
    )
  })
  const measured = (() => {
    const made = measure([{ ...calm, speed: 0, length: 3 }], { sound: false })
    // Every second the same, so that smoothing changes nothing.
    for (const values of Object.values(made.features.channels)) values.fill(values[2]!)
    return made
  })()
})

describe('the network’s readings of a second', () => {
  it('E7 come from inside the transition where there are no others', () => {
    const dissolve = { ...cutAt(2, 'dissolve'), start: rational(0), end: rational(4) }
    const answers = readingsOfSeconds([reading(2, { valence: -0.5 })], [dissolve], 4, 4)
    expect(answers.map((second) => second?.direct.valence.toFixed(2))).toEqual([
      undefined,
      '-0.65',
      '-0.65',
      undefined,
    ])
  })

  it('E7 count the first picture of a shot to it although float32 puts it before the cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 * 3600 * 3 }), (picture) => {
        const cut = {
          ...cutAt(1),
          start: rational(picture, 25),
          end: rational(picture, 25),
          time: rational(picture, 25),
        }
        const time = picture / 25
        const count = Math.ceil(time) + 1
        const answers = readingsOfSeconds(
          [
            reading(Math.fround(time - 0.04), { valence: -0.5 }),
            reading(Math.fround(time), { valence: 0.5 }),
            reading(Math.fround(time + 0.04), { valence: 0.5 }),
          ],
          [cut],
          count,
          count,
        )
        const second = answers.findIndex((answer, index) => answer && index + 0.5 > time)
        const before = answers.findIndex((answer, index) => answer && index + 0.5 < time)
        if (second >= 0) expect(answers[second]!.direct.valence).toBeCloseTo(0.65, 4)
        if (before >= 0) expect(answers[before]!.direct.valence).toBeCloseTo(-0.65, 4)
      }),
    )
  })

  it('E8 spreads the direct path by 1.3, and E12 keeps it within -1..1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (valence, arousal) => {
          const { direct } = readingsOfSeconds([reading(0.5, { valence, arousal })], [], 1, 1)[0]!
          expect(direct.valence).toBeCloseTo(Math.min(1, Math.max(-1, 1.3 * valence)), 9)
          expect(direct.arousal).toBeCloseTo(Math.min(1, Math.max(-1, 1.3 * arousal)), 9)
        },
      ),
    )
  })
})
