import { createTempoMap } from '../time/tempoMap'
import { ticks, type Seconds, type Ticks } from '../time/units'
import type { Plan, PlannedCue } from './plan'
import type { ChordSymbol, Score, Track } from './score'
import { ticksPerStep } from './vocabulary'

/** A range of the film whose music stays as it is: all of it, or some tracks. Seconds from the first picture. */
export interface Lock {
  readonly start: Seconds
  readonly end: Seconds
  /** Ids of the score's tracks; all when absent. */
  readonly tracks?: readonly string[] | undefined
}

/** A lock in ticks. */
export interface KeptSpan {
  readonly startTick: Ticks
  readonly endTick: Ticks
  readonly tracks: readonly string[] | null
}

/** What stays of an earlier score, in the new plan's ticks. */
export interface KeptMusic {
  readonly spans: readonly KeptSpan[]
  /** The earlier tracks with the notes and controls that stay. */
  readonly tracks: readonly Track[]
  /** The harmony of the spans that keep a pitched track. */
  readonly chords: readonly ChordSymbol[]
}

/** Notes and plans belong to the grid step nearest to them: light timing may put a note a little before its beat. */
const halfStep = ticksPerStep / 2

/** Whether an onset lies in a span. */
export const isWithin = (
  tick: number,
  { startTick, endTick }: Pick<KeptSpan, 'startTick' | 'endTick'>,
): boolean => tick >= startTick - halfStep && tick < endTick - halfStep

/** Whether a span keeps a track. */
export const keepsTrack = ({ tracks }: KeptSpan, id: string): boolean =>
  tracks === null || tracks.includes(id)

interface MovedSpan {
  /** In the earlier plan's ticks. */
  readonly from: KeptSpan
  readonly shift: number
}

function movedSpans(earlier: Plan, plan: Plan, locks: readonly Lock[]): MovedSpan[] {
  const [before, after] = [createTempoMap(earlier.tempo), createTempoMap(plan.tempo)]
  return locks.map(({ start, end, tracks }) => {
    const startTick = ticks(Math.round(before.ticksAt(start)))
    const endTick = ticks(Math.min(earlier.endTick, Math.round(before.ticksAt(end))))
    return {
      from: { startTick, endTick, tracks: tracks ?? null },
      shift: Math.round(after.ticksAt(start)) - startTick,
    }
  })
}

const moved = <Timed extends { readonly tick: Ticks }>(event: Timed, shift: number): Timed => ({
  ...event,
  tick: ticks(event.tick + shift),
})

function keptTrack(track: Track, spans: readonly MovedSpan[]): Track {
  const own = spans.filter(({ from }) => keepsTrack(from, track.id))
  const spanAt = (tick: number): MovedSpan | undefined => own.find(({ from }) => isWithin(tick, from))
  return {
    ...track,
    notes: track.notes.flatMap((note) => {
      const span = spanAt(note.start)
      return span ? [{ ...note, start: ticks(note.start + span.shift) }] : []
    }),
    controls: track.controls.flatMap((control) => {
      const span = spanAt(control.tick)
      return span ? [moved(control, span.shift)] : []
    }),
  }
}

/**
 * What locks keep of an earlier score. Notes stay as they were played, not as the network would write them: same key,
 * velocity, length and place in the picture. The plans agree inside the locks (the planner promises it).
 */
export function keepMusic(
  earlier: { readonly plan: Plan; readonly score: Score },
  plan: Plan,
  locks: readonly Lock[],
): KeptMusic {
  const spans = movedSpans(earlier.plan, plan, locks)
  const { tracks, chords } = earlier.score
  const pitched = new Set(tracks.filter((track) => track.family !== 'drums').map((track) => track.id))
  const harmonic = spans.filter(({ from }) => [...pitched].some((id) => keepsTrack(from, id)))
  return {
    spans: spans
      .map(({ from, shift }) => ({
        startTick: ticks(from.startTick + shift),
        endTick: ticks(from.endTick + shift),
        tracks: from.tracks,
      }))
      .sort((a, b) => a.startTick - b.startTick),
    tracks: tracks
      .map((track) => keptTrack(track, spans))
      .filter((track) => track.notes.length > 0 || spans.some(({ from }) => keepsTrack(from, track.id))),
    chords: chords.flatMap((chord) => {
      const span = harmonic.find(({ from }) => isWithin(chord.tick, from))
      return span ? [moved(chord, span.shift)] : []
    }),
  }
}

/** The part of kept music that lies in a cue, in ticks since the cue's start. */
export function keptInCue(kept: KeptMusic, { startTick, endTick }: PlannedCue): KeptMusic {
  const cue = { startTick, endTick }
  const own = <Timed extends { readonly tick: Ticks }>(events: readonly Timed[]): Timed[] =>
    events.filter(({ tick }) => isWithin(tick, cue)).map((event) => moved(event, 0 - startTick))
  return {
    spans: kept.spans
      .filter((span) => span.startTick < endTick && span.endTick > startTick)
      .map((span) => ({
        ...span,
        startTick: ticks(Math.max(0, span.startTick - startTick)),
        endTick: ticks(Math.min(endTick, span.endTick) - startTick),
      })),
    tracks: kept.tracks.map((track) => ({
      ...track,
      notes: track.notes
        .filter((note) => isWithin(note.start, cue))
        .map((note) => ({ ...note, start: ticks(note.start - startTick) })),
      controls: own(track.controls),
    })),
    chords: own(kept.chords),
  }
}

/** The locks that leave one range free: everything before it and after it. */
export const locksAround = (start: Seconds, end: Seconds, duration: Seconds): Lock[] =>
  [
    { start: 0 as Seconds, end: start },
    { start: end, end: duration },
  ].filter((lock) => lock.end > lock.start)
