/** Power spectrum of real frames of one size (a power of two, at least 4). */
export interface SpectrumAnalyser {
  readonly size: number
  /** Magnitudes of bins 0..size/2 of the Hann-windowed frame; the returned array is reused by the next call. */
  magnitudes(frame: Float32Array): Float32Array
}

/**
 * A radix-2 fast Fourier transform (Cooley and Tukey 1965) with a Hann window. The frame's even and odd samples are the
 * real and imaginary parts of a transform of half the size, from which the spectrum of the whole is put together.
 */
export function createSpectrumAnalyser(size: number): SpectrumAnalyser {
  if (size < 4 || (size & (size - 1)) !== 0)
    throw new RangeError('The size of a spectrum must be a power of two, at least 4')
  const half = size / 2
  const window = Float64Array.from(
    { length: size },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size),
  )
  const cosines = Float64Array.from({ length: half }, (_, index) => Math.cos((2 * Math.PI * index) / size))
  const sines = Float64Array.from({ length: half }, (_, index) => Math.sin((2 * Math.PI * index) / size))
  const reversed = reversedIndices(half)
  const real = new Float64Array(half)
  const imaginary = new Float64Array(half)
  const result = new Float32Array(half + 1)
  const transform = (): void => {
    for (let reach = 1; reach < half; reach *= 2) {
      const stride = half / reach
      for (let start = 0; start < half; start += 2 * reach)
        for (let offset = 0; offset < reach; offset++) {
          const low = start + offset
          const high = low + reach
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
  /** Bin k of the whole frame: (Z[k] + conj Z[-k]) / 2 - i · turn · (Z[k] - conj Z[-k]) / 2. */
  const magnitudeOf = (bin: number): number => {
    const mirror = (half - bin) % half
    const evenRe = (real[bin]! + real[mirror]!) / 2
    const evenIm = (imaginary[bin]! - imaginary[mirror]!) / 2
    const oddRe = (imaginary[bin]! + imaginary[mirror]!) / 2
    const oddIm = (real[mirror]! - real[bin]!) / 2
    const re = evenRe + oddRe * cosines[bin]! + oddIm * sines[bin]!
    const im = evenIm + oddIm * cosines[bin]! - oddRe * sines[bin]!
    return Math.sqrt(re * re + im * im)
  }
  return {
    size,
    magnitudes(frame) {
      for (let index = 0; index < half; index++) {
        const at = 2 * index
        const to = reversed[index]!
        real[to] = (frame[at] ?? 0) * window[at]!
        imaginary[to] = (frame[at + 1] ?? 0) * window[at + 1]!
      }
      transform()
      for (let bin = 0; bin < half; bin++) result[bin] = magnitudeOf(bin)
      // At half the sample rate the odd samples count against the even ones.
      result[half] = Math.abs(real[0]! - imaginary[0]!)
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
