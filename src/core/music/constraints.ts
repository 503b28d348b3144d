import { familyLimits, hitPitches, isChordShut, limitOf, type GivenEvent } from './decodeFrame'
import {
  absoluteStep,
  barEnd,
  canYield,
  freeVoices,
  isClosing,
  mayPlay,
  nextGiven,
  pendingAnchor,
  type DecodeState,
} from './decodeState'
import { forbidden, impossible, open } from './sampling'
import { isUsable, lastAnchor } from './usablePitch'
import {
  attribute,
  attributeSizes,
  deltaSteps,
  drumPitchBase,
  drumsFamily,
  durationSteps,
  eventType,
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

/** Whether a further group of the family may stand behind the last one at the same position (E12, E7). */
function mayFollow(state: DecodeState, family: number): boolean {
  const last = state.lastGroup
  if (!last || family > last.family) return true
  if (last.given) return family === last.family
  const least = family === drumsFamily ? 0 : leastDuration(state)
  return family === last.family && (last.duration > least || mayContinue(state))
}

/** A chord of more than six keys goes on in a further group of equal length (E7). */
export function mayContinue(state: DecodeState): boolean {
  const last = state.lastGroup
  return last !== null && last.full && !last.given && hasPitchAbove(state, last.family, last.lastPitch)
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

/** The families that may write at a step of the present bar. */
export const openFamilies = (state: DecodeState, step = absoluteStep(state)): boolean[] =>
  familyLimits.map((_, family) => mayPlay(state, family, step))

/** Families that can carry a chord of their own. */
export const isPolyphonic = (state: DecodeState, family: number): boolean =>
  family !== drumsFamily && limitOf(state.frame, family, absoluteStep(state)).voices >= hitPitches

/** Index of the shortest duration that an open anchor, or the closing chord, accepts. */
export function leastDuration(state: DecodeState): number {
  const anchor = state.openAnchor ?? (isClosing(state) ? lastAnchor(state) : undefined)
  return anchor ? durationSteps.indexOf(anchor.minimumDuration) : 0
}

const mayStay = (state: DecodeState): boolean =>
  openFamilies(state).some(
    (plays, family) => plays && mayJoin(state, family) && freeVoices(state, family) > 0,
  )

/** Whether an open anchor can still be answered: its families may all have had their turn, or be locked. */
export const canAnswer = (state: DecodeState): boolean =>
  openFamilies(state).some((plays, family) => plays && family !== drumsFamily && mayJoin(state, family))

/** Nothing has sounded yet: the first bar must begin with a sound. */
const isSilentStart = (state: DecodeState): boolean =>
  state.bar === 0 && state.notes === 0 && state.frame.endStep > 0 && openFamilies(state, 0).includes(true)

/** Steps from here to the given event that no sampled event may pass; null when the bar holds none. */
function givenDistance(state: DecodeState): number | null {
  const given = nextGiven(state)
  return given ? given.step - absoluteStep(state) : null
}

/** Whether a sampled distance leaves no doubt that the given event comes first: the event is written in its place. */
export function meansGiven(state: DecodeState, steps: number, event: PartialEvent): boolean {
  const distance = givenDistance(state)
  if (distance === null || steps < distance) return false
  if (steps > distance) return true
  const given = nextGiven(state)!.row
  if (given[attribute.type] === eventType.chord) return true
  if (event.type === eventType.chord) return !mayLandChord(state, steps)
  return false
}

/** Whether an event may still be sampled at the very step of the given one, before it (E12). */
export function mayPrecede(state: DecodeState, given: GivenEvent): boolean {
  if (given.row[attribute.type] === eventType.chord) return false
  const isHere = given.step === absoluteStep(state)
  if (!isHere || (!state.chordHere && !state.lastGroup))
    if (mayLandChord(state, given.step - absoluteStep(state))) return true
  return openFamilies(state, given.step).some(
    (plays, family) =>
      plays && family < given.row[attribute.family]! && (!isHere || mayFollow(state, family)),
  )
}

/** Whether a sampled family at the given event's own step stands behind it (E12). */
export const isBehindGiven = (state: DecodeState, family: number): boolean =>
  givenDistance(state) === 0 && family >= nextGiven(state)!.row[attribute.family]!

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
  if (target >= barEnd(state)) return false
  if (target === pendingAnchor(state)?.step) return true
  if (isChordShut(state.frame, target)) return false
  return state.lastChord === null || target - state.lastChord >= leastChordDistance
}

function mayWrite(state: DecodeState, type: number): boolean {
  if (type === eventType.group) {
    if (isClosing(state) && lastAnchor(state)?.step !== absoluteStep(state)) return false
    if (state.notesInBar > (fullBar * state.frame.barLengths[state.bar]!) / stepsPerQuarter) return false
  }
  if (mayYield(state)) return true
  if (type === eventType.chord) return deltaSteps.some((steps) => mayLandChord(state, steps))
  return mayStay(state) || deltaSteps.some((steps) => steps > 0 && mayLandGroup(state, steps))
}

/** Whether some family may begin a group that many steps on. */
function mayLandGroup(state: DecodeState, steps: number): boolean {
  const target = absoluteStep(state) + steps
  return target < reach(state, eventType.group) && openFamilies(state, target).includes(true)
}

/** Opens the event types that the film and the grammar allow now. At least one is open. */
export function maskType(state: DecodeState, mask: Uint8Array): void {
  mask.fill(forbidden, 0, 5)
  mask[eventType.start] = impossible
  if (!state.begun) {
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
  if ((anchor && !mayYield(state)) || isSilentStart(state)) return
  const isLast = state.bar === state.frame.barLengths.length - 1
  mask[isLast ? eventType.end : eventType.bar] = open
}

/** Whether the given event may come next: no anchor and no first sound is owed before it. */
function mayYield(state: DecodeState): boolean {
  const distance = givenDistance(state)
  if (distance === null || (isSilentStart(state) && distance > 0)) return false
  const anchor = pendingAnchor(state)
  return !state.openAnchor && (!anchor || anchor.step - absoluteStep(state) >= distance)
}

/** Opens the deltas that overstep neither an anchor, the bar, nor the end of the film, and land where something may begin. */
export function maskDelta(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const limit = reach(state, event.type)
  const here = absoluteStep(state)
  const barLine = state.starts[state.bar]! + state.frame.barLengths[state.bar]!
  const isChord = event.type === eventType.chord
  const yields = mayYield(state)
  deltaSteps.forEach((steps, index) => {
    const inReach = here + steps < limit
    mask[index] = inReach ? open : here + steps < barLine ? forbidden : impossible
    // A distance past the given event says that nothing comes before it.
    if (yields && meansGiven(state, steps, event)) mask[index] = open
    if (mask[index] !== open || meansGiven(state, steps, event)) return
    if (isChord && !mayLandChord(state, steps)) mask[index] = steps === 0 ? impossible : forbidden
    if (!isChord && steps > 0 && !mayLandGroup(state, steps) && givenDistance(state) !== steps)
      mask[index] = forbidden
  })
  if (isChord) return
  const stays = mayStay(state) || state.openAnchor !== null || (yields && givenDistance(state) === 0)
  mask[0] = standsOnAnchor(state) ? forbidden : stays ? open : impossible
  if (!state.openAnchor && !isClosing(state)) return
  for (let index = 1; index < deltaSteps.length; index++)
    if (mask[index] === open && !(yields && meansGiven(state, deltaSteps[index]!, event)))
      mask[index] = forbidden
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
  const plays = openFamilies(state)
  let free = 0
  for (let family = 0; family < familyLimits.length; family++) {
    mask[family] = !mayJoin(state, family) ? impossible : plays[family] ? open : forbidden
    if (mask[family] === open && freeVoices(state, family) > 0) free++
  }
  const hasVoice = (family: number): boolean =>
    free > 0 ? freeVoices(state, family) > 0 : canYield(state, family)
  const others = familyLimits.some((_, family) => mask[family] === open && hasVoice(family))
  for (let family = 0; family < familyLimits.length; family++)
    if (others && mask[family] === open && !hasVoice(family)) mask[family] = forbidden
  // A family behind the given group stands for that group.
  for (let family = 0; family < familyLimits.length; family++)
    if (isBehindGiven(state, family)) mask[family] = open
}
