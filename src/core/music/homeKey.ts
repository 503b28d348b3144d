import type { GridMusic } from './events'
import type { Plan } from './plan'
import { drumsFamily, noRoot } from './vocabulary'

/** The network composes in C (E21): the plan in C, and the semitones (-5..6) that move its music back. */
export interface HomeKeyPlan {
  readonly plan: Plan
  readonly transposition: number
}

const pitchClass = (semitones: number): number => ((semitones % 12) + 12) % 12

/** Moves a plan's keys so that the first one's tonic is C. A plan without keys stays as it is. */
export function toHomeKey(plan: Plan): HomeKeyPlan {
  const tonic = plan.keys[0]?.tonic ?? 0
  return {
    plan: { ...plan, keys: plan.keys.map((key) => ({ ...key, tonic: pitchClass(key.tonic - tonic) })) },
    transposition: tonic <= 6 ? tonic : tonic - 12,
  }
}

/** Moves notes (drums stay) and chords by semitones. */
export function transposeMusic(music: GridMusic, semitones: number): GridMusic {
  if (semitones === 0) return music
  const moved = (root: number): number => (root === noRoot ? root : pitchClass(root + semitones))
  return {
    notes: music.notes.map((note) =>
      note.family === drumsFamily ? note : { ...note, pitch: note.pitch + semitones },
    ),
    chords: music.chords.map((chord) => ({ ...chord, root: moved(chord.root), bass: moved(chord.bass) })),
  }
}
