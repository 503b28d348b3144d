import { createTruePeakMeter, truePeakDelay } from './truePeak'

/** A look-ahead peak limiter over one stereo stream. */
export interface Limiter {
  /** Samples by which the output is behind the input. */
  readonly delay: number
  /** Replaces a block in place by the limited signal of `delay` samples earlier. */
  process(left: Float32Array, right: Float32Array): void
}

export interface LimiterOptions {
  /** No sample of the output is above this. */
  readonly ceiling: number
  readonly lookAheadSamples: number
  /** Share of the missing gain that comes back with each sample. */
  readonly release: number
  /** Also holds what a converter makes of the samples between them; costs time. */
  readonly truePeak?: boolean | undefined
}

/**
 * Gain falls smoothly before a peak and recovers exponentially after it; both channels share one gain, so the stereo
 * picture stays. Each output gain is the mean, over the look-ahead, of the minimum over the look-ahead of what every
 * sample allows; both windows contain the sample itself, so the ceiling holds exactly. Signals below it pass untouched.
 */
export function createLimiter({
  ceiling,
  lookAheadSamples,
  release,
  truePeak = false,
}: LimiterOptions): Limiter {
  const size = lookAheadSamples + 1
  // A true peak is known later than its samples; the sound waits for it.
  const delay = lookAheadSamples + (truePeak ? truePeakDelay : 0)
  const delayed = [new Float32Array(delay + 1), new Float32Array(delay + 1)] as const
  const peakOf = truePeak ? [createTruePeakMeter(), createTruePeakMeter()] : [Math.abs, Math.abs]
  const minima = new Float64Array(size).fill(1)
  // Ascending candidates for the sliding minimum: ring buffers of positions and gains.
  const candidatePositions = new Float64Array(size + 1)
  const candidateGains = new Float64Array(size + 1)
  let head = 0
  let count = 0
  let recovering = 1
  let position = 0
  const slidingMinimum = (gain: number): number => {
    const slots = candidateGains.length
    while (count > 0 && candidateGains[(head + count - 1) % slots]! >= gain) count--
    candidateGains[(head + count) % slots] = gain
    candidatePositions[(head + count) % slots] = position
    count++
    if (candidatePositions[head]! <= position - size) {
      head = (head + 1) % slots
      count--
    }
    return candidateGains[head]!
  }
  const meanOfMinima = (): number => {
    // Summed afresh: a running sum would drift and let a sample through the ceiling.
    let sum = 0
    for (const minimum of minima) sum += minimum
    return sum / size
  }
  let reducing = 0
  const processSample = (left: Float32Array, right: Float32Array, index: number): void => {
    const peak = Math.max(peakOf[0]!(left[index]!), peakOf[1]!(right[index]!))
    recovering = Math.min(peak > ceiling ? ceiling / peak : 1, recovering + (1 - recovering) * release)
    if (recovering > 1 - 1e-6) recovering = 1
    const minimum = slidingMinimum(recovering)
    minima[position % size] = minimum
    reducing = minimum < 1 ? size : reducing - 1
    const gain = reducing > 0 ? meanOfMinima() : 1
    const slot = position % (delay + 1)
    const oldest = (position + 1) % (delay + 1)
    delayed[0][slot] = left[index]!
    delayed[1][slot] = right[index]!
    left[index] = Math.max(-ceiling, Math.min(ceiling, delayed[0][oldest]! * gain))
    right[index] = Math.max(-ceiling, Math.min(ceiling, delayed[1][oldest]! * gain))
    position++
  }
  return {
    delay,
    process(left, right) {
      for (let index = 0; index < left.length; index++) processSample(left, right, index)
    },
  }
}
