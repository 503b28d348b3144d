import tonejs from '@tonejs/midi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import type { HitpointDocument } from '../../../src/core/document/document'
import { encodeFile, encodeTrack, type MidiEvent } from '../../../src/core/export/midiEvents'
import { exportMidi, exportMidiTracks } from '../../../src/core/export/midiExport'
import { importMidi } from '../../../src/core/export/midiImport/importMidi'
import { readMidiFile } from '../../../src/core/export/midiImport/readMidiFile'
import { writeMidiFile } from '../../../src/core/export/midiFile'
import { familyOfProgram } from '../../../src/core/music/programFamily'
import type { Score, Track } from '../../../src/core/music/score'
import { ticks } from '../../../src/core/time/units'
import { arbitraryScore } from '../../fixtures/arbitraryScore'
import { exportDocument, exportOptions, exportSource } from '../../fixtures/exportSource'
import { exampleScore } from '../../fixtures/midi/exampleScore'

const withScore = (score: Score): HitpointDocument => ({
  ...exportDocument,
  composition: { ...exportDocument.composition!, score },
})
const fileOf = (score: Score): Uint8Array => writeMidiFile(score, { title: 'x' })
const firstFile = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => [...files.values()][0]!
const changeTrack = (score: Score, index: number, change: Partial<Track>): Score => ({
  ...score,
  tracks: score.tracks.map((track, at) => (at === index ? { ...track, ...change } : track)),
})
const failureOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (isFailure(error)) return `${error.code}: ${error.context.reason}`
    throw error
  }
  return 'nothing'
}
const text = (name: string): MidiEvent => ({
  tick: 0,
  kind: 'text',
  meta: 'trackName',
  text: new TextEncoder().encode(name),
})
const note = (tick: number, pitch: number, channel = 0): MidiEvent[] => [
  { tick, kind: 'noteOn', channel, pitch, velocity: 80 },
  { tick: tick + 100, kind: 'noteOff', channel, pitch },
]

describe('importMidi', () => {
  it('M18, M20: what was exported comes back as it was, of any score', () => {
    fc.assert(
      fc.property(
        arbitraryScore,
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        (any, preRollBars, guideTrack) => {
          const tracks = any.tracks
            .filter(({ notes }) => notes.length > 0)
            .map((track, index) => ({ ...track, name: `Träck ${index}`, controls: distinct(track.controls) }))
          if (tracks.length === 0) return
          const document = withScore({ ...any, tracks })
          const bytes = firstFile(
            exportMidi({ ...exportSource, document }, { ...exportOptions, preRollBars, guideTrack }),
          )
          const { document: read, report } = importMidi(document, bytes, { preRollBars })
          expect(report).toEqual({
            changed: [],
            unchanged: tracks.map(({ name }) => name),
            added: [],
            absent: [],
            leftOut: 0,
          })
          expect(read).toEqual(document)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('M21: a track that changed replaces the score’s and is locked, others are left alone', () => {
    const moved = exampleScore.tracks[0]!.notes.map((one) => ({
      ...one,
      pitch: one.pitch + 12,
      velocity: 77,
    }))
    const edited = changeTrack(exampleScore, 0, { notes: moved, program: 50, pan: 10 })
    const { document, report } = importMidi(exportDocument, fileOf(edited))
    expect(report).toMatchObject({
      changed: ['Strings – légato'],
      unchanged: ['日本のピアノ', 'Percussion'],
      absent: [],
    })
    const { score, locks } = document.composition!
    expect(score.tracks[0]).toEqual({ ...exampleScore.tracks[0]!, notes: moved, program: 50, pan: 10 })
    expect(score.tracks.slice(1)).toEqual(exampleScore.tracks.slice(1))
    expect(locks).toEqual([{ start: 0, end: 5, tracks: ['strings'] }])
  })

  it('M20: one track alone may come back; the rest stays, not locked', () => {
    const [bytes] = [...exportMidiTracks(exportSource, exportOptions).values()].slice(1) as [Uint8Array]
    const { report } = importMidi(exportDocument, bytes)
    expect(report).toMatchObject({ unchanged: ['日本のピアノ'], absent: ['Strings – légato', 'Percussion'] })
  })

  it('M20: tracks are known by name whatever their case, else by program; new ones are added with their family', () => {
    const renamed = changeTrack(changeTrack(exampleScore, 0, { name: 'STRINGS - LEGATO' }), 1, {
      name: 'Grand',
    })
    const brass = { ...exampleScore.tracks[0]!, id: 'x', name: 'Horns', program: 60, channel: 5 }
    const { document, report } = importMidi(
      exportDocument,
      fileOf({ ...renamed, tracks: [...renamed.tracks, brass] }),
    )
    expect(report).toMatchObject({
      unchanged: ['Strings – légato', '日本のピアノ', 'Percussion'],
      added: ['Horns'],
    })
    const { score, locks } = document.composition!
    expect(score.tracks[3]).toMatchObject({
      id: 'imported-1',
      name: 'Horns',
      family: 'brass',
      channel: 2,
      program: 60,
    })
    expect(locks).toEqual([{ start: 0, end: 5, tracks: ['imported-1'] }])
  })

  it('M20: notes before the film, after it and over its end', () => {
    const rolled = fileOf({
      ...exampleScore,
      endTick: ticks(exampleScore.endTick + 2000),
      tracks: exampleScore.tracks.map((track) => ({
        ...track,
        notes: [
          ...track.notes,
          { start: ticks(10_000), duration: ticks(900), pitch: 90, velocity: 9 },
          { start: ticks(10_500), duration: ticks(9), pitch: 91, velocity: 9 },
        ],
      })),
    })
    const { document, report } = importMidi(exportDocument, rolled)
    expect(report.leftOut).toBe(3)
    const last = document.composition!.score.tracks[0]!.notes.at(-1)
    expect(last).toEqual({ start: 10_000, duration: 80, pitch: 90, velocity: 9 })
  })

  it('M19: another tempo map, pre-roll and a missing map are told', () => {
    const other = {
      ...exampleScore,
      tempo: exampleScore.tempo.map((change, index) => ({
        ...change,
        microsecondsPerQuarter: change.microsecondsPerQuarter + (index === 1 ? 60_000 : 0),
      })),
    }
    expect(failureOf(() => importMidi(exportDocument, fileOf(other)))).toBe(
      "midi-does-not-fit: at 0:04.2 its tempo map is 0.210 s away from the project's",
    )
    const rolled = firstFile(exportMidi(exportSource, { ...exportOptions, preRollBars: 2 }))
    expect(failureOf(() => importMidi(exportDocument, rolled))).toBe(
      'midi-does-not-fit: it fits with 2 bars of pre-roll, not with 0',
    )
    const flat = { ...exampleScore, tempo: exampleScore.tempo.slice(0, 1) }
    expect(failureOf(() => importMidi(exportDocument, fileOf(flat)))).toBe(
      'midi-does-not-fit: it has no tempo map',
    )
    // A DAW that rounds to a thousandth of a beat a minute is half a frame near enough.
    const rounded = {
      ...exampleScore,
      tempo: exampleScore.tempo.map((change) => ({
        ...change,
        microsecondsPerQuarter: Math.round(60e6 / (Math.round(60e9 / change.microsecondsPerQuarter) / 1000)),
      })),
    }
    expect(importMidi(exportDocument, fileOf(rounded)).report.changed).toEqual([])
  })

  it.each([
    [new Uint8Array(), 'it is no Standard MIDI File'],
    [new TextEncoder().encode('RIFF and more than that'), 'it is no Standard MIDI File'],
    [fileOf(exampleScore).slice(0, 60), 'it is cut short'],
    [
      Uint8Array.from(fileOf(exampleScore), (byte, index) => (index === 12 ? 0xe7 : byte)),
      'it counts time in film frames',
    ],
    [
      Uint8Array.from(fileOf(exampleScore), (byte, index) => (index === 12 || index === 13 ? 0 : byte)),
      'it has no ticks',
    ],
  ])('M18: %# is refused', (bytes, reason) => {
    expect(failureOf(() => importMidi(exportDocument, bytes))).toContain(`midi-not-readable: ${reason}`)
  })

  it('M19, M21: without a score or without notes there is nothing to import', () => {
    expect(
      failureOf(() => importMidi({ ...exportDocument, composition: undefined }, fileOf(exampleScore))),
    ).toContain('no score yet')
    const empty = { ...exampleScore, tracks: exampleScore.tracks.map((track) => ({ ...track, notes: [] })) }
    expect(failureOf(() => importMidi(exportDocument, fileOf(empty)))).toBe(
      'midi-does-not-fit: it has no notes',
    )
  })
})

/** Each controller once a tick, the last one. */
function distinct(controls: Track['controls']): Track['controls'] {
  const last = new Map(controls.map((change) => [`${change.tick} ${change.controller}`, change]))
  return [...last.values()].sort((a, b) => a.tick - b.tick || a.controller - b.controller)
}

describe('readMidiFile', () => {
  it('M18: brings 480 ticks to 960, and takes the defaults of a file that says nothing', () => {
    const bytes = encodeFile([encodeTrack([text('Lead'), ...note(240, 60)], 480)], 480)
    expect(readMidiFile(bytes)).toEqual({
      tempo: [{ tick: 0, microsecondsPerQuarter: 500_000 }],
      metre: [{ tick: 0, numerator: 4, denominator: 4 }],
      tracks: [
        {
          name: 'Lead',
          program: 0,
          channel: 0,
          controls: [],
          notes: [{ start: 480, duration: 200, pitch: 60, velocity: 80 }],
        },
      ],
    })
  })

  it('M18: keeps the name of a track whose controllers stand before its program, as Logic writes it', () => {
    const logic: MidiEvent[] = [
      text('Hörner'),
      { tick: 0, kind: 'control', channel: 3, controller: 7, value: 90 },
      { tick: 1, kind: 'program', channel: 3, program: 60 },
      { tick: 2, kind: 'control', channel: 3, controller: 11, value: 70 },
      ...note(960, 50, 3),
    ]
    const bytes = encodeFile([encodeTrack([text('Conductor')], 2000), encodeTrack(logic, 2000)], 960)
    expect(readMidiFile(bytes).tracks).toMatchObject([
      {
        name: 'Hörner',
        program: 60,
        channel: 3,
        controls: [{ controller: 7 }, { controller: 11 }],
        notes: [{ start: 960, pitch: 50 }],
      },
    ])
  })

  it('M18: parts a file of type 0 by channel', () => {
    const events = [text('Song'), ...note(0, 60, 0), ...note(480, 61, 1), ...note(960, 36, 9)]
    const bytes = encodeFile([encodeTrack(events, 2000)], 960)
    bytes[9] = 0
    expect(readMidiFile(bytes).tracks.map(({ channel, notes }) => [channel, notes.length])).toEqual([
      [0, 1],
      [1, 1],
      [9, 1],
    ])
  })

  it('M18: reads what @tonejs/midi writes, tempi to the microsecond where it kept them', () => {
    const midi = new tonejs.Midi()
    midi.header.setTempo(97)
    const track = midi.addTrack()
    track.name = 'Bass'
    track.instrument.number = 33
    track.addNote({ midi: 40, ticks: 0, durationTicks: 240, velocity: 0.5 })
    const read = readMidiFile(midi.toArray())
    expect(read.tempo).toEqual([{ tick: 0, microsecondsPerQuarter: Math.floor(60e6 / 97) }])
    expect(read.tracks).toMatchObject([
      { name: 'Bass', program: 33, notes: [{ duration: 480, pitch: 40, velocity: 63 }] },
    ])
  })

  it('M18: never fails in another way, whatever it is given', () => {
    const good = fileOf(exampleScore)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice(0, Math.max(length, 14))
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          expect(failureOf(() => readMidiFile(bytes))).toMatch(/^nothing$|^midi-not-readable/u)
        },
      ),
      { numRuns: 500 },
    )
  })
})

it('familyOfProgram follows E8', () => {
  const families = [
    0, 11, 19, 24, 33, 44, 45, 46, 47, 48, 53, 55, 60, 73, 81, 89, 103, 106, 109, 110, 111, 115, 127,
  ]
  expect(families.map((program) => familyOfProgram(program, 0)).join(' ')).toBe(
    'piano mallets organ plucked bass strings plucked plucked mallets strings voice strings brass woodwind lead pad pad plucked woodwind strings woodwind mallets pad',
  )
  expect(familyOfProgram(0, 9)).toBe('drums')
})
