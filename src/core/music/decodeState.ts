import {
  hitPitches,
  isChordShut,
  isShut,
  limitOf,
  wallAfter,
  type Anchor,
  type DecodeFrame,
  type GivenEvent,
} from './decodeFrame'
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
  /** A given group: what follows need not be shorter. */
  readonly given: boolean
}

/** Where the decoder stands. Only `advance` changes it. */
export interface DecodeState {
  readonly frame: DecodeFrame
  readonly starts: readonly number[]
  /** One less than the first bar before the first BAR. */
  bar: number
  /** True from the first BAR on. */
  begun: boolean
  position: number
  /** Position of the event written last, which a walk over a shut stretch leaves behind. */
  eventPosition: number
  nextAnchor: number
  nextGiven: number
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
  /** Notes by family, those of earlier bars counting half as much with each bar. */
  recentNotes: number[]
  notes: number
  emptyBars: number
  ended: boolean
}

const firstNotBefore = (entries: readonly { readonly step: number }[], step: number): number => {
  const index = entries.findIndex((entry) => entry.step >= step)
  return index < 0 ? entries.length : index
}

export function createDecodeState(frame: DecodeFrame): DecodeState {
  const starts = barStarts(frame.barLengths)
  const firstBar = frame.firstBar ?? 0
  return {
    frame,
    starts,
    bar: firstBar - 1,
    begun: false,
    position: 0,
    eventPosition: 0,
    nextAnchor: firstNotBefore(frame.anchors, starts[firstBar] ?? 0),
    nextGiven: firstNotBefore(frame.given ?? [], starts[firstBar] ?? 0),
    openAnchor: null,
    anchorPitches: new Set(),
    lastChord: null,
    chordHere: false,
    lastGroup: null,
    sounding: [],
    struck: new Map(),
    notesInBar: 0,
    recentNotes: frame.families[0]?.map(() => 0) ?? [],
    notes: 0,
    emptyBars: 0,
    ended: false,
  }
}

/** A copy that goes its own way. */
export const copyState = (state: DecodeState): DecodeState => ({
  ...state,
  anchorPitches: new Set(state.anchorPitches),
  sounding: [...state.sounding],
  recentNotes: [...state.recentNotes],
  struck: new Map([...state.struck].map(([family, values]) => [family, new Set(values)])),
})

/** Grid steps since the start of the piece. */
export const absoluteStep = (state: DecodeState): number =>
  state.begun ? state.starts[state.bar]! + state.position : (state.starts[state.bar + 1] ?? 0)

/** Steps of the present bar in which something may begin: up to its end or the end of the film. */
export function barEnd(state: DecodeState): number {
  const start = state.starts[state.bar] ?? 0
  return Math.min(start + (state.frame.barLengths[state.bar] ?? 0), state.frame.endStep)
}

/** The families that the plan asks for in the present bar. */
const plannedFamilies = (state: DecodeState): readonly boolean[] =>
  state.frame.families[Math.max(0, state.bar)] ?? []

/** Whether a family may write at a step of the present bar. */
export const mayPlay = (state: DecodeState, family: number, step: number): boolean =>
  plannedFamilies(state)[family] === true && !isShut(state.frame, family, step)

/** Whether nothing at all can be written at a step of the present bar. */
export function isClosed(state: DecodeState, step: number): boolean {
  if (!state.frame.shut?.length) return false
  return (
    isChordShut(state.frame, step) &&
    !plannedFamilies(state).some((plays, family) => plays && !isShut(state.frame, family, step))
  )
}

/** The first step from `from` on, in the present bar, at which something can be written; `limit` when there is none. */
export function firstOpenStep(state: DecodeState, from: number, limit: number): number {
  let step = from
  while (step < limit && isClosed(state, step)) {
    const ends = (state.frame.shut ?? [])
      .filter((range) => range.start <= step && step < range.end)
      .map((range) => range.end)
    step = Math.min(...ends)
  }
  return Math.min(step, limit)
}

/** The next given event when it stands in the present bar. */
export function nextGiven(state: DecodeState): GivenEvent | null {
  const event = state.frame.given?.[state.nextGiven]
  if (!event || !state.begun) return null
  return event.step < state.starts[state.bar]! + state.frame.barLengths[state.bar]! ? event : null
}

/** Index of the next anchor of the present bar that is still to be answered here; given music answers for itself. */
function pendingIndex(state: DecodeState): number {
  if (!state.begun) return -1
  const { anchors } = state.frame
  const here = absoluteStep(state)
  for (let index = state.nextAnchor; index < anchors.length && anchors[index]!.step < barEnd(state); index++)
    if (anchors[index]!.step >= here && !isClosed(state, anchors[index]!.step)) return index
  return -1
}

/** The next anchor when it lies in the present bar and its CHORD is not yet written. */
export const pendingAnchor = (state: DecodeState): Anchor | null =>
  state.frame.anchors[pendingIndex(state)] ?? null

/** True after the closing cadence: only its own chord and later hits may still sound. */
export function isClosing(state: DecodeState): boolean {
  return state.nextAnchor > 0 && state.frame.anchors[state.nextAnchor - 1]?.cadence !== undefined
}

/** Notes of a family that sound at an absolute step; those of a hit's chord do so until its least length is over. */
export function soundingVoices(state: DecodeState, family: number, step: number): number {
  return state.sounding.reduce(
    (count, note) =>
      count + (note.family === family && Math.max(note.release, note.heldUntil) > step ? 1 : 0),
    0,
  )
}

/** Whether a further note of a family without a free voice would end none that a hit still holds. */
export function canYield(state: DecodeState, family: number): boolean {
  const step = absoluteStep(state)
  const held = state.sounding.some((note) => note.family === family && note.heldUntil > step)
  return !held || limitOf(state.frame, family, step).voices > 1
}

/** Free voices of a family; at a hit only the notes of the hit itself count. */
export function freeVoices(state: DecodeState, family: number): number {
  const limit = limitOf(state.frame, family, absoluteStep(state)).voices
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
  if (steps <= 0) return
  state.position += steps
  leavePosition(state)
}

/** Anchors that given music answers are passed as time goes by. */
function passClosedAnchors(state: DecodeState): void {
  const { anchors } = state.frame
  const here = absoluteStep(state)
  while (state.nextAnchor < anchors.length && anchors[state.nextAnchor]!.step < here) state.nextAnchor++
}

function addGroup(state: DecodeState, row: EventRow, given: boolean): void {
  const family = row[attribute.family]!
  const duration = row[attribute.duration]!
  const step = absoluteStep(state)
  const wall = given ? Infinity : wallAfter(state.frame, family, step)
  const length = Math.min(durationSteps[duration]!, wall - step)
  const struck = state.struck.get(family) ?? new Set<number>()
  const anchor = state.openAnchor
  const heldUntil = given ? step + length : anchor ? step + Math.min(length, anchor.minimumDuration) : step
  const counts = family !== drumsFamily && (!given || length >= (anchor?.minimumDuration ?? 0))
  let count = 0
  let lastPitch = -1
  for (let column: number = attribute.pitch; column < rowWidth; column++) {
    const value = row[column]!
    if (pitchKey(value) === null) break
    const release = given ? step + length : step + length - 2 - (length >> 3)
    state.sounding.push({ family, value, end: step + length, release, heldUntil })
    struck.add(value)
    if (counts) state.anchorPitches.add(value)
    lastPitch = value
    count++
  }
  state.struck.set(family, struck)
  state.lastGroup = { family, duration, lastPitch, full: count === maximumPitches, given }
  state.notesInBar += count
  state.recentNotes[family] = (state.recentNotes[family] ?? 0) + count
  state.notes += count
  if (anchor && state.anchorPitches.size >= (anchor.pitches ?? hitPitches)) state.openAnchor = null
}

function beginBar(state: DecodeState): void {
  state.emptyBars = state.begun && state.notesInBar === 0 ? state.emptyBars + 1 : 0
  state.bar++
  state.begun = true
  state.position = 0
  state.notesInBar = 0
  state.recentNotes = state.recentNotes.map((count) => count / 2)
  leavePosition(state)
}

function addChord(state: DecodeState): void {
  state.chordHere = true
  state.lastChord = absoluteStep(state)
  const index = pendingIndex(state)
  const anchor = state.frame.anchors[index]
  if (anchor?.step !== absoluteStep(state)) return
  state.openAnchor = anchor
  state.anchorPitches = new Set()
  state.nextAnchor = index + 1
}

/** Takes one event into the state, at the position that {@link moveBy} has reached. */
export function advance(state: DecodeState, row: EventRow, given = false): void {
  const type = row[attribute.type]
  if (type === eventType.end) {
    state.ended = true
    return
  }
  if (type === eventType.bar) beginBar(state)
  else if (type === eventType.group) addGroup(state, row, given)
  else addChord(state)
  state.eventPosition = state.position
  passClosedAnchors(state)
  if (state.bar === state.frame.stopBar) state.ended = true
}
