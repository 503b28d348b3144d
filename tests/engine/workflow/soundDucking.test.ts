import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  defaultExportOptions,
  type ExportOptions,
  type ExportSource,
} from '../../../src/core/export/exportSource'
import type { ExportFormatName } from '../../../src/core/export/formats'
import type { Track } from '../../../src/core/music/score'
import { seconds, ticks } from '../../../src/core/time/units'
import { resolveFfmpeg, type FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { readFilmSpeech } from '../../../src/main/engine/workflow/filmSpeech'
import { writeExports } from '../../../src/main/engine/workflow/writeExports'
import { exportDocument } from '../../fixtures/exportSource'
import { spokenPeaks } from '../../fixtures/speech/spoken'
import { temporaryFolder } from '../../support/commandLine'
import { readWav } from '../sound/wavReader'

const length = 12
const rate = 24_000
/** Somebody speaks from here to the end; the first half of it is looked at. */
const speaks = 4

let folder: string
let ffmpeg: FfmpegTool
let source: ExportSource
let exports = 0

/** Noise with the outline of speech. */
function speech(): Buffer {
  const samples = new Int16Array(length * rate)
  let state = 1
  for (let index = speaks * rate; index < samples.length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const peak = spokenPeaks[Math.floor(((index - speaks * rate) / rate) * 200)]! / 100
    samples[index] = (state / 2 ** 31 - 1) * peak * 16_000
  }
  return Buffer.from(samples.buffer)
}

/** A held note, 60 beats per minute: a tick is 1/960 s. */
const held: Track = {
  ...{ id: 'bed', name: 'Bed', family: 'strings', channel: 0, program: 19, volume: 90, pan: 64 },
  notes: [{ start: ticks(0), duration: ticks(length * 960), pitch: 60, velocity: 70 }],
  controls: [],
}

beforeAll(async () => {
  folder = temporaryFolder()
  ffmpeg = await resolveFfmpeg({ environment: process.env })
  const [sound, film] = [join(folder, 'speech.s16'), join(folder, 'speaking.mov')]
  writeFileSync(sound, speech())
  execFileSync(ffmpeg.path, [
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', `color=s=64x48:r=25:d=${length}`],
    ...['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', sound],
    // Above the music, so that both can be told apart.
    ...['-filter:a', 'highpass=f=3000,highpass=f=3000', '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', film],
  ])
  const info = await probeMedia(ffmpeg, film)
  source = {
    title: 'speaking',
    filmPath: film,
    version: '1',
    document: {
      ...exportDocument,
      media: { ...exportDocument.media, info },
      composition: {
        ...exportDocument.composition!,
        score: {
          ...exportDocument.composition!.score,
          tempo: [{ tick: ticks(0), microsecondsPerQuarter: 1_000_000 }],
          tracks: [held],
          endTick: ticks(length * 960),
        },
      },
    },
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function exported(format: ExportFormatName, options: Partial<ExportOptions> = {}): Promise<string> {
  const target = join(folder, `out-${exports++}`)
  const request = {
    formats: [format],
    folder: target,
    force: false,
    options: { ...defaultExportOptions, ...options },
  }
  const [file] = await writeExports(source, request, { ffmpeg: () => Promise.resolve(ffmpeg) })
  return file!.path
}

/** Strength of what is below 1 kHz, in dB, in a second of a file. */
function musicLevel(path: string, second: number): number {
  const args = ['-loglevel', 'error', '-i', path, '-af', 'lowpass=f=1000,lowpass=f=1000']
  const bytes = execFileSync(ffmpeg.path, [...args, '-ac', '1', '-ar', String(rate), '-f', 's16le', '-'], {
    maxBuffer: 2 ** 26,
  })
  let sum = 0
  for (let index = second * rate; index < (second + 1) * rate; index++)
    sum += bytes.readInt16LE(2 * index) ** 2
  return 10 * Math.log10(sum / rate)
}

/** How much softer a ducked file is in a second. */
const difference = (plain: string, ducked: string, second: number): number =>
  musicLevel(plain, second) - musicLevel(ducked, second)

describe('music under the film’s speech (docs/spec/ducking.md, K4)', () => {
  it('reads from the film where it speaks', async () => {
    const { filmPath: path, document } = source
    const ranges = await readFilmSpeech({ ffmpeg, path, info: document.media.info })
    expect(Math.abs(ranges[0]!.start - speaks)).toBeLessThan(0.6)
    expect(ranges.some(({ start, end }) => start < speaks + 2 && end > speaks + 5)).toBe(true)
  })

  it('lowers the mix by the depth there and nowhere else, to the sample as long as before', async () => {
    const [plain, ducked] = [await exported('wav'), await exported('wav', { ducking: 12 })]
    expect(difference(plain, ducked, speaks - 3)).toBeCloseTo(0, 1)
    expect(difference(plain, ducked, speaks + 3)).toBeCloseTo(12, 1)
    const samples = (path: string) => readWav(readFileSync(path)).channels[0]!
    expect(samples(ducked)).toHaveLength(length * 48_000)
    const [before, after] = [samples(plain), samples(ducked)]
    expect(after.slice(0, 48_000 * (speaks - 2))).toEqual(before.slice(0, 48_000 * (speaks - 2)))
  })

  it('a range and a pre-roll are ducked where the film speaks, not where the file does', async () => {
    const part = { kind: 'range', start: seconds(2), end: seconds(11) } as const
    const options = { part, preRollBars: 1 }
    const [plain, ducked] = [
      await exported('wav', options),
      await exported('wav', { ...options, ducking: 12 }),
    ]
    const preRoll = readWav(readFileSync(plain)).channels[0]!.length / 48_000 - 9
    expect(preRoll).toBeGreaterThan(1)
    expect(difference(plain, ducked, Math.ceil(preRoll))).toBeCloseTo(0, 1)
    expect(difference(plain, ducked, Math.round(preRoll + speaks - 2 + 3))).toBeCloseTo(12, 1)
  })

  it('leaves stems as they are', async () => {
    const [plain, ducked] = [await exported('stems'), await exported('stems', { ducking: 12 })]
    expect(readFileSync(ducked).equals(readFileSync(plain))).toBe(true)
  })

  it('lowers the preview’s music below the film’s sound, not in its place', async () => {
    const below = await exported('preview', { ducking: 12 })
    const instead = await exported('preview', { filmSound: 'without' })
    expect(difference(instead, below, speaks - 3)).toBeCloseTo(0, 0)
    expect(Math.abs(difference(instead, below, speaks + 3) - 12)).toBeLessThan(0.5)
    const without = await exported('preview', { ducking: 12, filmSound: 'without' })
    expect(Math.abs(difference(instead, without, speaks + 3))).toBeLessThan(0.1)
  })

  it('loudness is that of the music where nobody speaks', async () => {
    const [plain, ducked] = [
      await exported('wav', { lufs: -23 }),
      await exported('wav', { lufs: -23, ducking: 12 }),
    ]
    expect(difference(plain, ducked, speaks - 3)).toBeCloseTo(0, 1)
  })
})
