/** A block of sound as FLV carries it. */
export interface TimedSound {
  /** ffmpeg's time of the first sample. */
  readonly milliseconds: number
  /** 16-bit samples, little-endian, one channel. */
  readonly bytes: Buffer
}

const fileHeaderBytes = 9 + 4
const tagHeaderBytes = 11
const previousSizeBytes = 4
const audioTag = 8

/**
 * Takes an FLV stream with one track of PCM in pieces and gives back the whole blocks in it (Adobe Flash Video File
 * Format 10.1, annex E.4). FLV, because raw samples do not tell their time: when a film's sound changes its format,
 * ffmpeg builds new filters, and what they put out begins wherever they begin.
 */
export function createFlvSoundReader(): { push(chunk: Buffer): readonly TimedSound[] } {
  let rest: Buffer = Buffer.alloc(0)
  let toSkip = fileHeaderBytes
  return {
    push(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const blocks: TimedSound[] = []
      for (;;) {
        const skipped = Math.min(toSkip, rest.length)
        rest = rest.subarray(skipped)
        toSkip -= skipped
        if (rest.length < tagHeaderBytes) return blocks
        const end = tagHeaderBytes + rest.readUIntBE(1, 3)
        if (rest.length < end) return blocks
        // The highest byte of the time stands behind the others; the first byte of the data tells the coding.
        const milliseconds = rest.readUIntBE(4, 3) + rest[7]! * 0x1000000
        if (rest[0] === audioTag) blocks.push({ milliseconds, bytes: rest.subarray(tagHeaderBytes + 1, end) })
        rest = rest.subarray(end)
        toSkip = previousSizeBytes
      }
    },
  }
}
