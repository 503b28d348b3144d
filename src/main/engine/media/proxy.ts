import { Failure } from '../../../core/base/failure'
import { displaySize, type MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import { inputArguments } from './containers'
import { convert, type Conversion } from './convert'
import { runFfmpeg } from './ffmpegProcess'

/** The largest side of a proxy in pixels: enough to see an edit, small enough to seek at once. */
const largestWidth = 1280
const largestHeight = 720
/** A key picture at least this often, in seconds: every seek is over in a moment. */
const keyPictureSeconds = 0.5

interface Encoders {
  readonly picture: readonly string[]
  readonly sound: readonly string[]
}

/** What this ffmpeg can write that Chromium plays, the quickest first, all of it for MP4. */
export function chooseEncoders(listing: string): Encoders | null {
  const has = (name: string): boolean => new RegExp(`^ [VA][A-Z.]{5} ${name} `, 'm').test(listing)
  const picture = has('libx264')
    ? ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-bf', '0']
    : has('libopenh264')
      ? ['-c:v', 'libopenh264', '-b:v', '4M']
      : has('libvpx-vp9')
        ? ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '3M']
        : null
  const sound = has('aac') ? ['-c:a', 'aac', '-b:a', '160k'] : has('libopus') ? ['-c:a', 'libopus'] : ['-an']
  return picture && { picture, sound }
}

const even = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2))

/** Size of the proxy in square pixels, both even. */
export function proxySize(info: MediaInfo): { readonly width: number; readonly height: number } {
  const { width, height } = displaySize(info)
  const factor = Math.min(1, largestWidth / width, largestHeight / height)
  return { width: even(width * factor), height: even(height * factor) }
}

function proxyArguments(
  { ffmpeg, path, info, audioTrack }: ProxyRequest,
  { picture, sound }: Encoders,
  target: string,
): readonly string[] {
  const { width, height } = proxySize(info)
  const keyPictures = Math.max(1, Math.round(rationalToNumber(info.frameRate) * keyPictureSeconds))
  return [
    ...['-loglevel', 'error', '-progress', 'pipe:1', '-y'],
    // From the first picture on, so that the proxy's clock is the film's.
    ...['-seek_timestamp', '1', '-ss', rationalToNumber(info.startTime).toFixed(6), ...inputArguments(path)],
    ...['-map', `0:${info.videoStream}`, ...(audioTrack === null ? [] : ['-map', `0:a:${audioTrack}`])],
    ...['-vf', `scale=${width}:${height}:flags=fast_bilinear,setsar=1`, '-pix_fmt', 'yuv420p'],
    ...[ffmpeg.features.fpsMode ? '-fps_mode' : '-vsync', 'passthrough', ...picture],
    ...['-g', String(keyPictures), ...(audioTrack === null ? [] : [...sound, '-ac', '2'])],
    ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', `file:${target}`],
  ]
}

export interface ProxyRequest extends Conversion {
  /** The track that is heard; null for none. */
  readonly audioTrack: number | null
}

/**
 * Writes a copy of a film at `target` that Chromium plays and seeks at once: H.264 (VP9 where ffmpeg has no encoder for
 * it) in MP4, at most 1280×720, the film's own picture times counted from its first picture, one sound track in stereo.
 * Throws Failure `ffmpeg-failed` (with what is missing or ffmpeg's complaint) or `cancelled`.
 */
export async function writeProxy(request: ProxyRequest, target: string): Promise<void> {
  const { ffmpeg, path, signal } = request
  const listing = await runFfmpeg(ffmpeg.path, ['-loglevel', 'error', '-encoders'], { signal })
  const encoders = chooseEncoders(listing.output)
  if (!encoders)
    throw new Failure('ffmpeg-failed', { path, reason: 'this ffmpeg writes neither H.264 nor VP9' })
  await convert(request, proxyArguments(request, encoders, target))
}
