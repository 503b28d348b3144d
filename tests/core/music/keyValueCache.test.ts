import { describe, expect, test } from 'vitest'
import { createKeyValueCache, rotaryAngles } from '../../../src/core/music/keyValueCache'

/** Two layers and two heads, or a batch of two layers: the same four rows. */
const shapes = [
  { layers: 2, keyValueHeads: 2, headDim: 2, window: 5 },
  { batch: 2, layers: 2, keyValueHeads: 1, headDim: 2, window: 5 },
]
/** Keys that name their event: event, row and place in one number. */
const keysOf = (event: number): Float32Array => Float32Array.from({ length: 8 }, (_, i) => event * 100 + i)

/** The events that a reader of the cache would see, by slot, checking every row. */
function remembered(cache: ReturnType<typeof createKeyValueCache>): number[] {
  const events: number[] = []
  for (let slot = 0; slot < cache.slots; slot++) {
    if (cache.mask[slot] !== 0) continue
    const event = Math.floor(cache.keys[slot * 2]! / 100)
    for (let row = 0; row < 4; row++)
      for (let i = 0; i < 2; i++) {
        expect(cache.keys[(row * cache.slots + slot) * 2 + i]).toBe(event * 100 + row * 2 + i)
        expect(cache.values[(row * cache.slots + slot) * 2 + i]).toBe(-(event * 100 + row * 2 + i))
      }
    events.push(event)
  }
  return events.sort((a, b) => a - b)
}

describe('key-value cache (E18)', () => {
  test.each(shapes)('grows by buckets, then forgets the oldest event: %o', (shape) => {
    const cache = createKeyValueCache(shape, 2)
    expect(remembered(cache)).toEqual([])
    const sizes: number[] = []
    for (let event = 1; event <= 8; event++) {
      cache.append(
        keysOf(event),
        keysOf(event).map((value) => -value),
      )
      sizes.push(cache.slots)
      expect(cache.keys.length).toBe(4 * cache.slots * 2)
      expect(remembered(cache)).toEqual(
        Array.from({ length: Math.min(event, 5) }, (_, i) => event - Math.min(event, 5) + 1 + i),
      )
    }
    expect(sizes).toEqual([2, 2, 4, 4, 5, 5, 5, 5])
  })

  test('rotary angles', () => {
    const { cos, sin } = rotaryAngles(3, 8)
    expect(cos[0]).toBeCloseTo(Math.cos(3), 6)
    expect(sin[2]).toBeCloseTo(Math.sin(3 * 10000 ** -0.5), 6)
    expect(cos.length).toBe(4)
  })
})
