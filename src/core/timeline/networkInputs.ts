import { cellCount, createTinyPictures, type TinyPictures } from './tinyPictures'
import { picturesIn } from './transitionScorer'
import {
  framesPerSecond,
  octavesOf,
  secondsOfPicture,
  stepMeasures,
  type TransitionScores,
} from './transitionScores'

/** Seconds over which pictures are compared: 1 to 42 pictures of a film of 25 a second. */
const lags = [0.04, 0.08, 0.12, 0.16, 0.24, 0.36, 0.52, 0.76, 1.12, 1.68] as const
/** Seconds on each side between which a picture may lie. */
const mixLags = [0.12, 0.24, 0.48, 0.96] as const
/** Seconds before and after a step whose mean pictures are compared. */
const sideLags = [0.08, 0.2, 0.48] as const
/** Seconds after which a flash has let the view come back. */
const returnSeconds = 0.2
/** Pictures on each side whose unrest a step is compared with. */
const surroundings = 6

/** Shares of the 24 cells that are darker, or change less. */
const quantiles = [0, 0.25, 0.5, 0.75, 1] as const

/** The numbers that the transition network sees of each step from one picture to the next, in this order. */
export const inputNames: readonly string[] = [
  ...stepMeasures,
  'bendShare',
  'longBendShare',
  ...quantiles.map((rank) => `luma ${rank}`),
  ...quantiles.map((rank) => `cellChange ${rank}`),
  'lightShare',
  ...lags.flatMap((lag) => [`apart ${lag}`, `alike ${lag}`]),
  ...sideLags.flatMap((lag) => [`sides ${lag}`, `sideContrast ${lag}`]),
  ...['comesBack', 'wasThere'],
  ...mixLags.flatMap((lag) => [`mixApart ${lag}`, `mixShare ${lag}`, `mixOff ${lag}`, `mixSpread ${lag}`]),
  ...['residualBefore', 'residualAfter', 'differenceBefore', 'differenceAfter'],
  ...['stepLength', 'rate'],
]
export const inputCount = inputNames.length

/** Octaves from the upper quartile of a measure in `from`..`to` to its value at `step`. */
function rises(values: Uint8Array, step: number, from: number, to: number, count: number): number {
  const around: number[] = []
  for (let index = Math.max(1, from); index <= Math.min(count - 1, to); index += 1)
    around.push(values[index]!)
  around.sort((a, b) => a - b)
  const quartile = around[Math.floor(around.length * 0.75)] ?? 0
  return octavesOf(values[step]!) - octavesOf(quartile)
}

const octaves = (levels: number): number => Math.log2(1 + levels)

/** The least distance between the views around a step over up to `furthest` pictures, as a share of the step's own. */
function comesBack(tiny: TinyPictures, step: number, furthest: number): readonly [number, number] {
  const jump = tiny.apart(step - 1, step) + 1
  let [back, before] = [Infinity, Infinity]
  for (let further = 1; further <= furthest; further += 1) {
    back = Math.min(back, tiny.apart(step - 1, step + further))
    before = Math.min(before, tiny.apart(step - 1 - further, step))
  }
  return [Math.min(2, back / jump), Math.min(2, before / jump)]
}

interface Film {
  readonly scores: TransitionScores
  readonly tiny: TinyPictures
  readonly rate: number
}

function* describeMeasures({ scores, tiny }: Film, step: number): Generator<number> {
  for (const name of stepMeasures) {
    const byte = scores[name][step]!
    yield name === 'changed' || name === 'histogram' ? byte / 255 : octavesOf(byte)
  }
  yield octavesOf(scores.bend[step]!) - octavesOf(scores.slope[step]!)
  yield octavesOf(scores.longBend[step]!) - octavesOf(scores.longSlope[step]!)
  const luma = tiny.sortedLuma(step)
  for (const rank of quantiles) yield luma[Math.round(rank * (cellCount - 1))]! / 64
  const changes = tiny.sortedChanges(step - 1, step)
  for (const rank of quantiles) yield octaves(changes[Math.round(rank * (cellCount - 1))]!)
  yield tiny.lightShare(step - 1, step)
}

function* describeDistances({ tiny, rate }: Film, step: number): Generator<number> {
  for (const seconds of lags) {
    // The step lies in the middle of the two pictures.
    const lag = picturesIn(seconds, rate)
    const first = step - 1 - ((lag - 1) >> 1)
    yield octaves(tiny.apart(first, first + lag))
    yield tiny.alike(first, first + lag)
  }
  for (const seconds of sideLags) {
    const length = picturesIn(seconds, rate)
    const apart = tiny.sidesApart(step - 1, step, length)
    const within = tiny.apart(step - length, step - 1) + tiny.apart(step, step + length - 1)
    yield octaves(apart)
    yield Math.log2((apart + 1) / (within + 2))
  }
  yield* comesBack(tiny, step, picturesIn(returnSeconds, rate))
  for (const seconds of mixLags) {
    const lag = picturesIn(seconds, rate)
    const { apart, share, off, spread } = tiny.between(step - lag, step, step + lag)
    yield octaves(apart)
    yield share
    yield off / (apart + 2)
    yield spread
  }
}

function* describeSurroundings({ scores, rate }: Film, step: number): Generator<number> {
  for (const values of [scores.residual, scores.difference]) {
    yield rises(values, step, step - surroundings, step - 1, scores.count)
    yield rises(values, step, step + 1, step + surroundings, scores.count)
  }
  const length = secondsOfPicture(scores, step) - secondsOfPicture(scores, Math.max(0, step - 1))
  yield length > 0 ? Math.max(-3, Math.min(3, Math.log2(length * rate))) : 0
  yield Math.log2(rate / 25)
}

/**
 * The network's inputs for steps `first`..`last` (exclusive), row by row: `[last - first, inputCount]`. Step `i` leads
 * from picture `i - 1` to picture `i`; beyond the film its first or last picture is taken to stand still. `rate`: pictures a
 * second of the film, where `scores` are only a part of it. Written into `reused` where it is given and large enough.
 */
export function networkInputs(
  scores: TransitionScores,
  first: number,
  last: number,
  rate = framesPerSecond(scores),
  reused?: Float32Array,
): Float32Array {
  const film: Film = { scores, tiny: createTinyPictures(scores), rate }
  const length = (last - first) * inputCount
  const inputs = reused && reused.length >= length ? reused.subarray(0, length) : new Float32Array(length)
  let at = 0
  for (let step = first; step < last; step += 1) {
    for (const part of [describeMeasures, describeDistances, describeSurroundings])
      for (const value of part(film, step)) inputs[at++] = value
  }
  return inputs
}
