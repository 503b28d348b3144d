import { seconds, ticks, ticksPerQuarter, type Seconds, type Ticks } from './units'

/** A tempo from `tick` on, as MIDI writes it: whole microseconds per quarter note. */
export interface TempoEvent {
  readonly tick: Ticks
  readonly microsecondsPerQuarter: number
}

/** The only bridge between seconds and ticks. Tick 0 is second 0. */
export interface TempoMap {
  secondsAt(tick: Ticks): Seconds
  /** The exact (fractional) tick; round it where a whole one is needed. */
  ticksAt(time: Seconds): Ticks
  /** Microseconds per quarter note in force at `tick`. */
  tempoAt(tick: Ticks): number
}

interface Segment {
  readonly tick: number
  readonly microseconds: number
  readonly perQuarter: number
}

function lastSegment(segments: readonly Segment[], isAtOrBefore: (segment: Segment) => boolean): Segment {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isAtOrBefore(segments[middle]!)) low = middle
    else high = middle - 1
  }
  return segments[low]!
}

/**
 * Builds a tempo map from tempo events in ascending order, the first at tick 0. The first and last tempo extend
 * beyond the ends. Throws RangeError for an empty, unordered or non-positive list.
 */
export function createTempoMap(events: readonly TempoEvent[]): TempoMap {
  const segments: Segment[] = []
  for (const event of events) {
    const previous = segments.at(-1)
    if (!(event.microsecondsPerQuarter > 0)) throw new RangeError('A tempo must be above zero')
    if (previous ? event.tick <= previous.tick : event.tick !== 0)
      throw new RangeError('Tempo events must ascend from tick 0')
    const microseconds = previous
      ? previous.microseconds + ((event.tick - previous.tick) * previous.perQuarter) / ticksPerQuarter
      : 0
    segments.push({ tick: event.tick, microseconds, perQuarter: event.microsecondsPerQuarter })
  }
  if (segments.length === 0) throw new RangeError('A tempo map needs at least one tempo')
  return {
    secondsAt(tick) {
      const segment = lastSegment(segments, (candidate) => candidate.tick <= tick)
      return seconds(
        (segment.microseconds + ((tick - segment.tick) * segment.perQuarter) / ticksPerQuarter) / 1e6,
      )
    },
    ticksAt(time) {
      const microseconds = time * 1e6
      const segment = lastSegment(segments, (candidate) => candidate.microseconds <= microseconds)
      return ticks(
        segment.tick + ((microseconds - segment.microseconds) * ticksPerQuarter) / segment.perQuarter,
      )
    },
    tempoAt: (tick) => lastSegment(segments, (candidate) => candidate.tick <= tick).perQuarter,
  }
}
