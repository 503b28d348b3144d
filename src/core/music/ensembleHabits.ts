import { families, type Ensemble, type Family } from './families'

/** What a family does in the music of a class, in passages in which it plays at all. */
export interface FamilyHabit {
  /** Share of bars in which it begins a note. */
  readonly presence: number
  /** Notes that it begins in such a bar. */
  readonly notes: number
  /** Mean velocity bucket (E10) at neutral arousal. */
  readonly loudness: number
}

type HabitRow = readonly [presence: number, notes: number, loudness: number]
type HabitTable = Readonly<Partial<Record<Family, HabitRow>>>

/**
 * Measured on the training part of the corpus (never on held-out music) by ensemble class: a family counts in blocks of
 * eight bars that have a note of it, as the mask of E16 does. `python -m hitpoint_training.habits` prints the numbers.
 * Rhythm sections are known from bands only, so a class without enough of a family takes the band's.
 */
const band: HabitTable = {
  drums: [0.97, 18, 9.6],
  bass: [0.96, 8.1, 10.5],
  piano: [0.9, 14.2, 8.9],
  mallets: [0.72, 8, 10.4],
  organ: [0.84, 8.3, 10],
  plucked: [0.93, 16.4, 9],
  strings: [0.78, 5.1, 10],
  voice: [0.72, 4.8, 11.1],
  brass: [0.72, 8.7, 10.5],
  woodwind: [0.69, 5, 10.1],
  lead: [0.85, 15.8, 9.8],
  pad: [0.78, 6.8, 9.7],
}

const chamber: HabitTable = {
  piano: [0.98, 7.9, 6.6],
  mallets: [0.57, 3.1, 11.5],
  organ: [0.77, 4.2, 9.9],
  plucked: [1, 10, 9],
  strings: [0.91, 15.6, 10.1],
  voice: [0.97, 8.9, 8.6],
  brass: [0.89, 6.9, 9.3],
  woodwind: [0.85, 8.6, 8.5],
}

const habitTables: Readonly<Record<Ensemble, HabitTable>> = {
  unknown: chamber,
  keyboard: { piano: [1, 14.8, 6.5], organ: [0.88, 6.7, 9.9] },
  strings: { strings: [0.99, 14.3, 7.7] },
  orchestra: {
    piano: [0.95, 5.6, 12.1],
    mallets: [0.56, 2.2, 8.2],
    strings: [0.94, 17.8, 7.4],
    voice: [0.88, 13.4, 9.3],
    brass: [0.69, 8.1, 8.3],
    woodwind: [0.84, 14.9, 7.7],
  },
  band,
  // Strings: a song has one line (4 notes a bar), a piano quintet a full section (16); the presets with piano have four parts.
  song: {
    piano: [0.99, 15.2, 8.9],
    strings: [0.9, 10, 9.1],
    voice: [0.83, 3.9, 7.7],
    woodwind: [0.87, 4.2, 7.9],
    lead: [0.83, 5.5, 11.6],
  },
  chamber,
}

/** Mean number of sounding pitched notes by class, from the same music. */
export const usualVoices: Readonly<Record<Ensemble, number>> = {
  unknown: 3.1,
  keyboard: 2.8,
  strings: 2.7,
  orchestra: 7.5,
  band: 5.8,
  song: 4.2,
  chamber: 3.1,
}

/** Median distance of neighbouring onsets of all families in seconds by class, from the same music. */
export const usualPace: Readonly<Record<Ensemble, number>> = {
  unknown: 0.21,
  keyboard: 0.17,
  strings: 0.195,
  orchestra: 0.19,
  band: 0.125,
  song: 0.25,
  chamber: 0.21,
}

/** What families do in the music of a class, in the order of the vocabulary. */
export function habitsOf(ensemble: Ensemble): FamilyHabit[] {
  return families.map((family) => {
    const [presence, notes, loudness] = habitTables[ensemble][family] ?? band[family]!
    return { presence, notes, loudness }
  })
}
