import type { Transition } from '../timeline/transition'
import { rationalToNumber } from '../time/rational'
import { seconds, type Seconds } from '../time/units'
import { neutralEmotion, type EmotionEstimate } from './emotionEstimate'
import { featureWindow, type EmotionFeatures } from './emotionFeatures'
import { loudnessOf } from './kWeighting'
import { programmeLoudness, shortTermPower } from './loudness'

/**
 * Cues of one second, each about -1..1 around an ordinary film (0). Null: no evidence. The reference values are
 * judgement from films of known character; they are absolute, so that a calm film stays calm from end to end.
 */
export interface EmotionCues {
  readonly motion: number | undefined
  readonly editing: number
  readonly light: number | undefined
  readonly colour: number | undefined
  readonly warmth: number | undefined
  readonly darkness: number | undefined
  readonly loudness: number | undefined
  readonly onsets: number | undefined
  readonly sharpness: number | undefined
}

/**
 * Weights of the cues; those without evidence drop out and the rest are scaled up.
 * Arousal: motion, cut rate and sound energy (Hanjalic and Xu 2005, IEEE Trans. Multimedia 7(1), who weigh the three
 * alike); brightness -0.31 and saturation +0.60 (Valdez and Mehrabian 1994, J. Exp. Psychology: General 123(4)), kept
 * small because they were found for single colours; event rate and spectral centroid as for music (Eerola et al. 2013).
 */
export const arousalWeights = {
  motion: 0.3,
  editing: 0.24,
  loudness: 0.24,
  onsets: 0.08,
  sharpness: 0.06,
  colour: 0.05,
  light: -0.03,
} as const

/**
 * Valence: brightness +0.69 and saturation +0.22 (Valdez and Mehrabian 1994); dark scenes read as threat or grief (low
 * key lighting; Wang and Cheong 2006, IEEE Trans. CSVT 16(6)); warm hues slightly positive. Sound says little.
 */
export const valenceWeights = { light: 0.5, colour: 0.2, darkness: -0.16, warmth: 0.14 } as const

/** Evidence that a second can give; a share of it is its confidence. Picture-only estimates reach 0.45. */
const evidenceOf = { picture: 0.45, sound: 0.2 }
/** Below this confidence an estimate is drawn to neutral in proportion. */
const trustedConfidence = 0.4
/** The weighted mean of cues seldom leaves ±0.6: this spreads it over the range, softly limited. */
const spread = 1.6

const clamp = (value: number): number => Math.min(1.2, Math.max(-1.2, value))

/**
 * Valence, arousal and confidence for each second of the film, from picture and sound alone. Documented weights, no
 * learning; a trained network's answers are blended in by `fuseEmotion`.
 */
export function estimateEmotion(
  features: EmotionFeatures,
  transitions: readonly Transition[],
  duration: Seconds,
): EmotionEstimate[] {
  const cues = readCues(features, transitions, duration)
  const raw = cues.map((cue, index) => estimateSecond(cue, index, duration))
  return smoothWithinShots(raw, transitions)
}

function estimateSecond(cues: EmotionCues, index: number, duration: number): EmotionEstimate {
  const arousal = weightedMean(arousalWeights, cues)
  const valence = weightedMean(valenceWeights, cues)
  const confidence =
    (cues.light === undefined ? 0 : evidenceOf.picture) + (cues.loudness === undefined ? 0 : evidenceOf.sound)
  const trust = Math.min(1, confidence / trustedConfidence)
  const end = Math.min(index + 1, duration)
  return {
    time: seconds((index + end) / 2),
    valence: neutralEmotion.valence + trust * Math.tanh(spread * valence),
    arousal: neutralEmotion.arousal + trust * Math.tanh(spread * arousal),
    confidence,
  }
}

function weightedMean<Cue extends keyof EmotionCues>(
  weights: Readonly<Record<Cue, number>>,
  cues: EmotionCues,
): number {
  let sum = 0
  let total = 0
  for (const cue of Object.keys(weights) as Cue[]) {
    const value = cues[cue]
    if (value === undefined) continue
    sum += weights[cue] * value
    total += Math.abs(weights[cue])
  }
  return total > 0 ? sum / total : 0
}

/** The cues of every second. */
export function readCues(
  features: EmotionFeatures,
  transitions: readonly Transition[],
  duration: Seconds,
): EmotionCues[] {
  const count = Math.max(1, Math.ceil(duration - 1e-6))
  const times = transitions.map((transition) => rationalToNumber(transition.time)).sort((a, b) => a - b)
  const broken = transitionWindows(transitions)
  const faded = transitionWindows(transitions.filter((transition) => transition.kind === 'fade'))
  const power = shortTermPower(features)
  const programme = programmeLoudness(features)
  const perSecond = Math.round(1 / featureWindow)
  return Array.from({ length: count }, (_, second): EmotionCues => {
    const windows = Array.from({ length: perSecond }, (_unused, part) => second * perSecond + part).filter(
      (window) => window < features.windows,
    )
    return {
      ...pictureCues(features, windows, { broken, faded }),
      editing: editingCue(times, second + 0.5, duration),
      ...soundCues(features, windows, power, programme),
    }
  })
}

/** Pictures darker and flatter than this say nothing (black, or a fade's end). */
const blackBrightness = 0.03
const blackContrast = 0.02

function pictureCues(
  features: EmotionFeatures,
  windows: readonly number[],
  { broken, faded }: { readonly broken: ReadonlySet<number>; readonly faded: ReadonlySet<number> },
) {
  const { channels } = features
  // The darkness of a fade is punctuation, not mood.
  const seen = windows.filter((window) => channels.pictures[window]! > 0 && !faded.has(window))
  const mean = (values: Float32Array): number =>
    seen.reduce((sum, window) => sum + values[window]!, 0) / seen.length
  const isBlack = mean(channels.brightness) < blackBrightness && mean(channels.contrast) < blackContrast
  if (seen.length === 0 || isBlack)
    return { motion: undefined, light: undefined, colour: undefined, warmth: undefined, darkness: undefined }
  const motion =
    seen.reduce((sum, window) => sum + motionWithoutCut(features, window, broken), 0) / seen.length
  return {
    // A still shot changes about 0.002 per twelfth of a second, a hand-held walk 0.015, a chase 0.06 and more.
    motion: clamp(Math.log((motion + 0.001) / 0.014) / Math.log(5)),
    light: clamp((mean(channels.brightness) - 0.42) / 0.25),
    colour: clamp((mean(channels.saturation) - 0.35) / 0.3),
    warmth: clamp(mean(channels.warmth) / 0.2),
    darkness: clamp((mean(channels.dark) - 0.25) / 0.4),
  }
}

/** Mean motion of a window; where a transition falls, its largest change is left out. */
function motionWithoutCut(
  { channels }: EmotionFeatures,
  window: number,
  broken: ReadonlySet<number>,
): number {
  const pictures = channels.pictures[window]!
  const motion = channels.motion[window]!
  if (!broken.has(window) || pictures < 2) return motion
  return Math.max(0, (motion * pictures - channels.largestMotion[window]!) / (pictures - 1))
}

/** Windows that a transition touches (a cut shows in the next measured picture, up to a twelfth of a second later). */
function transitionWindows(transitions: readonly Transition[]): Set<number> {
  const windows = new Set<number>()
  for (const { start, end } of transitions) {
    const first = Math.floor(rationalToNumber(start) / featureWindow)
    const last = Math.floor((rationalToNumber(end) + 1 / 12) / featureWindow)
    for (let window = first; window <= last; window++) windows.add(window)
  }
  return windows
}

/**
 * Length of the shot, blended with the number of transitions in the ten seconds around: shots of 1.2 s give +1, of
 * 5 s 0, of 20 s -1. Reaches across shots, as the rhythm of editing does.
 */
function editingCue(times: readonly number[], time: number, duration: number): number {
  const passed = countUpTo(times, time)
  const next = times[passed] ?? duration
  const before = times[passed - 1] ?? 0
  const from = Math.max(0, time - 5)
  const to = Math.min(duration, time + 5)
  const near = countUpTo(times, to) - countUpTo(times, from)
  const usual = (to - from) / (near + 0.5)
  const length = Math.sqrt(Math.max(0.4, next - before) * Math.max(0.4, usual))
  return clamp(-Math.log(length / 5) / Math.log(4))
}

/** How many of the ascending times are at or before `time`. */
function countUpTo(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low
}

function soundCues(
  features: EmotionFeatures,
  windows: readonly number[],
  power: Float64Array,
  programme: number,
) {
  const { channels } = features
  const heard = windows.filter((window) => channels.sound[window]! > 0.05 && channels.silence[window]! < 0.9)
  const loudness = loudnessOf(Math.max(0, ...windows.map((window) => power[window] ?? 0)))
  if (heard.length === 0 || loudness < -60)
    return { loudness: undefined, onsets: undefined, sharpness: undefined }
  const mean = (value: (window: number) => number): number =>
    heard.reduce((sum, window) => sum + value(window), 0) / heard.length
  const onsetRate = mean((window) => channels.onsets[window]! / Math.max(0.1, channels.sound[window]!))
  const centroid = mean((window) => channels.centroid[window]!)
  return {
    // Half against the film's own loudness, so that a quiet transfer does not make a calm film.
    loudness: clamp((0.5 * (loudness + 24) + 0.5 * (loudness - programme + 2)) / 12),
    onsets: clamp((onsetRate - 2) / 3),
    sharpness: clamp(Math.log(Math.max(100, centroid) / 1000) / Math.log(4)),
  }
}

/** Gaussian smoothing (1.5 s) of valence and arousal by confidence; other shots count a fifth. */
function smoothWithinShots(
  estimates: readonly EmotionEstimate[],
  transitions: readonly Transition[],
): EmotionEstimate[] {
  const times = transitions.map((transition) => rationalToNumber(transition.time)).sort((a, b) => a - b)
  let shot = 0
  const shots = estimates.map(({ time }) => {
    while (shot < times.length && times[shot]! <= time) shot++
    return shot
  })
  return estimates.map((estimate, index) => {
    let [valence, arousal, total] = [0, 0, 0]
    for (let other = Math.max(0, index - 4); other <= Math.min(estimates.length - 1, index + 4); other++) {
      const near = estimates[other]!
      const distance = (near.time - estimate.time) / 1.5
      const weight =
        Math.exp(-0.5 * distance ** 2) * (shots[other] === shots[index] ? 1 : 0.2) * (near.confidence + 0.05)
      valence += weight * near.valence
      arousal += weight * near.arousal
      total += weight
    }
    return { ...estimate, valence: valence / total, arousal: arousal / total }
  })
}
