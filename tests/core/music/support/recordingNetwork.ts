import type { ComposerNetwork } from '../../../../src/core/music/decode'
import type { EventRow } from '../../../../src/core/music/events'
import { conditionIdCount, rowWidth } from '../../../../src/core/music/vocabulary'

/** One sequence as a network has read it, its first row of the batch only. */
export interface Reading {
  readonly rows: EventRow[]
  readonly ids: number[][]
  /** How many rows were read when the memory was pinned and when it was unpinned. */
  readonly pinned: number[]
  readonly unpinned: number[]
}

/** A network that tells what it reads: every fresh one adds a reading. Picks go on unheard. */
export function recordingNetwork(
  network: ComposerNetwork,
  readings: Reading[] = [],
): ComposerNetwork & { readonly readings: readonly Reading[] } {
  const reading: Reading = { rows: [], ids: [], pinned: [], unpinned: [] }
  readings.push(reading)
  return {
    readings,
    step(event, ids, values) {
      reading.rows.push([...event.subarray(0, rowWidth)])
      reading.ids.push([...ids.subarray(0, conditionIdCount)])
      return network.step(event, ids, values)
    },
    pick: (rows) => network.pick(rows),
    fresh: () => recordingNetwork(network.fresh(), readings),
    pin: () => reading.pinned.push(reading.rows.length),
    unpin: () => reading.unpinned.push(reading.rows.length),
  }
}
