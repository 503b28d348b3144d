import type { GridNote } from '../events'
import { families } from '../families'
import type { PartDefinition } from '../parts'

/** A line that moves by at most this interval within a quarter note stays with its part when it leaves the zone. */
const lineInterval = 5
const lineGap = 24
/** Semitones that a note goes out of its way rather than to ask a part for more notes than it can hold. */
const crowdedCost = 24

/** What a part played last, and the ends of what it still holds. */
interface Line {
  end: number
  pitch: number
  held: readonly number[]
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
  const holding = line?.held.filter((end) => end > note.onset).length ?? 0
  const crowded = part.voices !== undefined && holding >= part.voices ? crowdedCost : 0
  return outside(note.pitch, part.zone) - (continues ? lineInterval : 0) + crowded + 100 * beyondRange
}

/**
 * Splits families into parts: by zone, but a line may leave its zone rather than change instruments. `mayPlay` says
 * whether a part is free at an onset (locked parts are not).
 */
export function assignParts(
  notes: readonly GridNote[],
  parts: readonly PartDefinition[],
  mayPlay: (part: PartDefinition, onset: number) => boolean = () => true,
): Map<PartDefinition, GridNote[]> {
  const assigned = new Map<PartDefinition, GridNote[]>(parts.map((part) => [part, []]))
  const lines = new Map<PartDefinition, Line>()
  for (const note of [...notes].sort((a, b) => a.onset - b.onset || b.pitch - a.pitch)) {
    const candidates = parts.filter(
      (part) => part.family === families[note.family] && mayPlay(part, note.onset),
    )
    const costs = candidates.map((part) => cost(note, part, lines.get(part)))
    const best = candidates[costs.indexOf(Math.min(...costs))]
    if (!best) continue
    assigned.get(best)!.push(note)
    const end = note.onset + note.duration
    const held = lines.get(best)?.held.filter((other) => other > note.onset) ?? []
    lines.set(best, { end, pitch: note.pitch, held: [...held, end] })
  }
  return assigned
}
