/** Samples by which the meter is behind its input. */
export const truePeakDelay = 6
const taps = 2 * truePeakDelay
/** Four times the sample rate, as ITU-R BS.1770-4, annex 2. */
const oversampling = 4

/** Windowed sinc that tells a signal between its two middle samples, `fraction` of a sample after the first of them. */
const phase = (fraction: number): Float64Array =>
  Float64Array.from({ length: taps }, (_, tap) => {
    const distance = truePeakDelay - 1 + fraction - tap
    const sinc = distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)
    return sinc * Math.cos((Math.PI * distance) / taps) ** 2
  })

const phases = Array.from({ length: oversampling - 1 }, (_, index) => phase((index + 1) / oversampling))

/** The highest magnitude from the sample that came in six samples ago up to the next one, also between both. */
export function createTruePeakMeter(): (sample: number) => number {
  const history = new Float64Array(taps)
  return (sample) => {
    history.copyWithin(0, 1)
    history[taps - 1] = sample
    let peak = Math.max(Math.abs(history[truePeakDelay - 1]!), Math.abs(history[truePeakDelay]!))
    for (const coefficients of phases) {
      let sum = 0
      for (let tap = 0; tap < taps; tap++) sum += coefficients[tap]! * history[tap]!
      peak = Math.max(peak, Math.abs(sum))
    }
    return peak
  }
}
