import type { DetectionOptions } from '../core/timeline/detectTransitions'

/** `--threshold` and `--min-shot` as the engine takes them; undefined where neither is given. */
export function detectionOf(options: {
  readonly threshold?: number
  readonly minShot?: number
}): DetectionOptions | undefined {
  const { threshold, minShot } = options
  if (threshold === undefined && minShot === undefined) return undefined
  return { leastCutConfidence: threshold, leastGradualConfidence: threshold, minimumShot: minShot }
}
