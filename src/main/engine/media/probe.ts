import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { compareRational, rational, subtractRational, zero } from '../../../core/time/rational'
import { readContainerFacts, type ContainerFacts } from './containerFacts'
import { inputArguments } from './containers'
import type { FfmpegTool } from './ffmpeg'
import { runFfmpeg } from './ffmpegProcess'
import { parseFfmpegReport, type FfmpegReport } from './ffmpegReport'
import { requireMediaFile } from './mediaFile'

/** Assumed where neither the container nor ffmpeg tells a rate. */
const fallbackFrameRate = rational(25)

/** The last thing that ffmpeg complained about, for the failure's context. */
export function lastComplaint(messages: string): string {
  const lines = messages.split(/[\r\n]+/).map((line) => line.trim())
  const complaint = lines.filter((line) => /error|invalid|not |could not|denied|whitelist/i.test(line)).at(-1)
  // The whitelist message repeats the whole list.
  return (complaint ?? lines.at(-1) ?? '').replace(/^(?:.*Format not on whitelist).*/, '$1').slice(0, 200)
}

function toMediaInfo(report: FfmpegReport, facts: ContainerFacts | null): MediaInfo | null {
  const { video } = report
  if (!video) return null
  return {
    container: report.container,
    duration: facts?.duration ?? report.duration ?? zero,
    startTime: facts?.startTime ?? report.containerStart,
    frameRate: facts?.frameRate ?? video.frameRate ?? fallbackFrameRate,
    variableFrameRate: facts?.variableFrameRate ?? false,
    width: video.width,
    height: video.height,
    pixelAspectRatio: video.pixelAspectRatio,
    rotation: facts?.rotation ?? video.rotation,
    videoCodec: video.codec,
    videoStream: video.stream,
    audioTracks: report.audioTracks,
    timecode: report.timecode,
  }
}

/**
 * Reads what a video file says about itself, without decoding it: the container's own numbers where mediabunny reads
 * it, ffmpeg's report elsewhere. What the decode measures (`DecodeSummary`) is truer than what a file claims.
 * Throws `file-missing`, `file-is-directory`, `file-empty`, `file-not-readable`, `not-a-video` (nothing that ffmpeg
 * may open), `no-picture` (sound only), `too-short` (one frame) or `cancelled`; the context holds the path.
 */
export async function probeMedia(
  ffmpeg: FfmpegTool,
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MediaInfo> {
  const { signal } = options
  throwIfCancelled(signal)
  await requireMediaFile(path)
  const running = runFfmpeg(ffmpeg.path, inputArguments(path), { signal })
  const reading = running.then(({ messages }) => parseFfmpegReport(messages))
  // While ffmpeg starts there is time to read the container. What ffmpeg fails on is told below.
  const facts = readContainerFacts(
    path,
    reading.then(
      (report) => report?.video ?? null,
      () => null,
    ),
  )
  const { messages } = await running.finally(() => facts)
  const report = await reading
  if (!report) throw new Failure('not-a-video', { path, reason: lastComplaint(messages) })
  const info = toMediaInfo(report, await facts)
  throwIfCancelled(signal)
  if (!info) throw new Failure('no-picture', { path })
  const oneFrame = rational(info.frameRate.denominator, info.frameRate.numerator)
  // Half a frame of slack: some containers round their duration to a millisecond.
  const slack = rational(oneFrame.numerator, oneFrame.denominator * 2)
  const isOneFrame =
    info.duration.numerator > 0 && compareRational(subtractRational(info.duration, oneFrame), slack) < 0
  if (isOneFrame) throw new Failure('too-short', { path, frames: 1 })
  return info
}
