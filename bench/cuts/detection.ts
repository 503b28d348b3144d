import type { TruthKind } from './truth'

export const gradualKinds = ['dissolve', 'wipe', 'fade-out', 'fade-in', 'dip'] as const
export type GradualKind = (typeof gradualKinds)[number]

/**
 * What a detector reported, in 0-based picture indices. A detector that only names points reports cuts, `start` and
 * `end` being the first picture of the new shot.
 */
export interface Detection {
  readonly kind: TruthKind
  readonly start: number
  readonly end: number
  /** 0..1, null where the detector tells none. */
  readonly confidence: number | null
}

export const pointDetection = (picture: number): Detection => ({
  kind: 'cut',
  start: picture,
  end: picture,
  confidence: null,
})
