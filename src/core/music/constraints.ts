import { familyLimits, hitPitches, type Anchor } from './decodeFrame'
import { absoluteStep, barEnd, freeVoices, isClosing, pendingAnchor, type DecodeState } from './decodeState'
import { forbidden, impossible, open } from './sampling'
import {
  attribute,
  attributeSizes,
  deltaSteps,
  drumPitchBase,
  drumsFamily,
  durationSteps,
  eventType,
  lowestDrumKey,
  maskedVelocity,
  maximumPitches,
  noQuality,
  noRoot,
  pitchStop,
  stepsPerQuarter,
} from './vocabulary'

/** What has been sampled of the event in the making. */
export interface PartialEvent {
  readonly type: number
  readonly family: number
  readonly duration: number
  readonly pitches: readonly number[]
}

/** Notes per quarter at which a bar counts as full; the densest bars of the corpus stay below. */
const fullBar = 24

const largestDuration = durationSteps.length - 1

/** Whether a further group of the family may stand behind the last one at the same position (E12, E7). */
function mayFollow(state: DecodeState, family: number): boolean {
  const last = state.lastGroup
  if (!last || family > last.family) return true
  const least = family === drumsFamily ? 0 : leastDuration(state)
  return family === last.family && (last.duration > least || mayContinue(state))
}

/** A chord of more than six keys goes on in a further group of equal length (E7). */
function mayContinue(state: DecodeState): boolean {
  const last = state.lastGroup
  return last !== null && last.full && hasPitchAbove(state, last.family, last.lastPitch)
}

function hasPitchAbove(state: DecodeState, family: number, previous: number): boolean {
  const [low, high] =
    family === drumsFamily ? [drumPitchBase, attributeSizes[attribute.pitch]! - 1] : [0, pitchStop - 1]
  for (let value = Math.max(low, previous + 1); value <= high; value++)
    if (isUsable(state, family, value, 0)) return true
  return false
}

/** The families that may write the next group here. */
function mayJoin(state: DecodeState, family: number): boolean {
  return mayFollow(state, family) && hasPitchAbove(state, family, -1)
}

const barFamilies = (state: DecodeState): readonly boolean[] =>
  state.frame.families[Math.max(0, state.bar)] ?? []

/** Families that can carry a chord of their own. */
const isPolyphonic = (family: number): boolean =>
  family !== drumsFamily && familyLimits[family]!.voices >= hitPitches

/** Index of the shortest duration that an open anchor, or the closing chord, accepts. */
function leastDuration(state: DecodeState): number {
  const anchor = state.openAnchor ?? (isClosing(state) ? lastAnchor(state) : undefined)
  return anchor ? durationSteps.indexOf(anchor.minimumDuration) : 0
}

function mayStay(state: DecodeState): boolean {
  return barFamilies(state).some(
    (plays, family) => plays && mayJoin(state, family) && freeVoices(state, family) > 0,
  )
}

/** Nothing has sounded yet: the first bar must begin with a sound. */
const isSilentStart = (state: DecodeState): boolean => state.bar === 0 && state.notes === 0

/** First step that an event of this type may no longer reach. */
function reach(state: DecodeState, type: number): number {
  const anchor = pendingAnchor(state)
  if (isSilentStart(state)) return absoluteStep(state) + 1
  if (isClosing(state) && !anchor) return absoluteStep(state) + 1
  if (!anchor) return barEnd(state)
  // Only a CHORD may land on an anchor, so that the harmony stands before its notes (E12).
  if (type === eventType.chord) return anchor.step + 1
  return isClosing(state) ? absoluteStep(state) + 1 : anchor.step
}

const standsOnAnchor = (state: DecodeState): boolean => pendingAnchor(state)?.step === absoluteStep(state)

/** Harmony changes at most once a beat (E6); an eighth is let pass, and an anchor always gets its CHORD. */
const leastChordDistance = 12

function mayLandChord(state: DecodeState, steps: number): boolean {
  const target = absoluteStep(state) + steps
  if (target >= reach(state, eventType.chord)) return false
  if (steps === 0 && (state.chordHere || state.lastGroup !== null)) return false
  if (target === pendingAnchor(state)?.step) return true
  return state.lastChord === null || target - state.lastChord >= leastChordDistance
}

/** The last anchor reached. */
const lastAnchor = (state: DecodeState): Anchor | undefined => state.frame.anchors[state.nextAnchor - 1]

function mayWrite(state: DecodeState, type: number): boolean {
  if (type === eventType.group) {
    if (isClosing(state) && lastAnchor(state)?.step !== absoluteStep(state)) return false
    if (state.notesInBar > (fullBar * state.frame.barLengths[state.bar]!) / stepsPerQuarter) return false
  }
  if (type === eventType.chord) return deltaSteps.some((steps) => mayLandChord(state, steps))
  return absoluteStep(state) + 1 < reach(state, type) || mayStay(state)
}

/** Opens the event types that the film and the grammar allow now. At least one is open. */
export function maskType(state: DecodeState, mask: Uint8Array): void {
  mask.fill(forbidden, 0, 5)
  mask[eventType.start] = impossible
  if (state.bar < 0) {
    mask.fill(impossible, 0, 5)
    mask[eventType.bar] = open
    return
  }
  if (state.openAnchor) {
    mask[eventType.group] = open
    return
  }
  if (standsOnAnchor(state)) {
    mask[eventType.chord] = open
    return
  }
  const anchor = pendingAnchor(state)
  const inFilm = absoluteStep(state) < state.frame.endStep
  if (inFilm && mayWrite(state, eventType.chord) && (!isClosing(state) || anchor))
    mask[eventType.chord] = open
  if (inFilm && mayWrite(state, eventType.group)) mask[eventType.group] = open
  if (anchor || isSilentStart(state)) return
  const isLast = state.bar === state.frame.barLengths.length - 1
  mask[isLast ? eventType.end : eventType.bar] = open
}

/** Opens the deltas that overstep neither an anchor, the bar, nor the end of the film. */
export function maskDelta(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const limit = reach(state, event.type)
  const here = absoluteStep(state)
  const barLine = state.starts[state.bar]! + state.frame.barLengths[state.bar]!
  deltaSteps.forEach((steps, index) => {
    mask[index] = here + steps < limit ? open : here + steps < barLine ? forbidden : impossible
  })
  if (event.type === eventType.chord) {
    deltaSteps.forEach((steps, index) => {
      if (mask[index] === open && !mayLandChord(state, steps))
        mask[index] = steps === 0 ? impossible : forbidden
    })
    return
  }
  mask[0] = standsOnAnchor(state) ? forbidden : mayStay(state) || state.openAnchor ? open : impossible
  if (!state.openAnchor && !isClosing(state)) return
  for (let index = 1; index < deltaSteps.length; index++) if (mask[index] === open) mask[index] = forbidden
}

/** At an anchor the harmony is named; at the close it is the tonic triad in root position. */
export function maskChord(state: DecodeState, attributeIndex: number, mask: Uint8Array): void {
  mask.fill(open)
  const anchor = pendingAnchor(state)
  if (!anchor || anchor.step !== absoluteStep(state)) return
  if (attributeIndex === attribute.root) mask[noRoot] = forbidden
  if (attributeIndex === attribute.quality) mask[noQuality] = forbidden
  if (!anchor.cadence) return
  mask.fill(forbidden)
  if (attributeIndex === attribute.quality) mask[anchor.cadence.mode === 'minor' ? 1 : 0] = open
  else mask[anchor.cadence.tonic] = open
}

/** Opens the families of the section that keep E12's order and have a voice free. */
export function maskFamily(state: DecodeState, mask: Uint8Array): void {
  const plays = barFamilies(state)
  let free = 0
  for (let family = 0; family < familyLimits.length; family++) {
    mask[family] = !mayJoin(state, family) ? impossible : plays[family] ? open : forbidden
    if (mask[family] === open && freeVoices(state, family) > 0) free++
  }
  if (free === 0) return
  for (let family = 0; family < familyLimits.length; family++)
    if (mask[family] === open && freeVoices(state, family) <= 0) mask[family] = forbidden
}

/** Opens the durations that end by the end of the film (the next longer one is cut there) and fill an anchor. */
export function maskDuration(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const room = state.frame.endStep - absoluteStep(state)
  const least = event.family === drumsFamily ? 0 : leastDuration(state)
  const last = state.lastGroup
  const sameFamily = last !== null && last.family === event.family
  const continues = mayContinue(state)
  for (let index = 0; index <= largestDuration; index++) {
    const fits = index === 0 || durationSteps[index - 1]! < room
    mask[index] = fits && index >= least ? open : forbidden
    if (sameFamily && (continues ? index > last.duration : index >= last.duration)) mask[index] = impossible
  }
}

/** A hit's chord is accented. */
export function maskVelocity(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  mask.fill(open, 0, maskedVelocity)
  mask[0] = forbidden
  mask[maskedVelocity] = impossible
  if (state.openAnchor && event.family !== drumsFamily)
    mask.fill(forbidden, 0, state.openAnchor.minimumVelocity)
}

function isHeld(state: DecodeState, family: number, value: number): boolean {
  const step = absoluteStep(state)
  return state.sounding.some(
    (note) => note.family === family && note.value === value && note.heldUntil > step,
  )
}

/** Distinct pitches that this group still owes the open anchor because no later family can give them. */
function owedPitches(state: DecodeState, event: PartialEvent): number {
  if (!state.openAnchor || event.family === drumsFamily) return 0
  const later = barFamilies(state).some(
    (plays, family) => plays && family > event.family && isPolyphonic(family),
  )
  if (later) return 0
  const together = new Set([...state.anchorPitches, ...event.pitches])
  return Math.max(0, hitPitches - together.size)
}

const triads = { major: [0, 4, 7], minor: [0, 3, 7] } as const

/** In range, not held by a hit, and at the close in the tonic triad. */
function isUsable(state: DecodeState, family: number, value: number, owed: number): boolean {
  const limit = familyLimits[family]!
  const key =
    family === drumsFamily ? value - drumPitchBase + lowestDrumKey : value + state.frame.transposition
  if (key < limit.lowest || key > limit.highest) return false
  if (state.struck.get(family)?.has(value) || isHeld(state, family, value)) return false
  if (family === drumsFamily) return true
  if (owed > 0 && state.anchorPitches.has(value)) return false
  const cadence = isClosing(state) ? lastAnchor(state)?.cadence : undefined
  if (!cadence) return true
  return triads[cadence.mode].some((interval) => (cadence.tonic + interval) % 12 === value % 12)
}

/** Opens ascending pitches in the family's range; an open anchor asks for at least three in all. */
export function maskPitch(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const { family, pitches } = event
  const isDrums = family === drumsFamily
  const last = state.lastGroup
  const continues = last !== null && last.family === family && last.duration === event.duration
  const previous = pitches.at(-1) ?? (continues ? last.lastPitch : -1)
  const owed = owedPitches(state, event)
  const voices = Math.max(pitches.length === 0 ? 1 : 0, freeVoices(state, family) - pitches.length, owed)
  let above = 0
  for (let value = mask.length - 1; value >= 0; value--) {
    const exists = value !== pitchStop && value > previous && isDrums === value >= drumPitchBase
    const usable = exists && voices > 0 && isUsable(state, family, value, owed)
    mask[value] = !exists ? impossible : usable && above >= owed - 1 ? open : forbidden
    if (usable) above++
  }
  mask[pitchStop] = pitches.length === 0 ? impossible : owed > 0 ? forbidden : open
}

/** Groups hold at most six pitches (E7). */
export const isFull = (pitches: readonly number[]): boolean => pitches.length === maximumPitches
