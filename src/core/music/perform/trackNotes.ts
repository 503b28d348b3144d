import { ticks, type Ticks } from '../../time/units'
import type { GridNote } from '../events'
import type { PartDefinition } from '../parts'
import type { Note } from '../score'
import { ticksPerStep } from '../vocabulary'
import { quantisedTouches, type Touches } from './humanise'

const until = (note: Note, tick: number): Note => ({ ...note, duration: ticks(tick - note.start) })

/** Two strokes of one key at one moment are one: the longer length and the stronger velocity. */
function merge(a: Note, b: Note): Note {
  return {
    ...a,
    duration: a.duration > b.duration ? a.duration : b.duration,
    velocity: Math.max(a.velocity, b.velocity),
  }
}

/** How and until when a part's notes are played. */
export interface Playing {
  readonly endTick: Ticks
  readonly touches?: Touches | undefined
  /** Index of the part in its preset. */
  readonly index?: number | undefined
}

/**
 * A part's notes in ticks, ascending, ending by `endTick`. A key struck again ends its earlier note, as on any
 * instrument; a bass holds one note at a time. Nothing is lost: only lengths change. Light timing moves onsets, never
 * ends.
 */
export function trackNotes(notes: readonly GridNote[], part: PartDefinition, playing: Playing): Note[] {
  const { endTick, touches = quantisedTouches, index = 0 } = playing
  const toNote = (note: GridNote): Note | null => {
    const { offset, velocity } = touches(note, index)
    const start = Math.max(0, note.onset * ticksPerStep + offset)
    const end = Math.min(endTick, (note.onset + note.duration) * ticksPerStep)
    if (end <= start) return null
    return { start: ticks(start), duration: ticks(end - start), pitch: note.pitch, velocity }
  }
  const played: Note[] = []
  const lastOfKey = new Map<number, number>()
  const ordered = notes
    .flatMap((note) => toNote(note) ?? [])
    .sort((a, b) => a.start - b.start || a.pitch - b.pitch)
  for (const note of ordered) {
    const key = part.family === 'bass' ? -1 : note.pitch
    const before = lastOfKey.get(key)
    const earlier = before === undefined ? undefined : played[before]
    if (before !== undefined && earlier?.start === note.start && earlier.pitch === note.pitch) {
      played[before] = merge(earlier, note)
      continue
    }
    if (
      before !== undefined &&
      earlier &&
      earlier.start < note.start &&
      earlier.start + earlier.duration > note.start
    )
      played[before] = until(earlier, note.start)
    lastOfKey.set(key, played.push(note) - 1)
  }
  return played
}
