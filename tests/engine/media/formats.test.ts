import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rational, rationalToNumber } from '../../../src/core/time/rational'
import type { FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import {
  createKnownCutMaker,
  cutSeconds,
  listEncoders,
  rateOf,
  x264,
  type KnownCut,
  type KnownCutMaker,
} from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { observe } from './support/observe'

/** One file that somebody may bring: how it is made, and what its container cannot tell exactly. */
interface Format extends Partial<KnownCut> {
  readonly file: string
  /** As ffmpeg names the decoder. */
  readonly codec: string
  /** The first one that the local ffmpeg has is used. */
  readonly encoders: readonly string[]
  /** Options of the encoder. */
  readonly options?: readonly string[]
  /** Seconds to which the container rounds its times; 0 when they are exact. */
  readonly grain?: number
  /** False where the container does not tell how long it is. */
  readonly knowsDuration?: boolean
}

const millisecond = 0.001
const pcm = ['-c:a', 'pcm_s16le']
const x265 = ['-preset', 'ultrafast', '-x265-params', 'log-level=error']
const dnxhr = ['-profile:v', 'dnxhr_lb', '-pix_fmt', 'yuv422p']
const interlaced = ['-flags', '+ildct+ilme']
const av1 = { codec: 'av1', encoders: ['libaom-av1', 'libsvtav1'], options: ['-cpu-used', '8'] }
const h264 = { codec: 'h264', encoders: ['libx264'] }

const formats: readonly Format[] = [
  { ...h264, file: 'h264.mp4' },
  { ...h264, file: 'h264-no-b-frames.mp4', options: ['-bf', '0'] },
  { ...h264, file: 'h264-open-gop.mp4', options: ['-x264-params', 'open-gop=1:keyint=10:bframes=3'] },
  { ...h264, file: 'h264-fragmented.mp4', output: ['-movflags', 'frag_keyframe+delay_moov', '-g', '12'] },
  { ...h264, file: 'h264-10-bit.mp4', options: ['-pix_fmt', 'yuv420p10le'] },
  { ...h264, file: 'h264-interlaced.mp4', options: ['-x264-params', 'tff=1', ...interlaced], size: '160x96' },
  { ...h264, file: 'h264-pcm.mov', audio: pcm },
  { ...h264, file: 'h264-422-10-bit.mov', options: ['-pix_fmt', 'yuv422p10le'], audio: pcm },
  { ...h264, file: 'h264.mkv', audio: ['-c:a', 'flac'], grain: millisecond },
  {
    ...h264,
    file: 'h264-odd-size.mkv',
    options: ['-pix_fmt', 'yuv444p'],
    size: '161x91',
    grain: millisecond,
  },
  { ...h264, file: 'h264.avi', audio: pcm, options: ['-bf', '0'] },
  // AVI has no presentation times: where B-frames stand against the sound is the reader's guess.
  { ...h264, file: 'h264-b-frames.avi', audio: null },
  { ...h264, file: 'h264.ts' },
  { ...h264, file: 'h264.m2ts', audio: ['-c:a', 'ac3'] },
  { ...h264, file: 'h264.flv', grain: millisecond },
  { ...h264, file: 'h264.3gp' },
  { ...h264, file: 'h264-elementary.h264', audio: null, knowsDuration: false },
  { codec: 'hevc', encoders: ['libx265'], file: 'hevc.mp4', options: x265 },
  {
    codec: 'hevc',
    encoders: ['libx265'],
    file: 'hevc-10-bit.mp4',
    options: [...x265, '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  },
  {
    codec: 'hevc',
    encoders: ['libx265'],
    file: 'hevc.mkv',
    options: x265,
    audio: ['-c:a', 'ac3'],
    grain: millisecond,
  },
  { codec: 'hevc', encoders: ['libx265'], file: 'hevc.ts', options: x265 },
  { codec: 'vp8', encoders: ['libvpx'], file: 'vp8.webm', audio: ['-c:a', 'libvorbis'], grain: millisecond },
  {
    codec: 'vp9',
    encoders: ['libvpx-vp9'],
    file: 'vp9.webm',
    options: ['-cpu-used', '8'],
    audio: ['-c:a', 'libopus'],
    grain: millisecond,
  },
  {
    codec: 'vp9',
    encoders: ['libvpx-vp9'],
    file: 'vp9-10-bit.mkv',
    options: ['-cpu-used', '8', '-pix_fmt', 'yuv420p10le'],
    audio: ['-c:a', 'libopus'],
    grain: millisecond,
  },
  { codec: 'vp9', encoders: ['libvpx-vp9'], file: 'vp9.mp4', options: ['-cpu-used', '8'] },
  { ...av1, file: 'av1.mp4' },
  { ...av1, file: 'av1.webm', audio: ['-c:a', 'libopus'], grain: millisecond },
  {
    ...av1,
    file: 'av1-10-bit.mkv',
    options: [...av1.options, '-pix_fmt', 'yuv420p10le'],
    grain: millisecond,
  },
  { codec: 'prores', encoders: ['prores_ks', 'prores'], file: 'prores.mov', audio: pcm },
  {
    codec: 'prores',
    encoders: ['prores_ks', 'prores'],
    file: 'prores-interlaced.mov',
    options: interlaced,
    audio: pcm,
  },
  { codec: 'mpeg2video', encoders: ['mpeg2video'], file: 'mpeg2.ts', audio: ['-c:a', 'mp2'] },
  { codec: 'mpeg2video', encoders: ['mpeg2video'], file: 'mpeg2.mpg', audio: ['-c:a', 'mp2'] },
  { codec: 'mpeg2video', encoders: ['mpeg2video'], file: 'mpeg2.mxf', audio: pcm },
  {
    codec: 'mpeg2video',
    encoders: ['mpeg2video'],
    file: 'mpeg2-interlaced.mxf',
    options: ['-bf', '2', ...interlaced],
    audio: pcm,
  },
  {
    codec: 'mpeg2video',
    encoders: ['mpeg2video'],
    file: 'mpeg2.mkv',
    audio: ['-c:a', 'mp2'],
    grain: millisecond,
  },
  { codec: 'dnxhd', encoders: ['dnxhd'], file: 'dnxhr.mov', options: dnxhr, size: '320x180', audio: pcm },
  { codec: 'dnxhd', encoders: ['dnxhd'], file: 'dnxhr.mxf', options: dnxhr, size: '320x180', audio: pcm },
  {
    codec: 'mpeg4',
    encoders: ['mpeg4'],
    file: 'mpeg4.avi',
    options: ['-bf', '0'],
    audio: pcm,
  },
  { codec: 'mjpeg', encoders: ['mjpeg'], file: 'mjpeg.avi', options: ['-pix_fmt', 'yuvj420p'], audio: pcm },
  { codec: 'mjpeg', encoders: ['mjpeg'], file: 'mjpeg.mov', options: ['-pix_fmt', 'yuvj420p'], audio: pcm },
  { codec: 'wmv2', encoders: ['wmv2'], file: 'wmv2.wmv', audio: ['-c:a', 'wmav2'], grain: millisecond },
  { codec: 'theora', encoders: ['libtheora'], file: 'theora.ogv', audio: ['-c:a', 'libvorbis'] },
  { codec: 'ffv1', encoders: ['ffv1'], file: 'ffv1.mkv', audio: ['-c:a', 'flac'], grain: millisecond },
  {
    codec: 'rawvideo',
    encoders: ['rawvideo'],
    file: 'raw.nut',
    options: ['-pix_fmt', 'yuv420p'],
    audio: pcm,
  },
  {
    codec: 'dvvideo',
    encoders: ['dvvideo'],
    file: 'pal.dv',
    options: ['-pix_fmt', 'yuv420p'],
    size: '720x576',
    audio: [...pcm, '-ac', '2'],
  },
  {
    codec: 'gif',
    encoders: ['gif'],
    file: 'animated.gif',
    options: ['-pix_fmt', 'rgb8'],
    audio: null,
    knowsDuration: false,
  },
]

const rates = [
  '12',
  '15',
  '24000/1001',
  '24',
  '25',
  '30000/1001',
  '30',
  '48',
  '50',
  '60000/1001',
  '60',
  '100',
  '120',
] as const

const tools = await ffmpegsUnderTest()
const maker = tools[0]
const encoders = await listEncoders(maker!)

let films: KnownCutMaker
beforeAll(async () => {
  films = await createKnownCutMaker(maker!)
})
afterAll(() => films.remove())

interface Claims {
  readonly codec: string
  readonly grain: number
  readonly knowsDuration: boolean
}

/** The times are sums of fractions. */
const rounding = 1e-9

/** Holds what one ffmpeg saw of a film to what was drawn. */
async function expectExact(tool: FfmpegTool, path: string, film: KnownCut, claims: Claims): Promise<void> {
  const { codec, grain, knowsDuration } = claims
  const [numerator, denominator] = rateOf(film.rate)
  const frameRate = rational(numerator, denominator)
  const [width, height] = (film.size ?? '160x90').split('x').map(Number)
  const length = film.frames * (denominator / numerator)
  const { info, summary, times, cutFrame, toneSeconds } = await observe(tool, path)
  expect(info).toMatchObject({ videoCodec: codec, width, height, rotation: 0, frameRate })
  expect(info.audioTracks).toHaveLength(film.audio === null ? 0 : 1)
  expect(info.variableFrameRate).toBe(false)
  const claimed = rationalToNumber(info.duration)
  if (knowsDuration || claimed > 0) expect(Math.abs(claimed - length)).toBeLessThan(0.1)
  expect(summary).toMatchObject({ pictures: film.frames, frameRate, variableFrameRate: false, warnings: [] })
  expect(Math.abs(rationalToNumber(summary.duration) - length)).toBeLessThanOrEqual(grain + rounding)
  expect(cutFrame).toBe(film.cutFrame)
  const time = times[cutFrame]!
  if (grain === 0) expect(time).toEqual(rational(film.cutFrame * denominator, numerator))
  expect(Math.abs(rationalToNumber(time) - cutSeconds(film))).toBeLessThanOrEqual(grain + rounding)
  if (film.audio === null) expect(summary.soundDuration).toBe(0)
  else expect(Math.abs(toneSeconds! - cutSeconds(film))).toBeLessThan(0.5 * (denominator / numerator))
}

describe('files of every kind give picture, time and sound of a cut exactly', () => {
  for (const format of formats) {
    const { file, codec, options = [], grain = 0, knowsDuration = true, ...changes } = format
    const encoder = format.encoders.find((name) => encoders.has(name))
    it.skipIf(!encoder)(`${file} (needs the encoder ${format.encoders.join(' or ')})`, async () => {
      const film: KnownCut = {
        ...{ rate: '25', frames: 50, cutFrame: 27 },
        video: ['-c:v', encoder!, '-pix_fmt', 'yuv420p', ...options],
        ...changes,
      }
      const path = await films.make(file, film)
      for (const tool of tools) await expectExact(tool, path, film, { codec, grain, knowsDuration })
    })
  }
})

describe('every frame rate gives picture, time and sound of a cut exactly', () => {
  for (const rate of rates)
    it(`${rate} in MP4 and, rounded to milliseconds, in Matroska`, async () => {
      const [numerator, denominator] = rateOf(rate)
      const frames = Math.round((1.5 * numerator) / denominator)
      const film: KnownCut = { rate, frames, cutFrame: Math.round(frames * 0.6), video: x264 }
      const name = rate.replace('/', '-')
      const claims = { codec: 'h264', grain: 0, knowsDuration: true }
      const mp4 = await films.make(`${name}.mp4`, film)
      await expectExact(maker!, mp4, film, claims)
      const matroska = await films.convert(`${name}.mkv`, ['-i', mp4, '-c', 'copy'])
      await expectExact(maker!, matroska, film, { ...claims, grain: millisecond })
    })
})
