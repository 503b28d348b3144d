import {
  absentPitch,
  absentRow,
  attribute,
  deltaSteps,
  drumPitchBase,
  drumsFamily,
  durationSteps,
  eventType,
  highestDrumKey,
  lowestDrumKey,
  maskedVelocity,
  maximumPitches,
  pitchStop,
  rowWidth,
  velocityBucket,
} from './vocabulary'

/** One event as the network reads it: 14 integers (E13). */
export type EventRow = readonly number[]

/** A note on the grid: onset and duration in grid steps since the start of the piece, velocity 1..127. */
export interface GridNote {
  readonly onset: number
  readonly duration: number
  /** Family index (E8). */
  readonly family: number
  /** MIDI key. */
  readonly pitch: number
  readonly velocity: number
}

/** A harmony from `onset` on: root and bass 0..11 or 12 (none), quality 0..9 (E6). */
export interface GridChord {
  readonly onset: number
  readonly root: number
  readonly quality: number
  readonly bass: number
}

export interface GridMusic {
  readonly notes: readonly GridNote[]
  readonly chords: readonly GridChord[]
}

/** E9: index of the duration nearest in log distance; a tie takes the shorter. */
export function durationIndex(steps: number): number {
  if (steps <= 1) return 0
  for (let index = 1; index < durationSteps.length; index++) {
    const low = durationSteps[index - 1]!
    const high = durationSteps[index]!
    if (steps < high) return steps * steps <= low * high ? index - 1 : index
  }
  return durationSteps.length - 1
}

/** E5: index of the nearest delta smaller than `room` (grid steps left in the bar); a tie takes the smaller. */
export function deltaIndex(distance: number, room: number): number {
  if (distance <= 0 || room <= 1) return 0
  let best = 0
  for (let index = 1; index < deltaSteps.length; index++) {
    const value = deltaSteps[index]!
    if (value < room && Math.abs(value - distance) < Math.abs(deltaSteps[best]! - distance)) best = index
  }
  return best
}

/** E11: pitch value of a MIDI key, or null for a drum key outside 27..88. */
export function pitchValue(family: number, key: number): number | null {
  if (family !== drumsFamily) return key
  return key >= lowestDrumKey && key <= highestDrumKey ? drumPitchBase + key - lowestDrumKey : null
}

/** The MIDI key of a pitch value, or null for STOP and absent. */
export function pitchKey(value: number): number | null {
  if (value < pitchStop) return value
  return value === pitchStop || value >= absentPitch ? null : value - drumPitchBase + lowestDrumKey
}

/** An event with its wanted position instead of a delta. */
export interface PlacedEvent {
  readonly bar: number
  readonly position: number
  readonly row: EventRow
}

/** Start of every bar in grid steps. */
export function barStarts(barLengths: readonly number[]): number[] {
  let start = 0
  return barLengths.map((length) => {
    const own = start
    start += length
    return own
  })
}

function barAt(starts: readonly number[], onset: number): number {
  let bar = 0
  while (bar + 1 < starts.length && starts[bar + 1]! <= onset) bar++
  return bar
}

interface NoteValue {
  readonly onset: number
  readonly family: number
  readonly bucket: number
  readonly value: number
  readonly velocity: number
}

function groupRows(family: number, bucket: number, members: readonly NoteValue[]): EventRow[] {
  const pitches = [...new Set(members.map((note) => note.value))].sort((a, b) => a - b)
  const mean = Math.floor(members.reduce((sum, note) => sum + note.velocity, 0) / members.length)
  const rows: EventRow[] = []
  for (let first = 0; first < pitches.length; first += maximumPitches) {
    const part = pitches.slice(first, first + maximumPitches)
    const row = [...absentRow]
    row[attribute.type] = eventType.group
    row[attribute.family] = family
    row[attribute.duration] = bucket
    row[attribute.velocity] = Math.floor(mean / velocityBucket)
    part.forEach((pitch, slot) => (row[attribute.pitch + slot] = pitch))
    if (part.length < maximumPitches) row[attribute.pitch + part.length] = pitchStop
    rows.push(row)
  }
  return rows
}

function placeNotes(notes: readonly GridNote[], starts: readonly number[]): PlacedEvent[] {
  const groups = new Map<string, NoteValue[]>()
  for (const { onset, duration, family, pitch, velocity } of notes) {
    const value = pitchValue(family, pitch)
    if (value === null) continue
    const bucket = durationIndex(duration)
    const key = `${onset} ${family} ${bucket}`
    const members = groups.get(key) ?? []
    members.push({ onset, family, bucket, value, velocity })
    groups.set(key, members)
  }
  return [...groups.values()].flatMap((members) => {
    const { onset, family, bucket } = members[0]!
    const bar = barAt(starts, onset)
    return groupRows(family, bucket, members).map((row) => ({ bar, position: onset - starts[bar]!, row }))
  })
}

function chordRow(chord: GridChord): EventRow {
  const row = [...absentRow]
  row[attribute.type] = eventType.chord
  row[attribute.root] = chord.root
  row[attribute.quality] = chord.quality
  row[attribute.bass] = chord.bass
  return row
}

/** The row of an event that has no attributes but its type: START, BAR, END. */
export function bareRow(type: number): EventRow {
  const row = [...absentRow]
  row[attribute.type] = type
  return row
}

/** E12, with BAR before everything in its bar (E3). */
function compareEvents(a: PlacedEvent, b: PlacedEvent): number {
  const rank = ({ row }: PlacedEvent): number => (row[attribute.type] === eventType.bar ? 0 : 1)
  const familyRank = ({ row }: PlacedEvent): number =>
    row[attribute.type] === eventType.group ? row[attribute.family]! : 0
  return (
    a.bar - b.bar ||
    rank(a) - rank(b) ||
    a.position - b.position ||
    a.row[attribute.type]! - b.row[attribute.type]! ||
    familyRank(a) - familyRank(b) ||
    b.row[attribute.duration]! - a.row[attribute.duration]! ||
    a.row[attribute.pitch]! - b.row[attribute.pitch]!
  )
}

/** E4, E5: fills in the deltas of ordered events. */
export function withDeltas(events: readonly PlacedEvent[], barLengths: readonly number[]): EventRow[] {
  let position = 0
  let previous = 0
  return events.map(({ bar, position: wanted, row }) => {
    if (row[attribute.type] === eventType.bar) {
      position = previous = 0
      return row
    }
    const distance = wanted === previous ? 0 : wanted - position
    const index = distance > 0 ? deltaIndex(distance, barLengths[bar]! - position) : 0
    position += deltaSteps[index]!
    previous = wanted
    const complete = [...row]
    complete[attribute.delta] = index
    return complete
  })
}

/** Chords and groups of notes, in bars of the given lengths, in the order of E12. */
function placeMusic(music: GridMusic, starts: readonly number[]): PlacedEvent[] {
  const chords = music.chords.map((chord) => {
    const bar = barAt(starts, chord.onset)
    return { bar, position: chord.onset - starts[bar]!, row: chordRow(chord) }
  })
  return [...chords, ...placeNotes(music.notes, starts)]
}

/** Event rows (without START and END) of notes and chords in bars of the given lengths in grid steps (E3-E13). */
export function encodeEvents(music: GridMusic, barLengths: readonly number[]): EventRow[] {
  const bars = barLengths.map((_, bar) => ({ bar, position: 0, row: bareRow(eventType.bar) }))
  return withDeltas([...bars, ...placeMusic(music, barStarts(barLengths))].sort(compareEvents), barLengths)
}

/** Chords and groups without deltas, each with its onset in grid steps since the start of the piece (E6, E7, E12). */
export function placeEvents(
  music: GridMusic,
  barLengths: readonly number[],
): { step: number; row: EventRow }[] {
  const starts = barStarts(barLengths)
  return placeMusic(music, starts)
    .sort(compareEvents)
    .map(({ bar, position, row }) => ({ step: starts[bar]! + position, row }))
}

function rowNotes(row: EventRow, onset: number): GridNote[] {
  const bucket = row[attribute.velocity]!
  const velocity = bucket === maskedVelocity ? 80 : bucket * velocityBucket + velocityBucket / 2
  const notes: GridNote[] = []
  for (let column: number = attribute.pitch; column < rowWidth; column++) {
    const pitch = pitchKey(row[column]!)
    if (pitch === null) break
    const duration = durationSteps[row[attribute.duration]!]!
    notes.push({ onset, duration, family: row[attribute.family]!, pitch, velocity })
  }
  return notes
}

const rowChord = (row: EventRow, onset: number): GridChord => ({
  onset,
  root: row[attribute.root]!,
  quality: row[attribute.quality]!,
  bass: row[attribute.bass]!,
})

/**
 * Notes and chords of event rows; durations come back as their bucket's value, velocities as the middle of theirs
 * (80 when masked). `steps` holds every row's onset, which deltas alone would give only roughly (E5).
 */
export function placedMusic(rows: readonly EventRow[], steps: readonly number[]): GridMusic {
  const types = rows.map((row) => row[attribute.type])
  return {
    notes: rows.flatMap((row, index) =>
      types[index] === eventType.group ? rowNotes(row, steps[index]!) : [],
    ),
    chords: rows.flatMap((row, index) =>
      types[index] === eventType.chord ? [rowChord(row, steps[index]!)] : [],
    ),
  }
}

/** Notes and chords of event rows as {@link placedMusic}. Throws RangeError for an event outside a bar. */
export function decodeEvents(rows: readonly EventRow[], barLengths: readonly number[]): GridMusic {
  const starts = barStarts(barLengths)
  let bar = -1
  let position = 0
  const steps = rows.map((row) => {
    const type = row[attribute.type]
    if (type === eventType.bar) {
      bar++
      position = 0
    } else if (type === eventType.chord || type === eventType.group) {
      position += deltaSteps[row[attribute.delta]!] ?? 0
      if (!(position < (barLengths[bar] ?? 0)))
        throw new RangeError(`An event lies outside bar ${bar}: ${position}`)
    }
    return (starts[bar] ?? 0) + position
  })
  return placedMusic(rows, steps)
}
