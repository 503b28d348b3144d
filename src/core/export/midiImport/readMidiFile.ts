import tonejs from '@tonejs/midi'
import { Failure } from '../../base/failure'
import type { ControlChange, MetreChange, Note, TempoChange } from '../../music/score'
import { ticks, ticksPerQuarter } from '../../time/units'

/** A track as a file has it; ticks at 960 to the quarter. */
export interface ReadTrack {
  readonly name: string
  /** 0-based. */
  readonly program: number
  readonly channel: number
  readonly notes: readonly Note[]
  readonly controls: readonly ControlChange[]
}

export interface ReadMidi {
  readonly tempo: readonly TempoChange[]
  readonly metre: readonly MetreChange[]
  /** Those that hold notes or controllers. */
  readonly tracks: readonly ReadTrack[]
}

/** Larger files are no scores: an hour with 30,000 notes takes half a megabyte. */
export const maximumMidiBytes = 32 * 1024 * 1024

const unreadable = (reason: string, cause?: unknown): Failure =>
  new Failure('midi-not-readable', { reason }, { cause })

/** @tonejs/midi takes text for Latin-1; most programs write UTF-8. */
function decoded(text: string): string {
  if ([...text].some((character) => character.charCodeAt(0) > 0xff)) return text
  const escaped = [...text]
    .map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .join('')
  try {
    return decodeURIComponent(escaped)
  } catch {
    return text
  }
}

type MidiTrack = InstanceType<typeof tonejs.Midi>['tracks'][number]

function readTrack(track: MidiTrack, scale: (tick: number) => number): ReadTrack {
  const controls = Object.values(track.controlChanges as Record<string, MidiTrack['controlChanges'][number]>)
    .flat()
    .map((change) => ({
      tick: ticks(scale(change.ticks)),
      controller: change.number,
      value: Math.round(change.value * 127),
    }))
    .sort((a, b) => a.tick - b.tick || a.controller - b.controller)
  const notes = track.notes
    .filter((note) => note.velocity > 0)
    .map((note) => {
      const start = scale(note.ticks)
      const duration = Math.max(1, scale(note.ticks + note.durationTicks) - start)
      return {
        start: ticks(start),
        duration: ticks(duration),
        pitch: note.midi,
        velocity: Math.round(note.velocity * 127),
      }
    })
    .sort((a, b) => a.start - b.start || a.pitch - b.pitch)
  return {
    name: decoded(track.name).trim(),
    program: track.instrument.number,
    channel: track.channel,
    notes,
    controls,
  }
}

/**
 * @tonejs/midi parts a track where its program changes, and the part with the notes loses the name when a controller stands
 * before the program (as Logic writes it). An unnamed part goes on from the named one before it, unless both play on
 * different channels.
 */
function joinParts(tracks: readonly ReadTrack[]): ReadTrack[] {
  const joined: ReadTrack[] = []
  for (const track of tracks) {
    const before = joined.at(-1)
    const goesOn =
      before &&
      track.name === '' &&
      before.name !== '' &&
      (before.notes.length === 0 || before.channel === track.channel)
    if (!goesOn) {
      joined.push(track)
      continue
    }
    joined[joined.length - 1] = {
      name: before.name,
      program: before.notes.length === 0 ? track.program : before.program,
      channel: before.notes.length === 0 ? track.channel : before.channel,
      notes: [...before.notes, ...track.notes].sort((a, b) => a.start - b.start || a.pitch - b.pitch),
      controls: [...before.controls, ...track.controls].sort(
        (a, b) => a.tick - b.tick || a.controller - b.controller,
      ),
    }
  }
  return joined.filter(({ notes, controls }) => notes.length + controls.length > 0)
}

/** The last of several changes at one tick, the first at tick 0. */
function tidy<T extends { readonly tick: number }>(changes: readonly T[], first: T): T[] {
  const byTick = new Map([first, ...changes].map((change) => [change.tick, change]))
  return [...byTick.values()].sort((a, b) => a.tick - b.tick)
}

/** Whether all chunks that the header promises are there, whole; @tonejs/midi takes what is left of a file cut short. */
function isWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let missing = view.getUint16(10)
  let position = 8 + view.getUint32(4)
  while (missing > 0 && position + 8 <= bytes.length) {
    if (view.getUint32(position) === 0x4d54726b) missing-- // MTrk; other chunks may stand between
    position += 8 + view.getUint32(position + 4)
  }
  return missing === 0 && position <= bytes.length
}

function parse(bytes: Uint8Array): InstanceType<typeof tonejs.Midi> {
  if (bytes.length > maximumMidiBytes) throw unreadable('it is too large for a score')
  const head = String.fromCharCode(...bytes.subarray(0, 4))
  if (head !== 'MThd' || bytes.length < 14) throw unreadable('it is no Standard MIDI File')
  // @tonejs/midi reads such a file as if it had no time at all.
  if (bytes[12]! & 0x80) throw unreadable('it counts time in film frames, not in beats')
  if (((bytes[12]! << 8) | bytes[13]!) === 0) throw unreadable('it has no ticks to the quarter note')
  if (!isWhole(bytes)) throw unreadable('it is cut short')
  try {
    return new tonejs.Midi(bytes)
  } catch (error) {
    throw unreadable('it is damaged', error)
  }
}

/**
 * Reads a Standard MIDI File, types 0 and 1, any number of ticks to the quarter, with @tonejs/midi. Tempi are whole
 * microseconds again. Throws Failure `midi-not-readable`.
 */
export function readMidiFile(bytes: Uint8Array): ReadMidi {
  const midi = parse(bytes)
  const factor = ticksPerQuarter / midi.header.ppq
  const scale = (tick: number): number => Math.round(tick * factor)
  const tempo = midi.header.tempos.map(({ ticks: tick, bpm }) => ({
    tick: ticks(scale(tick)),
    microsecondsPerQuarter: Math.round(60e6 / bpm),
  }))
  const metre = midi.header.timeSignatures.map(({ ticks: tick, timeSignature }) => ({
    tick: ticks(scale(tick)),
    numerator: timeSignature[0]!,
    denominator: timeSignature[1]!,
  }))
  return {
    // The standard's defaults: 120 quarters a minute, 4/4.
    tempo: tidy(tempo, { tick: ticks(0), microsecondsPerQuarter: 500_000 }),
    metre: tidy(metre, { tick: ticks(0), numerator: 4, denominator: 4 }),
    tracks: joinParts(midi.tracks.map((track) => readTrack(track, scale))),
  }
}
