import { throwIfCancelled, type Cancellation } from '../base/cancellation'
import { createConditioner, type Conditions } from './conditioning'
import {
  biasType,
  isFull,
  maskChord,
  maskDelta,
  maskDuration,
  maskFamily,
  maskPitch,
  maskType,
  maskVelocity,
  type PartialEvent,
} from './constraints'
import type { DecodeFrame } from './decodeFrame'
import { advance, createDecodeState, moveBy, type DecodeState } from './decodeState'
import { bareRow, type EventRow } from './events'
import { createHead, type Head, type HeadTables } from './head'
import { createRandom } from './random'
import { createSampler, type Sampler, type SamplingSettings } from './sampling'
import {
  absentRow,
  attribute,
  attributeNames,
  attributeSizes,
  conditionIdCount,
  conditionValueCount,
  deltaSteps,
  eventType,
  pitchStop,
} from './vocabulary'

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

interface Tally {
  readonly count: Float64Array
  readonly mass: Float64Array
  forced: number
}

/** Samples one event's attributes in the order of E14. */
function createEventSampler(
  request: ComposeRequest,
  state: DecodeState,
  head: Head,
  sampler: Sampler,
  tally: Tally,
) {
  const logits = new Float32Array(191)
  const masks = attributeSizes.map((size) => new Uint8Array(size))

  function draw(index: number, mask: Uint8Array): number {
    const { value, forbiddenMass } = sampler.draw(
      logits,
      attributeSizes[index]!,
      mask,
      request.sampling[attributeNames[index]!],
    )
    tally.count[index]!++
    tally.mass[index]! += forbiddenMass
    if (forbiddenMass > 0.5) tally.forced++
    head.choose(index, value)
    return value
  }

  function pick(index: number, prepare: (mask: Uint8Array) => void): number {
    const mask = masks[index]!
    head.logits(index, logits)
    if (index === attribute.type) biasType(state, logits)
    prepare(mask)
    return draw(index, mask)
  }

  function sampleGroup(row: number[]): void {
    const family = (row[attribute.family] = pick(attribute.family, (mask) => maskFamily(state, mask)))
    const event = (duration: number, pitches: readonly number[]): PartialEvent => ({
      type: eventType.group,
      family,
      duration,
      pitches,
    })
    const duration = pick(attribute.duration, (mask) => maskDuration(state, event(0, []), mask))
    row[attribute.duration] = duration
    row[attribute.velocity] = pick(attribute.velocity, (mask) =>
      maskVelocity(state, event(duration, []), mask),
    )
    const pitches: number[] = []
    while (!isFull(pitches)) {
      const value = pick(attribute.pitch, (mask) => maskPitch(state, event(duration, pitches), mask))
      row[attribute.pitch + pitches.length] = value
      if (value === pitchStop) break
      pitches.push(value)
    }
  }

  return (pre: Float32Array): EventRow => {
    head.begin(pre)
    const row = [...absentRow]
    const type = (row[attribute.type] = pick(attribute.type, (mask) => maskType(state, mask)))
    if (type === eventType.bar || type === eventType.end) return row
    const partial = { type, family: 0, duration: 0, pitches: [] }
    row[attribute.delta] = pick(attribute.delta, (mask) => maskDelta(state, partial, mask))
    moveBy(state, deltaSteps[row[attribute.delta]!]!)
    if (type === eventType.group) sampleGroup(row)
    else
      for (const index of [attribute.root, attribute.quality, attribute.bass])
        row[index] = pick(index, (mask) => maskChord(state, index, mask, attributeSizes[index]!))
    return row
  }
}

function forcingReport({ count, mass, forced }: Tally): ForcingReport {
  const decisions = count.reduce((sum, value) => sum + value, 0)
  const total = mass.reduce((sum, value) => sum + value, 0)
  return {
    decisions,
    meanForbiddenMass: decisions ? total / decisions : 0,
    forcedShare: decisions ? forced / decisions : 0,
    byAttribute: Object.fromEntries(
      attributeNames.map((name, index) => [name, count[index] ? mass[index]! / count[index]! : 0]),
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
  const tally: Tally = { count: new Float64Array(9), mass: new Float64Array(9), forced: 0 }
  const sampler = createSampler(createRandom(request.seed))
  const sampleEvent = createEventSampler(request, state, createHead(tables), sampler, tally)
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
