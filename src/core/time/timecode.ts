import { rational, rationalToNumber, type Rational } from './rational'

/** A SMPTE ST 12-1 time code: a label for a frame, not a time. */
export interface Timecode {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly frames: number
  /** Two (four at 59.94) labels are left out at each minute except every tenth, so that labels keep up with the clock. */
  readonly dropFrame: boolean
}

/** Frame labels in a second: the rate rounded up to a whole number. */
export const nominalFramesPerSecond = (frameRate: Rational): number => Math.round(rationalToNumber(frameRate))

const countedRates = [24, 25, 30] as const

/** The rate of MIDI and SMPTE whose labels fit a nominal rate: 48 counts as 24, 50 as 25, 15 and 60 as 30; 30 when none fits. */
export const countedRate = (nominal: number): 24 | 25 | 30 =>
  countedRates.find((rate) => nominal % rate === 0 || rate % nominal === 0) ?? 30

/** Drop-frame counting exists for 29.97 and 59.94 frames per second only. */
export const supportsDropFrame = (frameRate: Rational): boolean =>
  frameRate.denominator === 1001 && (frameRate.numerator === 30000 || frameRate.numerator === 60000)

const droppedPerMinute = (frameRate: Rational): number => nominalFramesPerSecond(frameRate) / 15

/** Parses `01:02:03:04`; a `;`, `,` or `.` before the frames means drop frame. Null when it is no time code. */
export function parseTimecode(text: string): Timecode | null {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})$/.exec(text.trim())
  if (!match) return null
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return { hours, minutes, seconds, frames, dropFrame: match[4] !== ':' }
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** `01:02:03:04`, with `;` before the frames when frames are dropped. */
export function formatTimecode(timecode: Timecode): string {
  const { hours, minutes, seconds, frames, dropFrame } = timecode
  return `${[hours, minutes, seconds].map(twoDigits).join(':')}${dropFrame ? ';' : ':'}${twoDigits(frames)}`
}

/** Frames since `00:00:00:00`. Drop frame is ignored at rates that have none. */
export function timecodeToFrames(timecode: Timecode, frameRate: Rational): number {
  const nominal = nominalFramesPerSecond(frameRate)
  const totalMinutes = timecode.hours * 60 + timecode.minutes
  const labels = (totalMinutes * 60 + timecode.seconds) * nominal + timecode.frames
  if (!timecode.dropFrame || !supportsDropFrame(frameRate)) return labels
  return labels - droppedPerMinute(frameRate) * (totalMinutes - Math.floor(totalMinutes / 10))
}

/** The label of the frame `frames` after `00:00:00:00`; wraps after 24 hours. */
export function framesToTimecode(frames: number, frameRate: Rational, dropFrame: boolean): Timecode {
  const nominal = nominalFramesPerSecond(frameRate)
  const drops = dropFrame && supportsDropFrame(frameRate)
  const dropped = drops ? droppedPerMinute(frameRate) : 0
  const perTenMinutes = nominal * 600 - dropped * 9
  const perDay = perTenMinutes * 144
  let label = ((frames % perDay) + perDay) % perDay
  if (drops) {
    const rest = label % perTenMinutes
    const minutesInBlock =
      rest < nominal * 60 ? 0 : 1 + Math.floor((rest - nominal * 60) / (nominal * 60 - dropped))
    label += dropped * (9 * Math.floor(label / perTenMinutes) + minutesInBlock)
  }
  return {
    hours: Math.floor(label / (nominal * 3600)) % 24,
    minutes: Math.floor(label / (nominal * 60)) % 60,
    seconds: Math.floor(label / nominal) % 60,
    frames: label % nominal,
    dropFrame: drops,
  }
}

/** Real seconds from frame 0 to frame `frames`, exactly. */
export const framesToSeconds = (frames: number, frameRate: Rational): Rational =>
  rational(frames * frameRate.denominator, frameRate.numerator)
