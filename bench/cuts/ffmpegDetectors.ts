import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FfmpegTool } from '../../src/main/engine/media/ffmpeg'
import { framesPerSecond, type BenchFilm } from './benchFilm'
import { pointDetection, type Detection } from './detection'
import type { Detector } from './detectors'

const execute = promisify(execFile)

async function run({ path }: FfmpegTool, film: BenchFilm, ...args: readonly string[]): Promise<string> {
  const words = ['-nostdin', '-v', 'error', '-i', film.path, '-map', '0:v', ...args, '-f', 'null', '-']
  return (await execute(path, words, { maxBuffer: 1 << 28 })).stdout
}

/** Decodes every picture and drops it: what each detector's time is divided by. */
export const plainDecode = async (ffmpeg: FfmpegTool, film: BenchFilm): Promise<void> => {
  await run(ffmpeg, film)
}

/** Runs a filter that lets `metadata` print the pictures it picks; their times, in whole microseconds, give the indices. */
async function pickedPictures(
  ffmpeg: FfmpegTool,
  film: BenchFilm,
  filter: string,
): Promise<readonly Detection[]> {
  const printed = await run(ffmpeg, film, '-vf', `${filter},settb=1/1000000,metadata=mode=print:file=-`)
  return [...printed.matchAll(/^frame:\d+\s+pts:(\d+)/gm)].map(([, time]) =>
    pointDetection(Math.round((Number(time) / 1e6) * framesPerSecond(film))),
  )
}

/** ffmpeg's two detectors of cuts: `scdet` with its default threshold, and `select` as its manual shows it. */
export function ffmpegDetectors(ffmpeg: FfmpegTool): readonly Detector[] {
  const detector = (id: 'scdet' | 'select', shown: string, filter: string): Detector => ({
    id,
    description: `\`${shown}\`, ffmpeg ${ffmpeg.version}`,
    detect: (film) => pickedPictures(ffmpeg, film, filter),
  })
  return [
    detector('scdet', 'scdet=threshold=10', 'scdet=threshold=10,metadata=mode=select:key=lavfi.scd.time'),
    detector('select', 'select=gt(scene,0.3)', String.raw`select=gt(scene\,0.3)`),
  ]
}
