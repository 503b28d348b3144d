import { availableParallelism } from 'node:os'
import { analysisHeight, analysisWidth } from '../../../core/media/analyser'
import { inputArguments } from './containers'
import type { FfmpegFeatures } from './ffmpeg'

/** Samples per second of the sound that analysers hear. */
export const analysisSampleRate = 22_050

/**
 * What every picture goes through before it is analysed. fast_bilinear keeps the whole analysis near the price of decoding:
 * any other scaler costs more than all the listeners together (docs/performance.md).
 */
export const scaledPictureFilter = `scale=${analysisWidth}:${analysisHeight}:flags=fast_bilinear,format=rgb24`

/**
 * Filters that make ffmpeg report the time base once and every picture's timestamp in order (pictureTimes.ts). ffmpeg writes
 * each piece of a message on its own, nine for a picture of showinfo and four for one of metadata; so where metadata adds to
 * pictures without any (ffmpeg 5), showinfo, which alone tells the time base, stands where no picture comes by. Whatever
 * metadata the file has must go: it could look like a timestamp.
 */
function timeReport({ libavutil, showinfoChecksum }: FfmpegFeatures): string {
  const showinfo = showinfoChecksum ? 'showinfo=checksum=0' : 'showinfo'
  if (libavutil < 57) return showinfo
  const metadata = 'metadata=mode=delete,metadata=mode=add:key=t:value=0,metadata=mode=print'
  return `split[report][none];[none]select=0,${showinfo},nullsink;[report]${metadata}`
}

/**
 * Threads of the picture's decoder. ffmpeg itself takes one more than there are cores, which leaves cores idle where pictures
 * wait for each other (docs/performance.md); more than 16 it does not use.
 */
const decoderThreads = (): number => Math.min(16, availableParallelism() + 4)

/** Full buffers only: else ffmpeg hands over each packet on its own, and every one wakes this process. */
const fullBuffers = ['-flush_packets', '0']

/** Every `every`th picture, larger: counted by ffmpeg and, in the same way, by the reader (decode.ts). */
export interface SampleOutput {
  readonly every: number
  readonly width: number
  readonly height: number
}

/**
 * A few pictures a second for a network. They are few, so that the better scaler costs next to nothing; fast_bilinear
 * would skip most pixels of a large film, and what it leaves flickers.
 */
function sampleArguments(
  videoStream: number,
  { every, width, height }: SampleOutput,
  passthrough: readonly string[],
  pipe: number,
): readonly string[] {
  const filter = `select=not(mod(n\\,${every})),scale=${width}:${height}:flags=area,format=rgb24`
  return [
    ...['-map', `0:${videoStream}`, '-vf', filter, ...passthrough],
    ...['-c:v', 'rawvideo', '-pix_fmt', 'rgb24', ...fullBuffers, '-f', 'rawvideo', `pipe:${pipe}`],
  ]
}

/** What the one decode reads and gives. */
export interface DecodeOutputs {
  readonly videoStream: number
  readonly audioTrack: number | null
  readonly samples: SampleOutput | null
}

/**
 * Arguments of the one decode: pictures of `videoStream` to `pipe:1`, the sound of `audioTrack` (if any) to `pipe:3`, the
 * sampled pictures (if any) to the next pipe. `hardware` is a name that `ffmpeg -hwaccels` lists.
 */
export function decodeArguments(
  path: string,
  { videoStream, audioTrack, samples }: DecodeOutputs,
  features: FfmpegFeatures,
  hardware: string | null = null,
): readonly string[] {
  const passthrough = features.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']
  const pictures = [
    ...['-map', `0:${videoStream}`, '-vf', `${scaledPictureFilter},${timeReport(features)}`, ...passthrough],
    ...['-c:v', 'rawvideo', '-pix_fmt', 'rgb24', ...fullBuffers, '-f', 'rawvideo', 'pipe:1'],
  ]
  // Sound before the file's beginning is cut, gaps become silence; FLV tells the time of every block (flvSound.ts).
  const resample = `atrim=start=0,aresample=${analysisSampleRate}:async=1`
  const sound = [
    ...['-map', `0:a:${audioTrack}`, '-af', resample, '-ac', '1', '-ar', String(analysisSampleRate)],
    ...['-map_metadata', '-1', '-c:a', 'pcm_s16le', ...fullBuffers, '-f', 'flv', 'pipe:3'],
  ]
  return [
    ...['-nostats', '-loglevel', 'info'],
    ...(hardware === null ? ['-threads:v', String(decoderThreads())] : ['-hwaccel', hardware]),
    ...inputArguments(path),
    ...pictures,
    ...(audioTrack === null ? [] : sound),
    ...(samples ? sampleArguments(videoStream, samples, passthrough, audioTrack === null ? 3 : 4) : []),
  ]
}
