import type { Rational } from '../time/rational'

/** One sound track of a video, as ffmpeg counts the audio streams (0-based). */
export interface AudioTrackInfo {
  readonly index: number
  readonly codec: string
  readonly sampleRate: number
  readonly channels: number
  readonly language?: string | undefined
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
  /** Clockwise degrees that a player turns the picture: 0, 90, 180 or 270. */
  readonly rotation: 0 | 90 | 180 | 270
  readonly videoCodec: string
  readonly audioTracks: readonly AudioTrackInfo[]
  /** Embedded start timecode such as `01:00:00:00`, when the file has one. */
  readonly timecode?: string | undefined
}
