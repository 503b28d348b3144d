/** Power spectrum of real frames of one size (a power of two). */
export interface SpectrumAnalyser {
  readonly size: number
  /** Magnitudes of bins 0..size/2 of the Hann-windowed frame; the returned array is reused by the next call. */
  magnitudes(frame: Float32Array): Float32Array
}

/** An in-place radix-2 fast Fourier transform (Cooley and Tukey 1965) with a Hann window. */
export function createSpectrumAnalyser(size: number): SpectrumAnalyser {
  if (size < 2 || (size & (size - 1)) !== 0)
    throw new RangeError('The size of a spectrum must be a power of two')
  const window = Float64Array.from(
    { length: size },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size),
  )
  const cosines = Float64Array.from({ length: size / 2 }, (_, index) =>
    Math.cos((2 * Math.PI * index) / size),
  )
  const sines = Float64Array.from({ length: size / 2 }, (_, index) => Math.sin((2 * Math.PI * index) / size))
  const reversed = reversedIndices(size)
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  const result = new Float32Array(size / 2 + 1)
  const transform = (): void => {
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let start = 0; start < size; start += 2 * half)
        for (let offset = 0; offset < half; offset++) {
          const low = start + offset
          const high = low + half
          const cosine = cosines[offset * stride]!
          const sine = sines[offset * stride]!
          const re = real[high]! * cosine + imaginary[high]! * sine
          const im = imaginary[high]! * cosine - real[high]! * sine
          real[high] = real[low]! - re
          imaginary[high] = imaginary[low]! - im
          real[low] = real[low]! + re
          imaginary[low] = imaginary[low]! + im
        }
    }
  }
  return {
    size,
    magnitudes(frame) {
      for (let index = 0; index < size; index++) real[reversed[index]!] = (frame[index] ?? 0) * window[index]!
      imaginary.fill(0)
      transform()
      for (let bin = 0; bin < result.length; bin++) {
        const re = real[bin]!
        const im = imaginary[bin]!
        result[bin] = Math.sqrt(re * re + im * im)
      }
      return result
    },
  }
}

function reversedIndices(size: number): Uint32Array {
  const bits = Math.log2(size)
  return Uint32Array.from({ length: size }, (_, index) => {
    let value = 0
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) value |= 1 << (bits - 1 - bit)
    return value
  })
}
