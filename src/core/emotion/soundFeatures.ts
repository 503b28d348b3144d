import type { SoundBlock } from '../media/analyser'
import { featureWindow, type FeatureSums } from './emotionFeatures'
import { createSpectrumAnalyser, type SpectrumAnalyser } from './fourier'
import { createKWeighting, type WeightedPower } from './kWeighting'

/** Length of a spectrum in seconds (nearest power of two); a new one starts after half its length. */
const spectrumLength = 0.046
/** Root mean square of -60 dBFS. */
const silenceLevel = 1e-3
/** A hole in the sound longer than this (seconds) starts the spectra anew. */
const largestHole = 0.01

/** An onset: the flux is this far above its running mean, and this long (seconds) after the last one. */
const onsetRatio = 1.6
const onsetMargin = 0.06
const onsetPause = 0.1

/** What belongs to one sample rate. */
interface Chain {
  readonly sampleRate: number
  readonly weighting: WeightedPower
  readonly spectrum: SpectrumAnalyser
  readonly frame: Float32Array
  readonly previous: Float32Array
}

/** Measures mono sound into sums per window. Sound before the first picture is passed over. */
export function createSoundFeatures(sums: FeatureSums): (block: SoundBlock) => void {
  let chain: Chain | undefined
  let filled = 0
  let expected = 0
  let isFirstSpectrum = true
  const onsets = createOnsetCounter()

  const measureSpectrum = (current: Chain, time: number): void => {
    const window = Math.floor(time / featureWindow)
    const magnitudes = current.spectrum.magnitudes(current.frame)
    const { flux, centroid, power } = compareSpectra(magnitudes, current.previous, current.sampleRate)
    current.previous.set(magnitudes)
    if (time >= 0) {
      const level = rootMeanSquare(current.frame)
      const hop = current.spectrum.size / 2 / current.sampleRate
      if (level < silenceLevel) sums.add('silence', window, hop)
      else if (!isFirstSpectrum) {
        sums.add('flux', window, flux * hop)
        if (onsets(time, flux)) sums.add('onsets', window, 1)
      }
      if (level >= silenceLevel && power > 0) sums.add('centroid', window, centroid * hop)
    }
    isFirstSpectrum = false
  }

  return (block) => {
    if (!chain || chain.sampleRate !== block.sampleRate) chain = createChain(block.sampleRate)
    if (Math.abs(block.time - expected) > largestHole) {
      filled = 0
      isFirstSpectrum = true
    }
    expected = block.time + block.samples.length / block.sampleRate
    const samples = withoutBrokenSamples(block.samples)
    addPower(sums, { ...block, samples }, chain.weighting)
    const { frame, spectrum, sampleRate } = chain
    const half = spectrum.size / 2
    for (let index = 0; index < samples.length;) {
      const taken = Math.min(spectrum.size - filled, samples.length - index)
      frame.set(samples.subarray(index, index + taken), filled)
      index += taken
      filled += taken
      if (filled < spectrum.size) break
      measureSpectrum(chain, block.time + (index - 1) / sampleRate - half / sampleRate)
      frame.copyWithin(0, half)
      filled = half
    }
  }
}

/** The samples themselves, or a copy with silence where a sample is no finite number. */
function withoutBrokenSamples(samples: Float32Array): Float32Array {
  for (let index = 0; index < samples.length; index++)
    if (!Number.isFinite(samples[index]!))
      return samples.map((sample) => (Number.isFinite(sample) ? sample : 0))
  return samples
}

/** Adds the K-weighted power of a block, window by window. */
function addPower(
  sums: FeatureSums,
  { time, sampleRate, samples }: SoundBlock,
  weighting: WeightedPower,
): void {
  const windowOf = (index: number): number => Math.floor((time + index / sampleRate) / featureWindow)
  for (let index = 0; index < samples.length;) {
    const window = windowOf(index)
    // Within a sample of the window's end by this sum, exactly by the same rounding that sorts single samples.
    let end = Math.max(index + 1, Math.floor(((window + 1) * featureWindow - time) * sampleRate) - 1)
    while (end < samples.length && windowOf(end) === window) end++
    end = Math.min(end, samples.length)
    const squares = weighting(samples, index, end)
    if (window >= 0) {
      sums.add('power', window, squares / sampleRate)
      sums.add('sound', window, (end - index) / sampleRate)
    }
    index = end
  }
}

function createChain(sampleRate: number): Chain {
  const size = 2 ** Math.round(Math.log2(Math.max(64, sampleRate * spectrumLength)))
  return {
    sampleRate,
    weighting: createKWeighting(sampleRate),
    spectrum: createSpectrumAnalyser(size),
    frame: new Float32Array(size),
    previous: new Float32Array(size / 2 + 1),
  }
}

/** Half-wave rectified spectral flux (Dixon 2006) as a share of the louder spectrum, and the power-weighted centroid in hertz. */
function compareSpectra(magnitudes: Float32Array, previous: Float32Array, sampleRate: number) {
  let [rise, sum, before, power, moment] = [0, 0, 0, 0, 0]
  for (let bin = 1; bin < magnitudes.length; bin++) {
    const magnitude = magnitudes[bin]!
    rise += Math.max(0, magnitude - previous[bin]!)
    sum += magnitude
    before += previous[bin]!
    power += magnitude * magnitude
    moment += bin * magnitude * magnitude
  }
  const louder = Math.max(sum, before)
  const binWidth = sampleRate / (2 * (magnitudes.length - 1))
  return {
    flux: louder > 0 ? rise / louder : 0,
    centroid: power > 0 ? (moment / power) * binWidth : 0,
    power,
  }
}

function rootMeanSquare(frame: Float32Array): number {
  let sum = 0
  for (let index = 0; index < frame.length; index++) sum += frame[index]! * frame[index]!
  return Math.sqrt(sum / frame.length)
}

/** Peaks of the flux over its running mean (about a second long). */
function createOnsetCounter(): (time: number, flux: number) => boolean {
  let mean = 0.1
  let last = -Infinity
  return (time, flux) => {
    const isOnset = flux > onsetRatio * mean + onsetMargin && time - last >= onsetPause
    mean += 0.03 * (flux - mean)
    if (isOnset) last = time
    return isOnset
  }
}
