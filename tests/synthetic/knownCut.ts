import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { runFfmpeg } from '../../src/main/engine/media/ffmpegProcess'

/** A film of two moving shots, dark and bright, with one hard cut; a tone of 1 kHz starts with the second shot. */
export interface KnownCut {
  /** Pictures per second, as ffmpeg takes it. */
  readonly rate: string
  readonly frames: number
  /** First picture of the second shot. */
  readonly cutFrame: number
  readonly size?: string
  /** Filters after the cut: `setsar=16/15`, `setpts=…`. */
  readonly filters?: string
  /** Encoder and its options; H.264 when absent. */
  readonly video?: readonly string[]
  /** Encoder and its options; null for no sound, AAC when absent. */
  readonly audio?: readonly string[] | null
  /** Options before the name of the file. */
  readonly output?: readonly string[]
}

export interface KnownCutMaker {
  readonly folder: string
  /** Names that `ffmpeg -encoders` lists. */
  readonly encoders: ReadonlySet<string>
  make(name: string, film: KnownCut): Promise<string>
  /** Runs ffmpeg with any arguments; answers with the path of `name`, which is their last one. */
  convert(name: string, args: readonly string[]): Promise<string>
  path(name: string): string
  remove(): Promise<void>
}

export const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'] as const

export const rateOf = (text: string): readonly [numerator: number, denominator: number] => {
  const [numerator, denominator = 1] = text.split('/').map(Number)
  return [numerator!, denominator]
}

/** Where the cut lies in seconds. */
export function cutSeconds({ rate, cutFrame }: Pick<KnownCut, 'rate' | 'cutFrame'>): number {
  const [numerator, denominator] = rateOf(rate)
  return (cutFrame * denominator) / numerator
}

function sources(film: KnownCut): readonly string[] {
  const { rate, frames, cutFrame, size = '160x90', filters, audio } = film
  const [numerator, denominator] = rateOf(rate)
  const shot = (source: string, length: number, luma: string): string =>
    `${source}=s=${size}:r=${rate},trim=end_frame=${length},format=yuv444p,lutyuv=y=${luma}`
  const graph = [
    `${shot('testsrc2', cutFrame, '16+val/5')}[dark]`,
    `${shot('testsrc', frames - cutFrame, '140+val/4')}[bright]`,
    `[dark][bright]concat=n=2:v=1:a=0,setsar=1${filters === undefined ? '' : `,${filters}`}`,
  ].join(';')
  const tone = `aevalsrc='if(gte(t,${cutSeconds(film)}),0.5*sin(2000*PI*t),0)':s=48000:d=${(frames * denominator) / numerator}`
  return ['-f', 'lavfi', '-i', graph, ...(audio === null ? [] : ['-f', 'lavfi', '-i', tone])]
}

/** Makes films in a new temporary folder. */
export async function createKnownCutMaker(ffmpeg: FfmpegTool): Promise<KnownCutMaker> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-known-cut-'))
  const path = (name: string): string => join(folder, name)
  const convert = async (name: string, args: readonly string[]): Promise<string> => {
    const run = await runFfmpeg(ffmpeg.path, ['-loglevel', 'error', '-y', ...args, `file:${path(name)}`])
    if (run.code !== 0) throw new Error(`ffmpeg could not make ${name}: ${run.messages}`)
    return path(name)
  }
  return {
    folder,
    path,
    encoders: await listEncoders(ffmpeg),
    convert,
    make: (name, film) =>
      convert(name, [
        ...sources(film),
        ...(film.video ?? x264),
        ...(film.audio === null ? ['-an'] : (film.audio ?? ['-c:a', 'aac'])),
        ...(film.output ?? []),
      ]),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Names of the encoders that a build has. */
export async function listEncoders(ffmpeg: FfmpegTool): Promise<ReadonlySet<string>> {
  const { output } = await runFfmpeg(ffmpeg.path, ['-encoders'])
  return new Set([...output.matchAll(/^ [VA][.FSXBD]{5} (\S+)/gm)].map((match) => match[1]!))
}
