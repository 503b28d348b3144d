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
  /** Rotary position of the event that comes next: the number of events so far. */
  readonly position: number
  /** Stores one event's keys and values [batch, layers, kv_heads, head_dim]; the oldest goes when the window is full. */
  append(newKeys: Float32Array, newValues: Float32Array): void
  /** Keeps all that is stored now however far the window slides, as a prefix of what follows (E22). */
  pin(): void
  /** Forgets what is pinned. */
  unpin(): void
  /** A cache of its own that goes on from these rows of the batch. */
  pick(rows: readonly number[]): KeyValueCache
}

/** Where the slots of a cache stand. */
interface Places {
  /** Rotary position of what each slot holds, -1 = empty. */
  readonly positions: number[]
  /** Slots 0 .. pinned - 1 are pinned. */
  pinned: number
  /** Position of the event that comes next. */
  next: number
}

/** What a cache holds. */
interface Memory {
  readonly keys: Float32Array
  readonly values: Float32Array
  readonly mask: Float32Array
  readonly places: Places
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
 * A cache whose buffers grow by `bucket` slots up to the window and then reuse the slot of the oldest event: keys carry
 * their rotation with them, so the order of slots does not matter. Small buckets early on save memory traffic
 * (performance.md 3.4).
 */
export function createKeyValueCache(shape: CacheShape, bucket = 128): KeyValueCache {
  const { layers, keyValueHeads, headDim, window } = shape
  const slots = Math.min(bucket, window)
  const size = (shape.batch ?? 1) * layers * keyValueHeads * slots * headDim
  return cacheOf(shape, bucket, {
    keys: new Float32Array(size),
    values: new Float32Array(size),
    mask: new Float32Array(slots).fill(emptySlot),
    places: { positions: Array.from({ length: slots }, () => -1), pinned: 0, next: 0 },
  })
}

/** Rows of a batch, one after another. */
function pickRows(from: Float32Array, batch: number, rows: readonly number[]): Float32Array {
  const length = from.length / batch
  const picked = new Float32Array(rows.length * length)
  rows.forEach((row, place) => picked.set(from.subarray(row * length, (row + 1) * length), place * length))
  return picked
}

/** The slot behind the pinned ones that is empty or whose event is the oldest. */
function oldestSlot({ positions, pinned }: Places): number {
  let oldest = pinned
  for (let slot = pinned; slot < positions.length; slot++)
    if (positions[slot]! < positions[oldest]!) oldest = slot
  return oldest
}

/** E22: rotary positions that may lie between a prefix and what is remembered of the music, beyond the usual one. */
export const maximumPrefixDistance = 1024

/** How far the pinned keys must move on so that the music stays within {@link maximumPrefixDistance}; mostly 0. */
function prefixLag({ positions, pinned }: Places): number {
  if (pinned === 0) return 0
  const last = Math.max(...positions.slice(0, pinned))
  const music = positions.slice(pinned).filter((position) => position >= 0)
  if (music.length === 0) return 0
  // Moved all the way at once: seldom, and the music stands as near behind the prefix as training has it too.
  const extra = Math.min(...music) - last - 1
  return extra > maximumPrefixDistance ? extra : 0
}

/** Rotates a key, whose rotation it already carries, by so many positions more: pairs (i, i + head_dim/2) as in E18. */
function turn(key: Float32Array, { cos, sin }: RotaryAngles): void {
  const half = key.length / 2
  for (let i = 0; i < half; i++) {
    const [first, second] = [key[i]!, key[i + half]!]
    key[i] = first * cos[i]! - second * sin[i]!
    key[i + half] = second * cos[i]! + first * sin[i]!
  }
}

/** Keeps the pinned keys within reach of the music. */
function turnPinned(keys: Float32Array, headDim: number, places: Places): void {
  const lag = prefixLag(places)
  if (lag === 0) return
  const angles = rotaryAngles(lag, headDim)
  const slots = places.positions.length
  for (let row = 0; row < keys.length; row += slots * headDim)
    for (let slot = 0; slot < places.pinned; slot++)
      turn(keys.subarray(row + slot * headDim, row + (slot + 1) * headDim), angles)
  for (let slot = 0; slot < places.pinned; slot++) places.positions[slot]! += lag
}

/** Writes one event's entries [rows, head_dim] into a slot of [rows, slots, head_dim]. */
function store(into: Float32Array, slot: number, entries: Float32Array, headDim: number): void {
  const rowLength = (into.length / entries.length) * headDim
  for (let row = 0; row * headDim < entries.length; row++)
    for (let i = 0; i < headDim; i++) into[row * rowLength + slot * headDim + i] = entries[row * headDim + i]!
}

function cacheOf(shape: CacheShape, bucket: number, memory: Memory): KeyValueCache {
  const { layers, keyValueHeads, headDim, window, batch = 1 } = shape
  const rows = batch * layers * keyValueHeads
  const { places } = memory
  let { keys, values, mask } = memory
  const grow = (): void => {
    const larger = Math.min(window, mask.length + bucket)
    keys = regrow(keys, rows, headDim, mask.length, larger)
    values = regrow(values, rows, headDim, mask.length, larger)
    const wider = new Float32Array(larger).fill(emptySlot)
    wider.set(mask)
    mask = wider
    while (places.positions.length < larger) places.positions.push(-1)
  }
  return {
    get slots() {
      return mask.length
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
    get position() {
      return places.next
    },
    append(newKeys, newValues) {
      if (places.positions[oldestSlot(places)] !== -1 && mask.length < window) grow()
      const slot = oldestSlot(places)
      store(keys, slot, newKeys, headDim)
      store(values, slot, newValues, headDim)
      mask[slot] = 0
      places.positions[slot] = places.next++
      turnPinned(keys, headDim, places)
    },
    pin() {
      places.pinned = places.positions.findLastIndex((position) => position >= 0) + 1
      if (places.pinned >= window) throw new RangeError(`${places.pinned} pinned events fill the window`)
    },
    unpin() {
      mask.fill(emptySlot, 0, places.pinned)
      places.positions.fill(-1, 0, places.pinned)
      places.pinned = 0
    },
    pick: (picked) =>
      cacheOf({ ...shape, batch: picked.length }, bucket, {
        keys: pickRows(keys, batch, picked),
        values: pickRows(values, batch, picked),
        mask: mask.slice(),
        places: { ...places, positions: [...places.positions] },
      }),
  }
}

/** Cosines and sines of the angles of a rotation by some positions, [head_dim / 2] each. */
export interface RotaryAngles {
  readonly cos: Float32Array
  readonly sin: Float32Array
}

/** E18: cosines and sines of a position for pairs (i, i + head_dim/2), base 10000. */
export function rotaryAngles(position: number, headDim: number): RotaryAngles {
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
