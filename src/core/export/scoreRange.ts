import { ticks, type Ticks } from '../time/units'
import type { ControlChange, Score, Track } from '../music/score'

/** Ticks from `startTick` up to (not including) `endTick`. */
export interface TickRange {
  readonly startTick: Ticks
  readonly endTick: Ticks
}

type Timed = { readonly tick: Ticks }

const earlier = <T extends Timed>(event: T, by: number): T => ({ ...event, tick: ticks(event.tick - by) })

/** What is in force at the range's start, then what changes inside; counted from the start. */
function changesIn<T extends Timed>(changes: readonly T[], { startTick, endTick }: TickRange): T[] {
  const inForce = changes.findLast((change) => change.tick <= startTick)
  const inside = changes.filter((change) => change.tick > startTick && change.tick < endTick)
  return [
    ...(inForce ? [{ ...inForce, tick: ticks(0) }] : []),
    ...inside.map((change) => earlier(change, startTick)),
  ]
}

const eventsIn = <T extends Timed>(events: readonly T[], { startTick, endTick }: TickRange): T[] =>
  events
    .filter((event) => event.tick >= startTick && event.tick < endTick)
    .map((event) => earlier(event, startTick))

function controlsIn(controls: readonly ControlChange[], range: TickRange): ControlChange[] {
  const numbers = [...new Set(controls.map((change) => change.controller))]
  return numbers
    .flatMap((number) =>
      changesIn(
        controls.filter((change) => change.controller === number),
        range,
      ),
    )
    .sort((a, b) => a.tick - b.tick || a.controller - b.controller)
}

function trackIn(track: Track, range: TickRange): Track {
  const notes = track.notes
    .filter((note) => note.start >= range.startTick && note.start < range.endTick)
    .map((note) => ({ ...note, start: ticks(note.start - range.startTick) }))
  return { ...track, notes, controls: controlsIn(track.controls, range) }
}

/**
 * A range of a score as a score of its own, its first tick 0: what sounds from before is left out, tempo, metre, key,
 * harmony and controllers that are in force are set at the start. Notes end with the range. Throws RangeError for an
 * empty range or one outside of the score.
 */
export function scoreRange(score: Score, { startTick, endTick }: TickRange): Score {
  if (!(startTick >= 0 && startTick < endTick && endTick <= score.endTick))
    throw new RangeError(`No range of a score of ${score.endTick} ticks: ${startTick} to ${endTick}`)
  const range = { startTick, endTick }
  const length = endTick - startTick
  return {
    tempo: changesIn(score.tempo, range),
    metre: changesIn(score.metre, range),
    keys: changesIn(score.keys, range),
    chords: changesIn(score.chords, range),
    markers: eventsIn(score.markers, range),
    tracks: score.tracks
      .map((track) => trackIn(track, range))
      .map((track) => ({
        ...track,
        notes: track.notes.map((note) => ({
          ...note,
          duration: ticks(Math.min(note.duration, length - note.start)),
        })),
      })),
    endTick: ticks(length),
  }
}
