import { rational, type Rational } from '../../time/rational'
import {
  formatTimecode,
  framesToTimecode,
  nominalFramesPerSecond,
  parseTimecode,
  supportsDropFrame,
  timecodeToFrames,
} from '../../time/timecode'
import type { TransitionKind } from '../transition'

/** A transition that takes time. Frames count from the timeline's first. */
export interface EditorTransition {
  readonly kind: Exclude<TransitionKind, 'cut'>
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** What stands between two edits. Frames count from the timeline's first. */
export interface EditorShot {
  readonly name: string
  /** The reel or file that its pictures come from; {@link blackSource} for none. */
  readonly source: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Its first picture's frame in the source, counted at the timeline's rate from the source's 00:00:00:00; null when unknown. */
  readonly sourceStart: number | null
  /** How it begins, around `start`; a cut when absent. */
  readonly transition?: EditorTransition | undefined
  /** It does not run at its source's speed. */
  readonly retimed?: boolean | undefined
}

export const markerColours = ['red', 'yellow', 'green', 'cyan', 'blue', 'purple'] as const
export type MarkerColour = (typeof markerColours)[number]

export interface EditorMarker {
  readonly name: string
  readonly note: string
  readonly colour: MarkerColour
  /** Frame from the timeline's first. */
  readonly start: number
  /** Frames, at least 1. */
  readonly duration: number
}

/**
 * A cut list as editors exchange it: one track of shots and the markers over it, in whole frames of one rate, so that every
 * time is exact.
 */
export interface EditorTimeline {
  readonly title: string
  /** A rate that timecode can count: whole, or whole × 1000/1001. */
  readonly frameRate: Rational
  readonly dropFrame: boolean
  /** Number of the first frame since 00:00:00:00. */
  readonly startFrame: number
  /** In ascending time, not overlapping, without gaps: black is a shot. Empty for a list of markers alone. */
  readonly shots: readonly EditorShot[]
  /** In ascending time. */
  readonly markers: readonly EditorMarker[]
}

/** The file that every shot of an exported timeline comes from. */
export interface EditorMedia {
  /** File name with its extension. */
  readonly name: string
  /** `file:///…`, percent-encoded. */
  readonly url: string
  readonly frames: number
  readonly width: number
  readonly height: number
  /** 0 without sound. */
  readonly audioChannels: number
  readonly sampleRate: number
}

/** The reel that CMX 3600 keeps for black. */
export const blackSource = 'BL'

/** Whether timecode can count a rate: whole, or whole × 1000/1001. */
export const isTimecodeRate = ({ numerator, denominator }: Rational): boolean =>
  (denominator === 1 && numerator >= 1 && numerator <= 120) ||
  (denominator === 1001 && numerator % 1000 === 0 && numerator <= 120_000)

/** The label of a frame of the timeline. */
export const labelAt = (
  { startFrame, frameRate, dropFrame }: Pick<EditorTimeline, 'startFrame' | 'frameRate' | 'dropFrame'>,
  frame: number,
): string => formatTimecode(framesToTimecode(startFrame + frame, frameRate, dropFrame))

/**
 * The frame since 00:00:00:00 of a label, by dropped labels when `dropFrame` is set or the label says so. Throws
 * SyntaxError for no timecode and for a label that the rate does not have.
 */
export function frameOfLabel(text: string, frameRate: Rational, dropFrame: boolean): number {
  const timecode = parseTimecode(text)
  if (!timecode) throw new SyntaxError(`“${text}” is no timecode`)
  const nominal = nominalFramesPerSecond(frameRate)
  const drops = (dropFrame || timecode.dropFrame) && supportsDropFrame(frameRate)
  const { minutes, seconds, frames } = timecode
  if (frames >= nominal || (drops && minutes % 10 !== 0 && seconds === 0 && frames < nominal / 15))
    throw new SyntaxError(
      `the timecode ${text} does not exist at ${nominal} frames per second${drops ? ', drop-frame' : ''}: the list was made at another frame rate`,
    )
  return timecodeToFrames({ ...timecode, dropFrame: drops }, frameRate)
}

/** Exact seconds of a number of frames, as a fraction that is not reduced below the frame's own. */
export const secondsOfFrames = (frames: number, { numerator, denominator }: Rational): Rational =>
  rational(frames * denominator, numerator)

/** Frames in which the timeline's shots end. */
export const endFrame = ({ shots }: EditorTimeline): number => shots.at(-1)?.end ?? 0

/** Shots by their starts, black between them; where two overlap the later one wins. */
export function withoutGaps(shots: readonly EditorShot[]): EditorShot[] {
  const tidy: EditorShot[] = []
  for (const shot of [...shots].sort((a, b) => a.start - b.start)) {
    if (shot.end <= shot.start) continue
    const before = tidy.at(-1)
    const end = before?.end ?? 0
    if (before && end > shot.start) {
      if (before.start === shot.start) tidy.pop()
      else tidy[tidy.length - 1] = { ...before, end: shot.start }
    } else if (shot.start > end)
      tidy.push({ name: 'Black', source: blackSource, start: end, end: shot.start, sourceStart: null })
    tidy.push(shot)
  }
  return tidy
}

/** A shot moved along the timeline. */
export const shiftShot = (shot: EditorShot, by: number): EditorShot => ({
  ...shot,
  start: shot.start + by,
  end: shot.end + by,
  ...(shot.transition && {
    transition: { ...shot.transition, start: shot.transition.start + by, end: shot.transition.end + by },
  }),
})
