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
/** Decibels below the film's loud level (its 95th percentile) that still count as spoken to the viewer. */
const belowLoud = 18
/** Nothing quieter than this is spoken to the viewer. dBFS; 8-bit peaks reach down to -42. */
const quietest = -38
/**
 * Decibels by which the level of speech varies (standard deviation over a second): syllables come and go about four times a second
 * (Houtgast and Steeneken 1985), wind, traffic and held music hardly at all.
 */
const syllabicVariation = 4
/** Pauses up to this length belong to what is spoken around them. Seconds. */
const pause = 0.8
/** Seconds in which the music falls before somebody speaks, and rises after. */
const [fall, rise] = [0.2, 0.6] as const

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
  [...levels].sort((a, b) => a - b)[Math.floor(share * (levels.length - 1))] ?? -Infinity

/** Standard deviation of the second around every piece, from running sums. */
function variations(levels: Float64Array): Float64Array {
  const half = Math.round(0.5 / pieceSeconds)
  const sums = new Float64Array(levels.length + 1)
  const squares = new Float64Array(levels.length + 1)
  levels.forEach((level, index) => {
    sums[index + 1] = sums[index]! + level
    squares[index + 1] = squares[index]! + level * level
  })
  return levels.map((_, index) => {
    const [from, to] = [Math.max(0, index - half), Math.min(levels.length, index + half + 1)]
    const mean = (sums[to]! - sums[from]!) / (to - from)
    return Math.sqrt(Math.max(0, (squares[to]! - squares[from]!) / (to - from) - mean * mean))
  })
}

/**
 * Where a film's sound is near its loud level and comes and goes as syllables do. Steady noise and held music are told from speech by
 * that, drums and footsteps are not (docs/spec/ducking.md, K1).
 */
export function spokenRanges(outline: SoundOutline): readonly SpokenRange[] {
  const levels = levelsOf(outline)
  const threshold = Math.max(quietest, percentile(levels, 0.95) - belowLoud)
  const variation = variations(levels)
  const ranges: { start: number; end: number }[] = []
  levels.forEach((level, piece) => {
    if (level < threshold || variation[piece]! < syllabicVariation) return
    const start = outline.startSeconds + piece * pieceSeconds
    const last = ranges.at(-1)
    if (last && start - last.end <= pause) last.end = start + pieceSeconds
    else ranges.push({ start, end: start + pieceSeconds })
  })
  return ranges
}

/** The factor on the music at a film time: `depth` decibels lower while somebody speaks, 1 elsewhere, ramps between (K2). */
export function duckingGain(ranges: readonly SpokenRange[], depth: number, time: number): number {
  let share = 0
  for (const { start, end } of ranges) {
    if (time < start - fall) break
    if (time < start) share = Math.max(share, 1 - (start - time) / fall)
    else if (time <= end) share = 1
    else share = Math.max(share, 1 - (time - end) / rise)
  }
  return 10 ** ((-depth * share) / 20)
}
