import { rationalToNumber, type Rational } from '../time/rational'
import { framesToSeconds } from '../time/timecode'

/** Where the pictures of a film are, so that edits land on them. */
export interface FrameGrid {
  readonly count: number
  /** Nominal frames per second. */
  readonly frameRate: Rational
  /** When a picture is shown. Frames outside the film continue at the nominal rate. */
  timeOf(frame: number): Rational
  /** The picture that is shown at a time in seconds, kept inside the film. */
  frameAt(time: number): number
  /** The picture whose beginning is nearest to a time. */
  nearestFrame(time: number): number
}

const clampFrame = (frame: number, count: number): number => Math.max(0, Math.min(count - 1, frame))

/** Seconds by which a time may fall short of its picture's beginning: rounding of floating point numbers. */
const rounding = 1e-6

/** A grid of constant rate over a film of `duration` rational seconds. */
export function createFrameGrid(frameRate: Rational, duration: Rational): FrameGrid {
  const rate = rationalToNumber(frameRate)
  const count = Math.max(1, Math.round(rationalToNumber(duration) * rate))
  return {
    count,
    frameRate,
    timeOf: (frame) => framesToSeconds(frame, frameRate),
    frameAt: (time) => clampFrame(Math.floor((time + rounding) * rate), count),
    nearestFrame: (time) => clampFrame(Math.round(time * rate), count),
  }
}

/** A grid from the very times of the pictures (ascending), for variable frame rates. */
export function createTimedFrameGrid(frameRate: Rational, times: readonly Rational[]): FrameGrid {
  const seconds = Float64Array.from(times, rationalToNumber)
  const count = Math.max(1, seconds.length)
  const frameAt = (time: number): number => {
    let [low, high] = [0, seconds.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (seconds[middle]! <= time + rounding) low = middle
      else high = middle - 1
    }
    return Math.max(0, low)
  }
  return {
    count,
    frameRate,
    timeOf: (frame) => times[clampFrame(frame, count)] ?? framesToSeconds(frame, frameRate),
    frameAt,
    nearestFrame(time) {
      const frame = frameAt(time)
      const [before, after] = [seconds[frame] ?? 0, seconds[frame + 1] ?? Infinity]
      return after - time < time - before ? frame + 1 : frame
    },
  }
}

/** The peak nearest to `frame` within `reach` frames, or the frame itself. `peaks` ascend. */
export function snapToPeak(frame: number, peaks: readonly number[], reach: number): number {
  let nearest = frame
  let distance = reach + 1
  for (const peak of peaks) {
    const away = Math.abs(peak - frame)
    if (away < distance) [nearest, distance] = [peak, away]
    if (peak > frame + reach) break
  }
  return nearest
}
