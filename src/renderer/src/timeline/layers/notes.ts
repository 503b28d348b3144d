import type { Track } from '../../../../core/music/score'
import type { TempoMap } from '../../../../core/time/tempoMap'
import { ticks } from '../../../../core/time/units'
import { notePlace, noteStrip, type NoteRange } from './noteStrip'
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

/** More notes in sight than this are drawn as pixels of a strip. */
const mostRectangles = 400

/** Notes that may be in sight: from the first that reaches into the view to the last that begins in it. */
function inSight({ time, width }: LaneArea, { starts, longest }: NoteColumns): NoteRange {
  const end = time.start + width / time.pixelsPerSecond
  return { first: lowerBound(starts, time.start - longest), last: lowerBound(starts, end) }
}

/** Draws the notes that are in sight: few as rectangles, many as pixels, so the cost does not grow with the notes. */
export function drawNotes(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  columns: NoteColumns,
  { colour, dimmed = false }: { readonly colour: string; readonly dimmed?: boolean },
): void {
  const opacity = dimmed ? 0.3 : 0.92
  const range = inSight(area, columns)
  if (range.last - range.first <= mostRectangles)
    return drawRectangles(context, area, columns, range, withOpacity(colour, opacity))
  const { a: scale } = context.getTransform()
  context.save()
  context.globalAlpha = opacity
  context.imageSmoothingEnabled = false
  context.drawImage(noteStrip(area, columns, range, { colour, scale }), 0, area.top, area.width, area.height)
  context.restore()
}

/** Each note as a rectangle of its own: a path of thousands is slower to fill. */
function drawRectangles(
  context: CanvasRenderingContext2D,
  { time, top, height }: LaneArea,
  columns: NoteColumns,
  { first, last }: NoteRange,
  colour: string,
): void {
  const { starts, ends, pitches } = columns
  const { topOf, thickness } = notePlace(columns, height)
  context.fillStyle = colour
  for (let index = first; index < last; index++) {
    const right = timeToX(time, ends[index]!)
    if (right < 0) continue
    const x = timeToX(time, starts[index]!)
    context.fillRect(x, top + topOf(pitches[index]!), Math.max(1, right - 0.6 - x), thickness)
  }
}
