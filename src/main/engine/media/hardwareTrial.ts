import { throwIfCancelled } from '../../../core/base/cancellation'
import { analysisHeight, analysisWidth } from '../../../core/media/analyser'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import { scaledPictureFilter } from './decodeArguments'
import { inputArguments } from './containers'
import type { FfmpegTool } from './ffmpeg'
import { runFfmpeg, startFfmpeg } from './ffmpegProcess'

/** The order in which a system's ways of decoding are tried; qsv is left out, it wants decoders of its own. */
export const hardwareOrder: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['videotoolbox'],
  win32: ['d3d11va', 'd3d12va', 'dxva2', 'cuda'],
  linux: ['vaapi', 'cuda', 'vdpau'],
}

/** The names that this ffmpeg was built with, from `ffmpeg -hwaccels`. */
export async function listHardware(ffmpeg: FfmpegTool, signal?: AbortSignal): Promise<readonly string[]> {
  const { output } = await runFfmpeg(ffmpeg.path, ['-hwaccels'], { signal, timeoutMs: 10_000 })
  return output.split(/\s+/).filter((word) => /^[a-z0-9_]+$/.test(word))
}

/** Seconds of film that a trial decodes, and the pictures that it reads at most. */
const trialSeconds = 2
const mostPictures = 240
const pictureBytes = analysisWidth * analysisHeight * 3
/** Hardware must be this many times faster: a gain below is within what two runs differ by. */
const leastGain = 1.2
/** Mean absolute difference of two pictures, in levels, that another rounding of colours explains. */
const colourTolerance = 2

interface Excerpt {
  readonly pictures: Buffer
  /** From the first picture to the end: what a device takes to start is paid once per film. */
  readonly picturesPerSecond: number
  readonly milliseconds: number
}

/** Decodes two seconds from a third of the film on; null when ffmpeg fails or takes longer than `timeoutMs`. */
async function decodeExcerpt(
  ffmpeg: FfmpegTool,
  { path, info }: TrialFilm,
  hardware: string | null,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Excerpt | null> {
  const start = rationalToNumber(info.duration) / 3
  const started = performance.now()
  const running = startFfmpeg(
    ffmpeg.path,
    [
      ...['-nostats', '-loglevel', 'error', '-noaccurate_seek', '-ss', start.toFixed(3)],
      ...['-t', String(trialSeconds), ...(hardware === null ? [] : ['-hwaccel', hardware])],
      ...inputArguments(path),
      ...['-map', `0:${info.videoStream}`, '-vf', scaledPictureFilter],
      ...[ffmpeg.features.fpsMode ? '-fps_mode' : '-vsync', 'passthrough', '-frames:v', String(mostPictures)],
      ...['-c:v', 'rawvideo', '-f', 'rawvideo', 'pipe:1'],
    ],
    options,
  )
  running.messages.resume()
  const chunks: Buffer[] = []
  let firstAt = 0
  for await (const chunk of running.outputs[0] as AsyncIterable<Buffer>) {
    if (chunks.length === 0) firstAt = performance.now()
    chunks.push(chunk)
  }
  const { code } = await running.closed
  throwIfCancelled(options.signal)
  const pictures = Buffer.concat(chunks)
  const ended = performance.now()
  const count = Math.floor(pictures.length / pictureBytes)
  if (code !== 0 || count < 2) return null
  return {
    pictures,
    picturesPerSecond: ((count - 1) * 1000) / Math.max(1, ended - firstAt),
    milliseconds: ended - started,
  }
}

/** Whether two excerpts hold the same pictures, as far as the eye can tell. */
export function showTheSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let start = 0; start < a.length; start += pictureBytes) {
    const end = Math.min(start + pictureBytes, a.length)
    let difference = 0
    for (let index = start; index < end; index += 1) difference += Math.abs(a[index]! - b[index]!)
    if (difference > colourTolerance * (end - start)) return false
  }
  return true
}

/** The film that a trial reads. */
export interface TrialFilm {
  readonly path: string
  readonly info: MediaInfo
}

/**
 * Decodes two seconds of the film in software and with each of `candidates`, and answers with the fastest that is at
 * least 1.2 times as fast and shows the same pictures; null when none is, or when the film cannot tell. A candidate that
 * fails or hangs is passed over. Throws `cancelled` only.
 */
export async function fastestHardware(
  ffmpeg: FfmpegTool,
  film: TrialFilm,
  candidates: readonly string[],
  signal?: AbortSignal,
): Promise<string | null> {
  const software = await decodeExcerpt(ffmpeg, film, null, { signal, timeoutMs: 30_000 })
  if (!software) return null
  let [best, bestSpeed] = [null as string | null, software.picturesPerSecond * leastGain]
  for (const name of candidates) {
    const timeoutMs = Math.round(software.milliseconds + 3000)
    const excerpt = await decodeExcerpt(ffmpeg, film, name, { signal, timeoutMs })
    if (!excerpt || excerpt.picturesPerSecond < bestSpeed) continue
    if (!showTheSame(software.pictures, excerpt.pictures)) continue
    best = name
    bestSpeed = excerpt.picturesPerSecond
  }
  return best
}
