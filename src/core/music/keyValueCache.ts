/** Shape of the network's memory (E18). */
export interface CacheShape {
  /** Sequences that run side by side; 1 when absent. */
  readonly batch?: number | undefined
  readonly layers: number
  readonly keyValueHeads: number
  readonly headDim: number
  /** Largest number of remembered events. */
  readonly window: number
}

/** Keys and values of earlier events, owned here and only ever an input of the network (E18). */
export interface KeyValueCache {
  /** Slots T of the present buffers. */
  readonly slots: number
  /** [batch, layers, kv_heads, T, head_dim] */
  readonly keys: Float32Array
  readonly values: Float32Array
  /** [T]: 0 = use, -1e9 = empty; the same for every sequence of the batch. */
  readonly mask: Float32Array
  /** Stores one event's keys and values [batch, layers, kv_heads, head_dim]; the oldest goes when the window is full. */
  append(newKeys: Float32Array, newValues: Float32Array): void
  /** A cache of its own that goes on from these rows of the batch. */
  pick(rows: readonly number[]): KeyValueCache
}

/** What a cache holds. */
interface Memory {
  readonly slots: number
  readonly keys: Float32Array
  readonly values: Float32Array
  readonly mask: Float32Array
  readonly written: number
}

const emptySlot = -1e9

function regrow(
  from: Float32Array,
  rows: number,
  headDim: number,
  oldSlots: number,
  slots: number,
): Float32Array {
  const grown = new Float32Array(rows * slots * headDim)
  for (let row = 0; row < rows; row++)
    grown.set(from.subarray(row * oldSlots * headDim, (row + 1) * oldSlots * headDim), row * slots * headDim)
  return grown
}

/**
 * A cache whose buffers grow by `bucket` slots up to the window and are a ring after that: keys carry their rotation
 * with them, so the order of slots does not matter. Small buckets early on save memory traffic (performance.md 3.4).
 */
export function createKeyValueCache(shape: CacheShape, bucket = 128): KeyValueCache {
  const { layers, keyValueHeads, headDim, window } = shape
  const slots = Math.min(bucket, window)
  const size = (shape.batch ?? 1) * layers * keyValueHeads * slots * headDim
  return cacheOf(shape, bucket, {
    slots,
    keys: new Float32Array(size),
    values: new Float32Array(size),
    mask: new Float32Array(slots).fill(emptySlot),
    written: 0,
  })
}

/** Rows of a batch, one after another. */
function pickRows(from: Float32Array, batch: number, rows: readonly number[]): Float32Array {
  const length = from.length / batch
  const picked = new Float32Array(rows.length * length)
  rows.forEach((row, place) => picked.set(from.subarray(row * length, (row + 1) * length), place * length))
  return picked
}

function cacheOf(shape: CacheShape, bucket: number, memory: Memory): KeyValueCache {
  const { layers, keyValueHeads, headDim, window, batch = 1 } = shape
  const rows = batch * layers * keyValueHeads
  let { slots, keys, values, mask, written } = memory
  const grow = (): void => {
    const larger = Math.min(window, slots + bucket)
    keys = regrow(keys, rows, headDim, slots, larger)
    values = regrow(values, rows, headDim, slots, larger)
    const wider = new Float32Array(larger).fill(emptySlot)
    wider.set(mask)
    mask = wider
    slots = larger
  }
  return {
    get slots() {
      return slots
    },
    get keys() {
      return keys
    },
    get values() {
      return values
    },
    get mask() {
      return mask
    },
    append(newKeys, newValues) {
      if (written >= slots && slots < window) grow()
      const slot = written % slots
      for (let row = 0; row < rows; row++) {
        const target = (row * slots + slot) * headDim
        const source = row * headDim
        for (let i = 0; i < headDim; i++) {
          keys[target + i] = newKeys[source + i]!
          values[target + i] = newValues[source + i]!
        }
      }
      mask[slot] = 0
      written++
    },
    pick: (picked) =>
      cacheOf({ ...shape, batch: picked.length }, bucket, {
        slots,
        keys: pickRows(keys, batch, picked),
        values: pickRows(values, batch, picked),
        mask: mask.slice(),
        written,
      }),
  }
}

/** E18: cosines and sines of a position for pairs (i, i + head_dim/2), base 10000. */
export function rotaryAngles(position: number, headDim: number): { cos: Float32Array; sin: Float32Array } {
  const half = headDim / 2
  const cos = new Float32Array(half)
  const sin = new Float32Array(half)
  for (let i = 0; i < half; i++) {
    const angle = position * 10000 ** (-i / half)
    cos[i] = Math.cos(angle)
    sin[i] = Math.sin(angle)
  }
  return { cos, sin }
}
