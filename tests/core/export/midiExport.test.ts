import fc from 'fast-check'
import { parseMidi, type MidiEvent } from 'midi-file'
import { describe, expect, it } from 'vitest'
import type { ExportOptions } from '../../../src/core/export/exportSource'
import { exportMidi, exportMidiTracks } from '../../../src/core/export/midiExport'
import { withTiming } from '../../../src/core/export/noteTiming'
import { preRollTicks, withPreRoll } from '../../../src/core/export/preRoll'
import { scoreRange } from '../../../src/core/export/scoreRange'
import { ticksPerStep } from '../../../src/core/music/vocabulary'
import { createTempoMap } from '../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../src/core/time/units'
import { arbitraryScore } from '../../fixtures/arbitraryScore'
import { exportDocument, exportOptions, exportSource } from '../../fixtures/exportSource'
import { exampleScore } from '../../fixtures/midi/exampleScore'

type At = MidiEvent & { readonly tick: number }

function absolute(events: readonly MidiEvent[]): At[] {
  let tick = 0
  return events.map((event) => ({ ...event, tick: (tick += event.deltaTime) }))
}

const tracksOf = (bytes: Uint8Array): At[][] => parseMidi(bytes).tracks.map(absolute)

function files(options: Partial<ExportOptions>, write = exportMidi): Map<string, At[][]> {
  const set = write(exportSource, { ...exportOptions, ...options })
  return new Map([...set].map(([path, bytes]) => [path, tracksOf(bytes)]))
}

const markersOf = (tracks: At[][]): string[] =>
  tracks[0]!.flatMap((event) => (event.type === 'marker' ? [`${event.tick} ${event.text}`] : []))
const offsetOf = (tracks: At[][]) => tracks[0]!.find((event) => event.type === 'smpteOffset')
const only = <T>(map: ReadonlyMap<string, T>): T => {
  expect(map.size).toBe(1)
  return [...map.values()][0]!
}

describe('exportMidi', () => {
  it('M13: writes the film as one file, each cue as one, or a range', () => {
    expect([...files({}).keys()]).toEqual(['Film – Ænd.mid'])
    expect([...files({ part: { kind: 'cues' } }).keys()]).toEqual([
      'Film – Ænd 1m1.mid',
      'Film – Ænd 1m2.mid',
    ])
    const second = only(files({ part: { kind: 'cues', names: ['1M2'] } }))
    expect(second[0]!.filter((event) => event.type === 'setTempo')).toMatchObject([
      { tick: 0, microsecondsPerBeat: 512_821 },
      { tick: 3360, microsecondsPerBeat: 333_333 },
    ])
    // 3840 ticks at 600,000 µs are 2.4 s: frame 71.93 at 29.97; hundredths of frames stay.
    expect(offsetOf(second)).toMatchObject({ hour: 1, min: 0, sec: 2, frame: 11, subFrame: 92 })
    const range = only(files({ part: { kind: 'range', start: seconds(2.4), end: seconds(1e9) } }))
    expect(range.slice(1)).toEqual(second.slice(1))
  })

  it('M13: names the cues when one is not there, and says that a range is empty', () => {
    expect(() => files({ part: { kind: 'cues', names: ['3m1'] } })).toThrow('the cues are 1m1, 1m2')
    expect(() => files({ part: { kind: 'range', start: seconds(9), end: seconds(10) } })).toThrow('no music')
    expect(() => files({ preRollBars: 9 })).toThrow('0 to 8 bars')
    expect(() =>
      exportMidi({ ...exportSource, document: { ...exportDocument, composition: undefined } }, exportOptions),
    ).toThrow('no score yet')
  })

  it('M12: chooses markers; chords are spelled in ASCII', () => {
    const none = { cuts: false, sections: false, chords: false }
    const markers = (choice: Partial<typeof none>) =>
      markersOf(only(files({ markers: { ...none, ...choice } })))
    expect(markers({})).toEqual([])
    expect(markers({ sections: true })).toEqual(['0 A', '3840 B'])
    expect(markers({ cuts: true })).toEqual(['3840 Cut 1', '7200 Cut 2 - "Abblende"'])
    expect(markers({ chords: true })).toEqual(['0 Am', '3840 C#'])
  })

  it('M14: the guide track holds one note from the first tick to the last, on percussion key 0', () => {
    const tracks = only(files({ guideTrack: true, preRollBars: 1 }))
    expect(tracks.at(-1)).toMatchObject([
      { type: 'trackName', text: 'Tempo guide' },
      { tick: 0, type: 'noteOn', channel: 9, noteNumber: 0, velocity: 1 },
      { tick: exampleScore.endTick + 3840, type: 'noteOff', channel: 9, noteNumber: 0 },
      { type: 'endOfTrack' },
    ])
    expect(only(files({}))).toHaveLength(tracks.length - 1)
  })

  it('M15: pre-roll bars move the music, not its set-up, and the offset goes back by their length', () => {
    const [plain, rolled] = [only(files({})), only(files({ preRollBars: 2 }))]
    const at = (tracks: At[][], index: number, type: MidiEvent['type']) =>
      tracks[index]!.filter((event) => event.type === type).map((event) => event.tick)
    for (const index of [1, 2, 3]) {
      expect(at(rolled, index, 'programChange')).toEqual([0])
      expect(at(rolled, index, 'noteOn')).toEqual(at(plain, index, 'noteOn').map((tick) => tick + 7680))
    }
    expect(at(rolled, 1, 'controller')).toEqual([0, 0, 0, 3840 + 7680])
    expect(at(rolled, 0, 'setTempo')).toEqual([0, 3840 + 7680, 7200 + 7680])
    // Two bars of 4/4 at 100 are 4.8 s, 143.86 frames at 29.97, before 01:00:00;00.
    expect(offsetOf(rolled)).toMatchObject({ hour: 0, min: 59, sec: 55, frame: 6, subFrame: 14 })
  })

  it('M16: one file for every track, each with the whole tempo map', () => {
    const set = files({}, exportMidiTracks)
    expect([...set.keys()]).toEqual([
      'Film – Ænd - 01 Strings - legato.mid',
      'Film – Ænd - 02 日本のピアノ.mid',
      'Film – Ænd - 03 Percussion.mid',
    ])
    const whole = only(files({}))
    for (const [index, tracks] of [...set.values()].entries()) {
      expect(tracks).toHaveLength(2)
      expect(tracks[0]).toEqual(whole[0])
      expect(tracks[1]).toEqual(whole[index + 1])
    }
  })

  it('M10: another start timecode replaces that of the film', () => {
    expect(offsetOf(only(files({ startTimecode: '10:00:00:00' })))).toMatchObject({ hour: 10, frameRate: 30 })
  })
})

describe('scoreRange', () => {
  it('M13: keeps every note that starts inside, in its place, and what is in force', () => {
    fc.assert(
      fc.property(arbitraryScore, fc.nat(), fc.nat(), (score, a, b) => {
        const [startTick, endTick] = [a % score.endTick, 1 + (b % score.endTick)].sort((x, y) => x - y)
        if (startTick === endTick) return
        const range = scoreRange(score, { startTick: ticks(startTick!), endTick: ticks(endTick!) })
        const [whole, part] = [createTempoMap(score.tempo), createTempoMap(range.tempo)]
        for (const [index, track] of score.tracks.entries()) {
          const inside = track.notes.filter(({ start }) => start >= startTick! && start < endTick!)
          expect(range.tracks[index]!.notes.map(({ start, pitch }) => [start + startTick!, pitch])).toEqual(
            inside.map(({ start, pitch }) => [start, pitch]),
          )
        }
        for (const at of [0, range.endTick / 2, range.endTick - 1])
          expect(part.tempoAt(ticks(at))).toBe(whole.tempoAt(ticks(at + startTick!)))
        expect(range.endTick).toBe(endTick! - startTick!)
      }),
      { numRuns: 200 },
    )
  })
})

describe('withPreRoll', () => {
  it('M15: every note sounds later by the same time', () => {
    fc.assert(
      fc.property(arbitraryScore, fc.integer({ min: 0, max: 8 }), (score, bars) => {
        const rolled = withPreRoll(score, bars)
        const [before, after] = [createTempoMap(score.tempo), createTempoMap(rolled.tempo)]
        const length = before.secondsAt(ticks(0)) + after.secondsAt(preRollTicks(score, bars))
        for (const [index, track] of score.tracks.entries())
          for (const [at, note] of track.notes.entries())
            expect(after.secondsAt(rolled.tracks[index]!.notes[at]!.start)).toBeCloseTo(
              before.secondsAt(note.start) + length,
              6,
            )
      }),
      { numRuns: 100 },
    )
  })
})

describe('withTiming', () => {
  const { plan } = exportDocument.composition!
  const loose = {
    ...exampleScore,
    tracks: exampleScore.tracks.map((track) => ({
      ...track,
      notes: track.notes.map((note, index) => ({
        ...note,
        start: ticks(
          Math.max(0, Math.round(note.start / ticksPerStep) * ticksPerStep + ((index * 7) % 37) - 18),
        ),
      })),
    })),
  }

  it('M17: quantised puts every onset and end on the grid step of its cue, where it was composed', () => {
    const tidy = withTiming(loose, plan, 'quantised', 1)
    const onGrid = (tick: number): number => Math.round(tick / ticksPerStep) * ticksPerStep
    for (const [index, track] of tidy.tracks.entries()) {
      const grid = exampleScore.tracks[index]!.notes.map(({ start }) => onGrid(start))
      expect(track.notes.map(({ start }) => start).sort((a, b) => a - b)).toEqual(grid)
      const ends = track.notes.map(({ start, duration }) => start + duration)
      for (const end of ends) expect([onGrid(end), tidy.endTick]).toContain(end)
    }
    expect(withTiming(loose, plan, 'composed', 1)).toBe(loose)
    expect(withTiming(loose, plan, 'humanised', 1)).toBe(loose)
  })

  it('M17: humanised moves onsets by less than half a step, never at a hit, and repeats itself', () => {
    const tidy = withTiming(loose, plan, 'quantised', 1)
    const played = withTiming(tidy, plan, 'humanised', 3)
    expect(played).toEqual(withTiming(tidy, plan, 'humanised', 3))
    expect(played).not.toEqual(tidy)
    const hit = plan.hits[0]!.tick
    for (const [index, track] of played.tracks.entries())
      for (const note of track.notes) {
        const step = Math.round(note.start / ticksPerStep) * ticksPerStep
        expect(Math.abs(note.start - step)).toBeLessThan(ticksPerStep / 2)
        if (Math.abs(step - hit) <= 960) expect(note.start).toBe(step)
        expect(
          tidy.tracks[index]!.notes.some(({ start, pitch }) => start === step && pitch === note.pitch),
        ).toBe(true)
      }
  })
})
