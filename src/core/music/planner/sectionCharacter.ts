import type { ValenceArousal } from '../../emotion/emotionCurve'
import { families as allFamilies, type Ensemble, type Family } from '../families'
import type { Mode } from '../score'

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Notes per quarter note over all parts, over four bars of real music: a calm, a usual and a busy passage. */
interface DensityRange {
  readonly calm: number
  readonly usual: number
  readonly busy: number
}

/**
 * 5th, 50th and 90th percentile of the training corpus by ensemble class (`python -m hitpoint_training densities` prints
 * them). A band plays twice the notes of a piano at the same mood, so one table for all would starve it.
 */
const densityRanges: Readonly<Record<Ensemble, DensityRange>> = {
  unknown: { calm: 0.75, usual: 4.0, busy: 10.9 },
  keyboard: { calm: 1.75, usual: 4.7, busy: 8.4 },
  strings: { calm: 1.75, usual: 4.4, busy: 8.0 },
  orchestra: { calm: 2.6, usual: 9.5, busy: 22.6 },
  band: { calm: 3.3, usual: 11.0, busy: 21.3 },
  song: { calm: 2.3, usual: 5.1, busy: 8.3 },
  chamber: { calm: 0.75, usual: 4.0, busy: 10.9 },
}

/**
 * Notes per quarter note over all parts: the ensemble's calm passage at arousal -1, its usual one at 0, its busy one at 1,
 * geometric between. More notes = more aroused: Gabrielsson and Lindström 2010.
 */
export function targetDensity(arousal: number, ensemble: Ensemble): number {
  const { calm, usual, busy } = densityRanges[ensemble]
  const limited = clamp(arousal, -1, 1)
  return usual * (limited < 0 ? calm / usual : busy / usual) ** Math.abs(limited)
}

/**
 * Centre of the register as a MIDI key: 60 ± 7 with valence, ± 2 with arousal. Higher register = happier and less
 * sad or scary: Eerola, Friberg and Bresin 2013 (Frontiers in Psychology 4:487).
 */
export const targetRegister = ({ valence, arousal }: ValenceArousal): number =>
  Math.round(clamp(60 + 7 * valence + 2 * arousal, 48, 72))

/** Valence must pass this far over zero to change the mode, so that it does not flicker. */
const modeHysteresis = 0.12

/**
 * What arousal takes from valence when the mode is chosen: neutral scenes are minor when tense and major when calm. Judgement,
 * measured: `bench/composer/attempts.md`.
 */
const tensionWeight = 0.25

/** Major for positive, minor for negative valence (Gabrielsson and Lindström 2010; Eerola et al. 2013: mode weighs most for valence). */
export function modeOf({ valence, arousal }: ValenceArousal, previous: Mode | undefined): Mode {
  const brightness = valence - tensionWeight * arousal
  if (previous === 'major') return brightness < -modeHysteresis ? 'minor' : 'major'
  if (previous === 'minor') return brightness > modeHysteresis ? 'major' : 'minor'
  return brightness < 0 ? 'minor' : 'major'
}

/** Which families join first; calm and sustaining ones before loud and rhythmic ones. Judgement. */
const joiningOrder: readonly Family[] = [
  'strings',
  'piano',
  'pad',
  'woodwind',
  'plucked',
  'voice',
  'bass',
  'mallets',
  'organ',
  'lead',
  'brass',
  'drums',
]

/** A band is its rhythm section: in the corpus 98 % of eight bars of band music have drums, the calmest too (87 %). */
const bandOrder: readonly Family[] = ['bass', 'drums']

/** Arousal from which a family may play at all. */
const leastArousal: Readonly<Partial<Record<Family, number>>> = { drums: 0.05, brass: -0.3 }
const leastBandArousal: typeof leastArousal = { drums: -0.5, brass: -0.3 }

/** So few families play together whatever the mood: a duo is a duo from its first bar. */
const smallEnsemble = 3

/**
 * The families that play: about 40 % of the preset's at rest, all from arousal +0.5 on; never none. In the order of
 * the vocabulary.
 */
export function activeFamilies(
  available: readonly Family[],
  arousal: number,
  ensemble: Ensemble = 'unknown',
): Family[] {
  const share = clamp(0.4 + 0.4 * (arousal + 1), 0, 1)
  const isBand = ensemble === 'band'
  const order = isBand ? [...new Set([...bandOrder, ...joiningOrder])] : joiningOrder
  const least = isBand ? leastBandArousal : leastArousal
  const ordered = order.filter((family) => available.includes(family))
  const wanted = Math.max(smallEnsemble, Math.round(share * ordered.length))
  const allowed = ordered.filter((family) => arousal >= (least[family] ?? -1))
  const chosen = (allowed.length > 0 ? allowed : ordered).slice(0, wanted)
  return allFamilies.filter((family) => chosen.includes(family))
}

/** Tonics whose major and minor keys both need at most five accidentals: C D E F G A B♭. */
const automaticTonics = [0, 2, 4, 5, 7, 9, 10] as const

/** The piece's tonic from the seed (a multiplicative hash, Knuth, TAOCP 3, 6.4). */
export function tonicOf(seed: number): number {
  const hash = Math.imul(Math.floor(seed) ^ Math.floor(seed / 2 ** 32), 0x9e3779b1) >>> 0
  return automaticTonics[Math.floor((hash / 2 ** 32) * automaticTonics.length)]!
}
