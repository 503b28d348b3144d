import { throwIfCancelled, type Cancellation } from '../base/cancellation'
import { createConditioner, withoutCharacter, type Conditions } from './conditioning'
import type { DecodeFrame } from './decodeFrame'
import { advance, createDecodeState } from './decodeState'
import { bareRow, type EventRow } from './events'
import { createEventSampler, createTally, type Tally } from './eventSampler'
import { createGuidedHead, createHead, type HeadTables } from './head'
import { createRandom } from './random'
import { createSampler, type SamplingSettings } from './sampling'
import type { Leaning } from './softBias'
import { attributeNames, conditionIdCount, conditionValueCount, eventType } from './vocabulary'

/**
 * The network with its memory: takes an event and the conditioning of the moment it reached, answers `pre` (E18). Under
 * guidance every argument and the answer hold two rows: as planned, and without the piece's character.
 */
export interface ComposerNetwork {
  step(event: Int32Array, conditionIds: Int32Array, conditionValues: Float32Array): Promise<Float32Array>
}

/** All that composing needs besides the network, as plain data. */
export interface ComposeRequest {
  readonly conditions: Conditions
  readonly frame: DecodeFrame
  readonly sampling: SamplingSettings
  /** Classifier-free guidance: how far emotion, key and density are pushed; 1 = as learnt, with half the work. */
  readonly guidance: number
  readonly leaning: Leaning
  readonly seed: number
}

/** Sequences that the network runs side by side for a request. */
export const batchOf = ({ guidance }: Pick<ComposeRequest, 'guidance'>): number => (guidance === 1 ? 1 : 2)

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
  const guided = batchOf(request) === 2
  const head = guided ? createGuidedHead(tables, request.guidance) : createHead(tables)
  const sampleEvent = createEventSampler({
    settings: request.sampling,
    leaning: request.leaning,
    state,
    head,
    sampler,
    tally,
  })
  const conditions = guided
    ? [request.conditions, withoutCharacter(request.conditions)]
    : [request.conditions]
  const conditioners = conditions.map(createConditioner)
  const ids = new Int32Array(conditionIdCount * conditions.length)
  const values = new Float32Array(conditionValueCount * conditions.length)
  const rows: EventRow[] = []
  let event = bareRow(eventType.start)
  while (!state.ended) {
    throwIfCancelled(options.cancellation)
    conditioners.forEach((conditioner, index) =>
      conditioner.write(
        Math.max(0, state.bar),
        state.position,
        ids.subarray(index * conditionIdCount, (index + 1) * conditionIdCount),
        values.subarray(index * conditionValueCount, (index + 1) * conditionValueCount),
      ),
    )
    const input = Int32Array.from(conditions.flatMap(() => event))
    event = sampleEvent(await network.step(input, ids, values))
    advance(state, event)
    rows.push(event)
    options.onEvent?.(event, state.bar)
  }
  return { rows, forcing: forcingReport(tally) }
}
