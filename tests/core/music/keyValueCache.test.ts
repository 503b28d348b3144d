import { describe, expect, test } from 'vitest'
import {
  createKeyValueCache,
  maximumPrefixDistance,
  rotaryAngles,
} from '../../../src/core/music/keyValueCache'

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

/** A key at a position, computed from scratch (E18). */
function rotated(key: Float32Array, position: number): Float32Array {
  const half = key.length / 2
  return key.map((_, i) => {
    const angle = position * 10000 ** (-(i % half) / half)
    const [first, second] = [key[i % half]!, key[(i % half) + half]!]
    return i < half
      ? first * Math.cos(angle) - second * Math.sin(angle)
      : second * Math.cos(angle) + first * Math.sin(angle)
  })
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

  test('pinned events stay while the window slides, and go when they are unpinned', () => {
    const cache = createKeyValueCache(shapes[0]!, 2)
    const read = (event: number): void =>
      cache.append(
        keysOf(event),
        keysOf(event).map((value) => -value),
      )
    for (const event of [1, 2]) read(event)
    cache.pin()
    for (let event = 3; event <= 9; event++) read(event)
    expect(remembered(cache)).toEqual([1, 2, 7, 8, 9])
    const picked = cache.pick([0])
    cache.unpin()
    expect(remembered(cache)).toEqual([7, 8, 9])
    for (const event of [10, 11, 12]) read(event)
    expect(remembered(cache)).toEqual([8, 9, 10, 11, 12])
    expect(remembered(picked)).toEqual([1, 2, 7, 8, 9])
    expect(cache.slots).toBe(5)
  })

  test('a pinned prefix never falls further behind than trained, and its keys are those of its new place (E22)', () => {
    const [headDim, window, prefix] = [8, 16, 3]
    const cache = createKeyValueCache({ layers: 1, keyValueHeads: 1, headDim, window }, 4)
    // Unrotated key of an event; a network would give it rotated to its position.
    const key = (event: number): Float32Array =>
      Float32Array.from({ length: headDim }, (_, i) => event + 1 + i)
    const places: number[] = []
    let turns = 0
    for (let event = 0; event < 3 * maximumPrefixDistance; event++) {
      expect(cache.position).toBe(event)
      cache.append(rotated(key(event), event), key(event))
      if (event === prefix - 1) cache.pin()
      const oldest = event < window ? prefix : event - (window - prefix) + 1
      const turned = event < prefix || oldest - places[prefix - 1]! - 1 <= maximumPrefixDistance ? 0 : 1
      turns += turned
      if (event < prefix) places[event] = event
      if (turned) for (let slot = 0; slot < prefix; slot++) places[slot] = oldest - prefix + slot
      if (event % 97 !== 0 && turned === 0) continue
      for (let slot = 0; slot < Math.min(prefix, event + 1); slot++) {
        const expected = rotated(key(slot), places[slot]!)
        const stored = cache.keys.subarray(slot * headDim, (slot + 1) * headDim)
        expected.forEach((value, i) => expect(stored[i]! - value).toBeCloseTo(0, 4))
        expect(cache.values[slot * headDim]).toBe(slot + 1)
      }
    }
    expect(turns).toBe(2)
  })

  test('rotary angles', () => {
    const { cos, sin } = rotaryAngles(3, 8)
    expect(cos[0]).toBeCloseTo(Math.cos(3), 6)
    expect(sin[2]).toBeCloseTo(Math.sin(3 * 10000 ** -0.5), 6)
    expect(cos.length).toBe(4)
  })
})
