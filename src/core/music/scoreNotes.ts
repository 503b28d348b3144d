import type { GridNote } from './events'
import { families } from './families'
import type { Score } from './score'
import { ticksPerStep } from './vocabulary'

/** What a finished score plays, on the grid of its film (24 steps to the quarter). */
export const gridNotes = (score: Score): GridNote[] =>
  score.tracks.flatMap((track) =>
    track.notes.map((note) => ({
      onset: Math.round(note.start / ticksPerStep),
      duration: Math.max(1, Math.round(note.duration / ticksPerStep)),
      family: families.indexOf(track.family),
      pitch: note.pitch,
      velocity: note.velocity,
    })),
  )
