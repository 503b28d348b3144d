import { familyLimits, hitPitches, type Anchor, type DecodeFrame } from './decodeFrame'
import { barStarts, pitchKey, type EventRow } from './events'
import { attribute, drumsFamily, durationSteps, eventType, maximumPitches, rowWidth } from './vocabulary'

interface SoundingNote {
  readonly family: number
  readonly value: number
  readonly end: number
  /** From here on its voice counts as free: players let go a little early, and lengths are rounded (E9). */
  readonly release: number
  /** A hit's note may not be struck again before this step. */
  readonly heldUntil: number
}

/** The last group at the present position (E12 orders what may follow it). */
export interface LastGroup {
  readonly family: number
  readonly duration: number
  readonly lastPitch: number
  readonly full: boolean
}

/** Where the decoder stands. Only `advance` changes it. */
export interface DecodeState {
  readonly frame: DecodeFrame
  readonly starts: readonly number[]
  /** -1 before the first BAR. */
  bar: number
  position: number
  nextAnchor: number
  /** The anchor whose CHORD was written and whose chord is still too small. */
  openAnchor: Anchor | null
  /** Distinct pitches of the open anchor's chord so far. */
  anchorPitches: Set<number>
  /** Absolute step of the last CHORD. */
  lastChord: number | null
  /** True once a CHORD stands at the present position. */
  chordHere: boolean
  lastGroup: LastGroup | null
  sounding: SoundingNote[]
  /** Pitch values struck at this position, by family. */
  struck: Map<number, Set<number>>
  notesInBar: number
  notes: number
  emptyBars: number
  ended: boolean
}

export function createDecodeState(frame: DecodeFrame): DecodeState {
  return {
    frame,
    starts: barStarts(frame.barLengths),
    bar: -1,
    position: 0,
    nextAnchor: 0,
    openAnchor: null,
    anchorPitches: new Set(),
    lastChord: null,
    chordHere: false,
    lastGroup: null,
    sounding: [],
    struck: new Map(),
    notesInBar: 0,
    notes: 0,
    emptyBars: 0,
    ended: false,
  }
}

/** Grid steps since the start of the piece. */
export const absoluteStep = (state: DecodeState): number =>
  state.bar < 0 ? 0 : state.starts[state.bar]! + state.position

/** Steps of the present bar in which something may begin: up to its end or the end of the film. */
export function barEnd(state: DecodeState): number {
  const start = state.starts[state.bar] ?? 0
  return Math.min(start + (state.frame.barLengths[state.bar] ?? 0), state.frame.endStep)
}

/** The next anchor when it lies in the present bar and its CHORD is not yet written. */
export function pendingAnchor(state: DecodeState): Anchor | null {
  const anchor = state.frame.anchors[state.nextAnchor]
  return anchor && state.bar >= 0 && anchor.step < barEnd(state) ? anchor : null
}

/** True after the closing cadence: only its own chord and later hits may still sound. */
export function isClosing(state: DecodeState): boolean {
  return state.nextAnchor > 0 && state.frame.anchors[state.nextAnchor - 1]?.cadence !== undefined
}

/** Notes of a family that sound at an absolute step. */
export function soundingVoices(state: DecodeState, family: number, step: number): number {
  return state.sounding.reduce(
    (count, note) => count + (note.family === family && note.release > step ? 1 : 0),
    0,
  )
}

/** Free voices of a family; at a hit only the notes of the hit itself count. */
export function freeVoices(state: DecodeState, family: number): number {
  const limit = familyLimits[family]!.voices
  if (state.openAnchor) return limit - (state.struck.get(family)?.size ?? 0)
  return limit - soundingVoices(state, family, absoluteStep(state))
}

function leavePosition(state: DecodeState): void {
  state.chordHere = false
  state.lastGroup = null
  state.struck = new Map()
  const step = absoluteStep(state)
  state.sounding = state.sounding.filter((note) => note.end > step)
}

/** Moves on inside the bar: called as soon as an event's delta is known, before its other attributes are sampled. */
export function moveBy(state: DecodeState, steps: number): void {
  if (steps === 0) return
  state.position += steps
  leavePosition(state)
}

function addGroup(state: DecodeState, row: EventRow): void {
  const family = row[attribute.family]!
  const duration = row[attribute.duration]!
  const step = absoluteStep(state)
  const length = durationSteps[duration]!
  const struck = state.struck.get(family) ?? new Set<number>()
  const anchor = state.openAnchor
  const heldUntil = anchor ? step + Math.min(length, anchor.minimumDuration) : step
  let count = 0
  let lastPitch = -1
  for (let column: number = attribute.pitch; column < rowWidth; column++) {
    const value = row[column]!
    if (pitchKey(value) === null) break
    state.sounding.push({
      family,
      value,
      end: step + length,
      release: step + length - 2 - (length >> 3),
      heldUntil,
    })
    struck.add(value)
    if (family !== drumsFamily) state.anchorPitches.add(value)
    lastPitch = value
    count++
  }
  state.struck.set(family, struck)
  state.lastGroup = { family, duration, lastPitch, full: count === maximumPitches }
  state.notesInBar += count
  state.notes += count
  if (anchor && state.anchorPitches.size >= hitPitches) state.openAnchor = null
}

/** Takes one sampled event into the state, at the position that {@link moveBy} has reached. */
export function advance(state: DecodeState, row: EventRow): void {
  const type = row[attribute.type]
  if (type === eventType.end) {
    state.ended = true
    return
  }
  if (type === eventType.bar) {
    state.emptyBars = state.bar >= 0 && state.notesInBar === 0 ? state.emptyBars + 1 : 0
    state.bar++
    state.position = 0
    state.notesInBar = 0
    leavePosition(state)
    return
  }
  if (type === eventType.group) {
    addGroup(state, row)
    return
  }
  state.chordHere = true
  state.lastChord = absoluteStep(state)
  const anchor = pendingAnchor(state)
  if (anchor?.step !== absoluteStep(state)) return
  state.openAnchor = anchor
  state.anchorPitches = new Set()
  state.nextAnchor++
}
