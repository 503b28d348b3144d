/** A WAV file read by its chunks; written apart from the writer. Samples -1..1. */
export interface Wav {
  readonly sampleRate: number
  readonly bitsPerSample: number
  readonly channels: readonly Float64Array[]
}

/** Reads 24-bit PCM. Throws when a chunk contradicts the file's length. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (name(0) !== 'RIFF' || name(8) !== 'WAVE' || view.getUint32(4, true) !== bytes.length - 8)
    throw new Error('not a RIFF file of this length')
  let format: { channels: number; sampleRate: number; bits: number } | null = null
  for (let at = 12; at < bytes.length; at += 8 + view.getUint32(at + 4, true)) {
    const size = view.getUint32(at + 4, true)
    if (at + 8 + size > bytes.length) throw new Error('a chunk is cut')
    if (name(at) === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1) throw new Error('not PCM')
      format = {
        channels: view.getUint16(at + 10, true),
        sampleRate: view.getUint32(at + 12, true),
        bits: view.getUint16(at + 22, true),
      }
      if (view.getUint16(at + 20, true) !== (format.channels * format.bits) / 8)
        throw new Error('bad block size')
      if (view.getUint32(at + 16, true) !== (format.sampleRate * format.channels * format.bits) / 8)
        throw new Error('bad byte rate')
    }
    if (name(at) === 'data') {
      if (!format) throw new Error('data before fmt')
      return {
        sampleRate: format.sampleRate,
        bitsPerSample: format.bits,
        channels: samples(view, at + 8, size, format),
      }
    }
  }
  throw new Error('no data')
}

function samples(
  view: DataView,
  start: number,
  size: number,
  { channels, bits }: { channels: number; bits: number },
): Float64Array[] {
  if (bits !== 24) throw new Error('not 24-bit')
  const frames = size / (channels * 3)
  const result = Array.from({ length: channels }, () => new Float64Array(frames))
  for (let frame = 0; frame < frames; frame++)
    for (let channel = 0; channel < channels; channel++) {
      const at = start + (frame * channels + channel) * 3
      const value = view.getUint16(at, true) | (view.getInt8(at + 2) << 16)
      result[channel]![frame] = value / 0x800000
    }
  return result
}

/** Root mean square of samples from `start` to `end` seconds. */
export function loudness(wav: Wav, start: number, end: number, channel = 0): number {
  const part = wav.channels[channel]!.subarray(
    Math.round(start * wav.sampleRate),
    Math.round(end * wav.sampleRate),
  )
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length)
}

/** Power at one frequency (Goertzel's algorithm with a Hann window) from `start` to `end` seconds. */
export function powerAt(wav: Wav, frequency: number, start: number, end: number): number {
  const part = wav.channels[0]!.subarray(Math.round(start * wav.sampleRate), Math.round(end * wav.sampleRate))
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / wav.sampleRate)
  let [before, last] = [0, 0]
  for (const [index, sample] of part.entries()) {
    const windowed = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / part.length))
    ;[before, last] = [last, windowed + coefficient * last - before]
  }
  return before * before + last * last - coefficient * before * last
}
