import type { Score } from '../music/score'
import { ticks, ticksPerQuarter, type Ticks } from '../time/units'

/** Length of a number of bars in the score's first metre; 4/4 when it has none. */
export function preRollTicks(score: Score, bars: number): Ticks {
  const { numerator, denominator } = score.metre[0] ?? { numerator: 4, denominator: 4 }
  return ticks((bars * numerator * 4 * ticksPerQuarter) / denominator)
}

/**
 * A score with silent bars before it, in its first tempo, metre and key. What sets it up (controllers at tick 0) stays at
 * tick 0, so that every DAW has read it long before the first note; everything else moves.
 */
export function withPreRoll(score: Score, bars: number): Score {
  if (bars === 0) return score
  const shift = preRollTicks(score, bars)
  const later = <T extends { readonly tick: Ticks }>(event: T): T => ({
    ...event,
    tick: ticks(event.tick + shift),
  })
  const laterUnlessFirst = <T extends { readonly tick: Ticks }>(event: T): T =>
    event.tick === 0 ? event : later(event)
  return {
    tempo: score.tempo.map(laterUnlessFirst),
    metre: score.metre.map(laterUnlessFirst),
    keys: score.keys.map(laterUnlessFirst),
    chords: score.chords.map(later),
    markers: score.markers.map(later),
    tracks: score.tracks.map((track) => ({
      ...track,
      notes: track.notes.map((note) => ({ ...note, start: ticks(note.start + shift) })),
      controls: track.controls.map(laterUnlessFirst),
    })),
    endTick: ticks(score.endTick + shift),
  }
}
