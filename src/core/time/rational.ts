import { seconds, type Seconds } from './units'

/** An exact fraction in lowest terms with a positive denominator; media times are rational seconds. */
export interface Rational {
  readonly numerator: number
  readonly denominator: number
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? (a < 0n ? -a : a) : greatestCommonDivisor(b, a % b)

function fromBigInts(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError('A rational number cannot have the denominator 0')
  const divisor = greatestCommonDivisor(numerator, denominator) || 1n
  const sign = denominator < 0n ? -1n : 1n
  return {
    numerator: Number((sign * numerator) / divisor),
    denominator: Number((sign * denominator) / divisor),
  }
}

/** A rational number from two integers. Throws RangeError when either is not a safe integer or the denominator is 0. */
export function rational(numerator: number, denominator = 1): Rational {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator))
    throw new RangeError(`Not a fraction of safe integers: ${numerator}/${denominator}`)
  return fromBigInts(BigInt(numerator), BigInt(denominator))
}

export const zero: Rational = { numerator: 0, denominator: 1 }

export function addRational(a: Rational, b: Rational): Rational {
  const [an, ad, bn, bd] = [
    BigInt(a.numerator),
    BigInt(a.denominator),
    BigInt(b.numerator),
    BigInt(b.denominator),
  ]
  return fromBigInts(an * bd + bn * ad, ad * bd)
}

export const negateRational = (a: Rational): Rational => ({
  numerator: -a.numerator || 0,
  denominator: a.denominator,
})

export const subtractRational = (a: Rational, b: Rational): Rational => addRational(a, negateRational(b))

export function multiplyRational(a: Rational, b: Rational): Rational {
  return fromBigInts(BigInt(a.numerator) * BigInt(b.numerator), BigInt(a.denominator) * BigInt(b.denominator))
}

export function divideRational(a: Rational, b: Rational): Rational {
  return fromBigInts(BigInt(a.numerator) * BigInt(b.denominator), BigInt(a.denominator) * BigInt(b.numerator))
}

/** Negative, zero or positive as `a` is before, equal to or after `b`. */
export function compareRational(a: Rational, b: Rational): number {
  const difference = BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const rationalToNumber = (a: Rational): number => a.numerator / a.denominator

export const rationalToSeconds = (a: Rational): Seconds => seconds(rationalToNumber(a))

/** Parses `30000/1001`, `30000:1001`, `25` or a decimal such as `29.97` (taken as the exact decimal fraction). Null when it is none of these. */
export function parseRational(text: string): Rational | null {
  const fraction = /^(-?\d+)\s*[/:]\s*(\d+)$/.exec(text.trim())
  if (fraction) return fraction[2] === '0' ? null : rational(Number(fraction[1]), Number(fraction[2]))
  const decimal = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text.trim())
  if (!decimal) return null
  const digits = decimal[3] ?? ''
  const whole = Number(`${decimal[2]}${digits}`)
  return rational(decimal[1] ? -whole : whole, 10 ** digits.length)
}
