import type { Rational } from '../time/rational'
import type { Seconds } from '../time/units'

/** Size of the pictures that every analyser sees. */
export const analysisWidth = 160
export const analysisHeight = 90

/** One decoded picture, scaled to 160×90. `pixels` (rgb24, row by row) is only valid during the call that hands it over. */
export interface PictureFrame {
  /** 0-based index in decode order. */
  readonly index: number
  /** Presentation time from the first picture. */
  readonly time: Rational
  readonly pixels: Uint8Array
}

/** A block of mono sound. `samples` is only valid during the call that hands it over. */
export interface SoundBlock {
  /** Time of the first sample from the first picture's timestamp (negative when sound starts earlier). */
  readonly time: Seconds
  readonly sampleRate: number
  readonly samples: Float32Array
}

/** Listens to the one decode of a video: decode once, let many listen. */
export interface PictureAnalyser {
  pushPicture(frame: PictureFrame): void
}

export interface SoundAnalyser {
  pushSound(block: SoundBlock): void
}

/** A picture taken out of the decode at a low rate, larger than those of every analyser. */
export interface SampledPicture {
  /** Presentation time from the first picture. */
  readonly time: Rational
  /** rgb24, row by row, of the sampler's size; it belongs to whom it is handed. */
  readonly pixels: Uint8Array
}

/** Takes a few pictures a second out of the one decode. Reading waits for it, so that what is held stays small. */
export interface PictureSampler {
  readonly width: number
  readonly height: number
  /** About how many pictures a second, as the claimed frame rate counts them. */
  readonly picturesPerSecond: number
  pushSample(sample: SampledPicture): void | Promise<void>
}
