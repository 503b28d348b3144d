/** A growing big-endian byte buffer. */
export interface ByteWriter {
  /** Number of bytes written so far. */
  readonly length: number
  uint8(value: number): void
  uint16(value: number): void
  uint24(value: number): void
  uint32(value: number): void
  /** MIDI variable-length quantity, 0..0x0fffffff. Throws RangeError outside it. */
  variableLength(value: number): void
  bytes(values: Uint8Array): void
  /** A copy of what was written. */
  result(): Uint8Array
}

/** Creates an empty writer; appending is amortised constant time, so long files stay linear. */
export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1024)
  let length = 0
  const reserve = (count: number): void => {
    if (length + count <= buffer.length) return
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + count))
    larger.set(buffer.subarray(0, length))
    buffer = larger
  }
  const bigEndian = (value: number, size: number): void => {
    reserve(size)
    for (let shift = (size - 1) * 8; shift >= 0; shift -= 8) buffer[length++] = (value >>> shift) & 0xff
  }
  return {
    get length() {
      return length
    },
    uint8: (value) => bigEndian(value, 1),
    uint16: (value) => bigEndian(value, 2),
    uint24: (value) => bigEndian(value, 3),
    uint32: (value) => bigEndian(value, 4),
    variableLength(value) {
      if (!Number.isInteger(value) || value < 0 || value > 0x0fffffff)
        throw new RangeError(`Not a variable-length quantity: ${value}`)
      let size = 1
      while (value >>> (7 * size)) size++
      for (let index = size - 1; index >= 0; index--)
        bigEndian(((value >>> (7 * index)) & 0x7f) | (index > 0 ? 0x80 : 0), 1)
    },
    bytes(values) {
      reserve(values.length)
      buffer.set(values, length)
      length += values.length
    },
    result: () => buffer.slice(0, length),
  }
}

/** The UTF-8 bytes of `text` (the core has no TextEncoder); a lone surrogate becomes U+FFFD as the Encoding Standard asks. */
export function encodeUtf8(text: string): Uint8Array {
  const writer = createByteWriter()
  for (const character of text) {
    const unit = character.codePointAt(0)!
    const point = unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit
    if (point < 0x80) writer.uint8(point)
    else if (point < 0x800) writer.uint16(0xc080 | ((point >> 6) << 8) | (point & 0x3f))
    else if (point < 0x10000)
      writer.uint24(0xe08080 | ((point >> 12) << 16) | (((point >> 6) & 0x3f) << 8) | (point & 0x3f))
    else {
      writer.uint16(0xf080 | ((point >> 18) << 8) | ((point >> 12) & 0x3f))
      writer.uint16(0x8080 | (((point >> 6) & 0x3f) << 8) | (point & 0x3f))
    }
  }
  return writer.result()
}
