const bytesPerSample = 3
const channels = 2
const fullScale = 0x7fffff

/**
 * Header of a 24-bit stereo PCM WAV file of exactly `frames` sample pairs. Above 4 GiB (four hours at 48 kHz) the
 * sizes move into the `ds64` chunk of RF64 (EBU Tech 3306).
 */
export function wavHeader(frames: number, sampleRate: number): Uint8Array {
  const blockAlign = channels * bytesPerSample
  const dataBytes = frames * blockAlign
  const large = dataBytes + 36 > 0xffffffff
  const header = Buffer.alloc(large ? 80 : 44)
  const riffBytes = dataBytes + header.length - 8
  header.write(large ? 'RF64' : 'RIFF', 0, 'latin1')
  header.writeUInt32LE(large ? 0xffffffff : riffBytes, 4)
  header.write('WAVE', 8, 'latin1')
  let offset = 12
  if (large) {
    header.write('ds64', 12, 'latin1')
    header.writeUInt32LE(28, 16)
    header.writeBigUInt64LE(BigInt(riffBytes), 20)
    header.writeBigUInt64LE(BigInt(dataBytes), 28)
    header.writeBigUInt64LE(BigInt(frames), 36)
    offset = 48
  }
  header.write('fmt ', offset, 'latin1')
  header.writeUInt32LE(16, offset + 4)
  header.writeUInt16LE(1, offset + 8) // PCM
  header.writeUInt16LE(channels, offset + 10)
  header.writeUInt32LE(sampleRate, offset + 12)
  header.writeUInt32LE(sampleRate * blockAlign, offset + 16)
  header.writeUInt16LE(blockAlign, offset + 20)
  header.writeUInt16LE(bytesPerSample * 8, offset + 22)
  header.write('data', offset + 24, 'latin1')
  header.writeUInt32LE(large ? 0xffffffff : dataBytes, offset + 28)
  return header
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
