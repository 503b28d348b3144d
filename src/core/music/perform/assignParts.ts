import type { GridNote } from '../events'
import { families } from '../families'
import type { PartDefinition, Preset } from '../presets'

/** A line that moves by at most this interval within a quarter note stays with its part when it leaves the zone. */
const lineInterval = 5
const lineGap = 24

interface Line {
  readonly end: number
  readonly pitch: number
}

const outside = (pitch: number, [low, high]: readonly [number, number]): number =>
  pitch < low ? low - pitch : pitch > high ? pitch - high : 0

/** Semitones that a part is away from a note, less a bonus for continuing its own line. */
function cost(note: GridNote, part: PartDefinition, line: Line | undefined): number {
  const beyondRange = outside(note.pitch, part.range)
  const continues =
    line !== undefined &&
    note.onset - line.end <= lineGap &&
    note.onset >= line.end &&
    Math.abs(note.pitch - line.pitch) <= lineInterval
  return outside(note.pitch, part.zone) - (continues ? lineInterval : 0) + 100 * beyondRange
}

/** Splits families into the preset's parts: by zone, but a line may leave its zone rather than change instruments. */
export function assignParts(notes: readonly GridNote[], preset: Preset): Map<PartDefinition, GridNote[]> {
  const assigned = new Map<PartDefinition, GridNote[]>(preset.parts.map((part) => [part, []]))
  const lines = new Map<PartDefinition, Line>()
  for (const note of [...notes].sort((a, b) => a.onset - b.onset || b.pitch - a.pitch)) {
    const candidates = preset.parts.filter((part) => part.family === families[note.family])
    const costs = candidates.map((part) => cost(note, part, lines.get(part)))
    const best = candidates[costs.indexOf(Math.min(...costs))]
    if (!best) continue
    assigned.get(best)!.push(note)
    lines.set(best, { end: note.onset + note.duration, pitch: note.pitch })
  }
  return assigned
}
