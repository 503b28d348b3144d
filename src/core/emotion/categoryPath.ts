import {
  emotionMixtureMean,
  extendedEmotionTable,
  type EmotionCategory,
  type EmotionGaussian,
  type EmotionProbabilities,
} from './emotionCategories'
import type { ValenceArousal } from './emotionCurve'
import { modelEmotions } from './emotionReadings'

/** Emotions that share the pleasant, quiet part of the plane with calm, for which no network has a class. */
const givesToCalm = ['joy', 'neutral'] as const

/** Density of a Gaussian with independent axes, but for a constant factor. */
function density(gaussian: EmotionGaussian, { valence, arousal }: ValenceArousal): number {
  const across = (valence - gaussian.valenceMean) / gaussian.valenceDeviation
  const up = (arousal - gaussian.arousalMean) / gaussian.arousalDeviation
  return (
    Math.exp(-0.5 * (across * across + up * up)) / (gaussian.valenceDeviation * gaussian.arousalDeviation)
  )
}

/**
 * Seven probabilities in the order of {@link modelEmotions}, and calm: of what joy and neutral have, calm takes the share
 * that its Gaussian has beside theirs at the directly read valence and arousal. So a picture is calm where it is read as
 * pleasant and quiet, and joy stays joy where it is lively.
 */
export function withCalm(
  probabilities: readonly number[],
  direct: ValenceArousal,
): Readonly<Record<Exclude<EmotionCategory, 'calm'>, number>> & { readonly calm: number } {
  const result = {
    ...(Object.fromEntries(modelEmotions.map((name, index) => [name, probabilities[index] ?? 0])) as Record<
      (typeof modelEmotions)[number],
      number
    >),
    calm: 0,
  }
  const calm = density(extendedEmotionTable.calm!, direct)
  for (const emotion of givesToCalm) {
    const own = density(extendedEmotionTable[emotion]!, direct)
    const share = calm + own > 0 ? calm / (calm + own) : 0
    result.calm += share * result[emotion]
    result[emotion] *= 1 - share
  }
  return result
}

/** The category path: the mean of the extended table's Gaussians by their probabilities (C2, C3). */
export const categoryAffect = (probabilities: EmotionProbabilities): ValenceArousal =>
  emotionMixtureMean(probabilities, extendedEmotionTable)
