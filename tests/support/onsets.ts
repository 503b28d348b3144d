import { createSpectrumAnalyser } from '../../src/core/emotion/fourier'

/**
 * Where a sound begins, heard in the sound alone: nothing is known of score or synthesizer. Spectral flux in third octaves between
 * the 21 ms after a moment and the 21 ms before it, so that it is strongest where something begins, not late or early by half a
 * window (after Bello et al., A Tutorial on Onset Detection in Music Signals, IEEE TSAP 2005).
 */
export const onsetRate = 24_000
const [windowSize, hop] = [512, 48]
/** Seconds between two values. */
const step = hop / onsetRate
/** Quieter than this share of the film's loudest moment counts as silence. */
const floorShare = 5e-3
const lowest = 60
/** An onset is clear that is so many times as strong as the film's middle rise, and this strong at least (nepers over all bands). */
const [clearly, faint] = [2, 1.5]
/** An onset is the strongest moment of so many seconds before and after it. */
const apartFromOthers = 0.02

export interface Onsets {
  /** Strength of an onset every 2 ms. */
  readonly strength: Float64Array
  /** Of the film's middle rise, whatever it comes from. */
  readonly middle: number
}

/** Loudness in third octaves of what begins at each step, a window before the sound's begin first. */
function loudnessInBands(samples: Float32Array): Float64Array[] {
  const analyser = createSpectrumAnalyser(windowSize)
  const bands = Array.from({ length: windowSize / 2 + 1 }, (_, bin) =>
    Math.floor(3 * Math.log2((bin * onsetRate) / windowSize / lowest)),
  )
  const count = Math.max(...bands) + 1
  const loudest = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
  const floor = (loudest * windowSize * floorShare) / 4 || 1
  const padded = new Float32Array(samples.length + 2 * windowSize)
  padded.set(samples, windowSize)
  return Array.from({ length: Math.floor((samples.length + windowSize) / hop) }, (_, at) => {
    const magnitudes = analyser.magnitudes(padded.subarray(at * hop, at * hop + windowSize))
    const power = new Float64Array(count)
    for (const [bin, band] of bands.entries()) if (band >= 0) power[band]! += magnitudes[bin]! ** 2
    return power.map((each) => Math.log1p(Math.sqrt(each) / floor))
  })
}

/** Measures a sound, mono at 24 kHz. */
export function onsetsIn(samples: Float32Array): Onsets {
  const loudness = loudnessInBands(samples)
  // A window is 10 2/3 steps; the two overlap by their faint edges, 1.3 ms.
  const apart = Math.floor(windowSize / hop)
  const strength = new Float64Array(Math.max(0, loudness.length - apart))
  for (const at of strength.keys()) {
    const [before, after] = [loudness[at]!, loudness[at + apart]!]
    strength[at] = after.reduce((sum, each, band) => sum + Math.max(0, each - before[band]!), 0)
  }
  const isRise = (each: number, at: number): boolean =>
    each > 0 && each >= (strength[at - 1] ?? 0) && each > (strength[at + 1] ?? 0)
  const rises = [...strength].filter(isRise).sort((a, b) => a - b)
  return { strength, middle: rises[rises.length >> 1] ?? 0 }
}

export interface HeardOnset {
  /** Seconds from the time that was asked for; above 0: later. */
  readonly offset: number
  /** How many times as strong as the film's middle rise. */
  readonly times: number
  readonly isClear: boolean
}

/** The clear onset nearest to a time, no further than `reach` seconds; where none is, the strongest rise. */
export function onsetNear({ strength, middle }: Onsets, time: number, reach = 0.1): HeardOnset {
  const at = (index: number): number => strength[index] ?? 0
  const strongestOf = (indices: readonly number[]): number =>
    indices.reduce((best, index) => (at(index) > at(best) ? index : best), indices[0] ?? 0)
  const from = (first: number, last: number): number[] =>
    Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index)
  const around = from(Math.ceil((time - reach) / step), Math.floor((time + reach) / step))
  const width = Math.round(apartFromOthers / step)
  const clear = around
    .filter((index) => at(index) >= Math.max(faint, clearly * middle))
    .filter((index) => strongestOf(from(index - width, index + width)) === index)
    .sort((a, b) => Math.abs(a * step - time) - Math.abs(b * step - time))
  const best = clear[0] ?? strongestOf(around)
  return { offset: best * step - time, times: at(best) / (middle || 1), isClear: clear.length > 0 }
}
