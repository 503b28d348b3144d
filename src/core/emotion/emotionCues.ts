import type { Transition } from '../timeline/transition'
import { rationalToNumber } from '../time/rational'
import type { Seconds } from '../time/units'
import { featureWindow, type EmotionFeatures } from './emotionFeatures'
import { loudnessOf } from './kWeighting'
import { edgesAtTimes, edgesUpTo, type Edge } from './moodBorders'
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

const clamp = (value: number): number => Math.min(1.2, Math.max(-1.2, value))

/** The cues of every second. */
export function readCues(
  features: EmotionFeatures,
  transitions: readonly Transition[],
  duration: Seconds,
): EmotionCues[] {
  const count = Math.max(1, Math.ceil(duration - 1e-6))
  const edges = edgesAtTimes(transitions)
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
      editing: editingCue(edges, second + 0.5, duration),
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
  { broken, faded }: Record<'broken' | 'faded', ReadonlyMap<number, number>>,
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

/** Mean motion of a window; where a transition falls, its largest change is left out by the likelihood of that. */
function motionWithoutCut(
  { channels }: EmotionFeatures,
  window: number,
  broken: ReadonlyMap<number, number>,
): number {
  const pictures = channels.pictures[window]!
  const motion = channels.motion[window]!
  const probability = broken.get(window)
  if (probability === undefined || pictures < 2) return motion
  const without = Math.max(0, (motion * pictures - channels.largestMotion[window]!) / (pictures - 1))
  return motion + probability * (without - motion)
}

/**
 * Windows that a transition touches (a cut shows in the next measured picture, up to a twelfth of a second later), with the
 * likelihood of the surest one.
 */
function transitionWindows(transitions: readonly Transition[]): Map<number, number> {
  const windows = new Map<number, number>()
  for (const { start, end, confidence } of transitions) {
    const first = Math.floor(rationalToNumber(start) / featureWindow)
    const last = Math.floor((rationalToNumber(end) + 1 / 12) / featureWindow)
    for (let window = first; window <= last; window++)
      windows.set(window, Math.max(confidence, windows.get(window) ?? 0))
  }
  return windows
}

/**
 * Length of the shot, blended with the number of transitions in the ten seconds around, each by its likelihood: shots of
 * 1.2 s give +1, of 5 s 0, of 20 s -1. Reaches across shots, as the rhythm of editing does.
 */
function editingCue(edges: readonly Edge[], time: number, duration: number): number {
  const passed = edgesUpTo(edges, time)
  // The expected way to the next edge that is one, and back to the last.
  const way = (first: number, step: 1 | -1, end: number): number => {
    let [expected, still] = [0, 1]
    for (let index = first; still > 1e-3 && index >= 0 && index < edges.length; index += step) {
      const edge = edges[index]!
      expected += still * edge.probability * Math.abs(edge.time - time)
      still *= 1 - edge.probability
    }
    return expected + still * Math.abs(end - time)
  }
  const shot = way(passed, 1, duration) + way(passed - 1, -1, 0)
  const from = Math.max(0, time - 5)
  const to = Math.min(duration, time + 5)
  const near = edges
    .slice(edgesUpTo(edges, from), edgesUpTo(edges, to))
    .reduce((sum, { probability }) => sum + probability, 0)
  const usual = (to - from) / (near + 0.5)
  const length = Math.sqrt(Math.max(0.4, shot) * Math.max(0.4, usual))
  return clamp(-Math.log(length / 5) / Math.log(4))
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
