import type { GradualSegment } from './gradualSegments'
import { cellCount, type TinyPictures } from './tinyPictures'

/** Levels (root mean square) by which a gradual transition must change the picture. */
const leastChange = 4
/** A title appears in cells that change by more than these levels, while half of all cells change by less than this share of it. */
const titleLevels = 40
const titleShare = 0.06

/**
 * Whether a segment is what its name says: the picture changes in it, and a dissolve or wipe is no title that fades in
 * or out over a shot that stays.
 */
export function isTransition(tiny: TinyPictures, { kind, start, end }: GradualSegment): boolean {
  let furthest = 0
  for (let picture = start + 1; picture <= end; picture += 1)
    furthest = Math.max(furthest, tiny.apart(start, picture))
  if (furthest < leastChange) return false
  if (kind !== 'dissolve' && kind !== 'wipe') return true
  const changes = tiny.sortedChanges(start, end)
  const [half, most] = [changes[cellCount / 2 - 1]!, changes[cellCount - 1]!]
  return most < titleLevels || half >= titleShare * most
}

/** Levels (root mean square) within which a picture is as empty as another. */
const sameEmpty = 0.5

/** Moves the empty end of a fade to its last (fade-in) or first (fade-out) empty picture, by up to `reach` pictures. */
export function settleFade(tiny: TinyPictures, segment: GradualSegment, reach: number): GradualSegment {
  let { start, end } = segment
  if (segment.kind === 'fadeIn') {
    const empty = start
    while (start < empty + reach && start + 2 < end && tiny.apart(empty, start + 1) < sameEmpty) start += 1
  } else {
    const empty = end
    while (end > empty - reach && end - 2 > start && tiny.apart(empty, end - 1) < sameEmpty) end -= 1
  }
  return { ...segment, start, end }
}

/** Root mean square error of shares (of pictures `first`, `first + 1`, …) against a straight ramp from `start` to `end`. */
function rampError(shares: Float64Array, first: number, start: number, end: number): number {
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
export function fitRamp(tiny: TinyPictures, segment: GradualSegment, reach: number): GradualSegment {
  const first = Math.max(0, segment.start - 2 * reach)
  const last = segment.end + 2 * reach
  const shares = Float64Array.from(
    { length: last - first + 1 },
    (_, index) => tiny.between(first, first + index, last).share,
  )
  let best = { start: segment.start, end: segment.end }
  let bestError = rampError(shares, first, best.start, best.end)
  for (let start = Math.max(first, segment.start - reach); start <= segment.start + reach; start += 1)
    for (let end = segment.end + reach; end >= segment.end - reach && end - start >= 3; end -= 1) {
      const error = rampError(shares, first, start, end)
      if (error >= bestError - 1e-9) continue
      bestError = error
      best = { start, end }
    }
  return { ...segment, ...best }
}
