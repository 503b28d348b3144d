import type { Note } from '../music/score'
import { ticks } from '../time/units'

/**
 * Notes of one track as MIDI can say them: never two of one pitch at once, because a note-off names only its pitch
 * (docs/spec/midi-export.md, M6). Notes of one pitch that start together become one, as long as the longest and as
 * loud as the loudest; a note struck again while it sounds ends where the next begins, which then lasts as long as
 * either would have. Every note lasts at least a tick and ends by `endTick`. Sorted by start, then pitch.
 */
export function separateNotes(notes: readonly Note[], endTick: number): Note[] {
  const ordered = [...notes].sort((a, b) => a.start - b.start || a.pitch - b.pitch)
  const sounding = new Map<number, number>()
  const separated: Note[] = []
  for (const note of ordered) {
    const end = Math.min(Math.max(note.start + note.duration, note.start + 1), endTick)
    const index = sounding.get(note.pitch)
    const previous = index === undefined ? undefined : separated[index]
    const previousEnd = previous ? previous.start + previous.duration : 0
    if (previous && index !== undefined && previous.start === note.start) {
      const velocity = Math.max(previous.velocity, note.velocity)
      separated[index] = { ...previous, velocity, duration: ticks(Math.max(end, previousEnd) - note.start) }
      continue
    }
    if (previous && index !== undefined && previousEnd > note.start)
      separated[index] = { ...previous, duration: ticks(note.start - previous.start) }
    sounding.set(note.pitch, separated.length)
    separated.push({ ...note, duration: ticks(Math.max(end, previousEnd) - note.start) })
  }
  return separated
}
