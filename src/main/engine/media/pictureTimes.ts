import { createStepMeasure } from './pictureSteps'
import {
  addRational,
  compareRational,
  rational,
  rationalToNumber,
  subtractRational,
  zero,
  type Rational,
} from '../../../core/time/rational'

/** Takes ffmpeg's messages in pieces and reports each picture's timestamp as the filters `showinfo` and `metadata` print it. */
export interface ShowinfoReader {
  push(text: string): void
}

export interface ShowinfoListener {
  /** Seconds per unit of the timestamps. */
  onTimeBase(timeBase: Rational): void
  /** `timestamp` is null where the file has none. */
  onPicture(timestamp: number | null): void
  /** A line that is not about a picture. */
  onMessage(line: string): void
}

const reportLine = /^\[Parsed_(?:showinfo|metadata)_\d+ @ [^\]]+\] /
/** `n:   1 pts:    512 pts_time:0.04` of showinfo, `frame:1    pts:512     pts_time:0.04` of metadata. */
const pictureText = /(?:n|frame): *(\d+) +pts: *(-?\d+|NOPTS) +pts_time:/
const timeBaseText = /config in time_base: (\d+)\/(\d+)/
/** Longer lines (a side data dump) are cut off; a timestamp stands at the beginning. */
const longestLine = 4096

/** Pictures must be reported in order; a line with another number (metadata made to look like one) is no picture. */
export function createShowinfoReader(listener: ShowinfoListener): ShowinfoReader {
  let rest = ''
  let expected = 0
  const readLine = (line: string): void => {
    if (!reportLine.test(line)) return listener.onMessage(line)
    const picture = pictureText.exec(line)
    if (picture && Number(picture[1]) === expected) {
      expected += 1
      return listener.onPicture(picture[2] === 'NOPTS' ? null : Number(picture[2]))
    }
    const timeBase = timeBaseText.exec(line)
    if (!timeBase || Number(timeBase[2]) === 0) return
    // A change of size or format in the middle of the film builds a new filter, which counts from 0 again.
    expected = 0
    listener.onTimeBase(rational(Number(timeBase[1]), Number(timeBase[2])))
  }
  return {
    push(text) {
      const lines = (rest + text).split(/[\r\n]+/)
      rest = lines.pop()!.slice(0, longestLine)
      for (const line of lines) if (line !== '') readLine(line)
    },
  }
}

/** What the timestamps of a whole film amount to. */
export interface MeasuredTiming {
  readonly pictures: number
  /** Mean pictures per second, exactly, holes left out; null below two pictures. */
  readonly meanRate: Rational | null
  readonly variable: boolean
  /** End of the last picture, from the first picture's timestamp. */
  readonly end: Rational
  /** The longest stretch in which pictures must be missing; null where the rate varies. */
  readonly hole: { readonly start: Rational; readonly end: Rational } | null
  /** Pictures whose timestamp was missing or not after the one before. */
  readonly repaired: number
  /** How exact the timestamps are, in seconds. */
  readonly resolution: number
}

/** Turns timestamps into times from the first picture, and measures the rate as it goes; constant memory. */
export interface PictureClock {
  setTimeBase(timeBase: Rational): void
  /** The time of the next picture. */
  next(timestamp: number | null): Rational
  /** ffmpeg's own time of the first picture, once known. */
  firstTime(): Rational | null
  measure(): MeasuredTiming
}

/** Farther back (seconds) than this, the file's clock has begun anew. */
const longestStepBack = 1

/** `framePeriod` is the nominal length of a picture, used where a timestamp is missing and for the last picture. */
export function createPictureClock(framePeriod: Rational): PictureClock {
  const halfPeriod = rational(framePeriod.numerator, framePeriod.denominator * 2)
  const steps = createStepMeasure(rationalToNumber(framePeriod))
  let timeBase = rational(1, 1_000_000)
  let first: Rational | null = null
  let last = zero
  let [pictures, repaired] = [0, 0]
  const resolution = (): number => Math.max(timeBase.numerator / timeBase.denominator, 0.001)

  /** A time after the last one, by the picture's timestamp where that is possible. */
  const timeOf = (absolute: Rational | null, origin: Rational): Rational => {
    const time = absolute && subtractRational(absolute, origin)
    if (time && compareRational(time, last) > 0) return time
    repaired += 1
    if (!time) return addRational(last, framePeriod)
    if (rationalToNumber(subtractRational(last, time)) > longestStepBack) {
      const next = addRational(last, framePeriod)
      first = addRational(origin, subtractRational(time, next))
      return next
    }
    // Half a period, so that the pictures after a repeated timestamp keep their own.
    return addRational(last, halfPeriod)
  }

  return {
    setTimeBase(value) {
      timeBase = value
    },
    next(timestamp) {
      const absolute =
        timestamp === null ? null : rational(timestamp * timeBase.numerator, timeBase.denominator)
      pictures += 1
      if (pictures === 1) {
        first = absolute ?? zero
        return zero
      }
      const time = timeOf(absolute, first!)
      steps.add(last, time, resolution())
      last = time
      return time
    },
    firstTime: () => first,
    measure: () => ({
      pictures,
      repaired,
      resolution: resolution(),
      ...steps.measure(last, framePeriod, resolution()),
    }),
  }
}
