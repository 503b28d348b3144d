import { rational, rationalToNumber, type Rational } from './rational'

/** Rates that cameras, broadcasters and editors use (SMPTE ST 2073-11 plus whole multiples of 12.5). */
export const standardFrameRates: readonly Rational[] = [
  rational(10),
  rational(12),
  rational(25, 2),
  rational(15000, 1001),
  rational(15),
  rational(20),
  rational(24000, 1001),
  rational(24),
  rational(25),
  rational(30000, 1001),
  rational(30),
  rational(48000, 1001),
  rational(48),
  rational(50),
  rational(60000, 1001),
  rational(60),
  rational(100),
  rational(120000, 1001),
  rational(120),
]

/**
 * The standard rate nearest to `framesPerSecond`, when it lies within `tolerance` (a share of the rate; the default
 * tells 24000/1001 from 24, which differ by 0.001). Null when there is none.
 */
export function standardFrameRateNear(framesPerSecond: number, tolerance = 0.0004): Rational | null {
  let nearest: Rational | null = null
  let nearestDistance = tolerance
  for (const candidate of standardFrameRates) {
    const distance = Math.abs(rationalToNumber(candidate) / framesPerSecond - 1)
    if (distance <= nearestDistance) {
      nearest = candidate
      nearestDistance = distance
    }
  }
  return nearest
}

/** The standard rate near `framesPerSecond`, or the rate itself to a thousandth. Throws RangeError unless above zero. */
export function toFrameRate(framesPerSecond: number): Rational {
  if (!(framesPerSecond > 0 && Number.isFinite(framesPerSecond)))
    throw new RangeError(`Not a frame rate: ${framesPerSecond}`)
  return (
    standardFrameRateNear(framesPerSecond) ?? rational(Math.max(1, Math.round(framesPerSecond * 1000)), 1000)
  )
}
