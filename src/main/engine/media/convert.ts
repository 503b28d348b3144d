import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'
import { rationalToNumber } from '../../../core/time/rational'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import type { FfmpegTool } from './ffmpeg'
import { startFfmpeg } from './ffmpegProcess'

export interface Conversion {
  readonly ffmpeg: FfmpegTool
  readonly path: string
  readonly info: MediaInfo
  /** Seconds that are written; the film's length when absent. */
  readonly duration?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((fraction: number) => void) | undefined
}

/** Seconds of film in a block of `-progress`; null where it tells none yet. */
function progressSeconds(text: string): number | null {
  const last = [...text.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1]
  return last === undefined ? null : Number(last) / 1_000_000
}

/**
 * Runs an ffmpeg that writes a file of the film's length, or `duration`, and tells `-progress pipe:1`.
 * Throws Failure `ffmpeg-failed` (with ffmpeg's complaint) or `cancelled`.
 */
export async function convert(request: Conversion, convertArguments: readonly string[]): Promise<void> {
  const { ffmpeg, path, info, signal, onProgress, duration = rationalToNumber(info.duration) } = request
  const running = startFfmpeg(ffmpeg.path, convertArguments, { signal })
  let complaint = ''
  running.messages
    .setEncoding('utf8')
    .on('data', (text: string) => (complaint = (complaint + text).slice(-500)))
  running.outputs[0]!.setEncoding('utf8').on('data', (text: string) => {
    const done = progressSeconds(text)
    if (done !== null && duration > 0) onProgress?.(Math.min(1, done / duration))
  })
  const { code } = await running.closed
  throwIfCancelled(signal)
  if (code !== 0)
    throw new Failure('ffmpeg-failed', { path, reason: complaint.trim().split('\n').at(-1) ?? 'unknown' })
}
