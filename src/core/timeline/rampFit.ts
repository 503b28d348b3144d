import { createTinyPictures } from './tinyPictures'
import type { TransitionScores } from './transitionScores'

/** The ends of a dissolve: the last picture of the old shot alone, the first of the new one alone. */
export interface Ends {
  readonly start: number
  readonly end: number
}

/** Root mean square error of shares (of pictures `first`, `first + 1`, …) against a straight ramp from `start` to `end`. */
function rampError(shares: Float64Array, first: number, { start, end }: Ends): number {
  let squares = 0
  for (let index = 0; index < shares.length; index += 1) {
    const ramp = Math.min(1, Math.max(0, (first + index - start) / (end - start)))
    squares += (shares[index]! - ramp) ** 2
  }
  return Math.sqrt(squares / shares.length)
}

/**
 * Moves the ends of a dissolve by up to `reach` pictures each to where the way from the one shot to the other is closest
 * to a straight ramp.
 */
export function fitRamp(scores: TransitionScores, ends: Ends, reach: number): Ends {
  const first = Math.max(0, ends.start - 2 * reach)
  const last = Math.min(scores.count - 1, ends.end + 2 * reach)
  const tiny = createTinyPictures(scores)
  const shares = Float64Array.from(
    { length: last - first + 1 },
    (_, index) => tiny.between(first, first + index, last).share,
  )
  let best = { ...ends, error: rampError(shares, first, ends) }
  for (let start = Math.max(first, ends.start - reach); start <= ends.start + reach; start += 1)
    for (let end = Math.min(last, ends.end + reach); end >= ends.end - reach && end - start >= 3; end -= 1) {
      const error = rampError(shares, first, { start, end })
      if (error < best.error - 1e-9) best = { start, end, error }
    }
  return { start: best.start, end: best.end }
}
