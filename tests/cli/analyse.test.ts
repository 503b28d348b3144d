import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sampleTruth from '../../resources/sample/sample.json' with { type: 'json' }
import { resolveFfmpeg } from '../../src/main/engine/media/ffmpeg'
import { hitpoint, repositoryRoot, samplePath, temporaryFolder } from '../support/commandLine'

interface AnalyseOutput {
  readonly media: { readonly duration: number; readonly frameRate: string; readonly width: number }
  readonly cuts: readonly {
    time: number
    start: number
    end: number
    frame: number
    kind: string
    confidence: number
  }[]
  readonly emotion: {
    readonly points: readonly { time: number; valence: number; arousal: number; confidence: number }[]
  }
}

/** Whichever ffmpeg Hitpoint itself would use on this machine. */
const { path: ffmpegPath } = await resolveFfmpeg({ environment: process.env })

let folder: string
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hitpoint analyse', () => {
  it('finds the sample’s transitions exactly and a curve inside its bounds', async () => {
    const result = await hitpoint(['analyse', samplePath, '--json'])
    expect(result.code).toBe(0)
    const output = JSON.parse(result.stdout) as AnalyseOutput
    expect(output.cuts.map(({ kind, frame }) => ({ kind, frame }))).toEqual(
      sampleTruth.transitions.map(({ kind, frame }) => ({ kind, frame })),
    )
    for (const cut of output.cuts) {
      expect(cut.start).toBeLessThanOrEqual(cut.time)
      expect(cut.end).toBeGreaterThanOrEqual(cut.time)
    }
    const { points } = output.emotion
    expect(points.length).toBeGreaterThanOrEqual(4)
    for (const point of points) {
      expect(Math.abs(point.valence)).toBeLessThanOrEqual(1)
      expect(Math.abs(point.arousal)).toBeLessThanOrEqual(1)
    }
  })

  it('prints the same cuts for people', async () => {
    const result = await hitpoint(['analyse', samplePath, '--quiet'])
    expect(result.code).toBe(0)
    expect(result.stdout.match(/ cut /g)).toHaveLength(
      sampleTruth.transitions.filter(({ kind }) => kind === 'cut').length,
    )
    expect(result.stderr).toBe('')
    const lines = result.stdout.trimEnd().split('\n')
    const [pair, share] = [String.raw`[+−][01]\.\d\d [+−][01]\.\d\d`, String.raw`\d+ %`]
    const scene = new RegExp(
      String.raw`^ +\d+\.\d–\d+\.\d s  ${pair}  ${share}  direct ${pair}, categories ${pair}, [a-z]+ ${share}, cues ${pair}$`,
    )
    // E15: each scene with every path that the network has, then the curve's points.
    const first = lines.findIndex((line) => line.startsWith('Emotion, '))
    const points = lines.findIndex((line) => line.startsWith('Emotion curve, '))
    expect(lines[first]).toMatch(new RegExp(`^Emotion, ${points - first - 1} scene`))
    const scenes = lines.slice(first + 1, points)
    expect(scenes.length).toBeGreaterThan(1)
    for (const line of scenes) expect(line).toMatch(scene)
    expect(lines[points]).toBe(`Emotion curve, ${lines.length - points - 1} point(s)`)
  })
})

/** Makes each bad input in the test folder and answers with its path. */
const badInputs: Readonly<Record<string, () => string>> = {
  'a missing file': () => join(folder, 'nowhere.mp4'),
  'a folder': () => {
    mkdirSync(join(folder, 'folder.mp4'))
    return join(folder, 'folder.mp4')
  },
  'text named .mp4': () => {
    writeFileSync(join(folder, 'text.mp4'), 'This is no video.\n'.repeat(50))
    return join(folder, 'text.mp4')
  },
  'a file of zero bytes': () => {
    writeFileSync(join(folder, 'empty.mp4'), '')
    return join(folder, 'empty.mp4')
  },
  'sound without picture': () => {
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=2', '-c:a', 'aac', join(folder, 'sound.mp4'))
    return join(folder, 'sound.mp4')
  },
  'a single frame': () => {
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=25', '-frames:v', '1', join(folder, 'one.mp4'))
    return join(folder, 'one.mp4')
  },
  'a playlist named .mp4': () => {
    writeFileSync(join(folder, 'list.mp4'), `ffconcat version 1.0\nfile '${samplePath}'\n`)
    return join(folder, 'list.mp4')
  },
}

const ffmpeg = (...args: string[]): Buffer => execFileSync(ffmpegPath, ['-v', 'error', '-y', ...args])

describe('bad input', () => {
  it.each(Object.keys(badInputs))('%s: one sentence, exit 1, no stack trace, nothing left', async (name) => {
    const path = badInputs[name]!()
    const target = join(folder, 'out')
    const result = await hitpoint(['score', path, '--out', target])
    expect(result.code).toBe(1)
    const lines = result.stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('Analysing'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/\.$/)
    expect(result.stderr).not.toMatch(/\n\s+at /)
    expect(result.stdout).toBe('')
    expect(() => readFileSync(join(target, 'x'))).toThrow()
  })

  it('a truncated video is used as far as it goes, with a warning', async () => {
    const whole = join(folder, 'whole.mkv')
    ffmpeg('-i', samplePath, '-c', 'copy', whole)
    const bytes = readFileSync(whole)
    const file = openSync(join(folder, 'truncated.mkv'), 'w')
    writeSync(file, bytes.subarray(0, Math.round(bytes.length * 0.6)))
    closeSync(file)
    const result = await hitpoint(['analyse', join(folder, 'truncated.mkv'), '--json'])
    expect(result.code).toBe(0)
    expect(result.stderr).toContain('Warning')
    const { media, cuts } = JSON.parse(result.stdout) as AnalyseOutput
    expect(media.duration).toBeGreaterThan(10)
    expect(media.duration).toBeLessThan(35)
    expect(cuts.length).toBeGreaterThan(1)
  })
})

describe('a reader that stops reading', () => {
  it('ends the command without a word', () => {
    const command = `"${process.execPath}" "${join(repositoryRoot, 'bin/hitpoint.js')}" analyse "${samplePath}" --quiet | head -n 1`
    const result = spawnSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' })
    expect(result.stdout.trim().split('\n')).toHaveLength(1)
    expect([result.status, result.stderr]).toEqual([0, ''])
  })
})

describe('wrong use ends with 2', () => {
  it.each([
    [[]],
    [['compose']],
    [['score', 'film.mp4']],
    [['score', 'film.mp4', '--out', 'x', '--seed', 'seven']],
    [['score', 'film.mp4', '--out', 'x', '--seed', '-1']],
    [['score', 'film.mp4', '--out', 'x', '--hits', 'some']],
    [['score', 'film.mp4', '--out', 'x', '--preset', 'kazoo']],
    [['analyse']],
    [['analyse', 'a.mp4', 'b.mp4']],
  ])('hitpoint %j', async (args) => {
    const result = await hitpoint(args)
    expect(result.code).toBe(2)
    expect(result.stderr).not.toMatch(/\n\s+at /)
  })

  it.each([['--help'], ['analyse', '--help'], ['score', '--help'], ['info', '--help'], ['serve', '--help']])(
    'help is no failure: %s %s',
    async (...args) => {
      const result = await hitpoint(args.filter((argument) => argument !== undefined))
      expect(result.code).toBe(0)
      expect(result.stdout).toContain('Usage: hitpoint')
    },
  )
})

describe('hitpoint info', () => {
  it('names versions, ffmpeg, models and providers', async () => {
    const result = await hitpoint(['info', '--json'])
    expect(result.code).toBe(0)
    const info = JSON.parse(result.stdout) as {
      ffmpeg: { found: boolean }
      models: { task: string; problem?: string }[]
      executionProviders: string[]
    }
    expect(info.ffmpeg.found).toBe(true)
    expect(info.models.map((model) => model.task)).toContain('composer')
    expect(info.models.every((model) => model.problem === undefined)).toBe(true)
    expect(info.executionProviders).toContain('cpu')
  })

  it('still answers where no ffmpeg is found, and says so', async () => {
    const result = await hitpoint(['info', '--json'], {
      environment: { FFMPEG_PATH: join(folder, 'no-such-ffmpeg') },
    })
    expect(result.code).toBe(0)
    expect(
      (JSON.parse(result.stdout) as { ffmpeg: { found: boolean; problem: string } }).ffmpeg,
    ).toMatchObject({ found: false })
  })
})
