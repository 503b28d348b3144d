import {
  isBehindGiven,
  maskChord,
  maskDelta,
  maskFamily,
  maskType,
  meansGiven,
  type PartialEvent,
} from './constraints'
import { moveBy, nextGiven, type DecodeState } from './decodeState'
import type { EventRow } from './events'
import type { Head } from './head'
import { isFull, maskDuration, maskPitch, maskVelocity } from './noteConstraints'
import {
  leanBarLine,
  leanDelta,
  leanDuration,
  leanFamily,
  leanLine,
  leanStop,
  leanVelocity,
} from './leanTexture'
import { createRecall, type Recall } from './recall'
import type { Sampler, SamplingSettings } from './sampling'
import type { Written } from './lane'
import { leanChord, leanPitch, leanType, type Leaning } from './softBias'
import {
  absentRow,
  attribute,
  attributeNames,
  attributeSizes,
  deltaSteps,
  eventType,
  pitchStop,
} from './vocabulary'

/** Counts what constraints shut, by attribute. */
export interface Tally {
  readonly count: Float64Array
  readonly mass: Float64Array
  /** Decisions in which more than half of the probability was shut. */
  forced: number
}

export const createTally = (): Tally => ({
  count: new Float64Array(attributeNames.length),
  mass: new Float64Array(attributeNames.length),
  forced: 0,
})

export interface EventSamplerParts {
  readonly settings: SamplingSettings
  readonly leaning: Leaning
  readonly state: DecodeState
  /** The sequence so far. */
  readonly written: Written
  readonly head: Head
  readonly sampler: Sampler
  readonly tally: Tally
}

type Prepare = (mask: Uint8Array) => void
type Lean = (logits: Float32Array) => void

/** Samples one attribute under its mask and counts what the mask took. */
function createPick({ settings, head, sampler, tally }: EventSamplerParts) {
  const logits = new Float32Array(Math.max(...attributeSizes))
  const masks = attributeSizes.map((size) => new Uint8Array(size))
  return (index: number, prepare: Prepare, lean?: Lean): number => {
    const mask = masks[index]!
    head.logits(index, logits)
    lean?.(logits)
    prepare(mask)
    const setting = settings[attributeNames[index]!]
    const { value, forbiddenMass } = sampler.draw(logits, mask.length, mask, setting)
    tally.count[index]!++
    tally.mass[index]! += forbiddenMass
    if (forbiddenMass > 0.5) tally.forced++
    head.choose(index, value)
    return value
  }
}

type Pick = ReturnType<typeof createPick>

/** False when the family says that the given event comes first. */
function sampleGroup(
  pick: Pick,
  recall: Recall,
  { state, leaning }: EventSamplerParts,
  row: number[],
): boolean {
  const family = pick(
    attribute.family,
    (mask) => maskFamily(state, mask),
    (logits) => {
      leanFamily(state, logits, leaning)
      recall.family(logits)
    },
  )
  if (isBehindGiven(state, family)) return false
  const event = (duration: number, pitches: readonly number[]): PartialEvent => ({
    type: eventType.group,
    family,
    duration,
    pitches,
  })
  const duration = pick(
    attribute.duration,
    (mask) => maskDuration(state, event(0, []), mask),
    (logits) => {
      leanDuration(state, family, logits, leaning)
      leanLine(state, family, logits, leaning)
      recall.duration(family, logits)
    },
  )
  row[attribute.family] = family
  row[attribute.duration] = duration
  row[attribute.velocity] = pick(
    attribute.velocity,
    (mask) => maskVelocity(state, event(duration, []), mask),
    (logits) => {
      leanVelocity(state, family, logits, leaning)
      recall.velocity(family, duration, logits)
    },
  )
  const pitches: number[] = []
  while (!isFull(pitches)) {
    const value = pick(
      attribute.pitch,
      (mask) => maskPitch(state, event(duration, pitches), mask),
      (logits) => {
        leanPitch(state, family, pitches, logits, leaning)
        leanStop(state, family, pitches, logits, leaning)
        recall.pitch(family, duration, pitches, logits)
      },
    )
    row[attribute.pitch + pitches.length] = value
    if (value === pitchStop) break
    pitches.push(value)
  }
  return true
}

function sampleChord(pick: Pick, recall: Recall, { state, leaning }: EventSamplerParts, row: number[]): void {
  for (const index of [attribute.root, attribute.quality, attribute.bass])
    row[index] = pick(
      index,
      (mask) => maskChord(state, index, mask),
      (logits) => {
        leanChord(state, index, row[attribute.root]!, logits, leaning)
        recall.chord(index, logits)
      },
    )
}

/**
 * Samples an event's attributes in the order of E14, each given those before it, from the network's `pre`; null when the
 * event would stand behind the next given one, which is then to be written instead.
 */
export function createEventSampler(parts: EventSamplerParts): (pre: Float32Array) => EventRow | null {
  const { state, head } = parts
  const pick = createPick(parts)
  const recall = createRecall(state, parts.written, parts.leaning)
  return (pre) => {
    head.begin(pre)
    const row = [...absentRow]
    const type = (row[attribute.type] = pick(
      attribute.type,
      (mask) => maskType(state, mask),
      (logits) => {
        leanType(state, logits, parts.leaning)
        leanBarLine(state, logits, parts.leaning)
        recall.type(logits)
      },
    ))
    if (type === eventType.bar || type === eventType.end) return nextGiven(state) ? null : row
    const partial: PartialEvent = { type, family: 0, duration: 0, pitches: [] }
    row[attribute.delta] = pick(
      attribute.delta,
      (mask) => maskDelta(state, partial, mask),
      (logits) => {
        leanDelta(state, logits, parts.leaning)
        recall.delta(type, logits)
      },
    )
    const steps = deltaSteps[row[attribute.delta]!]!
    if (meansGiven(state, steps, partial)) return null
    moveBy(state, steps)
    if (type === eventType.group) return sampleGroup(pick, recall, parts, row) ? row : null
    sampleChord(pick, recall, parts, row)
    return row
  }
}
