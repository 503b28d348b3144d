import type { Seconds } from '../time/units'
import type { ValenceArousal } from './emotionCurve'

/** What the analysis believes about one second of the film. */
export interface EmotionEstimate extends ValenceArousal {
  /** Middle of the second that the estimate speaks of (its start plus half its length). */
  readonly time: Seconds
  /** 0..1, how much evidence there was; 0 = none (black and silent). */
  readonly confidence: number
}

/** Where an estimate without evidence rests. */
export const neutralEmotion: ValenceArousal = { valence: 0, arousal: 0 }
