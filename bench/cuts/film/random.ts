/** Repeatable chance: one seed gives one film. */
import { noise } from '../../../scripts/sample/noise'

export class Random {
  private state: number

  constructor(seed: number) {
    this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0
    for (let warm = 0; warm < 4; warm += 1) this.next()
  }

  /** 0 to below 1. Mulberry32, by Tommy Ettinger, public domain. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let bits = this.state
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number, both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** Every octave as likely as any other. */
  logarithmic(low: number, high: number): number {
    return low * (high / low) ** this.next()
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.next() * values.length)]!
  }

  /** Draws by weight. */
  weighted<Value>(entries: readonly (readonly [Value, number])[]): Value {
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of entries) if ((left -= weight) < 0) return value
    return entries.at(-1)![0]
  }

  /** -1 or 1. */
  sign(): number {
    return this.chance(0.5) ? 1 : -1
  }

  /** A seed for something that draws on its own. */
  seed(): number {
    return Math.floor(this.next() * 0x7fffffff)
  }
}

/** A hand's shake: a smooth random line within -1..1 with a little of three times the frequency on it. */
export const tremble = (position: number, seed: number): number =>
  0.75 * noise(position, seed) + 0.25 * noise(position * 3, seed + 7)

/** 0..1 → 0..1, flat at both ends. */
export const smooth = (share: number): number => share * share * (3 - 2 * share)

export const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value))
