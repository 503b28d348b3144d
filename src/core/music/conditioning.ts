import { createTempoMap } from '../time/tempoMap'
import { ticks } from '../time/units'
import { barStarts } from './events'
import {
  conditionValueCount,
  densityLimits,
  maximumBoundarySeconds,
  maximumBoundarySteps,
  noBoundary,
  ticksPerStep,
  unknownKey,
  unknownMode,
} from './vocabulary'

/** Valence and arousal that hold from a grid step on; null = unknown. */
export interface EmotionStep {
  readonly step: number
  readonly valence: number | null
  readonly arousal: number | null
}

/** Everything known beforehand about a piece, as plain data: one entry per bar; null stands for unknown (E15, E16). */
export interface Conditions {
  /** Grid steps. */
  readonly barLengths: readonly number[]
  readonly tempo: readonly { readonly step: number; readonly microsecondsPerQuarter: number }[] | null
  /** Ascending whole grid steps since the start (E17). */
  readonly boundaries: readonly number[] | null
  readonly tonic: readonly number[] | null
  /** 0 major, 1 minor. */
  readonly mode: readonly number[] | null
  readonly ensemble: number
  /** True in the first bar of a section. */
  readonly section: readonly boolean[] | null
  /** Notes per quarter note. */
  readonly density: readonly (number | null)[] | null
  readonly endKnown: boolean
  readonly emotion: readonly EmotionStep[]
  /** The families that may play, 12 flags per bar. */
  readonly mask: readonly (readonly boolean[])[] | null
}

/** Writes the conditioning of a moment: 9 ids (E15) and 20 values (E16). */
export interface Conditioner {
  write(bar: number, position: number, ids: Int32Array, values: Float32Array): void
}

/** E15.1: id of a distance in grid steps to the next boundary. */
export function boundaryId(distance: number): number {
  if (distance < 0 || distance > maximumBoundarySteps) return noBoundary
  return distance <= 96 ? distance : 97 + Math.floor((distance - 97) / 24)
}

/** E15.8: 0 for unknown, else 1 + the number of limits reached. */
export function densityId(notesPerQuarter: number | null): number {
  if (notesPerQuarter === null) return 0
  return 1 + densityLimits.filter((limit) => notesPerQuarter >= limit).length
}

/** Index of the last entry whose `step` is at or before `step`, or -1. */
function indexAt(entries: readonly { readonly step: number }[], step: number): number {
  let low = -1
  let high = entries.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (entries[middle]!.step <= step) low = middle
    else high = middle - 1
  }
  return low
}

const clampUnit = (value: number): number => Math.min(1, Math.max(-1, value))

function firstAtOrAfter(sorted: readonly number[], value: number): number | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return sorted[low]
}

/** The conditioning rows of a piece (E15-E17). */
export function createConditioner(conditions: Conditions): Conditioner {
  const starts = barStarts(conditions.barLengths)
  const bars = conditions.barLengths.length
  const tempo = createTempoMap(
    (conditions.tempo ?? [{ step: 0, microsecondsPerQuarter: 500_000 }]).map((event) => ({
      tick: ticks(event.step * ticksPerStep),
      microsecondsPerQuarter: event.microsecondsPerQuarter,
    })),
  )
  const secondsAt = (step: number): number => tempo.secondsAt(ticks(step * ticksPerStep))

  function writeBoundary(absolute: number, ids: Int32Array, values: Float32Array): void {
    ids[0] = noBoundary
    const target = firstAtOrAfter(conditions.boundaries ?? [], absolute)
    if (target === undefined) return
    const away = secondsAt(target) - secondsAt(absolute)
    if (away > maximumBoundarySeconds) return
    values[4] = Math.min(1, Math.max(0, (maximumBoundarySeconds - away) / maximumBoundarySeconds))
    ids[0] = boundaryId(target - absolute)
  }

  function writeEmotion(absolute: number, values: Float32Array): void {
    const emotion = conditions.emotion[indexAt(conditions.emotion, absolute)]
    if (!emotion) return
    if (emotion.valence !== null) {
      values[0] = clampUnit(emotion.valence)
      values[2] = 1
    }
    if (emotion.arousal !== null) {
      values[1] = clampUnit(emotion.arousal)
      values[3] = 1
    }
  }

  return {
    write(bar, position, ids, values) {
      const absolute = starts[bar]! + position
      ids.fill(0)
      values.fill(0, 0, conditionValueCount)
      writeBoundary(absolute, ids, values)
      ids[1] = Math.min(position, 191)
      ids[2] = Math.min(conditions.barLengths[bar]!, 192)
      ids[3] = conditions.tonic?.[bar] ?? unknownKey
      ids[4] = conditions.mode?.[bar] ?? unknownMode
      ids[5] = conditions.ensemble
      ids[6] = conditions.section?.[bar] ? 1 : 0
      ids[7] = densityId(conditions.density?.[bar] ?? null)
      ids[8] = conditions.endKnown ? Math.min(bars - 1 - bar, 9) : 9
      writeEmotion(absolute, values)
      if (conditions.tempo) {
        values[5] = Math.log2(60e6 / tempo.tempoAt(ticks(absolute * ticksPerStep)) / 120)
        values[6] = 1
      }
      const mask = conditions.mask?.[bar]
      if (!mask) return
      values[7] = 1
      mask.forEach((plays, family) => (values[8 + family] = plays ? 1 : 0))
    },
  }
}

/**
 * What guidance pushes away from: the same piece with the opposite valence, and arousal, key, density and boundaries untold
 * (D14, D35).
 */
export const opposite = (conditions: Conditions): Conditions => ({
  ...conditions,
  boundaries: null,
  tonic: null,
  mode: null,
  density: null,
  emotion: conditions.emotion.map(({ step, valence }) => ({
    step,
    valence: valence === null ? null : -valence,
    arousal: null,
  })),
})
