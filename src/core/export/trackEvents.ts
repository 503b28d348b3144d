import type { Track } from '../music/score'
import type { MidiEvent } from './midiEvents'
import { midiTextBytes } from './midiText'
import { separateNotes } from './separateNotes'

const volumeController = 7
const panController = 10
const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)))

/** Stable sort by tick, then by the given rank of kinds that share a tick. */
export function inOrder(events: readonly MidiEvent[], rank: (event: MidiEvent) => number): MidiEvent[] {
  return [...events].sort((a, b) => a.tick - b.tick || rank(a) - rank(b))
}

const controlEvent = (channel: number, tick: number, controller: number, value: number): MidiEvent => ({
  tick,
  kind: 'control',
  channel,
  controller,
  value: clamp(value, 0, 127),
})

/** What one part plays, up to a tick: at each tick note-offs, then control changes, then note-ons. */
export function playedEvents({ channel, controls, notes }: Track, endTick: number): MidiEvent[] {
  const played: MidiEvent[] = controls
    .filter((change) => change.tick <= endTick)
    .map((change) => controlEvent(channel, change.tick, change.controller, change.value))
  for (const { start, duration, pitch, velocity } of separateNotes(notes, endTick)) {
    played.push({ tick: start, kind: 'noteOn', channel, pitch, velocity: clamp(velocity, 1, 127) })
    played.push({ tick: start + duration, kind: 'noteOff', channel, pitch })
  }
  const ranks: Readonly<Record<string, number>> = { noteOff: 0, control: 1, noteOn: 2 }
  return inOrder(played, (event) => ranks[event.kind] ?? 1)
}

export const trackName = ({ name }: Track): MidiEvent => ({
  tick: 0,
  kind: 'text',
  meta: 'trackName',
  text: midiTextBytes(name),
})

/**
 * What one part's MIDI track holds, in order: its name, program, volume and pan, then what it plays. The synthesizer plays
 * the same events, so that the sound is that of the file.
 */
export function trackEvents(track: Track, endTick: number): MidiEvent[] {
  const { channel, program, volume, pan } = track
  return [
    trackName(track),
    { tick: 0, kind: 'program', channel, program },
    controlEvent(channel, 0, volumeController, volume),
    controlEvent(channel, 0, panController, pan),
    ...playedEvents(track, endTick),
  ]
}
