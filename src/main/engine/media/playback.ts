import { Failure } from '../../../core/base/failure'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber, subtractRational } from '../../../core/time/rational'
import { inputArguments } from './containers'
import type { FfmpegTool } from './ffmpeg'
import { runFfmpeg } from './ffmpegProcess'
import { parseFfmpegReport } from './ffmpegReport'

/** Whether Chromium plays a video, and how its clock relates to the film's. */
export interface Playback {
  readonly playable: 'yes' | 'perhaps' | 'no'
  readonly mimeType: string
  /** Seconds that a media element's clock shows at the first picture. */
  readonly startSeconds: number
}

/** What of a video decides whether it can be played. Names are ffmpeg's. */
export interface PlayedStreams {
  readonly container: string
  readonly videoCodec: string
  /** `yuv420p`, `yuv422p10le`, … */
  readonly pixelFormat: string
  readonly audioCodecs: readonly string[]
}

/** Containers that Chromium's media element opens, by ffmpeg's names, and the types they are announced as. */
const openedContainers: readonly (readonly [part: string, mimeType: string, playable: 'yes' | 'perhaps'])[] =
  [
    ['mp4', 'video/mp4', 'yes'],
    ['mov', 'video/mp4', 'yes'],
    ['webm', 'video/webm', 'yes'],
    ['ogg', 'video/ogg', 'perhaps'],
  ]

/**
 * Codecs of Chromium's own decoders (media/ffmpeg/README and media/base/supported_types.cc), H.264 included, which
 * Electron and distributions' Chromium are built with. HEVC depends on the graphics card.
 */
const pictureCodecs: Readonly<Record<string, 'yes' | 'perhaps'>> = {
  ...{ h264: 'yes', vp8: 'yes', vp9: 'yes', av1: 'yes' },
  ...{ hevc: 'perhaps', theora: 'perhaps' },
}
const soundCodecs: ReadonlySet<string> = new Set(['aac', 'mp3', 'opus', 'vorbis', 'flac'])
const isPlainPcm = (codec: string): boolean => /^pcm_(s16le|s24le|f32le|u8|alaw|mulaw)$/.test(codec)

/** H.264 is decoded in 8 bits and 4:2:0 everywhere, other formats here and there. */
const isUsualFormat = (codec: string, pixelFormat: string): boolean =>
  codec !== 'h264' || pixelFormat === 'yuv420p' || pixelFormat === 'yuvj420p'

const worse = (a: Playback['playable'], b: Playback['playable']): Playback['playable'] =>
  a === 'no' || b === 'no' ? 'no' : a === 'perhaps' || b === 'perhaps' ? 'perhaps' : 'yes'

/** What WebM may hold. ffmpeg has one name for it and Matroska, which Chromium reads by the same code without promising it. */
const webmCodecs: ReadonlySet<string> = new Set(['vp8', 'vp9', 'av1', 'opus', 'vorbis'])

/** Whether Chromium can be expected to play these streams, sound and all. */
export function playability({
  container,
  videoCodec,
  pixelFormat,
  audioCodecs,
}: PlayedStreams): Pick<Playback, 'playable' | 'mimeType'> {
  const parts = container.split(',')
  const opened = openedContainers.find(([part]) => parts.includes(part))
  const sound = audioCodecs[0]
  const soundPlays = sound === undefined || soundCodecs.has(sound) || isPlainPcm(sound)
  const picture = pictureCodecs[videoCodec] ?? 'no'
  const format = isUsualFormat(videoCodec, pixelFormat) ? 'yes' : 'no'
  if (!opened) return { playable: 'no', mimeType: 'application/octet-stream' }
  const [part, mimeType, promised] = opened
  const isWebm = [videoCodec, ...audioCodecs].every((codec) => webmCodecs.has(codec))
  const byContainer = part === 'webm' && !isWebm ? 'perhaps' : promised
  return {
    playable: worse(worse(byContainer, picture), worse(format, soundPlays ? 'yes' : 'no')),
    mimeType,
  }
}

/** The pixel format in ffmpeg's heading of a video stream, after the codec's name and brackets. */
function pixelFormatOf(messages: string, stream: number): string {
  const heading = new RegExp(
    `^ +Stream #0:${stream}\\b[^\\n]*: Video: [^\\n]*?, ([a-z][a-z0-9]+)(?:\\(|,)`,
    'm',
  )
  return heading.exec(messages)?.[1] ?? ''
}

/** Asks ffmpeg what a media element will meet. Throws Failure `not-a-video` or `cancelled`. */
export async function readPlayback(
  ffmpeg: FfmpegTool,
  path: string,
  info: MediaInfo,
  signal?: AbortSignal,
): Promise<Playback> {
  const { messages } = await runFfmpeg(ffmpeg.path, inputArguments(path), { signal })
  const report = parseFfmpegReport(messages)
  if (!report) throw new Failure('not-a-video', { path })
  return {
    ...playability({
      container: report.container,
      videoCodec: info.videoCodec,
      pixelFormat: pixelFormatOf(messages, info.videoStream),
      audioCodecs: report.audioTracks.map(({ codec }) => codec),
    }),
    // A media element counts from the earliest timestamp of any stream.
    startSeconds: Math.max(0, rationalToNumber(subtractRational(info.startTime, report.containerStart))),
  }
}
