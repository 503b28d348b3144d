import type { DetectionOptions } from '../timeline/detectTransitions'

/**
 * Likelihood from which the emotion takes a step for a cut; the list of cuts asks for 0.6. Judgement: a border too many
 * parts two seconds that are alike, while one that black bars or another compression made less sure would wash two scenes
 * into each other.
 */
export const leastBorderConfidence = 0.3

/** How transitions are detected for the emotion, whatever more the user's list shows. */
export const moodBorders = (detection: DetectionOptions = {}): DetectionOptions => ({
  ...detection,
  leastCutConfidence: Math.min(leastBorderConfidence, detection.leastCutConfidence ?? leastBorderConfidence),
})
