import type { ComposerNetwork } from '../../../../src/core/music/decode'
import type { HeadTables } from '../../../../src/core/music/head'
import { createRandom } from '../../../../src/core/music/random'
import {
  attributeNames,
  attributeSizes,
  rowWidth,
  type AttributeName,
} from '../../../../src/core/music/vocabulary'

const width = 6

/** A head of random tables. `bias` shifts logits, to drive the decoder into corners. */
export function randomTables(
  seed: number,
  bias: Partial<Record<AttributeName, Readonly<Record<number, number>>>> = {},
): HeadTables {
  const random = createRandom(seed)
  const fill = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => (random.next() * 2 - 1) * scale)
  const tables = (length: (size: number) => number, scale: number) =>
    Object.fromEntries(
      attributeNames.map((name, index) => [name, fill(length(attributeSizes[index]!), scale)]),
    ) as Record<AttributeName, Float32Array>
  const biases = tables((size) => size, 1)
  for (const [name, shifts] of Object.entries(bias))
    for (const [value, shift] of Object.entries(shifts))
      biases[name as AttributeName][Number(value)]! += shift
  return {
    width,
    embed: tables((size) => size * width, 1),
    weight: tables((size) => size * width, 1),
    bias: biases,
  }
}

const mix = (hash: number, value: number): number =>
  Math.imul(hash ^ (value & 0xff) ^ ((value >> 8) << 3), 0x01000193) >>> 0

function networkFrom(hashes: readonly number[], start: number): ComposerNetwork {
  let present = [...hashes]
  return {
    step(event, ids, values) {
      const batch = event.length / rowWidth
      if (present.length !== batch) throw new RangeError(`The batch has ${batch} rows, not ${present.length}`)
      present = present.map((hash, row) => {
        let next = hash
        for (let i = 0; i < rowWidth; i++) next = mix(next, event[row * rowWidth + i]!)
        for (const id of ids.subarray((row * ids.length) / batch, ((row + 1) * ids.length) / batch))
          next = mix(next, id)
        for (const value of values.subarray(
          (row * values.length) / batch,
          ((row + 1) * values.length) / batch,
        ))
          next = mix(next, Math.round(value * 1000))
        return next
      })
      const noise = present.flatMap((hash) => {
        const random = createRandom(hash)
        return Array.from({ length: 9 * width }, () => random.next() * 4 - 2)
      })
      return Promise.resolve(Float32Array.from(noise))
    },
    pick: (rows) =>
      networkFrom(
        rows.map((row) => present[row]!),
        start,
      ),
    fresh: () =>
      networkFrom(
        hashes.map(() => start),
        start,
      ),
    pin: () => undefined,
    unpin: () => undefined,
  }
}

/**
 * A network that answers noise: the noise of a row follows from all that the row has read and from the seed, as a
 * network's answer does, and rows do not hear each other.
 */
export function randomNetwork(seed: number, batch = 2): ComposerNetwork {
  const start = (seed * 0x9e3779b9) >>> 0
  return networkFrom(
    Array.from({ length: batch }, () => start),
    start,
  )
}
