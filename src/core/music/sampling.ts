import type { Ensemble } from './families'
import type { Random } from './random'
import type { Leaning } from './softBias'
import type { AttributeName } from './vocabulary'

/** What a mask says of a value: open, impossible by the grammar (E11-E14), or shut by a constraint of the film. */
export const open = 0
export const impossible = 1
export const forbidden = 2

export interface SamplingSetting {
  /** Divides the logits; below 1 is more cautious. */
  readonly temperature: number
  /** Only the likeliest values that together reach this probability are drawn. */
  readonly topP: number
}

export type SamplingSettings = Readonly<Record<AttributeName, SamplingSetting>>

/** Chosen with composer 0.4.0 by likeness to held-out real music (bench/composer/attempts.md): nearly as learnt, pitches freer. */
export const defaultSampling: SamplingSettings = {
  type: { temperature: 0.9, topP: 0.97 },
  delta: { temperature: 1, topP: 0.97 },
  root: { temperature: 1, topP: 0.96 },
  quality: { temperature: 1, topP: 0.96 },
  bass: { temperature: 1, topP: 0.96 },
  family: { temperature: 1, topP: 0.97 },
  duration: { temperature: 1, topP: 0.97 },
  velocity: { temperature: 0.9, topP: 0.92 },
  pitch: { temperature: 1.05, topP: 0.96 },
}

/** Strength of guidance: 2 is heard best (docs/composer-report.md, "What was tried" at the valence); cap 3. */
export const defaultGuidance = 2
export const strongestGuidance = 3

/** See softBias.ts; rhythm and melody by the structure of held-out music (docs/composer-report.md, bar likeness and distinct patterns). */
export const defaultLeaning: Leaning = {
  clash: 1.7,
  silence: 4,
  crowd: 1,
  mode: 1.5,
  rhythm: 5,
  melody: 7,
  balance: 1.5,
  dynamics: 1,
  rest: 4,
  haste: 2,
  voices: 1.5,
}

/**
 * Bands repeat themselves most (bar likeness 0.53 in held-in band music against 0.28 to 0.34 elsewhere) and have most
 * semitones (0.030 of what sounds together against 0.005 to 0.020).
 */
const bandLeaning: Leaning = { ...defaultLeaning, clash: 1.2, rhythm: 5.5, melody: 8 }

/** How the decoder leans in the music of a class. */
export const leaningOf = (ensemble: Ensemble): Leaning => (ensemble === 'band' ? bandLeaning : defaultLeaning)

export interface Sample {
  readonly value: number
  /** The probability that the network gave to values which a constraint forbids (temperature 1, 0..1). */
  readonly forbiddenMass: number
}

export interface Sampler {
  /**
   * Draws a value from the first `size` logits. `mask` holds open, impossible or forbidden per value, at least one open.
   * Throws RangeError when nothing is open.
   */
  draw(logits: Float32Array, size: number, mask: Uint8Array, setting: SamplingSetting): Sample
}

function softmaxMasses(
  logits: Float32Array,
  size: number,
  mask: Uint8Array,
): { peak: number; forbiddenMass: number } {
  let top = -Infinity
  let peak = -Infinity
  for (let value = 0; value < size; value++) {
    if (mask[value] !== impossible && logits[value]! > top) top = logits[value]!
    if (mask[value] === open && logits[value]! > peak) peak = logits[value]!
  }
  let openSum = 0
  let forbiddenSum = 0
  for (let value = 0; value < size; value++) {
    if (mask[value] === open) openSum += Math.exp(logits[value]! - top)
    else if (mask[value] === forbidden) forbiddenSum += Math.exp(logits[value]! - top)
  }
  return { peak, forbiddenMass: forbiddenSum / (openSum + forbiddenSum) }
}

/** A sampler with its own work space: draws without allocating more than its answer. */
export function createSampler(random: Random, largestVocabulary = 191): Sampler {
  const weights = new Float64Array(largestVocabulary)
  const chosen = new Int32Array(largestVocabulary)
  return {
    draw(logits, size, mask, { temperature, topP }) {
      const { peak, forbiddenMass } = softmaxMasses(logits, size, mask)
      if (peak === -Infinity) throw new RangeError('No value is open to the sampler')
      let sum = 0
      for (let value = 0; value < size; value++) {
        weights[value] = mask[value] === open ? Math.exp((logits[value]! - peak) / temperature) : 0
        sum += weights[value]!
      }
      let count = 0
      let kept = 0
      while (kept < topP * sum && count < size) {
        let best = 0
        for (let value = 1; value < size; value++) if (weights[value]! > weights[best]!) best = value
        if (weights[best] === 0) break
        kept += weights[best]!
        chosen[count++] = best
        weights[best] = -weights[best]!
      }
      let threshold = random.next() * kept
      let value = chosen[0]!
      for (let index = 0; index < count; index++) {
        value = chosen[index]!
        threshold += weights[value]!
        if (threshold < 0) break
      }
      return { value, forbiddenMass }
    },
  }
}
