import { ticks } from '../../time/units'
import type { Note, Score, Track } from '../score'
import { ticksPerStep } from '../vocabulary'

const toGrid = (tick: number): number => Math.round(tick / ticksPerStep) * ticksPerStep

function quantiseNote(note: Note, endTick: number): Note {
  const start = toGrid(note.start)
  const end = note.start + note.duration
  // Only what ends with the score may end off the grid: the picture does.
  const wanted = end >= endTick ? endTick : toGrid(end)
  return { ...note, start: ticks(start), duration: ticks(Math.max(ticksPerStep, wanted - start)) }
}

function quantiseTrack(track: Track, endTick: number): Track {
  const notes = track.notes.map((note) => quantiseNote(note, endTick))
  return { ...track, notes: notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch) }
}

/**
 * A performed score moved onto the composer's grid (24 steps to the quarter): light timing is less than half a step, so every
 * onset finds back to the step that it was composed on. Pitches, velocities and controls stay. The score itself is not changed.
 */
export const quantiseScore = (score: Score): Score => ({
  ...score,
  tracks: score.tracks.map((track) => quantiseTrack(track, score.endTick)),
})
