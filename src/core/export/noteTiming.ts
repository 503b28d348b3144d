import { families } from '../music/families'
import { humanTouches } from '../music/perform/humanise'
import type { Plan } from '../music/plan'
import type { Note, Score } from '../music/score'
import { ticksPerStep } from '../music/vocabulary'
import { ticks } from '../time/units'

/** `composed`: as the score has it; `quantised`: every onset on the grid; `humanised`: with light timing and touch. */
export const noteTimings = ['composed', 'quantised', 'humanised'] as const
export type NoteTiming = (typeof noteTimings)[number]

const inOrder = (notes: readonly Note[]): Note[] =>
  [...notes].sort((a, b) => a.start - b.start || a.pitch - b.pitch)

/** Onset moved, end kept; at least a tick stays. */
function withStart(note: Note, start: number): Note {
  const end = note.start + note.duration
  return { ...note, start: ticks(start), duration: ticks(Math.max(1, end - start)) }
}

function quantised(note: Note, endTick: number): Note {
  const start = Math.round(note.start / ticksPerStep) * ticksPerStep
  return withStart(note, Math.max(0, Math.min(start, endTick - 1)))
}

/**
 * A score with its onsets on the composer's grid (24 steps to the quarter), or lightly moved from it by a seed as players
 * would (never near a kept hit). Ends of notes stay. A score that is already off the grid is humanised as it is.
 */
export function withTiming(score: Score, plan: Plan, timing: NoteTiming, seed: number): Score {
  const isOnGrid = score.tracks.every(({ notes }) => notes.every(({ start }) => start % ticksPerStep === 0))
  if (timing === 'composed' || (timing === 'quantised' ? isOnGrid : !isOnGrid)) return score
  if (timing === 'quantised')
    return {
      ...score,
      tracks: score.tracks.map((track) => ({
        ...track,
        notes: inOrder(track.notes.map((note) => quantised(note, score.endTick))),
      })),
    }
  const touches = humanTouches(plan, seed)
  const played = (note: Note, family: number, part: number): Note => {
    const onset = note.start / ticksPerStep
    const length = Math.max(1, Math.round(note.duration / ticksPerStep))
    const touch = touches(
      { onset, duration: length, pitch: note.pitch, velocity: note.velocity, family },
      part,
    )
    const start = Math.max(0, Math.min(note.start + touch.offset, score.endTick - 1))
    return { ...withStart(note, start), velocity: touch.velocity }
  }
  return {
    ...score,
    tracks: score.tracks.map((track, part) => ({
      ...track,
      notes: inOrder(track.notes.map((note) => played(note, families.indexOf(track.family), part))),
    })),
  }
}
