import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExportOptions, ExportSource } from '../../../../src/core/export/exportSource'
import { exportReaper } from '../../../../src/core/export/reaper/reaperProject'
import { printRpp } from '../../../../src/core/export/reaper/rppText'
import { separateNotes } from '../../../../src/core/export/separateNotes'
import type { Score } from '../../../../src/core/music/score'
import { rational } from '../../../../src/core/time/rational'
import { createTempoMap } from '../../../../src/core/time/tempoMap'
import { seconds, ticks } from '../../../../src/core/time/units'
import { arbitraryScore } from '../../../fixtures/arbitraryScore'
import { exportDocument, exportOptions, exportSource, firstText } from '../../../fixtures/exportSource'
import { parseRpp, type ParsedBlock } from './parseRpp'

const project = (source: ExportSource = exportSource, options: ExportOptions = exportOptions): ParsedBlock =>
  parseRpp(firstText(exportReaper(source, options)))
const line = (block: ParsedBlock, name: string): readonly string[] =>
  block.lines.find(([first]) => first === name)!.slice(1)
const lines = (block: ParsedBlock, name: string) =>
  block.lines.filter(([first]) => first === name).map((words) => words.slice(1))
const blocks = (block: ParsedBlock, name: string) => block.blocks.filter((child) => child.name === name)

/** The notes of a MIDI source in ticks since its item's start. Fails when a note hangs or the source does not end by its mark. */
function notesOf(source: ParsedBlock): number[][] {
  expect(line(source, 'HASDATA')).toEqual(['1', '960', 'QN'])
  const events = lines(source, 'E')
  expect(events.at(-1)![1]).toMatch(/^b/u)
  expect(events.at(-1)!.slice(2)).toEqual(['7b', '00'])
  let tick = 0
  const open = new Map<string, number[]>()
  const notes: number[][] = []
  for (const [delta, ...bytes] of events) {
    tick += Number(delta)
    const [status, key, value] = bytes.map((byte) => parseInt(byte, 16)) as [number, number, number]
    const id = `${status & 15} ${key}`
    if (status >> 4 === 9) {
      expect(open.has(id)).toBe(false)
      open.set(id, [tick, key, value])
    } else if (status >> 4 === 8) {
      const [start, pitch, velocity] = open.get(id)!
      open.delete(id)
      notes.push([start!, tick - start!, pitch!, velocity!])
    }
  }
  expect(open.size).toBe(0)
  return notes.sort((a, b) => a[0]! - b[0]! || a[2]! - b[2]!)
}

describe('exportReaper', () => {
  it('R1, R2: is one project with the timecode of the film, its rate and its tempo map', () => {
    const root = project()
    expect([root.name, ...root.values]).toEqual(['REAPER_PROJECT', '0.1', '6.0', '0'])
    // 01:00:00;00 is frame 107,892: 3599.9964 s of the clock.
    expect(Number(line(root, 'PROJOFFS')[0])).toBeCloseTo(3599.9964, 9)
    expect(line(root, 'TIMEMODE').slice(3, 5)).toEqual(['30', '1'])
    expect(line(root, 'TEMPO')).toEqual(['100', '4', '4'])
    const points = lines(blocks(root, 'TEMPOENVEX')[0]!, 'PT')
    expect(points.map(([, , shape, metre]) => [shape, metre])).toEqual([
      ['1', String(65536 * 4 + 4)],
      ['1', String(65536 * 8 + 7)],
      ['1', String(65536 * 8 + 6)],
    ])
  })

  it('R2: the tempo envelope leads to the same seconds as the score, at any rate', () => {
    fc.assert(
      fc.property(arbitraryScore, (score) => {
        const points = lines(blocks(project(withScore(score)), 'TEMPOENVEX')[0]!, 'PT').map(([time, bpm]) => [
          Number(time),
          Number(bpm),
        ])
        const map = createTempoMap(score.tempo)
        // Quarter notes, counted from the envelope alone, at every change of the score.
        for (const { tick } of score.tempo) {
          const time = map.secondsAt(tick)
          const quarters = points.reduce((sum, [start, bpm], index) => {
            const end = Math.min(time, points[index + 1]?.[0] ?? Infinity)
            return end > start! ? sum + ((end - start!) * bpm!) / 60 : sum
          }, 0)
          expect(quarters * 960).toBeCloseTo(tick, 4)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    [rational(24_000, 1001), '01:00:00:00', ['24', '2']],
    [rational(25), '01:00:00:00', ['25', '0']],
    [rational(30_000, 1001), '01:00:00:00', ['30', '2']],
    [rational(60_000, 1001), '01:00:00;00', ['60', '1']],
  ])('R1: counts frames at %o, %s as %o', (frameRate, timecode, expected) => {
    const { media } = exportDocument
    const document = { ...exportDocument, media: { ...media, info: { ...media.info, frameRate, timecode } } }
    expect(line(project({ ...exportSource, document }), 'TIMEMODE').slice(3, 5)).toEqual(expected)
  })

  it('R3: has the chosen markers by time, with any quotes', () => {
    expect(
      lines(project(), 'MARKER').map(([number, time, name]) => [number, Number(time).toFixed(4), name]),
    ).toEqual([
      ['1', '0.0000', 'A'],
      ['2', '2.4000', 'B'],
      ['3', '2.4000', 'Cut 1'],
      ['4', '4.1949', 'Cut 2 – “Abblende”'],
    ])
  })

  it('R4: has the film, then sound files, then a track for each part', () => {
    const stem = {
      name: 'It’s "Piano"',
      path: 'stems/Piano.wav',
      channels: 2,
      sampleRate: 48_000,
      duration: seconds(5),
    }
    const tracks = blocks(project({ ...exportSource, audio: [stem] }), 'TRACK')
    expect(tracks.map((track) => line(track, 'NAME')[0])).toEqual([
      'Film – Ænd',
      'It’s "Piano"',
      'Strings – légato',
      '日本のピアノ',
      'Percussion',
    ])
    const sources = tracks.slice(0, 2).map((track) => blocks(blocks(track, 'ITEM')[0]!, 'SOURCE')[0]!)
    expect(sources.map((source) => [source.values[0], line(source, 'FILE')[0]])).toEqual([
      ['VIDEO', '/films/a film & more.mp4'],
      ['WAVE', 'stems/Piano.wav'],
    ])
    expect(Number(line(blocks(tracks[0]!, 'ITEM')[0]!, 'LENGTH')[0])).toBeCloseTo((151 * 1001) / 30_000, 10)
    expect(line(tracks[2]!, 'VOLPAN').map(Number)).toEqual([
      expect.closeTo((100 / 127) ** 2),
      expect.closeTo(-24 / 63),
      -1,
      -1,
      1,
    ])
  })

  it('R5: an item for each cue that a part plays in, its set-up first', () => {
    const strings = blocks(project(), 'TRACK')[1]!
    const items = blocks(strings, 'ITEM')
    expect(
      items.map((item) => [line(item, 'NAME')[0], Number(line(item, 'POSITION')[0]).toFixed(3)]),
    ).toEqual([
      ['1m1', '0.000'],
      ['1m2', '2.400'],
    ])
    const events = lines(blocks(items[1]!, 'SOURCE')[0]!, 'E').map((words) => words.join(' '))
    expect(events.slice(0, 3)).toEqual(['0 c0 30 00', '0 b0 0b 50', '0 b0 0b 7f'])
  })

  it('R5: gives back every note of any score, each at its second', () => {
    fc.assert(
      fc.property(arbitraryScore, (score) => {
        const tracks = blocks(project(withScore(score)), 'TRACK').slice(1)
        const map = createTempoMap(score.tempo)
        for (const [index, track] of score.tracks.entries()) {
          const notes = blocks(tracks[index]!, 'ITEM').flatMap((item) => {
            const start = Math.round(map.ticksAt(seconds(Number(line(item, 'POSITION')[0]))))
            const end = map.ticksAt(
              seconds(Number(line(item, 'POSITION')[0]) + Number(line(item, 'LENGTH')[0])),
            )
            const own = notesOf(blocks(item, 'SOURCE')[0]!).map(([at, ...rest]) => [at! + start, ...rest])
            for (const [at, duration] of own) expect(at! + duration!).toBeLessThanOrEqual(end + 0.001)
            return own
          })
          expect(notes).toEqual(
            separateNotes(track.notes, score.endTick).map(({ start, duration, pitch, velocity }) => [
              start,
              duration,
              pitch,
              velocity,
            ]),
          )
        }
      }),
      { numRuns: 60 },
    )
  })
})

/** One cue over all of a score, beginning where the score does. */
function withScore(score: Score): ExportSource {
  const composition = {
    ...exportDocument.composition!,
    score,
    plan: { ...exportDocument.composition!.plan, cues: [] },
  }
  return { ...exportSource, document: { ...exportDocument, composition } }
}

describe('printRpp', () => {
  it('R1: quotes text by what it holds, and never breaks a line', () => {
    const text = (value: string) =>
      parseRpp(printRpp({ head: ['A'], body: [['NAME', { text: value }]] })).lines[0]![1]
    expect(text('plain')).toBe('plain')
    expect(text('')).toBe('')
    expect(text('a "b"')).toBe('a "b"')
    expect(text(`a "b" 'c'`)).toBe(`a "b" 'c'`)
    expect(text('a "b" \'c\' `d`')).toBe(`a "b" 'c' 'd'`)
    expect(text('a\r\nb')).toBe('a b')
    expect(text('>')).toBe('>')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "'", '`', ' ', '>', '\n', 'a', 'é') }), (value) => {
        expect(text(value)).toBeDefined()
      }),
    )
  })

  it('prints numbers without exponents', () => {
    expect(printRpp({ head: ['A'], body: [['X', 1e-13, 0.1, ticks(5)]] })).toContain('X 0 0.1 5')
  })
})
