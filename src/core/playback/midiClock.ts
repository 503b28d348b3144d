import { seconds, ticks, ticksPerQuarter } from '../time/units'
import type { TempoMap } from '../time/tempoMap'
import type { TimedBytes } from './timedBytes'

/** MIDI 1.0: 24 clocks to the quarter, song positions in sixteenths of 14 bits. */
const ticksPerClock = ticksPerQuarter / 24
const ticksPerSixteenth = ticksPerQuarter / 4
const largestPosition = 0x3fff

const [clock, start, goOn, stop, songPosition] = [0xf8, 0xfa, 0xfb, 0xfc, 0xf2] as const

/** What ends a run of clocks. */
export const clockStop: readonly number[] = [stop]

/** Clocks of a run of playback. */
export interface MidiClock {
  /** What is said when the run begins: the song position that it goes on from. Empty at the start of the film. */
  readonly opening: readonly (readonly number[])[]
  /** Start or continue and clocks of the film time `from` to `to`, `to` not included; ask in ascending order. */
  readonly between: (from: number, to: number) => readonly TimedBytes[]
}

/** The tick of a time; times a millionth of a tick before one count as it. */
const tickAt = (tempo: TempoMap, time: number): number => {
  const exact: number = tempo.ticksAt(seconds(time))
  return Math.abs(exact - Math.round(exact)) < 1e-6 ? Math.round(exact) : exact
}

/**
 * The clock of a run that begins at a film time in seconds. A DAW can only be told whole sixteenths, so it waits for the next one.
 * Positions beyond 16383 sixteenths cannot be written: there the clock runs without a position (timecode has no such end).
 */
export function createMidiClock(tempo: TempoMap, begin: number): MidiClock {
  const position = Math.ceil(tickAt(tempo, Math.max(0, begin)) / ticksPerSixteenth)
  const first = position * ticksPerSixteenth
  // A run that begins a rounding error after its sixteenth still begins with it.
  const opens = Math.max(begin, tempo.secondsAt(ticks(first)))
  const isWritable = position <= largestPosition
  return {
    opening: isWritable && position > 0 ? [[songPosition, position & 0x7f, position >> 7]] : [],
    between(from, to) {
      const messages: TimedBytes[] = []
      let tick = Math.max(first, Math.ceil(tickAt(tempo, Math.max(0, from)) / ticksPerClock) * ticksPerClock)
      for (; ; tick += ticksPerClock) {
        const time: number = tick === first ? opens : tempo.secondsAt(ticks(tick))
        if (time >= to) return messages
        if (time < from) continue
        if (tick === first && isWritable) messages.push({ time, bytes: [position === 0 ? start : goOn] })
        messages.push({ time, bytes: [clock] })
      }
    },
  }
}
