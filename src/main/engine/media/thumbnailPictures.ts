import type { Readable } from 'node:stream'
import { throwIfCancelled } from '../../../core/base/cancellation'
import { displaySize, type MediaInfo } from '../../../core/media/mediaInfo'
import { rational, rationalToNumber, zero, type Rational } from '../../../core/time/rational'
import { inputArguments } from './containers'
import { createTimeQueue } from './decodeStreams'
import type { FfmpegTool } from './ffmpeg'
import { startFfmpeg } from './ffmpegProcess'
import { createShowinfoReader } from './pictureTimes'

/** A picture of a film as JPEG, with ffmpeg's time of it in seconds. */
export interface TimedJpeg {
  readonly time: number
  readonly jpeg: Uint8Array
}

export interface PictureRequest {
  readonly ffmpeg: FfmpegTool
  readonly path: string
  readonly info: MediaInfo
  /** Height of the pictures in pixels; their width follows from what a player shows. */
  readonly height: number
  readonly signal?: AbortSignal | undefined
}

const endOfJpeg = Buffer.from([0xff, 0xd9])

/** Cuts a stream of JPEG pictures at their end markers, which occur nowhere else in what ffmpeg's encoder writes. */
export async function* splitJpegs(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    // A marker may lie across two chunks.
    let searched = Math.max(0, rest.length - 1)
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(endOfJpeg, searched); end >= 0; end = rest.indexOf(endOfJpeg, searched)) {
      yield rest.subarray(0, end + endOfJpeg.length)
      rest = rest.subarray(end + endOfJpeg.length)
      searched = 0
    }
  }
}

/** Even, because JPEG halves the colours; at least two pixels. */
const even = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2))

function outputArguments({ ffmpeg, info, height }: PictureRequest, filter: string): readonly string[] {
  const shown = displaySize(info)
  const size = `${even((height * shown.width) / shown.height)}:${even(height)}`
  const showinfo = ffmpeg.features.showinfoChecksum ? 'showinfo=checksum=0' : 'showinfo'
  return [
    ...['-map', `0:${info.videoStream}`, '-an', '-sn', '-dn'],
    ...['-vf', `${filter}scale=${size}:out_range=full,setsar=1,format=yuvj420p,${showinfo}`],
    ...[ffmpeg.features.fpsMode ? '-fps_mode' : '-vsync', 'passthrough'],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe', 'pipe:1'],
  ]
}

/** Runs ffmpeg and hands out its pictures as they come; times count from `origin` seconds. Throws `cancelled`. */
async function* pictures(
  request: PictureRequest,
  args: readonly string[],
  origin: number,
): AsyncGenerator<TimedJpeg> {
  const times = createTimeQueue()
  let timeBase = rational(1, 1_000_000)
  const timeOf = (timestamp: number | null): Rational =>
    timestamp === null ? zero : rational(timestamp * timeBase.numerator, timeBase.denominator)
  const showinfo = createShowinfoReader({
    onTimeBase: (value) => (timeBase = value),
    onPicture: (timestamp) => times.put(timeOf(timestamp)),
    onMessage: () => undefined,
  })
  const running = startFfmpeg(request.ffmpeg.path, ['-nostats', '-loglevel', 'info', ...args], {
    signal: request.signal,
  })
  const readMessages = async (): Promise<void> => {
    running.messages.setEncoding('utf8')
    for await (const text of running.messages as AsyncIterable<string>) showinfo.push(text)
  }
  const messages = readMessages()
    .catch(() => undefined)
    .finally(() => times.end())
  try {
    for await (const jpeg of splitJpegs(running.outputs[0]!)) {
      const time = await times.take()
      if (time) yield { time: origin + rationalToNumber(time), jpeg: Uint8Array.from(jpeg) }
    }
  } catch (error) {
    throwIfCancelled(request.signal)
    throw error
  } finally {
    running.stop()
    await Promise.allSettled([running.closed, messages])
  }
  throwIfCancelled(request.signal)
}

/**
 * The key picture that the container's index leads to for a moment of the film (the one before it where there is an index,
 * the first one that is met elsewhere), without decoding any other. Null when there is none. Throws `cancelled`.
 */
export async function keyPicture(request: PictureRequest, time: number): Promise<TimedJpeg | null> {
  const seek = ['-noaccurate_seek', '-ss', time.toFixed(3), '-skip_frame', 'nokey']
  const args = [...seek, ...inputArguments(request.path), '-frames:v', '1', ...outputArguments(request, '')]
  for await (const picture of pictures(request, args, time)) return picture
  return null
}

/**
 * The first picture at or after a moment of the film in seconds, decoded from the key picture before it; null where no
 * picture follows. Throws `cancelled`.
 */
export async function shownPicture(request: PictureRequest, time: number): Promise<TimedJpeg | null> {
  // By the file's own timestamps, which are exact however the streams of the file start.
  const fileTime = rationalToNumber(request.info.startTime) + time
  const seek = time > 0 ? ['-seek_timestamp', '1', '-ss', fileTime.toFixed(6)] : []
  const args = [...seek, ...inputArguments(request.path), '-frames:v', '1', ...outputArguments(request, '')]
  for await (const picture of pictures(request, args, Math.max(0, time))) return picture
  return null
}

/**
 * Decodes the film from its beginning (a file without an index cannot be entered elsewhere) and hands out its first picture
 * and the first ones at or after `start`, `start + step`, … (seconds). Throws `cancelled`.
 */
export function everyPicture(
  request: PictureRequest,
  start: number,
  step: number,
): AsyncGenerator<TimedJpeg> {
  const cell = (time: string): string => `floor((${time}-${start.toFixed(6)})/${step.toFixed(6)}+1e-6)`
  const filter = `select='isnan(prev_t)+gt(${cell('t')},${cell('prev_t')})',`
  return pictures(request, [...inputArguments(request.path), ...outputArguments(request, filter)], 0)
}
