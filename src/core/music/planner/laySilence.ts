import type { Bar } from '../plan'
import { barHalfBeats, createBarFiller, ticksPerHalfBeat, type Metre } from './barFilling'
import { barAt } from './layTempo'
import { halfBeatLimits, largestMidiTempo, type TempoRange } from './tempoRange'
import type { TempoWriter } from './tempoWriter'

/** Any tempo that a MIDI file can hold, in microseconds per quarter. */
const anyTempo: TempoRange = { fastest: 1, slowest: largestMidiTempo }

/**
 * Half beats of a silence of `length` seconds: whole bars at a tempo inside the range where there are any, else any
 * number inside the range, else the nearest number: then the tempo leaves the range.
 */
function silentHalfBeats(length: number, range: TempoRange, bar: number, wanted: number): number {
  const natural = (length * 2e6) / wanted
  const { fewest, most } = halfBeatLimits(range, length)
  const bars = Math.min(Math.floor(most / bar), Math.max(Math.ceil(fewest / bar), Math.round(natural / bar)))
  if (bars * bar >= fewest) return bars * bar
  return Math.max(1, Math.min(Math.max(most, Math.round(natural)), Math.max(fewest, Math.round(natural))))
}

/**
 * Fills silence up to `end` (seconds) with bars at one tempo that ends them exactly there (two that differ by a
 * microsecond where one does not), near `wanted` microseconds per quarter, the tempo of the music that follows.
 */
export function laySilence(
  writer: TempoWriter,
  span: { readonly start: number; readonly end: number },
  { range, metre, wanted }: { readonly range: TempoRange; readonly metre: Metre; readonly wanted: number },
): Bar[] {
  const halfBeats = silentHalfBeats(span.end - span.start, range, barHalfBeats(metre), wanted)
  let tick = writer.tick
  const bars = createBarFiller(metre)(halfBeats).bars.map((shape) => {
    const bar = barAt(tick, shape, shape.halfBeats)
    tick += bar.length
    return bar
  })
  writer.writeTo(span.end * 1e6, [{ length: halfBeats * ticksPerHalfBeat, target: wanted }], {
    range: anyTempo,
    exact: true,
  })
  return bars
}
