/** What to do about a picture that is `drift` seconds ahead of (or, negative, behind) the sound. */
export type PictureCorrection = { readonly kind: 'rate'; readonly rate: number } | { readonly kind: 'seek' }

/** Below it nothing is done: a quarter of a frame at 24 per second. Seconds. */
const unnoticed = 0.01
/** Beyond it the picture jumps: pulling it in would take too long. Seconds. */
const tooFar = 0.25
/** The picture is pulled in by at most so much of its speed; more is seen. */
const strongestPull = 0.06

/**
 * The sound leads, because a gap in it is heard while a picture's speed, changed by a few percent, is not seen. The
 * picture is pulled in within about a second, or sought when it is far off.
 */
export function pictureCorrection(drift: number, rate: number): PictureCorrection {
  if (Math.abs(drift) > tooFar * Math.max(1, Math.abs(rate))) return { kind: 'seek' }
  if (Math.abs(drift) < unnoticed) return { kind: 'rate', rate }
  const pull = Math.max(-strongestPull, Math.min(strongestPull, -drift))
  return { kind: 'rate', rate: rate * (1 + pull) }
}
