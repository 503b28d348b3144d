import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { framesPerSecond, type BenchFilm } from './benchFilm'
import { pointDetection, type Detection } from './detection'
import type { Detector } from './detectors'

const execute = promisify(execFile)

async function ffmpeg(...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('ffmpeg', ['-nostdin', ...args], { maxBuffer: 1 << 28 })
  return stdout
}

/** Decodes every picture and drops it: what each detector's time is divided by. */
export const plainDecode = async ({ path }: BenchFilm): Promise<void> => {
  await ffmpeg('-v', 'error', '-i', path, '-map', '0:v', '-f', 'null', '-')
}

/** Runs a filter that lets `metadata` print the pictures it picks; their times, in whole microseconds, give the indices. */
async function pickedPictures(film: BenchFilm, filter: string): Promise<readonly Detection[]> {
  const chain = `${filter},settb=1/1000000,metadata=mode=print:file=-`
  const output = await ffmpeg('-v', 'error', '-i', film.path, '-map', '0:v', '-vf', chain, '-f', 'null', '-')
  return [...output.matchAll(/^frame:\d+\s+pts:(\d+)/gm)].map(([, time]) =>
    pointDetection(Math.round((Number(time) / 1e6) * framesPerSecond(film))),
  )
}

/** ffmpeg's two detectors of cuts: `scdet` with its default threshold, and `select` as its manual shows it. */
export async function ffmpegDetectors(): Promise<readonly Detector[]> {
  const version = /^ffmpeg version (\S+)/.exec(await ffmpeg('-version'))?.[1] ?? 'unknown'
  const detector = (id: 'scdet' | 'select', shown: string, filter: string): Detector => ({
    id,
    description: `\`${shown}\`, ffmpeg ${version}`,
    detect: (film) => pickedPictures(film, filter),
  })
  return [
    detector('scdet', 'scdet=threshold=10', 'scdet=threshold=10,metadata=mode=select:key=lavfi.scd.time'),
    detector('select', 'select=gt(scene,0.3)', String.raw`select=gt(scene\,0.3)`),
  ]
}
