import type { Transition } from '../timeline/transition'
import type { EmotionEstimate } from './emotionEstimate'
import { findScenes, shortestScene } from './emotionScenes'
import { edgesAtTimes, togetherness } from './moodBorders'

/** Deviation of the Gaussian within a shot, and within a scene; seconds. */
const shotSmoothing = 1.5
const sceneSmoothing = 3
/** What seconds of other shots count. */
const otherShot = 0.2

/** Weighted means by confidence, a Gaussian of the distance, and what `share` leaves of a neighbour. */
function smooth<Estimate extends EmotionEstimate>(
  estimates: readonly Estimate[],
  deviation: number,
  share: (from: number, to: number) => number,
): Estimate[] {
  const reach = Math.ceil(2.5 * deviation)
  return estimates.map((estimate, index) => {
    let [valence, arousal, total] = [0, 0, 0]
    const last = Math.min(estimates.length - 1, index + reach)
    for (let other = Math.max(0, index - reach); other <= last; other++) {
      const near = estimates[other]!
      const distance = (near.time - estimate.time) / deviation
      const weight = Math.exp(-0.5 * distance ** 2) * share(index, other) * (near.confidence + 0.05)
      valence += weight * near.valence
      arousal += weight * near.arousal
      total += weight
    }
    return total > 0 ? { ...estimate, valence: valence / total, arousal: arousal / total } : estimate
  })
}

/** Smooths over a second and a half; what another shot says counts a fifth. */
export function smoothWithinShots<Estimate extends EmotionEstimate>(
  estimates: readonly Estimate[],
  transitions: readonly Transition[],
): Estimate[] {
  const together = togetherness(edgesAtTimes(transitions))
  return smooth(
    estimates,
    shotSmoothing,
    (from, to) => otherShot + (1 - otherShot) * together(estimates[from]!.time, estimates[to]!.time),
  )
}

/**
 * Smooths over three seconds within scenes of one mood, and not at all across their borders: a viewer's mood does not change
 * with every shot (the smoothness that Hanjalic and Xu 2005 ask of an arousal curve).
 */
export function smoothWithinScenes<Estimate extends EmotionEstimate>(
  estimates: readonly Estimate[],
  transitions: readonly Transition[],
): Estimate[] {
  const scene = new Int32Array(estimates.length)
  findScenes(estimates, transitions, shortestScene).forEach(({ first, last }, index) =>
    scene.fill(index, first, last),
  )
  return smooth(estimates, sceneSmoothing, (from, to) => (scene[from] === scene[to] ? 1 : 0))
}
