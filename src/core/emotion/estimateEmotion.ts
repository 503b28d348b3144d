import type { Transition } from '../timeline/transition'
import { seconds, type Seconds } from '../time/units'
import { readCues, type EmotionCues } from './emotionCues'
import type { ValenceArousal } from './emotionCurve'
import { neutralEmotion, type EmotionEstimate } from './emotionEstimate'
import type { EmotionFeatures } from './emotionFeatures'
import type { EmotionReading } from './emotionReadings'
import { smoothWithinScenes, smoothWithinShots } from './smoothEstimates'
import { contentTrust, readingsOfSeconds, type SecondReading } from './secondReadings'

/**
 * Weights of the cues; those without evidence drop out and the rest are scaled up.
 * Arousal: motion, cut rate and sound energy (Hanjalic and Xu 2005, IEEE Trans. Multimedia 7(1), who weigh the three
 * alike); brightness -0.31 and saturation +0.60 (Valdez and Mehrabian 1994, J. Exp. Psychology: General 123(4)), kept
 * small because they were found for single colours; event rate and spectral centroid as for music (Eerola et al. 2013).
 */
export const arousalWeights = {
  motion: 0.3,
  editing: 0.24,
  loudness: 0.24,
  onsets: 0.08,
  sharpness: 0.06,
  colour: 0.05,
  light: -0.03,
} as const

/**
 * Valence: brightness +0.69 and saturation +0.22 (Valdez and Mehrabian 1994); dark scenes read as threat or grief (low
 * key lighting; Wang and Cheong 2006, IEEE Trans. CSVT 16(6)); warm hues slightly positive. Sound says little.
 */
export const valenceWeights = { light: 0.5, colour: 0.2, darkness: -0.16, warmth: 0.14 } as const

/** What a second gives to its confidence: the measured picture, what the network recognises in it, and the sound. */
export const evidenceOf = { picture: 0.3, reading: 0.45, sound: 0.2 } as const
/** Below this confidence an estimate is drawn to neutral in proportion. */
const trustedConfidence = 0.3
/** The weighted mean of cues seldom leaves ±0.6: this spreads it over the range, softly limited. */
const spread = 1.6

/**
 * Most that the network may outweigh the cues of motion, editing and sound: much for valence, which those hardly see, less
 * for arousal, which a single picture hardly shows. Reached as its variance goes to zero.
 */
export const readingShare = { valence: 0.9, arousal: 0.55 } as const
/** The variance at which the share is halved; that of an ordinary picture is about 0.12. */
const halvingVariance = 0.4

/** A second with everything that its estimate was made of. */
export interface EmotionSecond extends EmotionEstimate {
  /** What motion, editing, light, colour and sound say alone. */
  readonly cues: ValenceArousal
  /** What the network says; absent where no picture of the second says anything. */
  readonly reading?: SecondReading | undefined
}

/**
 * Valence, arousal and confidence for each second of the film from picture, motion, editing and sound, with documented
 * weights, and from the network's readings of sampled pictures where there are any (docs/spec/emotion.md, E1-E16).
 */
export function estimateEmotion(
  features: EmotionFeatures,
  readings: readonly EmotionReading[],
  transitions: readonly Transition[],
  duration: Seconds,
): EmotionSecond[] {
  const cues = readCues(features, transitions, duration)
  const read = readingsOfSeconds(readings, transitions, cues.length, duration)
  const raw = cues.map((cue, index) => estimateSecond(cue, read[index], index, duration))
  return smoothWithinScenes(smoothWithinShots(raw, transitions), transitions)
}

function estimateSecond(
  cues: EmotionCues,
  reading: SecondReading | undefined,
  index: number,
  duration: number,
): EmotionSecond {
  const own = {
    valence: Math.tanh(spread * weightedMean(valenceWeights, cues)),
    arousal: Math.tanh(spread * weightedMean(arousalWeights, cues)),
  }
  const seen = reading ? contentTrust(reading.content) : 1
  const share = (axis: 'valence' | 'arousal', variance: number): number =>
    (readingShare[axis] * seen) / (1 + variance / halvingVariance)
  const [forValence, forArousal] = reading
    ? [share('valence', reading.valenceVariance), share('arousal', reading.arousalVariance)]
    : [0, 0]
  const confidence =
    (cues.light === undefined ? 0 : evidenceOf.picture * seen) +
    evidenceOf.reading * ((forValence + forArousal) / (readingShare.valence + readingShare.arousal)) +
    (cues.loudness === undefined ? 0 : evidenceOf.sound)
  const trust = Math.min(1, confidence / trustedConfidence)
  const fuse = (axis: 'valence' | 'arousal', by: number): number => {
    const mixed = own[axis] + by * ((reading?.[axis] ?? 0) - own[axis])
    return neutralEmotion[axis] + trust * (mixed - neutralEmotion[axis])
  }
  return {
    time: seconds((index + Math.min(index + 1, duration)) / 2),
    valence: fuse('valence', forValence),
    arousal: fuse('arousal', forArousal),
    confidence,
    cues: own,
    ...(reading ? { reading } : {}),
  }
}

function weightedMean<Cue extends keyof EmotionCues>(
  weights: Readonly<Record<Cue, number>>,
  cues: EmotionCues,
): number {
  let sum = 0
  let total = 0
  for (const cue of Object.keys(weights) as Cue[]) {
    const value = cues[cue]
    if (value === undefined) continue
    sum += weights[cue] * value
    total += Math.abs(weights[cue])
  }
  return total > 0 ? sum / total : 0
}
