const bytesPerSample = 3
export const wavBitDepth = 8 * bytesPerSample
const channels = 2
const fullScale = 0x7fffff
const unknownSize = 0xffffffff

function chunk(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function formatChunk(sampleRate: number): Buffer {
  const blockAlign = channels * bytesPerSample
  const content = Buffer.alloc(16)
  content.writeUInt16LE(1, 0) // PCM
  content.writeUInt16LE(channels, 2)
  content.writeUInt32LE(sampleRate, 4)
  content.writeUInt32LE(sampleRate * blockAlign, 8)
  content.writeUInt16LE(blockAlign, 12)
  content.writeUInt16LE(wavBitDepth, 14)
  return chunk('fmt ', content)
}

function largeSizes(riffBytes: number, dataBytes: number, frames: number): Buffer {
  const content = Buffer.alloc(28)
  content.writeBigUInt64LE(BigInt(riffBytes), 0)
  content.writeBigUInt64LE(BigInt(dataBytes), 8)
  content.writeBigUInt64LE(BigInt(frames), 16)
  return chunk('ds64', content)
}

/** Contents of the chunks that tell where the sound belongs. */
export interface ToldChunks {
  readonly bext: Uint8Array
  /** Of even length. */
  readonly iXML?: Uint8Array | undefined
}

/**
 * Header of a 24-bit stereo PCM WAV file of exactly `frames` sample pairs, with `bext` and `iXML` chunks where their content is given.
 * Above 4 GiB (four hours at 48 kHz) the sizes move into the `ds64` chunk of RF64 (EBU Tech 3306).
 */
export function wavHeader(frames: number, sampleRate: number, told?: ToldChunks): Uint8Array {
  const dataBytes = frames * channels * bytesPerSample
  const middle = Buffer.concat([
    ...(told ? [chunk('bext', told.bext)] : []),
    ...(told?.iXML ? [chunk('iXML', told.iXML)] : []),
    formatChunk(sampleRate),
  ])
  const large = dataBytes + middle.length + 12 > unknownSize
  const sizesBytes = large ? 36 : 0
  const riffBytes = 4 + sizesBytes + middle.length + 8 + dataBytes
  const start = Buffer.alloc(12)
  start.write(large ? 'RF64' : 'RIFF', 0, 'latin1')
  start.writeUInt32LE(large ? unknownSize : riffBytes, 4)
  start.write('WAVE', 8, 'latin1')
  const data = Buffer.alloc(8)
  data.write('data', 0, 'latin1')
  data.writeUInt32LE(large ? unknownSize : dataBytes, 4)
  return Buffer.concat([start, ...(large ? [largeSizes(riffBytes, dataBytes, frames)] : []), middle, data])
}

/** Interleaves `count` sample pairs from `start` on as 24-bit little-endian PCM. Samples must lie within -1..1. */
export function encodePcm24(
  left: Float32Array,
  right: Float32Array,
  start: number,
  count: number,
): Uint8Array {
  const bytes = new Uint8Array(count * channels * bytesPerSample)
  let offset = 0
  for (let index = start; index < start + count; index++) {
    for (const sample of [left[index]!, right[index]!]) {
      const value = Math.round(sample * fullScale)
      bytes[offset++] = value & 0xff
      bytes[offset++] = (value >> 8) & 0xff
      bytes[offset++] = (value >> 16) & 0xff
    }
  }
  return bytes
}
