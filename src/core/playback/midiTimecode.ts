import { rational, rationalToNumber, type Rational } from '../time/rational'
import {
  countedRate,
  framesToTimecode,
  nominalFramesPerSecond,
  supportsDropFrame,
  timecodeToFrames,
  type Timecode,
} from '../time/timecode'
import type { TimedBytes } from './timedBytes'

/** Timecode as MTC counts it (MIDI Time Code, RP-004/008): rates of 24, 25, 29.97 drop-frame and 30 labels. */
export interface TimecodeCount {
  /** Bits of the rate in MTC and MMC. */
  readonly code: 0 | 1 | 2 | 3
  /** Counted frames per second of real time: 23.976 of a film that is labelled with 24. */
  readonly framesPerSecond: number
  /** The rate by which labels are counted. */
  readonly labelRate: Rational
  readonly dropFrame: boolean
  /** The counted frame of the first picture. */
  readonly start: number
}

const quartersPerFrame = 4
const piecesPerTimecode = 8

/** How a film's timecode is counted; higher rates by every second label (or more), unusual ones by 30. */
export function timecodeCount(frameRate: Rational, startTimecode: Timecode | null): TimecodeCount {
  const nominal = nominalFramesPerSecond(frameRate)
  const counted = countedRate(nominal)
  const dropFrame = startTimecode?.dropFrame === true && supportsDropFrame(frameRate)
  const labelRate = dropFrame ? rational(30_000, 1001) : rational(counted)
  const fitting = nominal % counted === 0 || counted % nominal === 0
  const framesPerSecond = fitting ? (rationalToNumber(frameRate) * counted) / nominal : counted
  const begin = startTimecode ?? { hours: 0, minutes: 0, seconds: 0, frames: 0, dropFrame }
  const frames = Math.floor((begin.frames * counted) / nominal)
  return {
    code: dropFrame ? 2 : counted === 24 ? 0 : counted === 25 ? 1 : 3,
    framesPerSecond,
    labelRate,
    dropFrame,
    start: timecodeToFrames({ ...begin, frames, dropFrame }, labelRate),
  }
}

/** The label of a film time in seconds. */
export function timecodeAt(count: TimecodeCount, time: number): Timecode {
  const frame = count.start + Math.floor(time * count.framesPerSecond + 1e-6)
  return framesToTimecode(frame, count.labelRate, count.dropFrame)
}

/** Hours with the rate's bits, minutes, seconds, frames: as full-frame messages and locates carry them. */
export function timecodeBytes(count: TimecodeCount, time: number): readonly number[] {
  const { hours, minutes, seconds, frames } = timecodeAt(count, time)
  return [(count.code << 5) | hours, minutes, seconds, frames]
}

/** Tells where the film stands, while it does not run. */
export const fullFrame = (count: TimecodeCount, time: number): readonly number[] => [
  0xf0,
  0x7f,
  0x7f,
  0x01,
  0x01,
  ...timecodeBytes(count, time),
  0xf7,
]

/** The eight half bytes of a timecode in the order in which they are sent. */
function pieces(count: TimecodeCount, frame: number): readonly number[] {
  const { hours, minutes, seconds, frames } = framesToTimecode(frame, count.labelRate, count.dropFrame)
  const values = [frames, seconds, minutes, (count.code << 5) | hours]
  return values.flatMap((value) => [value & 0x0f, value >> 4])
}

/** Quarter frames of the film time `from` to `to`, `to` not included. Piece 0 falls on every second frame; the eight say its label. */
export function quarterFrames(count: TimecodeCount, from: number, to: number): readonly TimedBytes[] {
  const perSecond = count.framesPerSecond * quartersPerFrame
  const offset = count.start * quartersPerFrame
  const messages: TimedBytes[] = []
  for (let quarter = Math.ceil(from * perSecond - 1e-6); quarter / perSecond < to - 1e-9; quarter++) {
    const absolute = offset + quarter
    const piece = ((absolute % piecesPerTimecode) + piecesPerTimecode) % piecesPerTimecode
    const value = pieces(count, (absolute - piece) / quartersPerFrame)[piece]!
    messages.push({ time: quarter / perSecond, bytes: [0xf1, (piece << 4) | value] })
  }
  return messages
}
