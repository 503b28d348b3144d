/**
 * Exact ground truth of a generated film. Pictures are counted from 0. `start` and `end` follow `Transition` of
 * src/core/timeline: `start` is the last picture of the old shot alone, `end` the first picture of the new shot alone.
 */
export type TruthKind = 'cut' | 'dissolve' | 'wipe' | 'fade-out' | 'fade-in' | 'dip'

export interface TruthTransition {
  readonly kind: TruthKind
  /**
   * Cut: the first picture of the new shot, the same as `end`. Dissolve and wipe: the last picture of the old shot alone.
   * Fade-out and dip: the last picture at full level. Fade-in: the last empty (black or white) picture.
   */
  readonly start: number
  /** Fade-out: the first empty picture. Fade-in and dip: the first picture at full level. */
  readonly end: number
  /** `black`, `white`, the style of a wipe, the curve of a dissolve; for reading a report, not for scoring. */
  readonly detail: string
}

/** What must not become a transition: the pictures `start`..`end` (inclusive) are touched by it. */
export interface TruthDistractor {
  readonly kind:
    'flash' | 'strobe' | 'explosion' | 'shake' | 'whip-pan' | 'subtitle' | 'light' | 'passer-by' | 'freeze'
  readonly start: number
  readonly end: number
}

/** What a film is made of; a report has one row for each. */
export const materials = [
  'drawn',
  'photographs',
  'noise',
  'grain',
  'low-contrast',
  'animation',
  'black-and-white',
  'letterbox',
] as const
export type Material = (typeof materials)[number]

export interface FilmTruth {
  readonly name: string
  readonly seed: number
  readonly material: Material
  readonly frameRate: { readonly numerator: number; readonly denominator: number }
  readonly frames: number
  readonly transitions: readonly TruthTransition[]
  readonly distractors: readonly TruthDistractor[]
}
