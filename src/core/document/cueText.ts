import { Failure } from '../base/failure'
import type { MediaInfo } from '../media/mediaInfo'
import { compareRational, parseRational, rationalToSeconds, type Rational } from '../time/rational'
import { framesToSeconds, parseTimecode, timecodeToFrames, type Timecode } from '../time/timecode'
import type { Seconds } from '../time/units'
import type { Cue } from './document'

/** A point of the film as a user writes it: seconds from the first picture, a time code of the film, or its end. */
export type FilmPoint = { readonly seconds: Rational } | { readonly timecode: Timecode } | 'end'

/** A cue as a user writes it. */
export interface CueRange {
  readonly musicIn: FilmPoint
  readonly musicOut: FilmPoint
}

/** Parses seconds, a time code or `end`; null when it is none of them. */
export function parsePoint(text: string): FilmPoint | null {
  if (text.trim().toLowerCase() === 'end') return 'end'
  const timecode = parseTimecode(text)
  if (timecode) return { timecode }
  const seconds = /^\d{1,6}(\.\d{1,9})?$/u.test(text.trim()) ? parseRational(text) : null
  return seconds && { seconds }
}

/**
 * Parses `IN-OUT`, each in seconds (`12.5`) or as a time code (`01:00:12:12`); OUT may be `end`. `what` names it in the
 * reason of Failure `wrong-use`, which it throws.
 */
export function parseCueRange(text: string, what: 'cue' | 'range' = 'cue'): CueRange {
  const [first, second, ...rest] = text.split(/[-–]/u)
  const musicIn = first === undefined ? null : parsePoint(first)
  const musicOut = second === undefined ? null : parsePoint(second)
  if (!musicIn || !musicOut || rest.length > 0)
    throw new Failure('wrong-use', {
      reason: `“${text}” is no ${what}; write IN-OUT in seconds or time code, such as 12.5-48 or 00:00:12:12-end`,
    })
  return { musicIn, musicOut }
}

/** Rational seconds from the first picture; time codes count from the film's own start time code. */
export function resolvePoint(point: FilmPoint, { duration, frameRate, timecode }: MediaInfo): Rational {
  if (point === 'end') return duration
  if ('seconds' in point) return point.seconds
  const start = timecode === undefined ? null : parseTimecode(timecode)
  const first = start ? timecodeToFrames(start, frameRate) : 0
  return framesToSeconds(timecodeToFrames(point.timecode, frameRate) - first, frameRate)
}

/**
 * The cues of a film in ascending time, named 1m1, 1m2 ...; time codes count from the film's own start time code. Whether
 * they can be planned is for the planner to say.
 */
export function resolveCues(ranges: readonly CueRange[], info: MediaInfo): Cue[] {
  return ranges
    .map(({ musicIn, musicOut }) => ({
      musicIn: resolvePoint(musicIn, info),
      musicOut: resolvePoint(musicOut, info),
    }))
    .sort((a, b) => compareRational(a.musicIn, b.musicIn))
    .map((cue, index) => ({ id: `cue-${index + 1}`, name: `1m${index + 1}`, ...cue }))
}

/** A range of a film in seconds. Throws Failure `wrong-use` when it is empty or lies outside of the film. */
export function resolveRange(
  { musicIn, musicOut }: CueRange,
  info: MediaInfo,
): { readonly start: Seconds; readonly end: Seconds } {
  const [start, end] = [
    rationalToSeconds(resolvePoint(musicIn, info)),
    rationalToSeconds(resolvePoint(musicOut, info)),
  ]
  const duration = rationalToSeconds(info.duration)
  if (!(start >= 0 && start < end && start < duration))
    throw new Failure('wrong-use', {
      reason: `the range from ${start} to ${end} s is empty or outside of the film, which lasts ${duration} s`,
    })
  return { start, end: end < duration ? end : duration }
}
