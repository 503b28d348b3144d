import { ticks } from '../../time/units'
import type { Plan } from '../plan'
import type { Note, Score, Track } from '../score'
import { ticksPerStep } from '../vocabulary'

/**
 * The composer's grid over a film: steps are counted from the start of each cue and of each silence, which may lie anywhere
 * (docs/spec/planner.md, P5 and P14). Where one of them begins is a place of its own.
 */
export interface FilmGrid {
  /** The nearest place, or the film's end. */
  readonly nearest: (tick: number) => number
  /** The place after one: a step on, or where the next cue or silence begins. */
  readonly following: (place: number) => number
}

type Cues = Pick<Plan, 'cues' | 'endTick'>

export function filmGrid({ cues, endTick }: Cues): FilmGrid {
  const bounds = cues.flatMap((cue): number[] => [cue.startTick, cue.endTick])
  const origins = [...new Set([0, ...bounds.filter((tick) => tick < endTick)])].sort((a, b) => a - b)
  const stretchOf = (tick: number): readonly [origin: number, next: number] => {
    const index = origins.findLastIndex((origin) => origin <= tick)
    return [origins[Math.max(0, index)]!, origins[index + 1] ?? endTick]
  }
  return {
    nearest: (tick) => {
      if (tick >= endTick) return endTick
      const [origin, next] = stretchOf(tick)
      return Math.min(next, origin + Math.round((tick - origin) / ticksPerStep) * ticksPerStep)
    },
    following: (place) => Math.min(place + ticksPerStep, stretchOf(place)[1]),
  }
}

function quantiseNote(note: Note, grid: FilmGrid, endTick: number): Note {
  const nearest = grid.nearest(note.start)
  // What rounds to the film's end keeps the last step before it.
  const start = nearest < endTick ? nearest : grid.nearest(note.start - ticksPerStep / 2)
  const end = Math.max(grid.following(start), grid.nearest(note.start + note.duration))
  return { ...note, start: ticks(start), duration: ticks(end - start) }
}

function quantiseTrack(track: Track, grid: FilmGrid, endTick: number): Track {
  const notes = track.notes.map((note) => quantiseNote(note, grid, endTick))
  return { ...track, notes: notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch) }
}

/**
 * A performed score moved onto the composer's grid (24 steps to the quarter, counted from its cue's start): light timing is
 * less than half a step, so every onset finds back to the step that it was composed on, and what a cue's end cut off still
 * ends there. Pitches, velocities and controls stay. The score itself is not changed.
 */
export function quantiseScore(score: Score, plan: Cues): Score {
  const grid = filmGrid({ cues: plan.cues, endTick: score.endTick })
  return { ...score, tracks: score.tracks.map((track) => quantiseTrack(track, grid, score.endTick)) }
}
