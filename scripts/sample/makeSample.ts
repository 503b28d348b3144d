import { once } from 'node:events'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../src/core/base/failure'
import { throwIfCancelled } from '../../src/core/base/cancellation'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { startFfmpeg, type FfmpegProcess } from '../../src/main/engine/media/ffmpegProcess'
import { lastComplaint } from '../../src/main/engine/media/probe'
import { sampleSoundGraph } from './sampleSound'
import {
  createSamplePainter,
  sampleFrames,
  sampleFramesPerSecond,
  sampleHeight,
  sampleMoods,
  sampleTransitions,
  sampleWidth,
} from './storyboard'

export const sampleVideoName = 'sample.mp4'
export const sampleTruthName = 'sample.json'

export interface MakeSampleOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((fraction: number) => void) | undefined
}

const encodeArguments = (path: string): readonly string[] => [
  ...[
    '-y',
    '-loglevel',
    'error',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${sampleWidth}x${sampleHeight}`,
  ],
  ...['-framerate', String(sampleFramesPerSecond), '-i', 'pipe:0', '-filter_complex', sampleSoundGraph()],
  ...['-map', '0:v', '-map', '[sound]', '-c:v', 'libx264', '-preset', 'slow', '-crf', '25', '-threads', '1'],
  ...['-pix_fmt', 'yuv420p', '-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-g', '96'],
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...['-c:a', 'aac', '-b:a', '96k', '-metadata', 'title=Hitpoint sample', '-fflags', '+bitexact'],
  ...['-movflags', '+faststart', '-f', 'mp4', path],
]

async function paintInto(running: FfmpegProcess, options: MakeSampleOptions): Promise<void> {
  const input = running.input!
  const paint = createSamplePainter()
  // ffmpeg may end before it has read everything; its exit code tells, not the broken pipe.
  input.on('error', () => undefined)
  for (let frame = 0; frame < sampleFrames && input.writable; frame += 1) {
    throwIfCancelled(options.signal)
    if (!input.write(paint(frame))) await Promise.race([once(input, 'drain'), running.closed])
    options.onProgress?.((frame + 1) / sampleFrames)
  }
  input.end()
}

/** The sample film's truth: every transition and mood in frames and seconds. */
export const sampleTruth = {
  framesPerSecond: sampleFramesPerSecond,
  frames: sampleFrames,
  transitions: sampleTransitions.map((transition) => ({
    ...transition,
    seconds: transition.frame / sampleFramesPerSecond,
  })),
  moods: sampleMoods,
}

/**
 * Draws the sample film (40 seconds) and writes `sample.mp4` and `sample.json` into `folder`. Throws `ffmpeg-failed`
 * (an ffmpeg without libx264, a full disk) or `cancelled`; then nothing is left under the final names.
 */
export async function makeSample(
  ffmpeg: FfmpegTool,
  folder: string,
  options: MakeSampleOptions = {},
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, sampleVideoName)
  const unfinished = `${path}.part`
  const running = startFfmpeg(ffmpeg.path, encodeArguments(unfinished), {
    signal: options.signal,
    withInput: true,
  })
  let messages = ''
  running.messages
    .setEncoding('utf8')
    .on('data', (text: string) => (messages = (messages + text).slice(-4000)))
  running.outputs[0]?.resume()
  try {
    await paintInto(running, options).catch((error: unknown) => {
      running.stop()
      throw error
    })
    const { code } = await running.closed
    throwIfCancelled(options.signal)
    if (code !== 0) throw new Failure('ffmpeg-failed', { path, reason: lastComplaint(messages) })
    await rename(unfinished, path)
    await writeFile(join(folder, sampleTruthName), `${JSON.stringify(sampleTruth, null, 2)}\n`)
    return path
  } finally {
    await running.closed.catch(() => undefined)
    await rm(unfinished, { force: true })
  }
}

/** The path of the sample film in `folder`, which is made first when it is missing; `dirname` of it must be writable then. */
export async function ensureSample(
  folder: string,
  findFfmpeg: () => Promise<FfmpegTool>,
  options: MakeSampleOptions = {},
): Promise<string> {
  const path = join(folder, sampleVideoName)
  const exists = await stat(path).then(
    (status) => status.isFile() && status.size > 0,
    () => false,
  )
  return exists ? path : makeSample(await findFfmpeg(), dirname(path), options)
}
