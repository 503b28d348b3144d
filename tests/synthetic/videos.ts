import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveFfmpeg, type FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { runFfmpeg } from '../../src/main/engine/media/ffmpegProcess'

/** A made clip and the first frames of its shots. */
export interface SyntheticVideo {
  readonly path: string
  readonly cutFrames: readonly number[]
  readonly frames: number
}

export interface SyntheticVideos {
  readonly folder: string
  /** Four shots of drawn test pictures with hard cuts, a tone as sound; `extra` goes before the output name. */
  cutClip(name: string, rate: string, extra?: readonly string[]): Promise<SyntheticVideo>
  /** The same shots; 24 frames per second until frame 40, 12 from there on. */
  variableRateClip(name: string): Promise<SyntheticVideo>
  soundOnly(name: string): Promise<string>
  /** A clip of `frames` frames of one moving picture. */
  plainClip(name: string, frames: number, extra?: readonly string[]): Promise<string>
  /** The first `share` of a file's bytes under another name. */
  cutOff(path: string, name: string, share: number): Promise<string>
  remove(): Promise<void>
}

/** The ffmpegs that tests run against: the one found by the usual order and, where installed, the build of 2018. */
export async function ffmpegsUnderTest(): Promise<readonly FfmpegTool[]> {
  const found = await resolveFfmpeg({ environment: process.env })
  const older = await oldFfmpeg()
  return older && older.path !== found.path ? [found, older] : [found]
}

/** The build of 2018 in @ffmpeg-installer/ffmpeg; null where it is not installed. */
export async function oldFfmpeg(): Promise<FfmpegTool | null> {
  try {
    const loaded: unknown = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg')
    if (typeof loaded !== 'object' || loaded === null || !('path' in loaded)) return null
    return await resolveFfmpeg({ setting: String(loaded.path), environment: {} })
  } catch {
    return null
  }
}

const size = '320x180'
const shotLengths = [30, 21, 35, 26] as const
const frames = shotLengths.reduce((sum, length) => sum + length, 0)
const cutFrames = [30, 51, 86] as const

/** Four lavfi sources that move, concatenated; every shot has an exact number of frames. */
function shotGraph(rate: string, after = ''): string {
  const sources = [
    `testsrc2=s=${size}:r=${rate}`,
    `mandelbrot=s=${size}:r=${rate}:start_scale=0.6:end_scale=0.3:end_pts=200`,
    `smptebars=s=${size}:r=${rate}`,
    `testsrc=s=${size}:r=${rate}`,
  ]
  const shots = sources.map(
    (source, index) =>
      `${source},trim=end_frame=${shotLengths[index]!},setpts=PTS-STARTPTS,format=yuv420p,setsar=1[shot${index}]`,
  )
  const inputs = shots.map((_, index) => `[shot${index}]`).join('')
  return `${shots.join(';')};${inputs}concat=n=${shots.length}:v=1:a=0${after}[picture]`
}

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p'] as const

/** Makes clips with known contents in a new temporary folder. */
export async function createSyntheticVideos(ffmpeg: FfmpegTool): Promise<SyntheticVideos> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-videos-'))
  const make = async (name: string, args: readonly string[]): Promise<string> => {
    const path = join(folder, name)
    const { code, messages } = await runFfmpeg(ffmpeg.path, ['-loglevel', 'error', '-y', ...args, path])
    if (code !== 0) throw new Error(`ffmpeg could not make ${name}: ${messages}`)
    return path
  }
  const tone = ['-f', 'lavfi', '-i', 'sine=f=440:r=44100:d=20'] as const
  return {
    folder,
    async cutClip(name, rate, extra = []) {
      const maps = ['-map', '[picture]', '-map', '0:a', '-shortest', '-c:a', 'aac']
      const path = await make(name, [...tone, '-filter_complex', shotGraph(rate), ...maps, ...x264, ...extra])
      return { path, cutFrames, frames }
    },
    async variableRateClip(name) {
      const times = `,settb=1/600,setpts='if(lt(N,40),N*25,1000+(N-40)*50)'`
      const passthrough = ffmpeg.features.fpsMode ? '-fps_mode' : '-vsync'
      const keepTimes = [
        passthrough,
        'passthrough',
        '-enc_time_base',
        '1:600',
        '-video_track_timescale',
        '600',
      ]
      const path = await make(name, [
        ...['-filter_complex', shotGraph('24', times), '-map', '[picture]'],
        // The muxer of 2018 writes an edit list that leaves the last frame out.
        ...[...keepTimes, ...x264, '-bf', '0', '-use_editlist', '0'],
      ])
      return { path, cutFrames, frames }
    },
    soundOnly: (name) => make(name, [...tone, '-t', '2', '-c:a', 'aac']),
    plainClip: (name, count, extra = []) =>
      make(name, [
        '-f',
        'lavfi',
        '-i',
        `testsrc2=s=${size}:r=24`,
        '-frames:v',
        String(count),
        ...x264,
        ...extra,
      ]),
    async cutOff(path, name, share) {
      const bytes = await readFile(path)
      const shorter = join(folder, name)
      await writeFile(shorter, bytes.subarray(0, Math.round(bytes.length * share)))
      return shorter
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
