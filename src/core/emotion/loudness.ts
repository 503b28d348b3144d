import { featureWindow, type EmotionFeatures } from './emotionFeatures'
import { loudnessOf, meanSquareOf, silenceLoudness } from './kWeighting'

/** Length of EBU R128's short-term loudness in seconds (EBU Tech 3341). */
const shortTerm = 3

/** Short-term power (mean square over three seconds around each window). */
export function shortTermPower({ channels, windows }: EmotionFeatures): Float64Array {
  const reach = Math.round(shortTerm / featureWindow / 2)
  return Float64Array.from({ length: windows }, (_, window) => {
    let [power, time] = [0, 0]
    for (let other = Math.max(0, window - reach); other < Math.min(windows, window + reach); other++) {
      power += channels.power[other]! * channels.sound[other]!
      time += channels.sound[other]!
    }
    return time > 0 ? power / time : 0
  })
}

/**
 * The film's integrated loudness in LUFS with both gates of ITU-R BS.1770-4 (absolute -70, relative -10), on our half
 * second windows without overlap instead of 0.4 s with 75 % overlap, and mono: within about half a decibel.
 */
export function programmeLoudness({ channels, windows }: EmotionFeatures): number {
  const gated = (gate: number): number => {
    let [power, time] = [0, 0]
    for (let window = 0; window < windows; window++) {
      if (loudnessOf(channels.power[window]!) <= gate) continue
      power += channels.power[window]! * channels.sound[window]!
      time += channels.sound[window]!
    }
    return time > 0 ? power / time : 0
  }
  const absolute = gated(silenceLoudness)
  if (absolute === 0) return silenceLoudness
  return loudnessOf(gated(loudnessOf(absolute) - 10) || meanSquareOf(silenceLoudness))
}
