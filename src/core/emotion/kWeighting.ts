/** Filters the samples `from`..`to` (exclusive), keeps its state for the next call, and returns the sum of their squares. */
export type WeightedPower = (samples: Float32Array, from: number, to: number) => number

/** Loudness in LUFS that stands for silence: the absolute gate of ITU-R BS.1770-4. */
export const silenceLoudness = -70

/** Loudness in LUFS of a mean square of K-weighted mono samples (ITU-R BS.1770-4, one channel of weight 1). */
export const loudnessOf = (meanSquare: number): number =>
  meanSquare > 0 ? Math.max(silenceLoudness, -0.691 + 10 * Math.log10(meanSquare)) : silenceLoudness

export const meanSquareOf = (loudness: number): number =>
  loudness <= silenceLoudness ? 0 : 10 ** ((loudness + 0.691) / 10)

/**
 * K-weighting at any sample rate: the two biquads of ITU-R BS.1770-4 (given there at 48 kHz only), rebuilt from their
 * analogue parameters by the bilinear transform (values as in De Man 2014, "Evaluation of Implementations of the EBU
 * R128 Loudness Measurement"). At 48 kHz they equal the recommendation's tables.
 */
export function createKWeighting(sampleRate: number): WeightedPower {
  const shelf = shelfCoefficients(sampleRate)
  const highPass = highPassCoefficients(sampleRate)
  const [shelfB0, shelfB1, shelfB2] = shelf.b
  const [shelfA1, shelfA2] = shelf.a
  const [passB0, passB1, passB2] = highPass.b
  const [passA1, passA2] = highPass.a
  // Both in transposed direct form II. Kept in an array: numbers that a closure changes would each be allocated anew.
  const state = new Float64Array(4)
  return (samples, from, to) => {
    let shelfFirst = state[0]!
    let shelfSecond = state[1]!
    let passFirst = state[2]!
    let passSecond = state[3]!
    let squares = 0
    for (let index = from; index < to; index++) {
      const sample = samples[index]!
      const shelved = shelfB0 * sample + shelfFirst
      shelfFirst = shelfB1 * sample - shelfA1 * shelved + shelfSecond
      shelfSecond = shelfB2 * sample - shelfA2 * shelved
      const output = passB0 * shelved + passFirst
      passFirst = passB1 * shelved - passA1 * output + passSecond
      passSecond = passB2 * shelved - passA2 * output
      squares += output * output
    }
    state[0] = shelfFirst
    state[1] = shelfSecond
    state[2] = passFirst
    state[3] = passSecond
    return squares
  }
}

interface Biquad {
  readonly b: readonly [number, number, number]
  readonly a: readonly [number, number]
}

function shelfCoefficients(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate)
  const quality = 0.7071752369554196
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / quality + k * k
  return {
    b: [
      (high + (band * k) / quality + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / quality + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / quality + k * k) / a0],
  }
}

function highPassCoefficients(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate)
  const quality = 0.5003270373238773
  const a0 = 1 + k / quality + k * k
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / quality + k * k) / a0] }
}
