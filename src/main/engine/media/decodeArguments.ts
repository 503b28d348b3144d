import { analysisHeight, analysisWidth } from '../../../core/media/analyser'
import { inputArguments } from './containers'
import type { FfmpegFeatures } from './ffmpeg'

/** Samples per second of the sound that analysers hear. */
export const analysisSampleRate = 22_050

/** Arguments of the one decode: pictures of `videoStream` to `pipe:1`, the sound of `audioTrack` (if any) to `pipe:3`. */
export function decodeArguments(
  path: string,
  videoStream: number,
  audioTrack: number | null,
  features: FfmpegFeatures,
): readonly string[] {
  const showinfo = features.showinfoChecksum ? 'showinfo=checksum=0' : 'showinfo'
  // fast_bilinear keeps the whole analysis near the price of decoding (performance.md 2.3).
  const scale = `scale=${analysisWidth}:${analysisHeight}:flags=fast_bilinear`
  const passthrough = features.fpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough']
  const pictures = [
    ...['-map', `0:${videoStream}`, '-vf', `${scale},format=rgb24,${showinfo}`, ...passthrough],
    ...['-c:v', 'rawvideo', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
  ]
  // first_pts and async make sample n belong to ffmpeg's time n / 22050: gaps become silence, an early start is cut.
  const resample = `aresample=${analysisSampleRate}:async=1:first_pts=0`
  const sound = [
    ...['-map', `0:a:${audioTrack}`, '-af', resample, '-ac', '1', '-ar', String(analysisSampleRate)],
    ...['-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:3'],
  ]
  return [
    ...['-nostats', '-loglevel', 'info', ...inputArguments(path)],
    ...pictures,
    ...(audioTrack === null ? [] : sound),
  ]
}
