import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createByteWriter } from '../../../src/core/base/bytes'

const written = (write: (writer: ReturnType<typeof createByteWriter>) => void): number[] => {
  const writer = createByteWriter()
  write(writer)
  return [...writer.result()]
}

describe('createByteWriter', () => {
  it('writes big-endian', () => {
    expect(written((writer) => writer.uint16(0x1234))).toEqual([0x12, 0x34])
    expect(written((writer) => writer.uint24(0x123456))).toEqual([0x12, 0x34, 0x56])
    expect(written((writer) => writer.uint32(0xfedcba98))).toEqual([0xfe, 0xdc, 0xba, 0x98])
  })

  // The examples of the Standard MIDI Files 1.0 specification, p. 2.
  it.each([
    [0, [0]],
    [0x40, [0x40]],
    [0x7f, [0x7f]],
    [0x80, [0x81, 0]],
    [0x2000, [0xc0, 0]],
    [0x3fff, [0xff, 0x7f]],
    [0x4000, [0x81, 0x80, 0]],
    [0x1fffff, [0xff, 0xff, 0x7f]],
    [0x200000, [0x81, 0x80, 0x80, 0]],
    [0x0fffffff, [0xff, 0xff, 0xff, 0x7f]],
  ])('writes %i as a variable-length quantity', (value, expected) => {
    expect(written((writer) => writer.variableLength(value))).toEqual(expected)
  })

  it.each([-1, 0.5, 0x10000000, Number.NaN])('refuses the quantity %d', (value) => {
    expect(() => createByteWriter().variableLength(value)).toThrow(RangeError)
  })

  it('keeps everything while it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 12 }), (blocks) => {
        expect(written((writer) => blocks.forEach((block) => writer.bytes(block)))).toEqual(
          blocks.flatMap((block) => [...block]),
        )
      }),
    )
  })
})
