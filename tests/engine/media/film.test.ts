import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveFfmpeg } from '../../../src/main/engine/media/ffmpeg'
import { pictureAt } from '../../../src/main/engine/media/picture'
import { readPlayback } from '../../../src/main/engine/media/playback'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { chooseEncoders, proxySize, writeProxy } from '../../../src/main/engine/media/proxy'
import { createPeakMeter, peaksPerSecond, readWaveform } from '../../../src/main/engine/media/waveform'
import { createFilmFiles } from '../../../src/main/engine/workflow/filmFiles'
import { createDecodeSlots } from '../../../src/main/engine/media/decodeSlots'
import { grayFrames, grayIndex, makeGrayFilm, type GrayFilmOptions } from './support/grayFilm'

const ffmpeg = await resolveFfmpeg({ environment: process.env })
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-film-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function film(name: string, options: GrayFilmOptions = {}) {
  const path = join(folder, name)
  if (!existsSync(path)) await makeGrayFilm(ffmpeg, folder, name, options)
  return { ffmpeg, path, info: await probeMedia(ffmpeg, path) }
}

const someFrames = [0, 1, 24, 25, 69]

describe('pictures of a film by time (docs/spec/host.md, H50)', () => {
  it.each<[string, string, GrayFilmOptions]>([
    ['plain.mov', '24', {}],
    ['ntsc.mov', '30000/1001', {}],
    ['fast.mkv', '120', {}],
    ['late-picture.mkv', '24', { pictureDelay: 0.5 }],
    ['late-sound.mkv', '24', { pictureDelay: -0.5 }],
    ['intra.avi', '25', { pictureArguments: ['-c:v', 'mpeg4', '-q:v', '2'] }],
  ])('are exact to the picture: %s', async (name, rate, options) => {
    const request = { ...(await film(name, { rate, ...options })), height: 36 }
    const [numerator, denominator = 1] = rate.split('/').map(Number)
    const found: number[] = []
    for (const frame of someFrames) {
      const jpeg = await pictureAt(request, Math.round((1000 * frame * denominator) / numerator!), false)
      found.push(await grayIndex(ffmpeg, jpeg!))
    }
    expect(found).toEqual(someFrames)
  })

  it('is the picture still shown at a moment between two, and the last one after the end', async () => {
    const request = { ...(await film('plain.mov')), height: 36 }
    const between = await pictureAt(request, Math.round(1000 * (10.4 / 24)), false)
    expect(await grayIndex(ffmpeg, between!)).toBe(10)
    const after = await pictureAt(request, 60_000, false)
    expect(after).not.toBeNull()
  })
})

/** Seconds of the first loud peak. */
async function clickTime(request: Parameters<typeof readWaveform>[0]): Promise<number> {
  const { planes, count } = await readWaveform(request)
  return planes.subarray(0, count).findIndex((peak) => peak > 60) / peaksPerSecond
}

describe('peaks of a sound track (H51)', () => {
  it.each<[string, GrayFilmOptions, number]>([
    ['plain.mov', {}, 1],
    ['late-picture.mkv', { pictureDelay: 0.5 }, 0.5],
    ['late-sound.mkv', { pictureDelay: -0.5 }, 1.5],
  ])('count from the first picture: %s', async (name, options, expected) => {
    const request = { ...(await film(name, options)), audioTrack: 0 }
    expect(Math.abs((await clickTime(request)) - expected)).toBeLessThanOrEqual(1 / peaksPerSecond)
  })

  it('hold the highest and lowest sample of each two hundredth of a second', () => {
    const meter = createPeakMeter(1)
    const sine = Int16Array.from(
      { length: 24_000 },
      (_, index) => 32_767 * Math.sin((2 * Math.PI * index) / 120),
    )
    meter.push(sine.subarray(0, 7001))
    meter.push(sine.subarray(7001))
    meter.push(Int16Array.of(-32_768))
    const { count, planes } = meter.finish()
    expect(count).toBe(peaksPerSecond + 1)
    expect([...new Set(planes.subarray(0, peaksPerSecond))]).toEqual([127])
    expect([...new Set(planes.subarray(count, count + peaksPerSecond))]).toEqual([-127])
    expect([planes[peaksPerSecond], planes[2 * count - 1]]).toEqual([-127, -127])
  })

  it('stops when it is cancelled', async () => {
    const request = { ...(await film('plain.mov')), audioTrack: 0, signal: AbortSignal.abort() }
    await expect(readWaveform(request)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('proxies (H52)', () => {
  it('hold the same pictures at the same times, counted from the first', async () => {
    const source = await film('late-picture.mkv', { pictureDelay: 0.5 })
    const target = join(folder, 'proxy.mp4')
    const told: number[] = []
    await writeProxy({ ...source, audioTrack: 0, onProgress: (fraction) => told.push(fraction) }, target)
    const info = await probeMedia(ffmpeg, target)
    expect(info).toMatchObject({
      videoCodec: 'h264',
      frameRate: source.info.frameRate,
      startTime: { numerator: 0 },
    })
    const proxy = { ffmpeg, path: target, info, height: 36 }
    const found: number[] = []
    for (const frame of someFrames)
      found.push(await grayIndex(ffmpeg, (await pictureAt(proxy, Math.round((1000 * frame) / 24), false))!))
    expect(found).toEqual(someFrames)
    // AAC may smear a click by a block of 1024 samples.
    expect(Math.abs((await clickTime({ ...proxy, audioTrack: 0 })) - 0.5)).toBeLessThan(0.03)
    expect(await readPlayback(ffmpeg, target, info)).toMatchObject({ playable: 'yes', startSeconds: 0 })
    expect(told.at(-1)).toBeGreaterThan(0.9)
  })

  it('are made once of a file, and not at all when it is cancelled', async () => {
    const { path, info } = await film('intra.avi', { pictureArguments: ['-c:v', 'mpeg4', '-q:v', '2'] })
    const cache = join(folder, 'cache')
    const files = createFilmFiles(cache)
    const tools = { ffmpeg, slots: createDecodeSlots(1) }
    await expect(
      files.makeProxy({ path, info }, tools, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readdir(join(cache, 'proxies'))).toEqual([])
    expect(await files.findProxy({ path, info })).toBeNull()
    const made = await files.makeProxy({ path, info }, tools, {})
    expect(await files.findProxy({ path, info })).toBe(made)
    expect(await files.makeProxy({ path, info }, tools, {})).toBe(made)
    expect(await readdir(join(cache, 'proxies'))).toHaveLength(1)
  })

  it('leave nothing behind when ffmpeg fails', async () => {
    const { info } = await film('plain.mov')
    const files = createFilmFiles(join(folder, 'failing'))
    const video = { path: import.meta.filename, info }
    await expect(files.makeProxy(video, { ffmpeg, slots: createDecodeSlots(1) }, {})).rejects.toMatchObject({
      code: 'ffmpeg-failed',
    })
    expect(await readdir(join(folder, 'failing/proxies'))).toEqual([])
  })

  it('are small and even in size', async () => {
    const { info } = await film('plain.mov')
    const sizeOf = (width: number, height: number) => proxySize({ ...info, width, height })
    expect(sizeOf(3840, 2160)).toEqual({ width: 1280, height: 720 })
    expect(sizeOf(1080, 1920)).toEqual({ width: 406, height: 720 })
    expect(sizeOf(64, 36)).toEqual({ width: 64, height: 36 })
    expect(sizeOf(333, 111)).toEqual({ width: 334, height: 112 })
  })

  it('use what ffmpeg was built with', () => {
    const list = (...names: string[]) => names.map((name) => ` V....D ${name.padEnd(20)} words`).join('\n')
    expect(chooseEncoders(list('libx264', 'aac'))?.picture).toContain('libx264')
    expect(chooseEncoders(list('libopenh264', 'libvpx-vp9'))?.picture).toContain('libopenh264')
    expect(chooseEncoders(list('libvpx-vp9', 'libopus'))?.picture).toContain('libvpx-vp9')
    expect(chooseEncoders(list('libx264rgb', 'mpeg4'))).toBeNull()
  })
})

it('tells what Chromium plays (H53)', async () => {
  const plain = await film('plain.mov')
  expect(await readPlayback(ffmpeg, plain.path, plain.info)).toEqual({
    ...{ playable: 'yes', mimeType: 'video/mp4', startSeconds: 0 },
  })
  const late = await film('late-picture.mkv', { pictureDelay: 0.5 })
  const playback = await readPlayback(ffmpeg, late.path, late.info)
  expect(playback).toMatchObject({ playable: 'perhaps', mimeType: 'video/webm' })
  expect(playback.startSeconds).toBeCloseTo(0.5, 2)
  const old = await film('intra.avi', { pictureArguments: ['-c:v', 'mpeg4', '-q:v', '2'] })
  expect((await readPlayback(ffmpeg, old.path, old.info)).playable).toBe('no')
  expect(grayFrames).toBe(old.info.duration.numerator / old.info.duration.denominator / (1 / 25))
})
