import type { ValenceArousal } from './emotionCurve'

/** Ekman's six basic emotions, in the order of EMSYNC's table. */
export const basicEmotions = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise'] as const
export type BasicEmotion = (typeof basicEmotions)[number]

/** A basic emotion or one of the two anchors that we add. */
export type EmotionCategory = BasicEmotion | 'neutral' | 'calm'

/** A Gaussian in the valence-arousal plane (independent axes). */
export interface EmotionGaussian {
  readonly valenceMean: number
  readonly valenceDeviation: number
  readonly arousalMean: number
  readonly arousalDeviation: number
}

export type EmotionTable = Readonly<Partial<Record<EmotionCategory, EmotionGaussian>>>
export type EmotionProbabilities = Readonly<Partial<Record<EmotionCategory, number>>>

const gaussian = (vMean: number, vDeviation: number, aMean: number, aDeviation: number): EmotionGaussian => ({
  valenceMean: vMean,
  valenceDeviation: vDeviation,
  arousalMean: aMean,
  arousalDeviation: aDeviation,
})

/** Means and standard deviations of Russell and Mehrabian 1977 (J. Research in Personality 11(3):273-294), as EMSYNC uses them. */
export const russellMehrabianTable: Readonly<Record<BasicEmotion, EmotionGaussian>> = {
  anger: gaussian(-0.51, 0.2, 0.59, 0.29),
  disgust: gaussian(-0.6, 0.2, 0.35, 0.41),
  fear: gaussian(-0.64, 0.2, 0.6, 0.32),
  joy: gaussian(0.76, 0.22, 0.48, 0.26),
  sadness: gaussian(-0.63, 0.23, -0.27, 0.34),
  surprise: gaussian(0.4, 0.3, 0.67, 0.27),
}

/** EMSYNC stretches the means to ±0.8. */
export const rescaledLimit = 0.8

/** Min-max rescales the six means to ±{@link rescaledLimit} on each axis and the deviations by the same factor. */
export function rescaleEmotionTable(
  table: Readonly<Record<BasicEmotion, EmotionGaussian>>,
): Readonly<Record<BasicEmotion, EmotionGaussian>> {
  const scale = (pick: (row: EmotionGaussian) => number) => {
    const means = basicEmotions.map((emotion) => pick(table[emotion]))
    const [low, high] = [Math.min(...means), Math.max(...means)]
    return { low, factor: (2 * rescaledLimit) / (high - low) }
  }
  const valence = scale((row) => row.valenceMean)
  const arousal = scale((row) => row.arousalMean)
  const row = (emotion: BasicEmotion): EmotionGaussian => ({
    valenceMean: (table[emotion].valenceMean - valence.low) * valence.factor - rescaledLimit,
    valenceDeviation: table[emotion].valenceDeviation * valence.factor,
    arousalMean: (table[emotion].arousalMean - arousal.low) * arousal.factor - rescaledLimit,
    arousalDeviation: table[emotion].arousalDeviation * arousal.factor,
  })
  return {
    anger: row('anger'),
    disgust: row('disgust'),
    fear: row('fear'),
    joy: row('joy'),
    sadness: row('sadness'),
    surprise: row('surprise'),
  }
}

/** The table of the EMSYNC demo: six emotions, rescaled. */
export const emsyncTable: EmotionTable = rescaleEmotionTable(russellMehrabianTable)

/**
 * EMSYNC's table with two more anchors, so that calm and positive can be reached: neutral at the origin and calm at
 * valence +0.6, arousal -0.5 (already in rescaled space; deviations are our choice, near the median of the table).
 */
export const extendedEmotionTable: EmotionTable = {
  ...emsyncTable,
  neutral: gaussian(0, 0.2, 0, 0.4),
  calm: gaussian(0.6, 0.25, -0.5, 0.4),
}

const clip = (value: number): number => Math.min(1, Math.max(-1, value))

/** Categories of the table with their probabilities made to sum to 1; a flat distribution when none is above zero. */
function weights(table: EmotionTable, probabilities: EmotionProbabilities): [EmotionGaussian, number][] {
  const rows = Object.entries(table) as [EmotionCategory, EmotionGaussian][]
  const positive = (category: EmotionCategory): number => {
    const value = probabilities[category] ?? 0
    return Number.isFinite(value) && value > 0 ? value : 0
  }
  const total = rows.reduce((sum, [category]) => sum + positive(category), 0)
  return rows.map(([category, row]) => [row, total > 0 ? positive(category) / total : 1 / rows.length])
}

/** Mean of the Gaussian mixture (EMSYNC's default), clipped to ±1. */
export function emotionMixtureMean(
  probabilities: EmotionProbabilities,
  table: EmotionTable = emsyncTable,
): ValenceArousal {
  let valence = 0
  let arousal = 0
  for (const [row, weight] of weights(table, probabilities)) {
    valence += weight * row.valenceMean
    arousal += weight * row.arousalMean
  }
  return { valence: clip(valence), arousal: clip(arousal) }
}

/**
 * EMSYNC's `probabilistic_va`: draws a component by its probability, independently for valence and for arousal, then
 * samples that component's Gaussian; clipped to ±1. `random` returns uniform numbers in [0, 1) (seed it).
 */
export function sampleEmotionMixture(
  probabilities: EmotionProbabilities,
  random: () => number,
  table: EmotionTable = emsyncTable,
): ValenceArousal {
  const components = weights(table, probabilities)
  const draw = (): EmotionGaussian => {
    let remaining = random()
    for (const [row, weight] of components) {
      remaining -= weight
      if (remaining < 0) return row
    }
    return components.findLast(([, weight]) => weight > 0)![0]
  }
  const forValence = draw()
  const valence = forValence.valenceMean + forValence.valenceDeviation * standardNormal(random)
  const forArousal = draw()
  const arousal = forArousal.arousalMean + forArousal.arousalDeviation * standardNormal(random)
  return { valence: clip(valence), arousal: clip(arousal) }
}

/** Box and Muller 1958. */
function standardNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return radius * Math.cos(2 * Math.PI * random())
}
