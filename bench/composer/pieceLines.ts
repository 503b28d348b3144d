import type { Plan } from '../../src/core/music/plan'
import type { Score } from '../../src/core/music/score'
import { gridNotes } from '../../src/core/music/scoreNotes'
import { ticksPerStep } from '../../src/core/music/vocabulary'

/** Music on the grid as training/hitpoint_training/piece_lines.py reads it: one JSON object a line. */
export interface PieceLine {
  readonly id: string
  readonly barLengths: readonly number[]
  /** Grid step and quarter notes per minute. */
  readonly tempo: readonly (readonly [step: number, bpm: number])[]
  readonly notes: readonly (readonly [
    onset: number,
    duration: number,
    family: number,
    pitch: number,
    velocity: number,
  ])[]
}

export const barLengthsOf = (plan: Plan): number[] =>
  plan.bars.map((bar) => Math.round(bar.length / ticksPerStep))

/** Bars [first, last) of a score as a line; `flat` gives every note one velocity and the whole piece one tempo. */
export function lineOf(
  id: string,
  score: Score,
  plan: Plan,
  {
    first = 0,
    last = plan.bars.length,
    flat = false,
  }: { first?: number; last?: number; flat?: boolean } = {},
): PieceLine {
  const all = barLengthsOf(plan)
  const start = all.slice(0, first).reduce((sum, length) => sum + length, 0)
  const barLengths = all.slice(first, last)
  const end = start + barLengths.reduce((sum, length) => sum + length, 0)
  const changes = score.tempo.map(
    ({ tick, microsecondsPerQuarter }) =>
      [Math.max(0, Math.round(tick / ticksPerStep) - start), 60e6 / microsecondsPerQuarter] as const,
  )
  const inside = changes.filter(([step]) => step < end - start)
  return {
    id,
    barLengths,
    tempo: flat ? [[0, 100]] : [...new Map(inside)],
    notes: gridNotes(score)
      .filter((note) => note.onset >= start && note.onset < end)
      .map((note) => [note.onset - start, note.duration, note.family, note.pitch, flat ? 80 : note.velocity]),
  }
}

/** The bar in which a time in seconds of the film lies. */
export function barAt(plan: Plan, barTimes: readonly number[], time: number): number {
  const found = barTimes.findLastIndex((start) => start <= time + 1e-6)
  return Math.min(plan.bars.length - 1, Math.max(0, found))
}
