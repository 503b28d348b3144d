import type { KeyChange, Score } from '../music/score'
import type { Rational } from '../time/rational'
import { ticksPerQuarter } from '../time/units'
import type { MidiEvent } from './midiEvents'
import { encodeFile, encodeTrack } from './midiEvents'
import { midiTextBytes } from './midiText'
import { smpteOffset } from './smpteOffset'
import { inOrder, trackEvents } from './trackEvents'

export interface MidiFileOptions {
  /** Name of the conductor track. */
  readonly title: string
  /** The film's frame rate; sets how the SMPTE offset counts. */
  readonly frameRate?: Rational | undefined
  /** The film's embedded start timecode, `01:00:00:00`, or `01:00:00;00` for drop-frame. */
  readonly startTimecode?: string | undefined
}

/** Circle-of-fifths position of a major key by its tonic; F sharp is written as G flat. */
const sharpsOfMajor = [0, -5, 2, -3, 4, -1, -6, 1, -4, 3, -2, 5] as const

/** Sharps (positive) or flats (negative) of a key, -6..5; a minor key has those of its relative major. */
export function keySharps(key: Pick<KeyChange, 'tonic' | 'mode'>): number {
  const tonic = key.mode === 'minor' ? key.tonic + 3 : key.tonic
  return sharpsOfMajor[((tonic % 12) + 12) % 12]!
}

function conductorEvents(score: Score, options: MidiFileOptions): MidiEvent[] {
  const offset = smpteOffset(options.frameRate, options.startTimecode)
  const header: MidiEvent[] = [
    { tick: 0, kind: 'text', meta: 'trackName', text: midiTextBytes(options.title) },
    { tick: 0, kind: 'smpteOffset', offset },
  ]
  const changes: MidiEvent[] = [
    ...score.tempo.map((change): MidiEvent => ({ kind: 'tempo', ...change })),
    ...score.metre.map((change): MidiEvent => ({ kind: 'metre', ...change })),
    ...score.keys.map((key): MidiEvent => ({
      tick: key.tick,
      kind: 'key',
      sharps: keySharps(key),
      minor: key.mode === 'minor',
    })),
  ]
  const markers = [...score.markers]
    .sort((a, b) => Number(b.kind === 'section') - Number(a.kind === 'section'))
    .map((marker): MidiEvent => ({
      tick: Math.min(marker.tick, score.endTick),
      kind: 'text',
      meta: 'marker',
      text: midiTextBytes(marker.text),
    }))
  const ranks: Readonly<Record<string, number>> = { tempo: 0, metre: 1, key: 2 }
  return [...header, ...inOrder([...changes, ...markers], (event) => ranks[event.kind] ?? 3)]
}

/** Throws RangeError for a score that no MIDI file can hold; a composer that writes one has a fault to be heard. */
function assertWritable(score: Score): void {
  const integers = (name: string, values: readonly number[], low: number, high: number): void => {
    for (const value of values)
      if (!Number.isInteger(value) || value < low || value > high)
        throw new RangeError(`Score cannot be written as MIDI: ${name} ${value} is not in ${low}..${high}`)
  }
  integers('end tick', [score.endTick], 1, 0x0fffffff)
  integers(
    'tempo',
    score.tempo.map((change) => change.microsecondsPerQuarter),
    1,
    0xffffff,
  )
  integers(
    'metre',
    score.metre.flatMap((change) => [Math.log2(change.denominator)]),
    0,
    6,
  )
  integers(
    'metre',
    score.metre.map((change) => change.numerator),
    1,
    255,
  )
  const changes = [...score.tempo, ...score.metre, ...score.keys, ...score.markers]
  integers(
    'tick',
    changes.map((change) => change.tick),
    0,
    0x0fffffff,
  )
  for (const { name, channel, program, notes, controls } of score.tracks) {
    integers(`channel of ${name}`, [channel], 0, 15)
    integers(`program of ${name}`, [program], 0, 127)
    integers(
      `note start of ${name}`,
      notes.map((note) => note.start),
      0,
      score.endTick - 1,
    )
    integers(
      `note duration of ${name}`,
      notes.map((note) => note.duration),
      0,
      0x0fffffff,
    )
    integers(
      `pitch of ${name}`,
      notes.map((note) => note.pitch),
      0,
      127,
    )
    integers(
      `controller of ${name}`,
      controls.map((change) => change.controller),
      0,
      127,
    )
    integers(
      `control tick of ${name}`,
      controls.map((change) => change.tick),
      0,
      0x0fffffff,
    )
  }
}

/**
 * A Standard MIDI File, type 1, 960 ticks per quarter: a conductor track, then one track per instrument, all ending
 * at `score.endTick`. Rules M1-M10 in docs/spec/midi-export.md. Throws RangeError for values that MIDI cannot hold
 * and for notes that start at or after the end.
 */
export function writeMidiFile(score: Score, options: MidiFileOptions): Uint8Array {
  assertWritable(score)
  const conductor = conductorEvents(score, options).filter((event) => event.tick <= score.endTick)
  const tracks = score.tracks.map((track) => encodeTrack(trackEvents(track, score.endTick), score.endTick))
  return encodeFile([encodeTrack(conductor, score.endTick), ...tracks], ticksPerQuarter)
}
