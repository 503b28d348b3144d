import { Failure } from '../../base/failure'
import type { Score } from '../../music/score'
import { rationalToNumber, type Rational } from '../../time/rational'
import { createTempoMap } from '../../time/tempoMap'
import { ticks } from '../../time/units'
import { preRollTicks } from '../preRoll'
import { maximumPreRollBars } from '../scorePieces'
import type { ReadMidi } from './readMidiFile'

/** A moment where the file's tempo map is not the score's, and by how many seconds. */
interface Difference {
  readonly tick: number
  readonly seconds: number
}

/**
 * The largest difference between both tempo maps, at every change of either and at the end; the file's music begins at its
 * tick `shift`.
 */
function largestDifference(score: Score, file: ReadMidi, shift: number): Difference {
  const [own, read] = [createTempoMap(score.tempo), createTempoMap(file.tempo)]
  const begins = read.secondsAt(ticks(shift))
  const moments = [
    ...score.tempo.map(({ tick }) => tick),
    ...file.tempo.map(({ tick }) => tick - shift),
    score.endTick,
  ]
  return moments
    .filter((tick) => tick >= 0 && tick <= score.endTick)
    .map((tick) => ({
      tick,
      seconds: Math.abs(read.secondsAt(ticks(tick + shift)) - begins - own.secondsAt(ticks(tick))),
    }))
    .reduce((worst, one) => (one.seconds > worst.seconds ? one : worst), { tick: 0, seconds: 0 })
}

/** The score's seconds as minutes and seconds: `1:02.5`. */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${(seconds - minutes * 60).toFixed(1).padStart(4, '0')}`
}

/**
 * Checks that a file counts time as the score does, to half a frame of the film (DAWs round tempi), and returns the tick
 * of the file where the score begins. Throws Failure `midi-does-not-fit` that says where they part, and how many bars of
 * pre-roll would make them fit.
 */
export function compareTempo(score: Score, file: ReadMidi, frameRate: Rational, preRollBars: number): number {
  const tolerance = 0.5 / rationalToNumber(frameRate)
  const shift = preRollTicks(score, preRollBars)
  const worst = largestDifference(score, file, shift)
  if (worst.seconds <= tolerance) return shift
  const fitting = Array.from({ length: maximumPreRollBars + 1 }, (_, bars) => bars).find(
    (bars) => largestDifference(score, file, preRollTicks(score, bars)).seconds <= tolerance,
  )
  const where = clock(createTempoMap(score.tempo).secondsAt(ticks(worst.tick)))
  const missing = file.tempo.length === 1 && score.tempo.length > 1 ? 'it has no tempo map' : null
  throw new Failure('midi-does-not-fit', {
    reason:
      fitting === undefined
        ? (missing ?? `at ${where} its tempo map is ${worst.seconds.toFixed(3)} s away from the project's`)
        : `it fits with ${fitting} bars of pre-roll, not with ${preRollBars}`,
  })
}
