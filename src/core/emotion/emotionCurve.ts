import type { Seconds } from '../time/units'

/** Valence and arousal, each -1..1. */
export interface ValenceArousal {
  readonly valence: number
  readonly arousal: number
}

/** An editable control point of the emotion curve. */
export interface EmotionPoint extends ValenceArousal {
  /** Seconds from the first picture. */
  readonly time: Seconds
  /** 0..1, how far the analysis trusts this point; 1 for points set by hand. */
  readonly confidence: number
  /** The curve jumps to this point's value here instead of gliding to it (a cut where the mood changes). */
  readonly step: boolean
}

/** Control points in ascending time; monotone-cubic between them. */
export interface EmotionCurve {
  readonly points: readonly EmotionPoint[]
}
