import { cuePlan } from '../music/cuePlan'
import { families } from '../music/families'
import { humanTouches } from '../music/perform/humanise'
import { filmGrid, quantiseScore } from '../music/perform/quantise'
import type { Plan } from '../music/plan'
import type { Note, Score } from '../music/score'
import { ticksPerStep } from '../music/vocabulary'
import { ticks } from '../time/units'

/** `composed`: as the score has it; `quantised`: all on the grid; `humanised`: with light timing and touch. */
export const noteTimings = ['composed', 'quantised', 'humanised'] as const
export type NoteTiming = (typeof noteTimings)[number]

const inOrder = (notes: readonly Note[]): Note[] =>
  [...notes].sort((a, b) => a.start - b.start || a.pitch - b.pitch)

/** Plays a note of a track; both by index. */
type Player = (note: Note, family: number, part: number) => Note

/** Each cue as a piece of its own, as composing plays it (docs/spec/composer-decoding.md, D36); what lies between cues stays. */
function humanPlayer(score: Score, plan: Plan, seed: number): Player {
  const cues = plan.cues.map((cue) => {
    const isInside = ({ start }: Note): boolean => start >= cue.startTick && start < cue.endTick
    const starts = score.tracks.flatMap(({ notes }) => notes.filter(isInside).map(({ start }) => start))
    const last = starts.reduce<number>((latest, start) => Math.max(latest, start), cue.startTick)
    const step = (last - cue.startTick) / ticksPerStep
    return { ...cue, isInside, touches: humanTouches(cuePlan(plan, cue), seed, step) }
  })
  return (note, family, part) => {
    const cue = cues.find(({ isInside }) => isInside(note))
    if (!cue) return note
    const onset = (note.start - cue.startTick) / ticksPerStep
    const { pitch, velocity } = note
    const length = Math.max(1, Math.round(note.duration / ticksPerStep))
    const touch = cue.touches({ onset, duration: length, pitch, velocity, family }, part)
    const start = Math.max(cue.startTick, Math.min(note.start + touch.offset, cue.endTick - 1))
    const duration = Math.max(1, note.start + note.duration - start)
    return { ...note, start: ticks(start), duration: ticks(duration), velocity: touch.velocity }
  }
}

/**
 * A score moved onto the composer's grid (24 steps to the quarter), or lightly moved from it by a seed as players would (never
 * near a kept hit; ends of notes stay). A score whose onsets are off the grid already is humanised as it is.
 */
export function withTiming(score: Score, plan: Plan, timing: NoteTiming, seed: number): Score {
  if (timing === 'composed') return score
  if (timing === 'quantised') return quantiseScore(score, plan)
  const grid = filmGrid({ cues: plan.cues, endTick: score.endTick })
  const isOnGrid = score.tracks.every(({ notes }) =>
    notes.every(({ start }) => grid.nearest(start) === start),
  )
  if (!isOnGrid) return score
  const player = humanPlayer(score, plan, seed)
  const tracks = score.tracks.map((track, part) => {
    const family = families.indexOf(track.family)
    return { ...track, notes: inOrder(track.notes.map((note) => player(note, family, part))) }
  })
  return { ...score, tracks }
}
