import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { join } from 'node:path'
import type { FfmpegTool } from '../../../../src/main/engine/media/ffmpeg'
import { runFfmpeg } from '../../../../src/main/engine/media/ffmpegProcess'

/** Pictures of a film whose every picture has a grey of its own. */
export const grayFrames = 70
const levelStep = 3

export interface GrayFilmOptions {
  readonly rate?: string
  /** Seconds by which the picture (or, negative, the sound) starts later than the other. */
  readonly pictureDelay?: number
  readonly pictureArguments?: readonly string[]
}

/** Makes a film of {@link grayFrames} grey pictures and a click of 20 ms one second into its sound. */
export async function makeGrayFilm(
  ffmpeg: FfmpegTool,
  folder: string,
  name: string,
  {
    rate = '24',
    pictureDelay = 0,
    pictureArguments = ['-c:v', 'libx264', '-crf', '10'],
  }: GrayFilmOptions = {},
): Promise<string> {
  const path = join(folder, name)
  const picture = `color=black:s=64x36:r=${rate},geq=lum='16+N*${levelStep}':cb=128:cr=128,format=yuv420p,trim=end_frame=${grayFrames}`
  const click = `aevalsrc='if(between(t,1,1.02),0.9,0)':s=48000:d=3`
  const { code, messages } = await runFfmpeg(ffmpeg.path, [
    ...[
      '-loglevel',
      'error',
      '-y',
      '-itsoffset',
      String(Math.max(0, pictureDelay)),
      '-f',
      'lavfi',
      '-i',
      picture,
    ],
    ...['-itsoffset', String(Math.max(0, -pictureDelay)), '-f', 'lavfi', '-i', click],
    ...['-map', '0:v', '-map', '1:a', ...pictureArguments],
    ...['-c:a', 'pcm_s16le', path],
  ])
  if (code !== 0) throw new Error(`ffmpeg could not make ${name}: ${messages}`)
  return path
}

/** The number of a gray film's picture, from its JPEG. */
export async function grayIndex(ffmpeg: FfmpegTool, jpeg: Uint8Array): Promise<number> {
  const child = spawn(
    ffmpeg.path,
    '-loglevel error -f mjpeg -i pipe:0 -vf format=gray,scale=1:1:flags=area -f rawvideo pipe:1'.split(' '),
    { stdio: ['pipe', 'pipe', 'ignore'] },
  )
  child.stdin.end(jpeg)
  const [level = 0] = await buffer(child.stdout)
  return Math.round((level * 219) / 255 / levelStep)
}
