import { seconds } from '../time/units'
import type { Transition } from '../timeline/transition'
import type { EmotionCurve, EmotionPoint, ValenceArousal } from './emotionCurve'
import type { EmotionEstimate } from './emotionEstimate'
import { findScenes, meanOf, spreadOf, type Scene } from './emotionScenes'
import { valueAt } from './evaluateCurve'

export interface FitOptions {
  /** Largest root mean square distance (valence and arousal together) of a scene's points from its estimates. */
  readonly tolerance?: number
  /** Shortest scene in seconds. */
  readonly minimumScene?: number
  /** Jump of the mood at a cut, in the valence-arousal plane, from which the curve steps instead of gliding. */
  readonly stepSize?: number
}

interface Fit {
  readonly tolerance: number
  readonly minimumScene: number
  readonly stepSize: number
}

const defaults: Fit = { tolerance: 0.1, minimumScene: 4, stepSize: 0.25 }

/**
 * Fits few editable points to the estimates: scenes by least squares over the possible borders, each with one to three
 * points; a scene that three points cannot follow within the tolerance is divided. Steps only at cuts.
 */
export function fitEmotionCurve(
  estimates: readonly EmotionEstimate[],
  transitions: readonly Transition[],
  options: FitOptions = {},
): EmotionCurve {
  const fit = { ...defaults, ...options }
  const sorted = estimates
    .filter((estimate) => Number.isFinite(estimate.time))
    .sort((a, b) => a.time - b.time)
  if (sorted.length === 0) return { points: [] }
  const scenes = findScenes(sorted, transitions, fit.minimumScene).flatMap((scene) =>
    divideUntilFitting(sorted, scene, fit),
  )
  const points: EmotionPoint[] = []
  scenes.forEach((scene, index) => {
    const opening = scene.opensAt?.kind === 'cut' && index > 0 && jumpAt(sorted, scene.first) >= fit.stepSize
    points.push(...pointsOf(sorted, scene, opening, fit))
  })
  return { points: points.filter((point, index) => index === 0 || point.time > points[index - 1]!.time) }
}

/** Root mean square distance between the curve and the estimates in the valence-arousal plane. */
export function curveDistance(curve: EmotionCurve, estimates: readonly EmotionEstimate[]): number {
  if (estimates.length === 0) return 0
  const sum = estimates.reduce(
    (total, estimate) => total + squaredDistance(valueAt(curve, estimate.time), estimate),
    0,
  )
  return Math.sqrt(sum / estimates.length)
}

function squaredDistance(a: ValenceArousal, b: ValenceArousal): number {
  return (a.valence - b.valence) ** 2 + (a.arousal - b.arousal) ** 2
}

const jumpAt = (estimates: readonly EmotionEstimate[], index: number): number =>
  Math.sqrt(squaredDistance(meanOf(estimates, index - 3, index), meanOf(estimates, index, index + 3)))

/** The nodes (1, 2 or 3 of them) whose straight connection follows the scene best for their number. */
function fewestNodes(
  estimates: readonly EmotionEstimate[],
  scene: Scene,
  fit: Fit,
): { nodes: number[]; error: number } {
  const { first, last } = scene
  const length = last - first
  const trials: number[][] = [[(first + last - 1) / 2]]
  if (length >= 4) trials.push([first, last - 1])
  if (length >= 6)
    for (const share of [0.3, 0.5, 0.7])
      trials.push([first, Math.round(first + share * (length - 1)), last - 1])
  const fits = trials.map((nodes) => ({ nodes, error: nodesError(estimates, scene, nodes) }))
  const enough = fits.find((trial) => trial.error <= fit.tolerance)
  return enough ?? fits.reduce((best, trial) => (trial.error < best.error ? trial : best))
}

/** A node's value: the mean of the whole scene when it is the only one, else of the three estimates around it. */
function nodeValue(
  estimates: readonly EmotionEstimate[],
  scene: Scene,
  nodes: readonly number[],
  index: number,
) {
  if (nodes.length === 1) return meanOf(estimates, scene.first, scene.last)
  const node = nodes[index]!
  return meanOf(estimates, Math.max(scene.first, node - 1), Math.min(scene.last, node + 2))
}

function nodesError(estimates: readonly EmotionEstimate[], scene: Scene, nodes: readonly number[]): number {
  const values = nodes.map((_, index) => nodeValue(estimates, scene, nodes, index))
  let sum = 0
  for (let index = scene.first; index < scene.last; index++) {
    const after = nodes.findIndex((node) => node >= index)
    const right = after < 0 ? nodes.length - 1 : after
    const left = nodes.length === 1 ? 0 : Math.max(0, right - 1)
    const width = nodes[right]! - nodes[left]!
    const share = width > 0 ? (index - nodes[left]!) / width : 0
    const value = {
      valence: values[left]!.valence + share * (values[right]!.valence - values[left]!.valence),
      arousal: values[left]!.arousal + share * (values[right]!.arousal - values[left]!.arousal),
    }
    sum += squaredDistance(value, estimates[index]!)
  }
  return Math.sqrt(sum / (scene.last - scene.first))
}

function divideUntilFitting(estimates: readonly EmotionEstimate[], scene: Scene, fit: Fit): Scene[] {
  const length = scene.last - scene.first
  if (length < 2 * fit.minimumScene || fewestNodes(estimates, scene, fit).error <= fit.tolerance)
    return [scene]
  const spread = spreadOf(estimates.slice(scene.first, scene.last))
  let at = Math.floor(length / 2)
  let least = Infinity
  for (let border = fit.minimumScene; border <= length - fit.minimumScene; border++) {
    const cost = spread(0, border) + spread(border, length)
    if (cost < least) [least, at] = [cost, border]
  }
  const middle = (estimates[scene.first + at - 1]!.time + estimates[scene.first + at]!.time) / 2
  const before: Scene = { ...scene, last: scene.first + at, end: middle }
  const after: Scene = { ...scene, first: scene.first + at, start: middle, opensAt: undefined }
  return [before, after].flatMap((part) => divideUntilFitting(estimates, part, fit))
}

function pointsOf(
  estimates: readonly EmotionEstimate[],
  scene: Scene,
  isStep: boolean,
  fit: Fit,
): EmotionPoint[] {
  const { nodes } = fewestNodes(estimates, scene, fit)
  return nodes.map((node, index): EmotionPoint => {
    const inside = estimates[Math.round(node)]!.time
    const opens = index === 0 && (isStep || scene.first === 0)
    return {
      time: seconds(opens ? scene.start : inside),
      ...nodeValue(estimates, scene, nodes, index),
      step: index === 0 && isStep,
    }
  })
}
