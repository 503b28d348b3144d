import type { MediaInfo } from '../../../core/media/mediaInfo'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import {
  addRational,
  rational,
  rationalToNumber,
  rationalToSeconds,
  type Rational,
} from '../../../core/time/rational'
import { standardFrameRateNear } from '../../../core/time/frameRate'
import type { Seconds } from '../../../core/time/units'
import type { Damage } from './complaints'
import type { MeasuredTiming } from './pictureTimes'

/** What the one decode found; truer than what the file claims. */
export interface DecodeSummary {
  readonly pictures: number
  /** From the first picture's timestamp to the end of the last picture. */
  readonly duration: Rational
  /** The standard rate where the pictures keep to one, else their mean rate. */
  readonly frameRate: Rational
  readonly variableFrameRate: boolean
  /** Seconds of sound that the analysers heard; 0 without sound. */
  readonly soundDuration: Seconds
  readonly warnings: readonly MediaWarning[]
}

/** How one run of ffmpeg over a film went. */
export interface Attempt {
  readonly pictures: number
  readonly timing: MeasuredTiming
  readonly soundDuration: number
  /** Null when a signal ended ffmpeg. */
  readonly exitCode: number | null
  readonly damage: Damage | null
  readonly readFailed: boolean
  readonly complaint: string
}

/** The nominal length of a picture, in seconds. */
export const framePeriodOf = (info: MediaInfo): Rational =>
  rational(info.frameRate.denominator, info.frameRate.numerator)

/** The nominal or a standard rate when the measured mean is within what the timestamps can tell, else the mean. */
function measuredRate(info: MediaInfo, timing: MeasuredTiming): Rational {
  if (!timing.meanRate) return info.frameRate
  const mean = rationalToNumber(timing.meanRate)
  const tolerance = Math.max(0.0004, (2 * timing.resolution * mean) / timing.pictures)
  if (Math.abs(rationalToNumber(info.frameRate) / mean - 1) <= tolerance) return info.frameRate
  return standardFrameRateNear(mean, tolerance) ?? rational(Math.max(1, Math.round(mean * 1000)), 1000)
}

/** A file may promise a little more than it holds: rounding, or one last picture that never comes. */
function isTruncated(info: MediaInfo, attempt: Attempt): boolean {
  const missing = rationalToNumber(info.duration) - rationalToNumber(attempt.timing.end)
  const period = rationalToNumber(framePeriodOf(info))
  return missing > Math.max(0.25, 3 * period)
}

function warningsOf(info: MediaInfo, attempt: Attempt, withoutSound: boolean): readonly MediaWarning[] {
  const { timing, damage, exitCode, readFailed } = attempt
  const warnings: MediaWarning[] = []
  const at = rationalToSeconds(timing.end)
  const truncated = isTruncated(info, attempt)
  // What ended the decode early is named once, by its cause.
  if (exitCode === null) warnings.push({ code: 'decoder-stopped', at })
  else if (readFailed) warnings.push({ code: 'read-failed', at })
  else if (truncated) warnings.push({ code: 'truncated', at, expected: rationalToSeconds(info.duration) })
  if (damage) warnings.push({ code: 'damaged', ...damage })
  if (withoutSound) warnings.push({ code: 'sound-not-readable' })
  if (timing.repaired > 0) warnings.push({ code: 'timestamps-repaired', pictures: timing.repaired })
  return warnings
}

/** `withoutSound`: the sound had to be left out. */
export function summarise(info: MediaInfo, attempt: Attempt, withoutSound: boolean): DecodeSummary {
  const { timing } = attempt
  return {
    pictures: attempt.pictures,
    duration: timing.end,
    frameRate: timing.variable && timing.meanRate ? timing.meanRate : measuredRate(info, timing),
    variableFrameRate: timing.variable,
    soundDuration: attempt.soundDuration as Seconds,
    warnings: warningsOf(info, attempt, withoutSound),
  }
}

/** `info` with what the decode measured in place of what the file claimed. */
export const refineMediaInfo = (info: MediaInfo, summary: DecodeSummary): MediaInfo => ({
  ...info,
  duration: summary.duration,
  frameRate: summary.frameRate,
  variableFrameRate: summary.variableFrameRate,
})

/** The file's own timestamp of a moment counted from the first picture. */
export const toFileTime = (info: MediaInfo, time: Rational): Rational => addRational(info.startTime, time)
