import type { Transition } from '../timeline/transition'
import { rationalToNumber } from '../time/rational'
import { categoryAffect, withCalm } from './categoryPath'
import type { ValenceArousal } from './emotionCurve'
import { modelEmotions, type EmotionReading } from './emotionReadings'
import { edgesOfShots, togetherness } from './moodBorders'

/** What the network says of one second: both paths, and what is made of them. */
export interface SecondReading extends ValenceArousal {
  /** Valence and arousal as the network gives them. */
  readonly direct: ValenceArousal
  /** The mean of the emotions' Gaussians by their probabilities, as EMSYNC makes it; absent from a network without. */
  readonly category?: ValenceArousal | undefined
  /** Mean probabilities in the order of {@link modelEmotions}. */
  readonly probabilities: readonly number[]
  readonly valenceVariance: number
  readonly arousalVariance: number
  /** How much there is to see, 0..1. */
  readonly content: number
}

/** Share of the category path: the direct path was rated by people, the categories are derived from ratings. */
export const categoryShare = 0.25

/**
 * A regression answers nearer to the mean than the truth lies, by about its correlation with it. A curve is read by its
 * extent, so the direct path is spread out again by part of that.
 */
export const readingSpread = 1.3

/** Content below which a picture says nothing, and above which it says all it can. */
const contentRange = { least: 0.08, most: 0.3 } as const

/** Pictures within this many seconds of a second's middle speak for it, those of other shots hardly. */
const reach = 1
/** What a picture of a certainly different shot counts: heard only where there is no other. */
const leastShare = 1e-6
/** Times of readings are float32: the first picture of a shot may seem to come up to a millisecond before its cut. */
const timeTolerance = 1e-3
/** Added to a variance, so that no single picture silences the others. */
const leastVariance = 0.01

/** How far a picture with so much content is believed, 0..1: black, plain colours and titles are not. */
export function contentTrust(content: number): number {
  const share = (content - contentRange.least) / (contentRange.most - contentRange.least)
  const bounded = Math.min(1, Math.max(0, share))
  return bounded * bounded * (3 - 2 * bounded)
}

/** What is said of every second [n, n + 1) of the film; undefined where no picture is near. */
export function readingsOfSeconds(
  readings: readonly EmotionReading[],
  transitions: readonly Transition[],
  count: number,
  duration: number,
): (SecondReading | undefined)[] {
  const usable = readings.filter(isUsable).sort((a, b) => a.time - b.time)
  const together = togetherness(edgesOfShots(transitions))
  const lasting = transitions
    .map(({ start, end }) => ({ start: rationalToNumber(start), end: rationalToNumber(end) }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  let [first, passed] = [0, 0]
  return Array.from({ length: count }, (_, second) => {
    const middle = (second + Math.min(second + 1, duration)) / 2
    while (first < usable.length && usable[first]!.time < middle - reach) first++
    while (passed < lasting.length && lasting[passed]!.end <= middle) passed++
    const own = outside(lasting[passed], middle)
    const near: HeardReading[] = []
    for (let index = first; index < usable.length && usable[index]!.time <= middle + reach; index++) {
      const reading = usable[index]!
      near.push({ reading, share: Math.max(leastShare, together(own, reading.time + timeTolerance)) })
    }
    return near.length === 0 ? undefined : combine(near)
  })
}

/** A reading, and the probability that it is of the second's own shot. */
interface HeardReading {
  readonly reading: EmotionReading
  readonly share: number
}

/** The time itself, or the nearer end of the dissolve or fade that it lies inside. */
function outside(
  lasting: { readonly start: number; readonly end: number } | undefined,
  time: number,
): number {
  if (!lasting || time < lasting.start) return time
  return lasting.end - time < time - lasting.start ? lasting.end : lasting.start - timeTolerance
}

function combine(heard: readonly HeardReading[]): SecondReading {
  const mean = (pick: (reading: EmotionReading) => number, variance: (reading: EmotionReading) => number) => {
    let [sum, total] = [0, 0]
    for (const { reading, share } of heard) {
      const weight = (share * (contentTrust(reading.content) + 1e-3)) / (variance(reading) + leastVariance)
      sum += weight * pick(reading)
      total += weight
    }
    return sum / total
  }
  const byValence = (pick: (reading: EmotionReading) => number): number =>
    mean(pick, (r) => r.valenceVariance)
  const byArousal = (pick: (reading: EmotionReading) => number): number =>
    mean(pick, (r) => r.arousalVariance)
  const direct = {
    valence: limit(readingSpread * byValence(({ valence }) => valence)),
    arousal: limit(readingSpread * byArousal(({ arousal }) => arousal)),
  }
  const probabilities = modelEmotions.map((_, emotion) => byValence((r) => r.probabilities[emotion] ?? 0))
  const hasCategories = probabilities.some((probability) => probability > 0)
  const category = hasCategories ? categoryAffect(withCalm(probabilities, direct)) : undefined
  const blend = (axis: 'valence' | 'arousal'): number =>
    category ? (1 - categoryShare) * direct[axis] + categoryShare * category[axis] : direct[axis]
  return {
    valence: blend('valence'),
    arousal: blend('arousal'),
    direct,
    ...(category ? { category } : {}),
    probabilities,
    valenceVariance: byValence(({ valenceVariance }) => valenceVariance),
    arousalVariance: byArousal(({ arousalVariance }) => arousalVariance),
    content:
      heard.reduce((sum, { reading, share }) => sum + share * reading.content, 0) /
      heard.reduce((sum, { share }) => sum + share, 0),
  }
}

const limit = (value: number): number => Math.min(1, Math.max(-1, value))

/** Answers that are no numbers, or variances below zero, say nothing. */
function isUsable(reading: EmotionReading): boolean {
  const { time, valence, arousal, valenceVariance, arousalVariance, content } = reading
  const numbers = [time, valence, arousal, valenceVariance, arousalVariance, content]
  return numbers.every(Number.isFinite) && valenceVariance >= 0 && arousalVariance >= 0
}
