import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/core/document/format'
import type { Composition } from '../../src/core/document/document'
import { createTempoMap } from '../../src/core/time/tempoMap'
import { hitpoint, samplePath, temporaryFolder, type CommandResult } from '../support/commandLine'

const folder = temporaryFolder()
const environment = { HITPOINT_CACHE: join(folder, 'cache') }
const project = join(folder, 'first/sample.hitpoint')

const score = (input: string, name: string, ...options: string[]): Promise<CommandResult> =>
  hitpoint(['score', input, '--out', join(folder, name), '--quiet', '--json', ...options], { environment })

function compositionOf(name: string): Composition {
  const { composition } = parseDocument(readFileSync(join(folder, name, 'sample.hitpoint'), 'utf8'))
  if (!composition) throw new Error(`${name} holds no score`)
  return composition
}

/** All notes as text, those of one track when its name is given, those inside or outside of a range in seconds. */
function notesOf({ plan, score: { tracks } }: Composition, track?: string, isHere = (_: number) => true) {
  const tempo = createTempoMap(plan.tempo)
  return tracks
    .filter(({ name }) => track === undefined || name === track)
    .flatMap(({ name, notes }) =>
      notes
        .filter(({ start }) => isHere(tempo.secondsAt(start)))
        .map(({ start, duration, pitch, velocity }) => [name, start, duration, pitch, velocity].join(' ')),
    )
    .sort()
}

let first: Composition
beforeAll(async () => {
  const { code, stderr } = await score(samplePath, 'first')
  expect([code, stderr]).toEqual([0, ''])
  first = compositionOf('first')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hitpoint score of a project, composed in another way', () => {
  it('--takes 2 writes two scores of one plan beside each other', async () => {
    const { code, stdout } = await score(project, 'takes', '--takes', '2')
    expect(code).toBe(0)
    expect(readdirSync(join(folder, 'takes')).sort()).toEqual([
      'sample.hitpoint',
      'sample.mid',
      'sample.take-2.mid',
    ])
    const [one, two] = ['sample.mid', 'sample.take-2.mid'].map((name) =>
      readFileSync(join(folder, 'takes', name)),
    )
    expect(one!.equals(two!)).toBe(false)
    const { files, seed } = JSON.parse(stdout) as {
      readonly files: { readonly takes: readonly string[] }
      readonly seed: number
    }
    expect(files.takes).toEqual([join(folder, 'takes/sample.take-2.mid')])
    const { plan, takes } = compositionOf('takes')
    expect(plan).toEqual(first.plan)
    expect(takes!.map((take) => take.seed)).toEqual([seed + 1])
  })

  it('--regenerate writes a range again and leaves every note outside of it', async () => {
    expect((await score(project, 'regenerated', '--regenerate', '12.75-18.75')).code).toBe(0)
    const again = compositionOf('regenerated')
    const isInside = (seconds: number): boolean => seconds > 12.75 - 0.01 && seconds < 18.75 - 0.01
    const isOutside = (seconds: number): boolean => !isInside(seconds)
    expect(notesOf(again, undefined, isOutside)).toEqual(notesOf(first, undefined, isOutside))
    expect(notesOf(again, undefined, isInside)).not.toEqual(notesOf(first, undefined, isInside))
    expect(notesOf(again, undefined, isInside).length).toBeGreaterThan(0)
  })

  it('--lock-track keeps a track, by any case of its name, under another seed', async () => {
    expect((await score(project, 'locked', '--lock-track', 'violins', '--seed', '9')).code).toBe(0)
    const again = compositionOf('locked')
    expect(notesOf(first, 'Violins').length).toBeGreaterThan(0)
    expect(notesOf(again, 'Violins')).toEqual(notesOf(first, 'Violins'))
    expect(notesOf(again, 'Violas')).not.toEqual(notesOf(first, 'Violas'))
  })

  it('--without keeps a family silent', async () => {
    expect(first.score.tracks.some(({ family }) => family === 'woodwind')).toBe(true)
    expect((await score(project, 'without', '--without', 'WoodWind')).code).toBe(0)
    const { score: sounding } = compositionOf('without')
    expect(sounding.tracks.length).toBeGreaterThan(0)
    expect(sounding.tracks.some(({ family }) => family === 'woodwind')).toBe(false)
  })

  it.each([
    [['--takes', '0'], 'whole number from 1 to 8'],
    [['--density', '9'], 'a number from 0.25 to 4'],
    [['--emotion-strength', '0.5'], 'a number from 1 to 3'],
    [['--without', 'kazoo'], 'Families are drums, bass,'],
    [['--only', 'drums'], 'nothing is left of the preset orchestral to play a chord'],
    [['--regenerate', '5'], '“5” is no range; write IN-OUT in seconds or time code'],
    [['--hit', '5:bang'], '“5:bang” is no hit: write TIME'],
    [['--hit', '41'], 'outside of the film, which lasts 40 s'],
    [['--regenerate', '41-50'], 'outside of the film, which lasts 40 s'],
    [['--lock-track', 'Kazoo'], 'the score has no track Kazoo; it has '],
  ])('%j is wrong use, told in a sentence', async (options, words) => {
    const { code, stdout, stderr } = await score(project, 'wrong', ...options)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(existsSync(join(folder, 'wrong'))).toBe(false)
  })

  it.each([
    ['--regenerate', '5-6'],
    ['--lock', '5-6'],
    ['--lock-track', 'Violins'],
  ])('%s needs a project', async (...options) => {
    const { code, stderr } = await score(samplePath, 'film', ...options)
    expect(code).toBe(2)
    expect(stderr).toContain('only what a project has composed')
  })
})
