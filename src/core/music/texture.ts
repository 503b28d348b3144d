import { habitsOf, usualPace, usualVoices } from './ensembleHabits'
import { families, type Ensemble } from './families'
import type { Section } from './plan'
import { createRandom } from './random'
import { stepsPerQuarter } from './vocabulary'

/** What the plan expects of a bar beside its density; only ever a soft bias (D54-D58). */
export interface BarTexture {
  /** Share of the notes by family, 12 numbers that sum to 1; 0 for families that rest or do not play. */
  readonly shares: readonly number[]
  /** Notes of a family in a bar in which it plays. */
  readonly notes: readonly number[]
  /** Mean velocity bucket by family. */
  readonly loudness: readonly number[]
  /** Pitched notes that usually sound together. */
  readonly voices: number
  /** Grid steps that last as long as the median distance of two onsets. */
  readonly pace: number
}

/** A bar as its texture needs to know it. */
export interface TexturedBar {
  readonly section: Section | undefined
  /** The families that may play, 12 flags. */
  readonly families: readonly boolean[]
  readonly arousal: number
  readonly microsecondsPerQuarter: number
}

/** Bars to a phrase: families enter and rest by phrases (recallForm.ts counts the same). */
const phraseBars = 4
/** From this presence on a family carries the music and never rests. */
const carries = 0.9
/** Velocity buckets from neutral to full arousal: 3.2 in orchestral music, 1.8 in bands, where velocities were played. */
const loudnessSlope = 2.5

const clampUnit = (value: number): number => Math.min(1, Math.max(-1, value))

/** A number from 0 to 1 of a place in the form. */
const chance = (...place: readonly number[]): number =>
  createRandom(place.reduce((hash, value) => Math.imul(hash ^ value, 0x9e3779b1) >>> 0, 0x2545f491)).next()

/** The families that rest in a phrase: none that carries the music, none at high arousal, never all but one. */
function playingIn(
  phrase: number,
  { families: flags, arousal }: TexturedBar,
  presence: readonly number[],
  seed: number,
): boolean[] {
  const wanted = flags.map((plays, family) => {
    const usual = presence[family]!
    const likely = usual + (1 - usual) * Math.max(0, Math.min(1, 2 * arousal))
    return plays && (usual >= carries || chance(seed, family, phrase) < likely)
  })
  return wanted.filter(Boolean).length >= Math.min(2, flags.filter(Boolean).length) ? wanted : [...flags]
}

/** The section whose phrases a section's follow: the one that it returns to. */
function sourceOf(section: Section | undefined, sections: readonly Section[]): number {
  const index = section ? sections.indexOf(section) : 0
  return section?.returnsTo ?? index
}

/**
 * What is expected of every bar: families share its notes as in real music of the class, but enter and rest by phrases of
 * four bars; velocities follow arousal. A section that returns has the phrases of the one that it returns to. Pure: same
 * bars and seed, same textures.
 */
export function barTextures(
  bars: readonly TexturedBar[],
  sections: readonly Section[],
  ensemble: Ensemble,
  seed: number,
): BarTexture[] {
  const habits = habitsOf(ensemble)
  const presence = habits.map((habit) => habit.presence)
  const starts = new Map<Section | undefined, number>()
  return bars.map((bar, index) => {
    const first = starts.get(bar.section) ?? index
    starts.set(bar.section, first)
    const phrase = 1000 * sourceOf(bar.section, sections) + Math.floor((index - first) / phraseBars)
    const playing = playingIn(phrase, bar, presence, seed)
    const rates = families.map((_, family) =>
      playing[family] ? habits[family]!.notes * presence[family]! : 0,
    )
    const sum = rates.reduce((total, rate) => total + rate, 0)
    const shift = loudnessSlope * clampUnit(bar.arousal)
    return {
      shares: rates.map((rate) => (sum > 0 ? rate / sum : 0)),
      notes: habits.map(({ notes }) => notes),
      loudness: habits.map(({ loudness }) => loudness + shift),
      voices: usualVoices[ensemble],
      pace: (usualPace[ensemble] * stepsPerQuarter * 1e6) / bar.microsecondsPerQuarter,
    }
  })
}
