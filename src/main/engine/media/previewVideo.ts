import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import { inputArguments } from './containers'
import { convert, type Conversion } from './convert'

export interface PreviewRequest extends Conversion {
  /** A WAV file of the music of the part. */
  readonly music: string
  /** The part, in seconds from the first picture. */
  readonly start: number
  readonly duration: number
  /** The film's own sound is heard too, and the music gives way to it. */
  readonly withFilmSound: boolean
  /** The music gives way already. */
  readonly isDucked: boolean
}

const inMp4: ReadonlySet<string> = new Set(['h264', 'avc', 'hevc', 'mpeg4', 'av1', 'vp9'])
const inQuickTime: ReadonlySet<string> = new Set(['prores', 'dnxhd', 'mjpeg'])

/** Extension of the file that can hold this film's picture as it is. */
export function previewExtension({ videoCodec }: Pick<MediaInfo, 'videoCodec'>): 'mp4' | 'mov' | 'mkv' {
  const codec = videoCodec.toLowerCase()
  if (inMp4.has(codec)) return 'mp4'
  return inQuickTime.has(codec) ? 'mov' : 'mkv'
}

const stereo = 'aformat=sample_fmts=fltp:channel_layouts=stereo'

/**
 * The music below the film's sound: unless it is ducked, compressed four to one where that is above -30 dBFS, which takes about 10 dB
 * away below speech, then both added as they are (`amix` halves its inputs) below -1 dBFS.
 */
const underFilmSound = (track: number, isDucked: boolean): string =>
  [
    `[0:a:${track}]aresample=48000:async=1:first_pts=0,${stereo},apad${isDucked ? '[film]' : ',asplit[film][key]'}`,
    `[1:a]${stereo}[music]`,
    isDucked
      ? '[music]anull[ducked]'
      : '[music][key]sidechaincompress=threshold=0.0316:ratio=4:attack=20:release=400[ducked]',
    '[ducked][film]amix=inputs=2:duration=first,volume=2,alimiter=limit=0.89:level=0[sound]',
  ].join(';')

function previewArguments(request: PreviewRequest, target: string): readonly string[] {
  const { path, info, music, withFilmSound, isDucked, start, duration } = request
  // The music begins there. A copied picture can only begin with a key picture: where the container can (MP4, MOV), an edit
  // list hides what lies before the start, else it is shown.
  const from = rationalToNumber(info.startTime) + start
  const isPart = start > 0 || start + duration < rationalToNumber(info.duration) - 1e-6
  const track = withFilmSound ? defaultAudioTrack(info.audioTracks) : null
  const extension = previewExtension(info)
  const format = { mp4: 'mp4', mov: 'mov', mkv: 'matroska' }[extension]
  return [
    ...['-loglevel', 'error', '-progress', 'pipe:1', '-y'],
    ...['-seek_timestamp', '1', '-ss', from.toFixed(6), ...inputArguments(path)],
    ...inputArguments(music),
    ...(track === null
      ? ['-map', '1:a']
      : ['-filter_complex', underFilmSound(track, isDucked), '-map', '[sound]']),
    ...['-map', `0:${info.videoStream}`, '-c:v', 'copy', '-c:a', 'aac', '-b:a', '256k'],
    ...(info.videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...(isPart ? ['-t', duration.toFixed(6)] : []),
    ...(format === 'matroska' ? [] : ['-movflags', '+faststart']),
    ...['-f', format, `file:${target}`],
  ]
}

/**
 * Writes the film, or a part of it, with its music at `target`: the picture is copied packet by packet, the sound is AAC.
 * Throws Failure `ffmpeg-failed` (with ffmpeg's complaint) or `cancelled`.
 */
export const writePreview = (request: PreviewRequest, target: string): Promise<void> =>
  convert(request, previewArguments(request, target))
