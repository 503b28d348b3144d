import { Failure } from '../../base/failure'
import type { PlanSettings } from '../plan'

/** Whole microseconds per quarter note, fastest and slowest (inclusive). */
export interface TempoRange {
  readonly fastest: number
  readonly slowest: number
}

/** MIDI keeps tempo in three bytes. */
export const largestMidiTempo = 0xffffff

/**
 * The shortest time between two kept hits in seconds: one second less one film frame, so that a chord can sound and
 * cuts a nominal second apart stay in.
 */
export const minimumHitGap = 0.96

/** Gaps of this many seconds or more get whole beats whenever a whole number of beats is possible. */
export const halfBeatGapLimit = 4

/** Room for floating-point time at the edges of the range, in microseconds for a whole gap. */
const edgeTolerance = 0.5

/** Quarter notes per minute that may be asked for: what metronomes and sequencers reach. */
export const tempoLimits = { slowest: 20, fastest: 400 } as const

/**
 * The tempo range in whole microseconds per quarter; a range narrower than one microsecond takes the nearest one. Throws
 * Failure `wrong-use` for tempi outside the limits or in the wrong order.
 */
export function tempoRange(settings: Pick<PlanSettings, 'minimumTempo' | 'maximumTempo'>): TempoRange {
  const { minimumTempo, maximumTempo } = settings
  const isPossible =
    minimumTempo >= tempoLimits.slowest && maximumTempo <= tempoLimits.fastest && minimumTempo <= maximumTempo
  if (!isPossible)
    throw new Failure('wrong-use', {
      reason:
        `a tempo range of ${minimumTempo} to ${maximumTempo} is not possible: it takes two tempi from ` +
        `${tempoLimits.slowest} to ${tempoLimits.fastest} quarters a minute, the slower first`,
    })
  const fastest = Math.ceil(60e6 / maximumTempo)
  const slowest = Math.floor(60e6 / minimumTempo)
  if (fastest <= slowest) return { fastest, slowest }
  const nearest = Math.round(60e6 / maximumTempo)
  return { fastest: nearest, slowest: nearest }
}

export const clampToRange = (range: TempoRange, microsecondsPerQuarter: number): number =>
  Math.min(range.slowest, Math.max(range.fastest, microsecondsPerQuarter))

/** Fewest and most half beats that fill `gap` seconds inside the range; empty when `most < fewest`. */
export function halfBeatLimits(
  range: TempoRange,
  gap: number,
): { readonly fewest: number; readonly most: number } {
  const microseconds = gap * 1e6
  return {
    fewest: Math.max(1, Math.ceil((2 * (microseconds - edgeTolerance)) / range.slowest)),
    most: Math.floor((2 * (microseconds + edgeTolerance)) / range.fastest),
  }
}

/** Whether some whole number of half beats fills `gap` seconds inside the range. */
export function isGapPossible(range: TempoRange, gap: number): boolean {
  const { fewest, most } = halfBeatLimits(range, gap)
  return fewest <= most
}

/** Largest number of candidates for one gap. */
const candidateLimit = 12

/**
 * The half-beat counts that may fill a gap, nearest to `natural` (fractional half beats at the wanted tempo) first.
 * Gaps of {@link halfBeatGapLimit} seconds or more use even counts (whole beats) where one exists.
 */
export function halfBeatCandidates(range: TempoRange, gap: number, natural: number): number[] {
  const { fewest, most } = halfBeatLimits(range, gap)
  const firstEven = fewest + (fewest % 2)
  const wholeBeats = gap >= halfBeatGapLimit && firstEven <= most
  const step = wholeBeats ? 2 : 1
  const first = wholeBeats ? firstEven : fewest
  const count = Math.floor((most - first) / step) + 1
  if (count < 1) return []
  const centre = Math.min(count - 1, Math.max(0, Math.round((natural - first) / step)))
  const low = Math.max(0, Math.min(centre - candidateLimit / 2, count - candidateLimit))
  const high = Math.min(count, low + candidateLimit)
  return Array.from({ length: high - low }, (_, index) => first + (low + index) * step).sort(
    (a, b) => Math.abs(a - natural) - Math.abs(b - natural) || a - b,
  )
}

/**
 * The wanted tempo for an arousal of -1..1, in microseconds per quarter: geometric between the ends of the range,
 * keeping 5 % of it free at each end so that hits can push either way. Faster = more aroused: Gabrielsson and
 * Lindström 2010 (Handbook of Music and Emotion, ch. 14); Husain, Thompson and Schellenberg 2002.
 */
export function targetTempo(range: TempoRange, arousal: number): number {
  const share = 0.5 + 0.45 * Math.min(1, Math.max(-1, arousal))
  return range.slowest * Math.pow(range.fastest / range.slowest, share)
}
