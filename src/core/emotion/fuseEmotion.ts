import type { Seconds } from '../time/units'
import {
  basicEmotions,
  emotionMixtureMean,
  extendedEmotionTable,
  type EmotionCategory,
  type EmotionTable,
} from './emotionCategories'
import type { ValenceArousal } from './emotionCurve'
import type { EmotionEstimate } from './emotionEstimate'

/** The classes of a trained network, in the order of its output. */
export const modelEmotions = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'neutral'] as const
export type ModelEmotion = (typeof modelEmotions)[number]

/** What a trained network says of one sampled picture. */
export interface EmotionModelOutput extends ValenceArousal {
  /** Seconds from the first picture. */
  readonly time: Seconds
  /** Seven probabilities in the order of {@link modelEmotions}. */
  readonly probabilities: readonly number[]
  /** Expected squared error of its valence and of its arousal. */
  readonly valenceVariance: number
  readonly arousalVariance: number
}

/** Share of the category path in the network's answer; the direct path is rated by people, the categories are guesses. */
export const categoryShare = 0.25

/**
 * Most that a network may outweigh the cues of motion, editing and sound: much for valence, which those hardly see,
 * less for arousal, which a single picture hardly shows. Reached as its variance goes to zero.
 */
export const modelShare = { valence: 0.8, arousal: 0.45 } as const
/** The variance at which the share is halved: about that of ratings of one picture (OASIS, standard deviation 0.4). */
const halvingVariance = 0.16
/** Pictures within this many seconds speak for a second. */
const reach = 1

/** The six emotions' share of a network's answer as a category distribution (neutral kept). */
export function modelCategories(output: EmotionModelOutput): Partial<Record<EmotionCategory, number>> {
  return Object.fromEntries(
    modelEmotions.map((emotion, index) => [emotion, output.probabilities[index] ?? 0]),
  )
}

/** EMSYNC's category path with the neutral anchor: the network has no class for calm. */
const modelTable: EmotionTable = Object.fromEntries(
  [...basicEmotions, 'neutral' as const].map((emotion) => [emotion, extendedEmotionTable[emotion]]),
)

/**
 * Blends a network's answers into the cues' estimates. Seconds without an answer near, and films without a network,
 * keep the estimate of the cues.
 */
export function fuseEmotion(
  heuristic: readonly EmotionEstimate[],
  modelOutputs: readonly EmotionModelOutput[] = [],
): EmotionEstimate[] {
  const outputs = modelOutputs.filter((output) => isUsable(output)).sort((a, b) => a.time - b.time)
  let first = 0
  return heuristic.map((estimate) => {
    while (first < outputs.length && outputs[first]!.time < estimate.time - reach) first++
    const near: EmotionModelOutput[] = []
    for (let index = first; index < outputs.length && outputs[index]!.time <= estimate.time + reach; index++)
      near.push(outputs[index]!)
    return near.length === 0 ? estimate : blend(estimate, near)
  })
}

function blend(estimate: EmotionEstimate, near: readonly EmotionModelOutput[]): EmotionEstimate {
  const axis = (name: 'valence' | 'arousal'): { readonly value: number; readonly share: number } => {
    const variance = (output: EmotionModelOutput): number =>
      name === 'valence' ? output.valenceVariance : output.arousalVariance
    let [value, total, precision] = [0, 0, 0]
    for (const output of near) {
      const weight = 1 / (variance(output) + 0.01)
      const category = emotionMixtureMean(modelCategories(output), modelTable)[name]
      value += weight * ((1 - categoryShare) * output[name] + categoryShare * category)
      total += weight
      precision += 1 / near.length / (1 + variance(output) / halvingVariance)
    }
    return { value: value / total, share: modelShare[name] * precision }
  }
  const mix = (own: number, model: { readonly value: number; readonly share: number }): number =>
    own + model.share * (model.value - own)
  const [valence, arousal] = [axis('valence'), axis('arousal')]
  const gained = (valence.share + arousal.share) / 2
  return {
    time: estimate.time,
    valence: mix(estimate.valence, valence),
    arousal: mix(estimate.arousal, arousal),
    confidence: estimate.confidence + (1 - estimate.confidence) * 0.5 * gained,
  }
}

function isUsable(output: EmotionModelOutput): boolean {
  const numbers = [
    output.time,
    output.valence,
    output.arousal,
    output.valenceVariance,
    output.arousalVariance,
  ]
  return numbers.every(Number.isFinite) && output.valenceVariance >= 0 && output.arousalVariance >= 0
}
