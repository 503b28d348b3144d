import type { KeyChange, Note, Score, Track } from '../music/score'
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

function assertIntegers(name: string, values: readonly number[], low: number, high: number): void {
  for (const value of values)
    if (!Number.isInteger(value) || value < low || value > high)
      throw new RangeError(`Score cannot be written as MIDI: ${name} ${value} is not in ${low}..${high}`)
}

/** The largest delta that a variable-length quantity holds; a bound on every tick. */
const lastTick = 0x0fffffff
const ticksOf = (items: readonly { readonly tick: number }[]): number[] => items.map((item) => item.tick)

function assertPartWritable({ name, channel, program, notes, controls }: Track, endTick: number): void {
  const of = (what: string): string => `${what} of ${name}`
  const valuesOf = (member: keyof Note): number[] => notes.map((note) => note[member])
  assertIntegers(of('channel'), [channel], 0, 15)
  assertIntegers(of('program'), [program], 0, 127)
  assertIntegers(of('note start'), valuesOf('start'), 0, endTick - 1)
  assertIntegers(of('note duration'), valuesOf('duration'), 0, lastTick)
  assertIntegers(of('pitch'), valuesOf('pitch'), 0, 127)
  const controllers = controls.map((change) => change.controller)
  assertIntegers(of('controller'), controllers, 0, 127)
  assertIntegers(of('control tick'), ticksOf(controls), 0, lastTick)
}

/** Throws RangeError for a score that no MIDI file can hold; a composer that writes one has a fault to be heard. */
function assertWritable({ tempo, metre, keys, markers, tracks, endTick }: Score): void {
  assertIntegers('end tick', [endTick], 1, lastTick)
  const perQuarter = tempo.map((change) => change.microsecondsPerQuarter)
  assertIntegers('tempo', perQuarter, 1, 0xffffff)
  const numerators = metre.map((change) => change.numerator)
  assertIntegers('beats in a bar', numerators, 1, 255)
  const powers = metre.map((change) => Math.log2(change.denominator))
  assertIntegers('power of a beat', powers, 0, 6)
  for (const items of [tempo, metre, keys, markers]) assertIntegers('tick', ticksOf(items), 0, lastTick)
  for (const track of tracks) assertPartWritable(track, endTick)
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
