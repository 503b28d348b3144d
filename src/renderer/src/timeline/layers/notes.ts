import type { Track } from '../../../../core/music/score'
import type { TempoMap } from '../../../../core/time/tempoMap'
import { ticks } from '../../../../core/time/units'
import { withOpacity } from './palette'
import { lowerBound, timeToX, type LaneArea } from './transforms'

/** A track's notes in seconds, in the order of their beginnings: made once, drawn often. */
export interface NoteColumns {
  readonly starts: Float64Array
  readonly ends: Float64Array
  readonly pitches: Uint8Array
  readonly velocities: Uint8Array
  /** The longest note: what may reach into a view from before it. */
  readonly longest: number
  readonly lowest: number
  readonly highest: number
}

/** A note in ticks, of a score or as it is being written. */
export interface DrawnNote {
  readonly start: number
  readonly duration: number
  readonly pitch: number
  readonly velocity: number
}

export function noteColumns(notes: readonly DrawnNote[], tempo: TempoMap): NoteColumns {
  const sorted = [...notes].sort((a, b) => a.start - b.start)
  const starts = Float64Array.from(sorted, ({ start }) => tempo.secondsAt(ticks(start)))
  const ends = Float64Array.from(sorted, ({ start, duration }) => tempo.secondsAt(ticks(start + duration)))
  const pitches = Uint8Array.from(sorted, ({ pitch }) => pitch)
  let [longest, lowest, highest] = [0, 127, 0]
  pitches.forEach((pitch, index) => {
    longest = Math.max(longest, ends[index]! - starts[index]!)
    lowest = Math.min(lowest, pitch)
    highest = Math.max(highest, pitch)
  })
  const velocities = Uint8Array.from(sorted, ({ velocity }) => velocity)
  return { starts, ends, pitches, velocities, longest, lowest, highest }
}

const cache = new WeakMap<TempoMap, WeakMap<Track, NoteColumns>>()

/** The columns of a track, remembered while track and tempo are the same objects. */
export function columnsOf(track: Track, tempo: TempoMap): NoteColumns {
  const ofTempo = cache.get(tempo) ?? new WeakMap<Track, NoteColumns>()
  cache.set(tempo, ofTempo)
  const known = ofTempo.get(track) ?? noteColumns(track.notes, tempo)
  ofTempo.set(track, known)
  return known
}

/**
 * Draws the notes that are in sight, each as a rectangle of its own: a path of thousands is slower to fill. Where notes fall on one pixel of one row only the first is
 * drawn, so the cost does not grow beyond the pixels.
 */
export function drawNotes(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  columns: NoteColumns,
  { colour, dimmed = false }: { readonly colour: string; readonly dimmed?: boolean },
): void {
  const { time, width, top, height } = area
  const { starts, ends, pitches, lowest, highest } = columns
  const end = time.start + width / time.pixelsPerSecond
  const span = Math.max(12, highest - lowest + 2)
  const middle = (lowest + highest) / 2
  const thickness = Math.max(1.5, Math.min(4, (height - 3) / span))
  const lastPixel = new Int32Array(128).fill(-10)
  context.fillStyle = withOpacity(colour, dimmed ? 0.3 : 0.92)
  for (let index = lowerBound(starts, time.start - columns.longest); index < starts.length; index++) {
    const start = starts[index]!
    if (start > end) break
    const last = ends[index]!
    if (last < time.start) continue
    const x = timeToX(time, start)
    const right = Math.max(x + 1, timeToX(time, last) - 0.6)
    const pitch = pitches[index]!
    const pixel = Math.floor(right)
    if (pixel <= lastPixel[pitch]!) continue
    lastPixel[pitch] = pixel
    const y = top + height / 2 - ((pitch - middle) / span) * (height - thickness - 1) - thickness / 2
    context.fillRect(x, y, right - x, thickness)
  }
}
