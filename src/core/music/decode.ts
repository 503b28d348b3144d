import { throwIfCancelled, type Cancellation } from '../base/cancellation'
import { createConditioner, type Conditions } from './conditioning'
import type { DecodeFrame } from './decodeFrame'
import { advance, createDecodeState } from './decodeState'
import { bareRow, type EventRow } from './events'
import { createEventSampler, createTally, type Tally } from './eventSampler'
import { createHead, type HeadTables } from './head'
import { createRandom } from './random'
import { createSampler, type SamplingSettings } from './sampling'
import { attributeNames, conditionIdCount, conditionValueCount, eventType } from './vocabulary'

/** The network with its memory: takes an event and the conditioning of the moment it reached, answers `pre` (E18). */
export interface ComposerNetwork {
  step(event: Int32Array, conditionIds: Int32Array, conditionValues: Float32Array): Promise<Float32Array>
}

/** All that composing needs besides the network, as plain data. */
export interface ComposeRequest {
  readonly conditions: Conditions
  readonly frame: DecodeFrame
  readonly sampling: SamplingSettings
  readonly seed: number
}

/** How often constraints changed what the network would have done. */
export interface ForcingReport {
  readonly decisions: number
  /** Mean probability that constraints took away per decision, 0..1. */
  readonly meanForbiddenMass: number
  /** Share of decisions in which more than half of the probability was shut. */
  readonly forcedShare: number
  /** The same mean for each attribute. */
  readonly byAttribute: Readonly<Record<string, number>>
}

export interface ComposeResult {
  /** Without START, with END. */
  readonly rows: readonly EventRow[]
  readonly forcing: ForcingReport
}

function forcingReport({ count, mass, forced }: Tally): ForcingReport {
  const decisions = count.reduce((sum, value) => sum + value, 0)
  const total = mass.reduce((sum, value) => sum + value, 0)
  return {
    decisions,
    meanForbiddenMass: decisions ? total / decisions : 0,
    forcedShare: decisions ? forced / decisions : 0,
    byAttribute: Object.fromEntries(
      attributeNames.map((name, index) => [name, count[index] ? mass[index]! / count[index] : 0]),
    ),
  }
}

/**
 * Composes event by event under the frame's constraints until END: same request, tables and network, same music.
 * `onEvent` hears every event with the bar it stands in. Throws Failure `cancelled` between events.
 */
export async function composeEvents(
  request: ComposeRequest,
  network: ComposerNetwork,
  tables: HeadTables,
  options: {
    readonly onEvent?: (row: EventRow, bar: number) => void
    readonly cancellation?: Cancellation
  } = {},
): Promise<ComposeResult> {
  const state = createDecodeState(request.frame)
  const tally = createTally()
  const sampler = createSampler(createRandom(request.seed))
  const sampleEvent = createEventSampler({
    settings: request.sampling,
    state,
    head: createHead(tables),
    sampler,
    tally,
  })
  const conditioner = createConditioner(request.conditions)
  const ids = new Int32Array(conditionIdCount)
  const values = new Float32Array(conditionValueCount)
  const rows: EventRow[] = []
  let event = Int32Array.from(bareRow(eventType.start))
  while (!state.ended) {
    throwIfCancelled(options.cancellation)
    conditioner.write(Math.max(0, state.bar), state.position, ids, values)
    const row = sampleEvent(await network.step(event, ids, values))
    advance(state, row)
    rows.push(row)
    options.onEvent?.(row, state.bar)
    event = Int32Array.from(row)
  }
  return { rows, forcing: forcingReport(tally) }
}
