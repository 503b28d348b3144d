/** The outline of a film's sound: peaks of equal length as signed 8-bit numbers, 127 for full scale. */
export interface SoundOutline {
  readonly high: Int8Array
  readonly low: Int8Array
  readonly peaksPerSecond: number
  /** Film seconds of the first peak. */
  readonly startSeconds: number
}

/** Film seconds in which somebody speaks, in ascending order, apart from each other. */
export interface SpokenRange {
  readonly start: number
  readonly end: number
}

/** Levels are compared in pieces of so many seconds: several to a syllable. */
const pieceSeconds = 0.05
/** Nothing quieter than this is spoken to the viewer. dBFS; 8-bit peaks reach down to -42. */
const quietest = -38
/** Differences below the film's loud level beyond these say nothing more. Decibels. */
const [lowestPiece, lowestSecond] = [-40, -30] as const
/** Pauses up to this length belong to what is spoken around them. Seconds. */
const pause = 0.8
/** Nobody says anything in less than this. Seconds. */
const shortest = 0.5

/**
 * Weights of a logistic regression (bench/ducking.ts tells on what, and how well it does), per decibel. The level of speech varies most
 * about five times a second, that of music about twice (Ding et al. 2017, doi:10.1016/j.neubiorev.2017.02.011), and syllables end
 * sooner than struck or plucked notes die away.
 */
const weights = { loudness: 0.48, falls: 1.23, beats: -1.6, spread: 0.31, bias: -1.4 } as const

const decibels = (amplitude: number): number => 20 * Math.log10(Math.max(amplitude, 1e-3))

/** Mean peak of every piece, in dBFS. */
function levelsOf({ high, low, peaksPerSecond }: SoundOutline): Float64Array {
  const size = Math.max(1, Math.round(pieceSeconds * peaksPerSecond))
  return Float64Array.from({ length: Math.floor(high.length / size) }, (_, piece) => {
    let sum = 0
    for (let index = piece * size; index < (piece + 1) * size; index++)
      sum += Math.max(Math.abs(high[index]!), Math.abs(low[index]!))
    return decibels(sum / size / 127)
  })
}

const percentile = (levels: Float64Array, share: number): number =>
  levels.toSorted()[Math.floor(share * (levels.length - 1))] ?? -Infinity

/** The mean of every piece and so many on either side of it, of those that there are. */
function meansAround(values: Float64Array, half: number): Float64Array {
  const sums = new Float64Array(values.length + 1)
  values.forEach((value, index) => (sums[index + 1] = sums[index]! + value))
  return values.map((_, index) => {
    const [from, to] = [Math.max(0, index - half), Math.min(values.length, index + half + 1)]
    return (sums[to]! - sums[from]!) / (to - from)
  })
}

const highestAround = (values: Float64Array, half: number): Float64Array =>
  values.map((_, index) => Math.max(...values.subarray(Math.max(0, index - half), index + half + 1)))

/** Root mean square of the second on either side of every piece. */
const strengthsAround = (values: Float64Array): Float64Array =>
  meansAround(
    values.map((value) => value * value),
    second,
  ).map((square) => Math.sqrt(Math.max(0, square)))

const [halfSecond, second] = [0.5 / pieceSeconds, 1 / pieceSeconds]

/** Above 0 where a piece sounds like speech. `loud`: the film's loud level. */
function likenesses(levels: Float64Array, loud: number): Float64Array {
  const heard = levels.map((level) => Math.max(level, loud + lowestPiece))
  const loudest = highestAround(levels, halfSecond)
  const falls = strengthsAround(
    heard.map((level, index) => (index === 0 ? 0 : Math.min(0, level - heard[index - 1]!))),
  )
  // What remains between means over three and seven pieces swings two to three times a second.
  const slower = meansAround(heard, 3)
  const beats = strengthsAround(meansAround(heard, 1).map((level, index) => level - slower[index]!))
  const means = meansAround(heard, second)
  const squares = meansAround(
    heard.map((level) => level * level),
    second,
  )
  const likeness = heard.map((_, piece) => {
    const spread = Math.sqrt(Math.max(0, squares[piece]! - means[piece]! ** 2))
    const sum =
      weights.loudness * Math.max(lowestSecond, loudest[piece]! - loud) +
      weights.falls * falls[piece]! +
      weights.beats * beats[piece]! +
      weights.spread * spread +
      weights.bias
    return loudest[piece]! < quietest ? -limit : Math.max(-limit, Math.min(limit, sum))
  })
  return meansAround(likeness, halfSecond)
}

/** One piece outvotes no more than so much. */
const limit = 6

/**
 * Where a film's sound is near its loud level (the 95th percentile) and comes and goes as syllables do. Noise and most music are told
 * from speech by that, footsteps and some drums are not (docs/spec/ducking.md, K1).
 */
export function spokenRanges(outline: SoundOutline): readonly SpokenRange[] {
  const levels = levelsOf(outline)
  const ranges: { start: number; end: number }[] = []
  likenesses(levels, percentile(levels, 0.95)).forEach((likeness, piece) => {
    if (likeness <= 0) return
    const start = outline.startSeconds + piece * pieceSeconds
    const last = ranges.at(-1)
    if (last && start - last.end <= pause) last.end = start + pieceSeconds
    else ranges.push({ start, end: start + pieceSeconds })
  })
  return ranges.filter(({ start, end }) => end - start >= shortest)
}
