import type { Rational } from '../time/rational'

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

const countedRates = [24, 25, 30] as const

/** The rate whose labels fit a nominal rate: 48 counts as 24, 50 as 25, 15 and 60 as 30; 30 when none fits. */
const countedRate = (nominal: number): 24 | 25 | 30 =>
  countedRates.find((rate) => nominal % rate === 0 || rate % nominal === 0) ?? 30

interface Timecode {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly frames: number
  readonly drop: boolean
}

/** Reads `hh:mm:ss:ff`; `;` or `.` before the frames marks drop-frame. Null for a label that the rate does not have. */
function parseTimecode(text: string, nominal: number): Timecode | null {
  const match = /^(\d{1,2}):(\d{2})[:;](\d{2})([:;.])(\d{2,3})$/.exec(text.trim())
  if (!match) return null
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number)
  if (hours! > 23 || minutes! > 59 || seconds! > 59 || frames! >= nominal) return null
  const drop = match[4] !== ':' && nominal % 30 === 0
  // SMPTE ST 12-1: at the start of every minute but the tenth, labels 0 and 1 (0 to 3 at 59.94) do not exist.
  if (drop && minutes! % 10 !== 0 && seconds === 0 && frames! < nominal / 15) return null
  return { hours: hours!, minutes: minutes!, seconds: seconds!, frames: frames!, drop }
}

/**
 * The offset for a film's frame rate and start timecode. Without a timecode, or with one that cannot be read, it is
 * 00:00:00:00 at the film's rate (25 when that is unknown too). Frame rates above 30 keep their position as subframes.
 * A drop-frame label is only believed at NTSC rates (30000/1001 and its multiples).
 */
export function smpteOffset(frameRate: Rational | undefined, startTimecode: string | undefined): SmpteOffset {
  const exact = frameRate ? frameRate.numerator / frameRate.denominator : 25
  const nominal = Math.max(1, Math.round(exact))
  const rate = countedRate(nominal)
  const timecode = startTimecode === undefined ? null : parseTimecode(startTimecode, nominal)
  if (!timecode) return { rate, hours: 0, minutes: 0, seconds: 0, frames: 0, subframes: 0 }
  const hundredths = Math.floor((timecode.frames * rate * 100) / nominal)
  const { hours, minutes, seconds } = timecode
  return {
    rate: timecode.drop && exact < nominal ? 29 : rate,
    hours,
    minutes,
    seconds,
    frames: Math.floor(hundredths / 100),
    subframes: hundredths % 100,
  }
}
