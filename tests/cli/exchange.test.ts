import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaReference } from '../../src/main/engine/files/mediaReference'
import { openProject, saveProject } from '../../src/main/engine/files/projectFile'
import { editorSource } from '../fixtures/editorDocument'
import { hitpoint, temporaryFolder } from '../support/commandLine'

let folder: string
let project: string

beforeAll(async () => {
  folder = temporaryFolder()
  project = join(folder, 'reel.hitpoint')
  const film = join(folder, 'reel.mov')
  writeFileSync(film, 'pictures')
  const media = await createMediaReference(project, film, editorSource.document.media.info)
  await saveProject(project, { ...editorSource.document, media })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hitpoint export and hitpoint import', () => {
  it('write what they are asked for, and tell its paths', async () => {
    const out = join(folder, 'out')
    const result = await hitpoint([
      'export',
      project,
      '--format',
      'mid,rpp',
      '--format',
      'edl',
      '--out',
      out,
      '--each-cue',
      '--pre-roll',
      '1',
      '--json',
    ])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const { files } = JSON.parse(result.stdout) as { files: readonly { format: string; path: string }[] }
    expect(files.map(({ format }) => format)).toEqual(['mid', 'mid', 'rpp', 'edl'])
    expect(readdirSync(out).sort()).toEqual(['reel 1m1.mid', 'reel 1m2.mid', 'reel.edl', 'reel.rpp'])
    const again = await hitpoint(['export', project, '--format', 'edl', '--out', out])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('already there and is kept; use --force')
  })

  it.each([
    [
      ['export', 'X', '--format', 'pdf', '--out', 'o'],
      'There is no format pdf; the formats are mid, midi-tracks',
    ],
    [['export', 'X', '--out', 'o'], "required option '--format <names>' not specified"],
    [
      ['export', 'X', '--format', 'mid', '--out', 'o', '--markers', 'beats'],
      'Markers are cuts, sections, chords',
    ],
    [
      ['export', 'X', '--format', 'mid', '--out', 'o', '--start-timecode', 'noon'],
      'Write a timecode such as',
    ],
    [['export', 'X', '--format', 'mid', '--out', 'o', '--range', '5'], 'is no cue'],
    [['export', 'X', '--format', 'wav', '--out', 'o', '--lufs', '0'], 'in LUFS from -40 to -5'],
    [['export', 'X', '--format', 'wav', '--out', 'o', '--duck', '40'], 'decibels from 0 to 24'],
    [['import', 'X'], 'either a cut list or a MIDI file'],
    [['import', 'X', '--cuts', 'a', '--midi', 'b'], 'cannot be used with'],
  ])('%j is wrong use, and says how to put it right', async (args, words) => {
    const result = await hitpoint(args.map((word) => (word === 'X' ? project : word)))
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(words)
    expect(result.stdout).toBe('')
  })

  it('bring a cut list and a MIDI file back, in words', async () => {
    const out = join(folder, 'round')
    await hitpoint(['export', project, '--format', 'mid,fcpxml', '--out', out])
    const midi = await hitpoint([
      'import',
      project,
      '--midi',
      join(out, 'reel.mid'),
      '--out',
      join(folder, 'a'),
    ])
    expect(midi).toMatchObject({ code: 0, stderr: '' })
    expect(midi.stdout).toBe(
      `As they were: Strings – légato, 日本のピアノ, Percussion\nWrote ${join(folder, 'a/reel.hitpoint')}\n`,
    )
    const cuts = await hitpoint([
      'import',
      project,
      '--cuts',
      join(out, 'reel.fcpxml'),
      '--out',
      join(folder, 'b'),
    ])
    expect(cuts.code).toBe(0)
    expect(cuts.stdout).toContain(
      'Shots, told by source: 7 stayed, 0 moved, 0 trimmed, 0 vanished, 0 new (100.0 %',
    )
    expect(cuts.stdout).toContain('Transitions: 6 kept, 0 added, 0 dropped')
    expect(cuts.stdout).not.toContain('Its score was taken out')
    const { transitions } = await openProject(join(folder, 'b/reel.hitpoint'))
    expect(transitions).toEqual(editorSource.document.transitions)
  })
})
