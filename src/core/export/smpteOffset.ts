import { rational, rationalToNumber, type Rational } from '../time/rational'
import { seconds, type Seconds } from '../time/units'
import {
  countedRate,
  framesToTimecode,
  nominalFramesPerSecond,
  parseTimecode,
  supportsDropFrame,
  timecodeToFrames,
  type Timecode,
} from '../time/timecode'

/** The SMPTE offset of a MIDI file: where the first tick lies on the tape. */
export interface SmpteOffset {
  /** Frames counted per second, as the MIDI standard names them: 29 is 29.97 drop-frame, 30 counts 30 labels. */
  readonly rate: 24 | 25 | 29 | 30
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly frames: number
  /** Hundredths of a frame. */
  readonly subframes: number
}

/** True for a label that exists at the rate; SMPTE ST 12-1 leaves out the first labels of all but every tenth minute. */
function exists(timecode: Timecode, nominal: number, drops: boolean): boolean {
  const { minutes, seconds, frames } = timecode
  return frames < nominal && !(drops && minutes % 10 !== 0 && seconds === 0 && frames < nominal / 15)
}

/** Times this close to a picture, in frames, are on it: a tick count is no exact number of seconds. */
const sameFrame = 0.005

/**
 * The offset for a film's frame rate and start timecode. Without a timecode, or with one that cannot be read, the film
 * starts at 00:00:00:00 at its rate (25 when that is unknown too). `firstTick`: where the file's first tick lies, in
 * seconds from the first picture; before midnight the day before is counted. Frame rates above 30, and a first tick
 * between pictures, keep their position as subframes. A drop-frame mark is only believed at 29.97 and 59.94.
 */
export function smpteOffset(
  frameRate: Rational = rational(25),
  startTimecode?: string,
  firstTick: Seconds = seconds(0),
): SmpteOffset {
  const nominal = Math.max(1, nominalFramesPerSecond(frameRate))
  const rate = countedRate(nominal)
  const given = startTimecode === undefined ? null : parseTimecode(startTimecode)
  const believed =
    given && exists(given, nominal, given.dropFrame && supportsDropFrame(frameRate)) ? given : null
  const drops = believed?.dropFrame === true && supportsDropFrame(frameRate)
  const position =
    (believed ? timecodeToFrames(believed, frameRate) : 0) + firstTick * rationalToNumber(frameRate)
  const whole = Math.floor(position + sameFrame)
  const timecode = framesToTimecode(whole, frameRate, drops)
  const hundredths = Math.floor(
    ((timecode.frames + Math.max(0, position - whole)) * rate * 100) / nominal + 1e-6,
  )
  return {
    rate: drops ? 29 : rate,
    hours: timecode.hours,
    minutes: timecode.minutes,
    seconds: timecode.seconds,
    frames: Math.floor(hundredths / 100),
    subframes: hundredths % 100,
  }
}
