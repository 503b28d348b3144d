import { createKWeighting, loudnessOf, silenceLoudness } from '../../../core/emotion/kWeighting'

/** Measures the loudness of a stereo stream. */
export interface LoudnessMeter {
  push(left: Float32Array, right: Float32Array, start: number, count: number): void
  /** LUFS; -70 for silence. */
  integrated(): number
}

/** A gating block is 0.4 s and a new one begins every 0.1 s (ITU-R BS.1770-4). */
const stepsPerSecond = 10
const stepsPerBlock = 4

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Integrated loudness by ITU-R BS.1770-4: both channels K-weighted, gated at -70 LUFS and 10 LU below what is left. */
export function createLoudnessMeter(sampleRate: number): LoudnessMeter {
  const weightings = [createKWeighting(sampleRate), createKWeighting(sampleRate)] as const
  const stepSamples = Math.round(sampleRate / stepsPerSecond)
  const steps: number[] = []
  let squares = 0
  let filled = 0
  return {
    push(left, right, start, count) {
      for (let from = start; from < start + count;) {
        const to = Math.min(start + count, from + stepSamples - filled)
        squares += weightings[0](left, from, to) + weightings[1](right, from, to)
        filled += to - from
        from = to
        if (filled < stepSamples) continue
        steps.push(squares / stepSamples)
        squares = filled = 0
      }
    },
    integrated() {
      const blocks = steps
        .slice(stepsPerBlock - 1)
        .map((_, index) => mean(steps.slice(index, index + stepsPerBlock)))
        .filter((power) => loudnessOf(power) > silenceLoudness)
      if (blocks.length === 0) return silenceLoudness
      const gate = loudnessOf(mean(blocks)) - 10
      return loudnessOf(mean(blocks.filter((power) => loudnessOf(power) > gate)))
    },
  }
}
