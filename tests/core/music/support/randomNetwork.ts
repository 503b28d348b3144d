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

/** A network that answers noise. */
export function randomNetwork(seed: number): ComposerNetwork {
  const random = createRandom(seed)
  return {
    step: (event) =>
      Promise.resolve(
        Float32Array.from({ length: (9 * width * event.length) / rowWidth }, () => random.next() * 4 - 2),
      ),
  }
}
