import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFlvSoundReader } from '../../../src/main/engine/media/flvSound'

const header = Buffer.from('FLV\u0001\u0004\0\0\0\u0009\0\0\0\0', 'latin1')

function tag(type: number, milliseconds: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(11 + data.length + 4)
  bytes[0] = type
  bytes.writeUIntBE(data.length, 1, 3)
  bytes.writeUIntBE(milliseconds & 0xffffff, 4, 3)
  bytes[7] = milliseconds >>> 24
  data.copy(bytes, 11)
  bytes.writeUInt32BE(11 + data.length, 11 + data.length)
  return bytes
}

it('gives back the blocks of a stream however it is cut into pieces', () => {
  const sound = fc.record({
    milliseconds: fc.integer({ min: 0, max: 0x7fffffff }),
    samples: fc.uint8Array({ maxLength: 40 }),
  })
  fc.assert(
    fc.property(
      fc.array(sound),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (blocks, sizes) => {
        const stream = Buffer.concat([
          header,
          tag(18, 0, Buffer.from('onMetaData')),
          ...blocks.map(({ milliseconds, samples }) =>
            tag(8, milliseconds, Buffer.concat([Buffer.from([0x3a]), samples])),
          ),
        ])
        const reader = createFlvSoundReader()
        const seen = []
        for (let offset = 0, turn = 0; offset < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length]!
          for (const { milliseconds, bytes } of reader.push(stream.subarray(offset, offset + size)))
            seen.push({ milliseconds, samples: Uint8Array.from(bytes) })
          offset += size
        }
        expect(seen).toEqual(
          blocks.map(({ milliseconds, samples }) => ({ milliseconds, samples: Uint8Array.from(samples) })),
        )
      },
    ),
  )
})
