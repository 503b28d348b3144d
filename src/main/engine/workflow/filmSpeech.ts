import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { duckingGain } from '../../../core/playback/ducking'
import { spokenRanges, type SpokenRange } from '../../../core/playback/speech'
import type { FfmpegTool } from '../media/ffmpeg'
import { peaksPerSecond, readWaveform } from '../media/waveform'

export interface FilmSpeechRequest {
  readonly ffmpeg: FfmpegTool
  readonly path: string
  readonly info: MediaInfo
  readonly signal?: AbortSignal | undefined
}

/**
 * Where somebody speaks in a film, by its default sound track: nowhere in a film without sound. Throws Failure `ffmpeg-failed` or
 * `cancelled`.
 */
export async function readFilmSpeech(request: FilmSpeechRequest): Promise<readonly SpokenRange[]> {
  const audioTrack = defaultAudioTrack(request.info.audioTracks)
  if (audioTrack === null) return []
  const { count, planes } = await readWaveform({ ...request, audioTrack })
  return spokenRanges({
    high: planes.subarray(0, count),
    low: planes.subarray(count),
    peaksPerSecond,
    startSeconds: 0,
  })
}

/** What ducking leaves of the music at seconds from the first picture. */
export type DuckingCurve = (film: number) => number

/** Reads a film's speech when its curve is asked first; no curve without a depth in decibels. */
export function createDucking<Work>(
  request: (work: Work) => Promise<FilmSpeechRequest>,
  depth = 0,
): (work: Work) => Promise<DuckingCurve | undefined> {
  let speech: Promise<readonly SpokenRange[]> | undefined
  return async (work) => {
    if (depth === 0) return undefined
    const ranges = await (speech ??= request(work).then(readFilmSpeech))
    return (film) => duckingGain(ranges, depth, film)
  }
}
