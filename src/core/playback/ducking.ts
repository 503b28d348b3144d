import type { SpokenRange } from './speech'

/** Decibels by which music falls under speech unless another depth is chosen, and at most. */
export const usualDucking = 9
export const deepestDucking = 24

/** Seconds in which the music falls before somebody speaks, and rises after. */
const [fall, rise] = [0.2, 0.6] as const

/** The last of ascending ranges that begins at a time or before it; -1: none does. */
function lastBegun(ranges: readonly SpokenRange[], time: number): number {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]!.start <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The factor on the music at a film time: `depth` decibels lower while somebody speaks, 1 elsewhere, ramps between (K2). */
export function duckingGain(ranges: readonly SpokenRange[], depth: number, time: number): number {
  const index = lastBegun(ranges, time)
  const [before, after] = [ranges[index], ranges[index + 1]]
  const rising = before ? 1 - Math.max(0, time - before.end) / rise : 0
  const falling = after ? 1 - (after.start - time) / fall : 0
  return 10 ** ((-depth * Math.max(0, rising, falling)) / 20)
}
