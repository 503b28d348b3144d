import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { parseMidi } from 'midi-file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sampleTruth from '../../resources/sample/sample.json' with { type: 'json' }
import { hitpoint, samplePath, temporaryFolder, type CommandResult } from '../support/commandLine'

interface HitOutput {
  readonly time: number
  readonly mode: 'must' | 'soft'
  readonly kept: boolean
  readonly tick: number
  readonly errorMilliseconds: number
  readonly errorFrames: number
  readonly reason?: string
}

interface ScoreOutput {
  readonly files: { readonly midi: string; readonly project: string; readonly wav?: string }
  readonly hits: readonly HitOutput[]
  readonly reused: boolean
  readonly durationSeconds: number
}

/** Onset times in seconds of all notes of a MIDI file, by a parser of its own (midi-file), tempo map included. */
function onsets(
  path: string,
): { readonly seconds: number; readonly pitch: number; readonly channel: number; readonly end: number }[] {
  const midi = parseMidi(readFileSync(path))
  const ticksPerBeat = midi.header.ticksPerBeat ?? 0
  const absolute = midi.tracks.map((track) => {
    let tick = 0
    return track.map((event) => ({ event, tick: (tick += event.deltaTime) }))
  })
  const tempi = absolute
    .flat()
    .flatMap(({ event, tick }) =>
      event.type === 'setTempo' ? [{ tick, micro: event.microsecondsPerBeat }] : [],
    )
  const secondsAt = (tick: number): number =>
    tempi.reduce((sum, tempo, index) => {
      const until = Math.min(tick, tempi[index + 1]?.tick ?? Infinity)
      return until > tempo.tick ? sum + ((until - tempo.tick) * tempo.micro) / ticksPerBeat / 1e6 : sum
    }, 0)
  return absolute.flatMap((track) =>
    track.flatMap(({ event, tick }, index) => {
      if (event.type !== 'noteOn' || event.velocity === 0) return []
      const off = track
        .slice(index + 1)
        .find(
          ({ event: later }) =>
            (later.type === 'noteOff' || (later.type === 'noteOn' && later.velocity === 0)) &&
            later.noteNumber === event.noteNumber,
        )
      if (!off) throw new Error(`note ${event.noteNumber} hangs`)
      return [
        {
          seconds: secondsAt(tick),
          end: secondsAt(off.tick),
          pitch: event.noteNumber,
          channel: event.channel,
        },
      ]
    }),
  )
}

let folder: string
let first: CommandResult
let output: ScoreOutput

beforeAll(async () => {
  folder = temporaryFolder()
  first = await hitpoint(['score', samplePath, '--out', join(folder, 'first'), '--wav', '--json'])
  if (first.code === 0) output = JSON.parse(first.stdout) as ScoreOutput
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hitpoint score on the sample', () => {
  it('ends with 0 and writes MIDI, project and sound', () => {
    expect(first.stderr).not.toContain('at ')
    expect(first.code).toBe(0)
    expect(readdirSync(join(folder, 'first')).sort()).toEqual(['sample.hitpoint', 'sample.mid', 'sample.wav'])
  })

  it('keeps progress off stdout', () => {
    expect(first.stdout.trimStart().startsWith('{')).toBe(true)
    expect(first.stderr).toContain('Composing')
  })

  it('asks for a hit at every hard cut of the sample, exactly where it is', () => {
    const cuts = sampleTruth.transitions
      .filter((transition) => transition.kind === 'cut')
      .map((transition) => transition.seconds)
    const must = output.hits.filter((hit) => hit.mode === 'must').map((hit) => hit.time)
    expect(must.length).toBe(cuts.length)
    must.forEach((time, index) => expect(time).toBeCloseTo(cuts[index]!, 6))
  })

  it('sounds a chord of three pitches within a frame at every kept hit, heard in the file by another parser', () => {
    const notes = onsets(output.files.midi)
    const kept = output.hits.filter((hit) => hit.mode === 'must' && hit.kept)
    expect(kept.length).toBeGreaterThanOrEqual(5)
    for (const hit of kept) {
      const struck = notes.filter((note) => note.channel !== 9 && Math.abs(note.seconds - hit.time) < 1 / 25)
      expect(new Set(struck.map((note) => note.pitch)).size, `chord at ${hit.time} s`).toBeGreaterThanOrEqual(
        3,
      )
      expect(Math.abs(hit.errorMilliseconds)).toBeLessThan(1)
    }
  })

  it('gives every thinned hit a reason', () => {
    for (const hit of output.hits)
      if (hit.mode === 'must' && !hit.kept) expect(hit.reason).toMatch(/too-close|tempo-range/)
  })

  it('ends music and sound with the video', () => {
    expect(Math.max(...onsets(output.files.midi).map((note) => note.end))).toBeLessThanOrEqual(
      output.durationSeconds + 0.002,
    )
    const wav = readFileSync(output.files.wav!)
    const frames = (wav.length - 44) / 6
    expect(wav.readUInt32LE(24)).toBe(48000)
    expect(wav.readUInt16LE(34)).toBe(24)
    expect(frames / 48000).toBeCloseTo(output.durationSeconds, 3)
  })

  it('never replaces existing files without --force', async () => {
    const before = statSync(output.files.midi).mtimeMs
    const again = await hitpoint(['score', samplePath, '--out', join(folder, 'first')])
    expect(again.code).toBe(1)
    expect(again.stderr).toMatch(/--force/)
    expect(statSync(output.files.midi).mtimeMs).toBe(before)
  })

  it('gives the same music again for the same seed, and other music for another', async () => {
    const same = await hitpoint(['score', samplePath, '--out', join(folder, 'same'), '--quiet', '--json'])
    const other = await hitpoint([
      'score',
      samplePath,
      '--out',
      join(folder, 'other'),
      '--seed',
      '2',
      '--quiet',
      '--json',
    ])
    expect([same.code, other.code, same.stderr]).toEqual([0, 0, ''])
    const bytes = (name: string): Buffer => readFileSync(join(folder, name, 'sample.mid'))
    expect(bytes('same').equals(bytes('first'))).toBe(true)
    expect(bytes('other').equals(bytes('first'))).toBe(false)
  }, 200_000)

  it('writes the same music from the reopened project without composing again', async () => {
    const reopened = await hitpoint([
      'score',
      output.files.project,
      '--out',
      join(folder, 'reopened'),
      '--json',
    ])
    expect(reopened.code).toBe(0)
    expect((JSON.parse(reopened.stdout) as ScoreOutput).reused).toBe(true)
    expect(readFileSync(join(folder, 'reopened/sample.mid')).equals(readFileSync(output.files.midi))).toBe(
      true,
    )
  })

  it('makes every transition a must-hit with --hits all and none with --hits none', async () => {
    const [all, none] = await Promise.all(
      ['all', 'none'].map((hits) =>
        hitpoint(['score', samplePath, '--out', join(folder, hits), '--hits', hits, '--json']),
      ),
    )
    const hitsOf = (result: CommandResult): readonly HitOutput[] =>
      (JSON.parse(result.stdout) as ScoreOutput).hits
    expect(hitsOf(all!).filter((hit) => hit.mode === 'must')).toHaveLength(sampleTruth.transitions.length)
    expect(hitsOf(none!).filter((hit) => hit.mode === 'must')).toHaveLength(0)
  }, 200_000)

  it('tells a project whose video has moved what to do', async () => {
    const moved = join(folder, 'moved')
    mkdirSync(join(moved, 'deep'), { recursive: true })
    copyFileSync(samplePath, join(moved, 'film.mp4'))
    expect(
      (await hitpoint(['score', join(moved, 'film.mp4'), '--out', join(moved, 'deep'), '--quiet'])).code,
    ).toBe(0)
    rmSync(join(moved, 'film.mp4'))
    const result = await hitpoint(['score', join(moved, 'deep/film.hitpoint'), '--out', join(moved, 'again')])
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('film.mp4')
    expect(existsSync(join(moved, 'again/film.mid'))).toBe(false)
  }, 200_000)

  it('is cancelled by Ctrl-C with 130 and leaves nothing behind', async () => {
    const target = join(folder, 'cancelled')
    const result = await hitpoint(['score', samplePath, '--out', target, '--wav', '--seed', '77'], {
      onStderr: (text, interrupt) => text.includes('Composing') && interrupt(),
    })
    expect(result.code).toBe(130)
    expect(existsSync(target) ? readdirSync(target) : []).toEqual([])
  })

  it('says in one sentence that a damaged project is damaged', async () => {
    const path = join(folder, 'damaged.hitpoint')
    writeFileSync(path, readFileSync(output.files.project, 'utf8').slice(0, 500))
    const result = await hitpoint(['score', path, '--out', join(folder, 'none-of-it')])
    expect(result.code).toBe(1)
    expect(result.stderr.trim().split('\n')).toHaveLength(1)
  })
})
