import type { KeyChange, Marker, Note, Score, Track } from '../music/score'
import type { Rational } from '../time/rational'
import { createTempoMap } from '../time/tempoMap'
import { ticksPerQuarter, type Seconds, type Ticks } from '../time/units'
import { chordText } from './chordText'
import type { MidiEvent } from './midiEvents'
import { encodeFile, encodeTrack } from './midiEvents'
import { midiTextBytes } from './midiText'
import { smpteOffset } from './smpteOffset'
import { inOrder, trackName } from './trackEvents'
import { writtenTrack } from './trackOutput'

export interface MidiFileOptions {
  /** Name of the conductor track. */
  readonly title: string
  /** The film's frame rate; sets how the SMPTE offset counts. */
  readonly frameRate?: Rational | undefined
  /** The film's embedded start timecode, `01:00:00:00`, or `01:00:00;00` for drop-frame. */
  readonly startTimecode?: string | undefined
  /** Where the file's first tick lies, in seconds from the first picture; 0 when absent, below it with a pre-roll. */
  readonly firstTick?: Seconds | undefined
  /** Which markers the conductor track has; cuts and sections when absent. */
  readonly markers?: MarkerChoice | undefined
  /** Adds a track with one inaudible note from the first tick to the last: Live takes a tempo map only that far. */
  readonly guideTrack?: boolean | undefined
}

/** What becomes a marker. */
export interface MarkerChoice {
  readonly cuts: boolean
  readonly sections: boolean
  readonly chords: boolean
}

export const defaultMarkers: MarkerChoice = { cuts: true, sections: true, chords: false }

/** Name of the guide track, by which a file that comes back is known. */
export const guideTrackName = 'Tempo guide'

/** Circle-of-fifths position of a major key by its tonic; F sharp is written as G flat. */
const sharpsOfMajor = [0, -5, 2, -3, 4, -1, -6, 1, -4, 3, -2, 5] as const

/** Sharps (positive) or flats (negative) of a key, -6..5; a minor key has those of its relative major. */
export function keySharps(key: Pick<KeyChange, 'tonic' | 'mode'>): number {
  const tonic = key.mode === 'minor' ? key.tonic + 3 : key.tonic
  return sharpsOfMajor[((tonic % 12) + 12) % 12]!
}

/** Sections first, then cuts, then chords; each in the order of the score. */
export function chosenMarkers(
  score: Score,
  choice: MarkerChoice,
): { readonly tick: Ticks; readonly text: string }[] {
  const ofKind = (kind: Marker['kind']): readonly Marker[] =>
    score.markers.filter((marker) => marker.kind === kind)
  return [
    ...(choice.sections ? ofKind('section') : []),
    ...(choice.cuts ? ofKind('cut') : []),
    ...(choice.chords ? score.chords.map((chord) => ({ tick: chord.tick, text: chordText(chord) })) : []),
  ]
}

function conductorEvents(score: Score, options: MidiFileOptions): MidiEvent[] {
  const offset = smpteOffset(options.frameRate, options.startTimecode, options.firstTick)
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
  const markers = chosenMarkers(score, options.markers ?? defaultMarkers).map(
    ({ tick, text }): MidiEvent => ({
      tick: Math.min(tick, score.endTick),
      kind: 'text',
      meta: 'marker',
      text: midiTextBytes(text),
    }),
  )
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
 * One note over the whole length on the percussion channel, key 0, velocity 1: no General MIDI kit has a sound there. No
 * volume is set, because that would silence the channel for others.
 */
function guideEvents(endTick: number): MidiEvent[] {
  const channel = 9
  return [
    { tick: 0, kind: 'text', meta: 'trackName', text: midiTextBytes(guideTrackName) },
    { tick: 0, kind: 'noteOn', channel, pitch: 0, velocity: 1 },
    { tick: endTick, kind: 'noteOff', channel, pitch: 0 },
  ]
}

/**
 * A Standard MIDI File, type 1, 960 ticks per quarter: a conductor track, then one track per instrument, all ending
 * at `score.endTick`. Rules M1-M17 in docs/spec/midi-export.md. Throws RangeError for values that MIDI cannot hold
 * and for notes that start at or after the end.
 */
export function writeMidiFile(score: Score, options: MidiFileOptions): Uint8Array {
  assertWritable(score)
  const { endTick } = score
  const tempo = createTempoMap(score.tempo)
  const conductor = conductorEvents(score, options).filter((event) => event.tick <= endTick)
  const tracks = [
    conductor,
    ...score.tracks.map((track) => [trackName(track), ...writtenTrack(track, endTick, tempo)]),
    ...(options.guideTrack ? [guideEvents(endTick)] : []),
  ]
  return encodeFile(
    tracks.map((events) => encodeTrack(events, endTick)),
    ticksPerQuarter,
  )
}
