import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tonejs from '@tonejs/midi'
import JZZ from 'jzz'
import installSmf, { type Smf } from 'jzz-midi-smf'
import { describe, expect, it } from 'vitest'
import { exampleScore as score } from '../../fixtures/midi/exampleScore'
import { currentFile } from './recordedFile'

/**
 * Docs: docs/spec/midi-export.md, M11. midicsv (C), mido (Python), JZZ and @tonejs/midi share no code with our writer.
 * What they must have read is spelled from the score here, by hand where the writer has to decide something.
 */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/midi/${name}`, import.meta.url))
const recorded = (name: string): string => readFileSync(fixture(name), 'utf8')

const available = (command: string, ...parameters: string[]): boolean => {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const hasMidicsv = available('midicsv', fixture('film.mid'), '/dev/null')
const hasMido = available('python3', '-c', 'import mido')

/** Notes that M6 makes of the piano's overlaps; the other parts have none. */
const pianoNotes = [
  { start: 0, duration: 960, pitch: 60, velocity: 64 },
  { start: 960, duration: 480, pitch: 60, velocity: 100 },
  { start: 1440, duration: 480, pitch: 60, velocity: 80 },
  { start: 1920, duration: 960, pitch: 72, velocity: 50 },
]
/** The last drum would sound past the end. */
const drumNotes = [
  { start: 3840, duration: 120, pitch: 36, velocity: 127 },
  { start: 10_000, duration: 80, pitch: 49, velocity: 110 },
]
const expectedNotes = [score.tracks[0]!.notes, pianoNotes, drumNotes]
const trackNames = ['Strings - legato', '日本のピアノ', 'Percussion']
const markers = ['0 A', '3840 B', '3840 Cut 1', '7200 Cut 2 - "Abblende"']

interface Struck {
  readonly tick: number
  readonly on: boolean
  readonly pitch: number
  readonly velocity: number
}

/** The note-on and note-off list that the expected notes ask for, note-offs first. */
const struckOf = (index: number): Struck[] =>
  expectedNotes[index]!.flatMap(({ start, duration, pitch, velocity }) => [
    { tick: start, on: true, pitch, velocity },
    { tick: start + duration, on: false, pitch, velocity: 64 },
  ]).sort((a, b) => a.tick - b.tick || Number(a.on) - Number(b.on) || a.pitch - b.pitch)

it('the recorded file is what the program writes now', () => {
  if (process.env.HITPOINT_WRITE_FIXTURES) writeFileSync(fixture('film.mid'), currentFile())
  expect(Buffer.compare(readFileSync(fixture('film.mid')), currentFile())).toBe(0)
})

describe('midicsv', () => {
  const records = recorded('film.midicsv.csv')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(', '))
  const kind = (name: string, track?: number): string[][] =>
    records.filter((record) => record[2] === name && (track === undefined || record[0] === String(track)))

  it('reads type 1, four tracks, 960 ticks, and every track ending with the film', () => {
    expect(records[0]!.slice(2)).toEqual(['Header', '1', '4', '960'])
    expect(kind('End_track').map((record) => record[1])).toEqual(Array(4).fill('10080'))
  })

  it('reads tempo, metre, keys and an SMPTE offset of 01:00:00;02 at 29.97 drop-frame', () => {
    expect(kind('Tempo').map((record) => [record[1], record[3]])).toEqual(
      score.tempo.map((change) => [String(change.tick), String(change.microsecondsPerQuarter)]),
    )
    expect(kind('Time_signature').map((record) => record.slice(3, 5))).toEqual([
      ['4', '2'],
      ['7', '3'],
      ['6', '3'],
    ])
    expect(kind('Key_signature').map((record) => record.slice(3))).toEqual([
      ['0', '"minor"'],
      ['-5', '"major"'],
      ['3', '"minor"'],
    ])
    // It prints the hour's byte as it is: rate 2 (29.97 drop) in bits 5 and 6, hour 1.
    expect(kind('SMPTE_offset')[0]!.slice(3)).toEqual([String((2 << 5) | 1), '0', '0', '2', '0'])
  })

  it.each([0, 1, 2])('reads part %i note for note, after its program, volume and pan', (index) => {
    const part = score.tracks[index]!
    const own = records.filter((record) => record[0] === String(index + 2))
    const channel = String(part.channel)
    expect(own.slice(2, 5).map((record) => record.slice(1))).toEqual([
      ['0', 'Program_c', channel, String(part.program)],
      ['0', 'Control_c', channel, '7', String(part.volume)],
      ['0', 'Control_c', channel, '10', String(part.pan)],
    ])
    const struck = own
      .filter((record) => record[2]!.startsWith('Note_'))
      .map((record) => ({
        tick: Number(record[1]),
        on: record[2] === 'Note_on_c',
        pitch: Number(record[4]),
        velocity: Number(record[5]),
      }))
    expect(struck).toEqual(struckOf(index))
  })

  it.skipIf(!hasMidicsv)('live: midicsv on this machine reads the same', () => {
    const dump = execFileSync('midicsv', [fixture('film.mid')]).toString('latin1')
    expect(dump).toBe(recorded('film.midicsv.csv'))
  })
})

describe('mido', () => {
  const [header, ...lines] = recorded('film.mido.txt').trimEnd().split('\n')
  const messages = lines.map((line) => {
    const [, track, tick, json] = /^(\d+) (\d+) (.*)$/.exec(line)!
    return { track: Number(track), tick: Number(tick), ...(JSON.parse(json!) as Record<string, unknown>) }
  })
  const kind = (type: string) => messages.filter((message) => (message as { type?: unknown }).type === type)

  it('reads names, keys, markers and the SMPTE offset', () => {
    expect(header).toBe('1 960')
    expect(kind('track_name')).toMatchObject(
      ['Film - AEnd', ...trackNames].map((name) => ({ tick: 0, name })),
    )
    expect(kind('key_signature')).toMatchObject([{ key: 'Am' }, { key: 'Db' }, { key: 'F#m' }])
    expect(kind('marker')).toMatchObject(
      markers.map((marker) => ({ track: 0, tick: parseInt(marker), text: marker.replace(/^\d+ /, '') })),
    )
    expect(kind('smpte_offset')).toMatchObject([
      { frame_rate: 29.97, hours: 1, minutes: 0, seconds: 0, frames: 2 },
    ])
    expect(kind('end_of_track')).toMatchObject(Array(4).fill({ tick: 10_080 }))
  })

  it.each([0, 1, 2])('reads part %i note for note', (index) => {
    const struck = messages
      .filter((message) => message.track === index + 1)
      .flatMap((message) => {
        const { type, note, velocity } = message as { type?: string; note?: number; velocity?: number }
        if (type !== 'note_on' && type !== 'note_off') return []
        return [{ tick: message.tick, on: type === 'note_on', pitch: note, velocity }]
      })
    expect(struck).toEqual(struckOf(index))
  })

  it.skipIf(!hasMido)('live: mido on this machine reads the same', () => {
    const dump = execFileSync('python3', [fixture('dump.py'), fixture('film.mid')], {
      env: { ...process.env, PYTHONIOENCODING: 'utf8' },
    }).toString('utf8')
    expect(dump).toBe(recorded('film.mido.txt'))
  })
})

describe('@tonejs/midi', () => {
  it('reads tempo, instruments and notes', () => {
    const midi = new tonejs.Midi(currentFile())
    expect(midi.durationTicks).toBe(10_080)
    expect(midi.header.tempos.map(({ ticks, bpm }) => [ticks, bpm])).toEqual(
      score.tempo.map((change) => [change.tick, 60e6 / change.microsecondsPerQuarter]),
    )
    const parts = midi.tracks.filter((track) => track.notes.length > 0)
    expect(parts.map((track) => [track.channel, track.instrument.number])).toEqual([
      [0, 48],
      [1, 0],
      [9, 0],
    ])
    for (const [index, track] of parts.entries())
      expect(
        track.notes.map((note) => ({
          start: note.ticks,
          duration: note.durationTicks,
          pitch: note.midi,
          velocity: Math.round(note.velocity * 127),
        })),
      ).toEqual(expectedNotes[index])
  })
})

describe('jzz-midi-smf', () => {
  it('finds nothing to complain about and reads every note-on', () => {
    installSmf(JZZ)
    const { SMF } = JZZ.MIDI as unknown as { readonly SMF: new (bytes: string) => Smf }
    const file = new SMF(Buffer.from(currentFile()).toString('latin1'))
    expect(file.validate() ?? []).toEqual([])
    const counts = [...file].map(
      (track) => [...track].filter((message) => message[0]! >> 4 === 9 && message[2]! > 0).length,
    )
    expect(counts).toEqual([0, ...expectedNotes.map((notes) => notes.length)])
  })
})
