import fc from 'fast-check'
import { parseMidi, type MidiData, type MidiEvent } from 'midi-file'
import { describe, expect, it } from 'vitest'
import { separateNotes } from '../../../src/core/export/separateNotes'
import { keySharps, writeMidiFile } from '../../../src/core/export/midiFile'
import type { Note, Score } from '../../../src/core/music/score'
import { rational } from '../../../src/core/time/rational'
import { ticks } from '../../../src/core/time/units'
import { arbitraryScore } from '../../fixtures/arbitraryScore'
import { exampleScore } from '../../fixtures/midi/exampleScore'

const options = { title: 'Film', frameRate: rational(25) }

type At = MidiEvent & { readonly tick: number }

/** A track's events with absolute ticks. */
function absolute(events: readonly MidiEvent[]): At[] {
  let tick = 0
  return events.map((event) => ({ ...event, tick: (tick += event.deltaTime) }))
}

const parse = (score: Score): MidiData => parseMidi(writeMidiFile(score, options))

/** Notes of a parsed track; throws for a note-off without a note or a note that never ends. */
function notesOf(events: readonly At[]): Note[] {
  const open = new Map<number, { start: number; velocity: number }>()
  const notes: Note[] = []
  for (const event of events) {
    if (event.type === 'noteOn') {
      if (open.has(event.noteNumber)) throw new Error(`${event.noteNumber} starts twice`)
      open.set(event.noteNumber, { start: event.tick, velocity: event.velocity })
    } else if (event.type === 'noteOff') {
      const note = open.get(event.noteNumber)
      if (!note) throw new Error(`${event.noteNumber} ends twice`)
      open.delete(event.noteNumber)
      const { start, velocity } = note
      notes.push({
        start: ticks(start),
        duration: ticks(event.tick - start),
        pitch: event.noteNumber,
        velocity,
      })
    }
  }
  if (open.size > 0) throw new Error('a note hangs')
  return notes
}

const inOrder = (notes: readonly Note[]): Note[] =>
  [...notes].sort((a, b) => a.start - b.start || a.pitch - b.pitch)

describe('writeMidiFile', () => {
  it('M1: is type 1 at 960 ticks with a conductor and a track per part', () => {
    const { header, tracks } = parse(exampleScore)
    expect(header).toMatchObject({ format: 1, ticksPerBeat: 960, numTracks: 4 })
    expect(tracks).toHaveLength(4)
  })

  it('M2: puts name, offset, tempo, metre, keys and markers on the conductor track, sections before cuts', () => {
    const events = absolute(parse(exampleScore).tracks[0]!)
    expect(events[0]).toMatchObject({ type: 'trackName', text: 'Film' })
    expect(events[1]).toMatchObject({ type: 'smpteOffset', frameRate: 25, hour: 0, min: 0, sec: 0, frame: 0 })
    expect(events.filter((event) => event.type === 'setTempo')).toMatchObject(
      exampleScore.tempo.map((change) => ({
        tick: change.tick,
        microsecondsPerBeat: change.microsecondsPerQuarter,
      })),
    )
    expect(events.filter((event) => event.type === 'timeSignature')).toMatchObject([
      { tick: 0, numerator: 4, denominator: 4, metronome: 24, thirtyseconds: 8 },
      { tick: 3840, numerator: 7, denominator: 8, metronome: 12 },
      { tick: 7200, numerator: 6, denominator: 8, metronome: 36 },
    ])
    expect(events.filter((event) => event.type === 'keySignature')).toMatchObject([
      { tick: 0, key: 0, scale: 1 },
      { tick: 3840, key: -5, scale: 0 },
      { tick: 7200, key: 3, scale: 1 },
    ])
    expect(
      events.flatMap((event) => (event.type === 'marker' ? [`${event.tick} ${event.text}`] : [])),
    ).toEqual(['0 A', '3840 B', '3840 Cut 1', '7200 Cut 2 - "Abblende"'])
  })

  it('M4: sets program, volume and pan at tick 0 before anything is played', () => {
    for (const [index, part] of exampleScore.tracks.entries()) {
      const events = absolute(parse(exampleScore).tracks[index + 1]!)
      expect(events.slice(0, 4)).toMatchObject([
        { tick: 0, type: 'trackName' },
        { tick: 0, type: 'programChange', channel: part.channel, programNumber: part.program },
        { tick: 0, type: 'controller', channel: part.channel, controllerType: 7, value: part.volume },
        { tick: 0, type: 'controller', channel: part.channel, controllerType: 10, value: part.pan },
      ])
    }
  })

  it('M7: ends every track at the end of the film', () => {
    for (const track of parse(exampleScore).tracks)
      expect(absolute(track).at(-1)).toMatchObject({ type: 'endOfTrack', tick: exampleScore.endTick })
  })

  it('M6: says overlapping notes of one pitch without losing any sound', () => {
    const notes = notesOf(absolute(parse(exampleScore).tracks[2]!))
    expect(inOrder(notes)).toEqual([
      { start: 0, duration: 960, pitch: 60, velocity: 64 },
      { start: 960, duration: 480, pitch: 60, velocity: 100 },
      { start: 1440, duration: 480, pitch: 60, velocity: 80 },
      { start: 1920, duration: 960, pitch: 72, velocity: 50 },
    ])
  })

  it('M5, M6: gives back every note of any score, in order, with nothing hanging', () => {
    fc.assert(
      fc.property(arbitraryScore, (score) => {
        const { tracks } = parse(score)
        for (const [index, part] of score.tracks.entries()) {
          const events = absolute(tracks[index + 1]!)
          const notes = notesOf(events)
          expect(inOrder(notes)).toEqual(inOrder(separateNotes(part.notes, score.endTick)))
          // Independent of separateNotes: every note's onset is struck, and each pitch sounds exactly when it should.
          const struck = new Set(notes.map((note) => `${note.start} ${note.pitch}`))
          for (const note of part.notes) expect(struck.has(`${note.start} ${note.pitch}`)).toBe(true)
          expect(coverage(notes)).toEqual(coverage(part.notes.map((note) => ended(note, score.endTick))))
          const rank = { noteOff: 0, controller: 1, noteOn: 2 } as Record<string, number>
          const played = events.slice(4, -1)
          for (const [at, event] of played.slice(1).entries()) {
            const before = played[at]!
            expect(before.tick < event.tick || rank[before.type]! <= rank[event.type]!).toBe(true)
          }
          expect(events.at(-1)!.tick).toBe(score.endTick)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('M3: carries every tempo to the microsecond', () => {
    fc.assert(
      fc.property(arbitraryScore, (score) => {
        const tempo = absolute(parse(score).tracks[0]!).flatMap((event) =>
          event.type === 'setTempo'
            ? [{ tick: event.tick, microsecondsPerQuarter: event.microsecondsPerBeat }]
            : [],
        )
        expect(tempo).toEqual(score.tempo)
      }),
      { numRuns: 100 },
    )
  })

  it('writes an hour of 30,000 notes in one track (bench/scaling.ts: how long it takes)', () => {
    const notes = Array.from({ length: 30_000 }, (_, index) => ({
      start: ticks(index * 230),
      duration: ticks(200),
      pitch: 40 + (index % 40),
      velocity: 80,
    }))
    const part = { ...exampleScore.tracks[0]!, notes, controls: [] }
    const bytes = writeMidiFile({ ...exampleScore, tracks: [part], endTick: ticks(6_900_100) }, options)
    expect(notesOf(absolute(parseMidi(bytes).tracks[1]!))).toHaveLength(30_000)
  })

  it('M8: refuses what MIDI cannot hold', () => {
    const part = exampleScore.tracks[0]!
    const withNote = (note: Partial<Note>): Score => ({
      ...exampleScore,
      tracks: [{ ...part, notes: [{ ...part.notes[0]!, ...note }] }],
    })
    expect(() => writeMidiFile(withNote({ start: exampleScore.endTick }), options)).toThrow(RangeError)
    expect(() => writeMidiFile(withNote({ start: ticks(0.5) }), options)).toThrow(RangeError)
    expect(() => writeMidiFile(withNote({ pitch: 128 }), options)).toThrow(RangeError)
    expect(() => writeMidiFile(withNote({ duration: ticks(Number.NaN) }), options)).toThrow(RangeError)
    expect(() =>
      writeMidiFile(
        { ...exampleScore, tempo: [{ tick: ticks(0), microsecondsPerQuarter: 0x1000000 }] },
        options,
      ),
    ).toThrow(RangeError)
    const silent = parse(withNote({ velocity: 0 })).tracks[1]!
    expect(silent.find((event) => event.type === 'noteOn')).toMatchObject({ velocity: 1 })
  })
})

const ended = (note: Note, endTick: number): Note => ({
  ...note,
  duration: ticks(Math.min(Math.max(note.duration, 1), endTick - note.start)),
})

/** Per pitch, the stretches in which at least one note sounds. */
function coverage(notes: readonly Note[]): Record<number, [number, number][]> {
  const stretches: Record<number, [number, number][]> = {}
  for (const { start, duration, pitch } of inOrder(notes)) {
    const list = (stretches[pitch] ??= [])
    const last = list.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], start + duration)
    else list.push([start, start + duration])
  }
  return stretches
}

describe('keySharps', () => {
  it.each([
    [0, 'major', 0],
    [7, 'major', 1],
    [5, 'major', -1],
    [6, 'major', -6],
    [11, 'major', 5],
    [9, 'minor', 0],
    [4, 'minor', 1],
    [0, 'minor', -3],
    [3, 'minor', -6],
    [8, 'minor', 5],
  ] as const)('tonic %i %s has %i', (tonic, mode, sharps) => {
    expect(keySharps({ tonic, mode })).toBe(sharps)
  })
})
