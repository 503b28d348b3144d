import type { Track } from '../../music/score'
import { ticksPerQuarter } from '../../time/units'
import type { MidiEvent } from '../midiEvents'
import type { TickRange } from '../scoreRange'
import { playedEvents } from '../trackEvents'
import type { RppBlock, RppValue } from './rppText'

const hex = (value: number): string => value.toString(16).padStart(2, '0')

/** Status and data bytes of a channel event; null for what a MIDI item cannot hold. A program change has a second byte here. */
function messageOf(event: MidiEvent): readonly [number, number, number] | null {
  switch (event.kind) {
    case 'noteOn':
      return [0x90 | event.channel, event.pitch, event.velocity]
    case 'noteOff':
      return [0x80 | event.channel, event.pitch, 0]
    case 'control':
      return [0xb0 | event.channel, event.controller, event.value]
    case 'program':
      return [0xc0 | event.channel, event.program, 0]
    default:
      return null
  }
}

const allNotesOff = 123

/** Where a clip of a track ends: with its range, or with the last note that sounds on. */
export const clipEnd = (track: Track, { startTick, endTick }: TickRange): number =>
  track.notes
    .filter(({ start }) => start >= startTick && start < endTick)
    .reduce((end, note) => Math.max(end, note.start + note.duration), endTick as number)

/**
 * A track's events in a range as a MIDI source at 960 ticks to the quarter: every event with the ticks since the one
 * before it, the program first, and at the end the event by which REAPER knows the source's length.
 */
export function midiSource(track: Track, range: TickRange, scoreEnd: number): RppBlock {
  const { startTick, endTick } = range
  const inside = {
    ...track,
    notes: track.notes.filter(({ start }) => start >= startTick && start < endTick),
    controls: controlsFor(track, range),
  }
  const lines: RppValue[][] = []
  let position: number = startTick
  const program: MidiEvent = {
    tick: startTick,
    kind: 'program',
    channel: track.channel,
    program: track.program,
  }
  for (const event of [program, ...playedEvents(inside, scoreEnd)]) {
    const message = messageOf(event)
    if (!message) continue
    const tick = Math.max(startTick, event.tick)
    lines.push(['E', tick - position, ...message.map(hex)])
    position = tick
  }
  const end = Math.min(scoreEnd, clipEnd(track, range))
  lines.push(['E', Math.max(0, end - position), ...[0xb0 | track.channel, allNotesOff, 0].map(hex)])
  return { head: ['SOURCE', 'MIDI'], body: [['HASDATA', 1, ticksPerQuarter, 'QN'], ...lines] }
}

/** The controllers that change in a range, and before them those that are in force at its start. */
function controlsFor({ controls }: Track, { startTick, endTick }: TickRange): Track['controls'] {
  const inForce = new Map<number, Track['controls'][number]>()
  for (const change of controls) if (change.tick < startTick) inForce.set(change.controller, change)
  return [
    ...[...inForce.values()].map((change) => ({ ...change, tick: startTick })),
    ...controls.filter(({ tick }) => tick >= startTick && tick < endTick),
  ]
}
