import { rationalToNumber } from '../time/rational'
import { seconds, type Seconds } from '../time/units'
import type { Transition } from '../timeline/transition'
import type { ValenceArousal } from './emotionCurve'
import { neutralEmotion, type EmotionEstimate } from './emotionEstimate'
import type { EmotionSecond } from './estimateEmotion'
import { modelEmotions, type ModelEmotion } from './emotionReadings'

/** Neighbouring shots of one mood: estimates [first, last), and the transition at which it begins, if any. */
export interface Scene {
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
  readonly opensAt: Transition | undefined
}

/** Cost of a new scene at a sure transition and anywhere else, in squared distance times seconds. Judgement. */
const sceneCost = { transition: 0.25, anywhere: 0.9 }

/** Mean of estimates [first, last), by confidence. */
export function meanOf(estimates: readonly EmotionEstimate[], first: number, last: number) {
  let [valence, arousal, confidence, total] = [0, 0, 0, 0]
  for (let index = Math.max(0, first); index < Math.min(estimates.length, last); index++) {
    const estimate = estimates[index]!
    const weight = estimate.confidence + 0.05
    valence += weight * estimate.valence
    arousal += weight * estimate.arousal
    confidence += estimate.confidence
    total += weight
  }
  const count = Math.max(1, Math.min(estimates.length, last) - Math.max(0, first))
  if (total === 0) return { ...neutralEmotion, confidence: 0 }
  return { valence: valence / total, arousal: arousal / total, confidence: confidence / count }
}

/** The surest transition (a cut before any other as sure) that falls on the border before each estimate. */
function bordersOf(
  estimates: readonly EmotionEstimate[],
  transitions: readonly Transition[],
): (Transition | undefined)[] {
  const borders = estimates.map((): Transition | undefined => undefined)
  let index = 0
  const ordered = transitions
    .map((transition) => ({ transition, time: rationalToNumber(transition.time) }))
    .sort((a, b) => a.time - b.time)
  for (const { transition, time } of ordered) {
    while (index < estimates.length && estimates[index]!.time < time) index++
    if (index === 0 || index >= estimates.length) continue
    const other = borders[index]
    const isSurer = !other || transition.confidence > other.confidence
    const isAsSureCut = other?.confidence === transition.confidence && transition.kind === 'cut'
    if (isSurer || (isAsSureCut && other?.kind !== 'cut')) borders[index] = transition
  }
  return borders
}

/** Costs what is between by the likelihood of the transition. */
const openingCost = (border: Transition | undefined): number =>
  sceneCost.anywhere + (border?.confidence ?? 0) * (sceneCost.transition - sceneCost.anywhere)

export function findScenes(
  estimates: readonly EmotionEstimate[],
  transitions: readonly Transition[],
  minimumScene: number,
): Scene[] {
  const borders = bordersOf(estimates, transitions)
  const count = estimates.length
  const spread = spreadOf(estimates)
  // Scenes longer than this are joined again by equal points: the search stays linear in the film's length.
  const longest = 120
  const best: { cost: number; from: number }[] = [{ cost: 0, from: -1 }]
  for (let end = 1; end <= count; end++) {
    let chosen = { cost: Infinity, from: 0 }
    for (let start = end - 1; start >= Math.max(0, end - longest); start--) {
      const isShort = end - start < minimumScene && end - start < count
      if (isShort && start !== 0 && end !== count) continue
      const opening = start === 0 ? 0 : openingCost(borders[start])
      const cost = best[start]!.cost + spread(start, end) + opening + (isShort ? 10 : 0)
      if (cost < chosen.cost) chosen = { cost, from: start }
    }
    best.push(chosen)
  }
  const scenes: Scene[] = []
  for (let end = count; end > 0; end = best[end]!.from)
    scenes.push(sceneOf(estimates, best[end]!.from, end, borders))
  return scenes.reverse()
}

function sceneOf(
  estimates: readonly EmotionEstimate[],
  first: number,
  last: number,
  borders: readonly (Transition | undefined)[],
): Scene {
  const borderTime = (index: number): number => {
    const transition = borders[index]
    if (transition) return rationalToNumber(transition.time)
    const [before, after] = [estimates[index - 1], estimates[index]]
    if (!before) return 0
    return after ? (before.time + after.time) / 2 : before.time
  }
  return { first, last, start: borderTime(first), end: borderTime(last), opensAt: borders[first] }
}

/** Squared deviation from the mean of any stretch of estimates. */
export function spreadOf(estimates: readonly EmotionEstimate[]): (first: number, last: number) => number {
  const sums = [{ valence: 0, arousal: 0, squares: 0 }]
  estimates.forEach(({ valence, arousal }, index) => {
    const before = sums[index]!
    sums.push({
      valence: before.valence + valence,
      arousal: before.arousal + arousal,
      squares: before.squares + valence ** 2 + arousal ** 2,
    })
  })
  return (first, last) => {
    const [a, b] = [sums[first]!, sums[last]!]
    const products = (b.valence - a.valence) ** 2 + (b.arousal - a.arousal) ** 2
    return Math.max(0, b.squares - a.squares - products / (last - first))
  }
}

/** What a scene of one mood says, and by which path. */
export interface EmotionScene extends EmotionEstimate {
  readonly start: Seconds
  readonly end: Seconds
  readonly cues: ValenceArousal
  readonly direct?: ValenceArousal | undefined
  readonly category?: ValenceArousal | undefined
  /** The likeliest emotion of the network's seven, with its probability. */
  readonly emotion?: { readonly name: ModelEmotion; readonly probability: number } | undefined
}

/** Shortest scene in seconds. */
export const shortestScene = 4

/** The film as scenes of one mood each, with what the network and the cues say of them. */
export function emotionScenes(
  estimates: readonly EmotionSecond[],
  transitions: readonly Transition[],
): EmotionScene[] {
  return findScenes(estimates, transitions, shortestScene).map(({ first, last, start }, index, scenes) => {
    const within = estimates.slice(first, last)
    const mean = (pick: (second: EmotionSecond) => number | undefined): number => {
      const found = within.map(pick).filter((value) => value !== undefined)
      return found.reduce((sum, value) => sum + value, 0) / Math.max(1, found.length)
    }
    const both = (pick: (second: EmotionSecond) => ValenceArousal | undefined): ValenceArousal => ({
      valence: mean((second) => pick(second)?.valence),
      arousal: mean((second) => pick(second)?.arousal),
    })
    const end = scenes[index + 1]?.start ?? 2 * within.at(-1)!.time - (last - 1)
    const probabilities = modelEmotions.map((_, at) => mean(({ reading }) => reading?.probabilities[at]))
    const most = Math.max(...probabilities)
    return {
      ...meanOf(estimates, first, last),
      time: seconds((start + end) / 2),
      start: seconds(start),
      end: seconds(end),
      cues: both(({ cues }) => cues),
      ...(within.some(({ reading }) => reading) ? { direct: both(({ reading }) => reading?.direct) } : {}),
      ...(within.some(({ reading }) => reading?.category)
        ? { category: both(({ reading }) => reading?.category) }
        : {}),
      ...(most > 0
        ? { emotion: { name: modelEmotions[probabilities.indexOf(most)]!, probability: most } }
        : {}),
    }
  })
}
