import { rationalToNumber, type Rational } from '../time/rational'

/** One sound track of a video, as ffmpeg counts the audio streams (0-based). */
export interface AudioTrackInfo {
  readonly index: number
  readonly codec: string
  readonly sampleRate: number
  readonly channels: number
  /** Three letters (ISO 639-2) or two, as the file has them. */
  readonly language?: string | undefined
  /** What the file calls the track: `Director’s commentary`. */
  readonly title?: string | undefined
  /** Whether the file marks the track as the one to play. */
  readonly isDefault: boolean
}

/** What probing a video file tells. Times are rational seconds. */
export interface MediaInfo {
  readonly container: string
  /** Length of the picture from its first to the end of its last frame. */
  readonly duration: Rational
  /** Timestamp of the first picture in the file; all times of cuts and music count from it. */
  readonly startTime: Rational
  /** Nominal frames per second (the average for variable frame rate). */
  readonly frameRate: Rational
  readonly variableFrameRate: boolean
  /** Coded size in pixels, before rotation. */
  readonly width: number
  readonly height: number
  /** Width of a coded pixel over its height: 1 for square pixels, 64/45 for PAL at 16:9. */
  readonly pixelAspectRatio: Rational
  /** Clockwise degrees that a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: 0 | 90 | 180 | 270
  readonly videoCodec: string
  /** The stream in the file that holds the film, as ffmpeg counts all streams (0-based): cover pictures may stand before it. */
  readonly videoStream: number
  readonly audioTracks: readonly AudioTrackInfo[]
  /** Embedded start timecode such as `01:00:00:00`, when the file has one. */
  readonly timecode?: string | undefined
}

/** Size in square pixels of what a player shows: coded pixels widened to their aspect ratio, then turned upright. */
export function displaySize(info: Pick<MediaInfo, 'width' | 'height' | 'pixelAspectRatio' | 'rotation'>): {
  readonly width: number
  readonly height: number
} {
  const width = Math.max(1, Math.round(info.width * rationalToNumber(info.pixelAspectRatio)))
  return info.rotation % 180 === 0 ? { width, height: info.height } : { width: info.height, height: width }
}

/** Index of the audio track that is read unless another is chosen: the first that the file marks, else the first; null without sound. */
export const defaultAudioTrack = (tracks: readonly AudioTrackInfo[]): number | null =>
  (tracks.find(({ isDefault }) => isDefault) ?? tracks[0])?.index ?? null
