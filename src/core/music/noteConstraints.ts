import { isPolyphonic, leastDuration, mayContinue, openFamilies, type PartialEvent } from './constraints'
import { hitPitches, wallAfter } from './decodeFrame'
import { absoluteStep, freeVoices, isClosing, type DecodeState } from './decodeState'
import { forbidden, impossible, open } from './sampling'
import { isUsable, lastAnchor } from './usablePitch'
import {
  drumPitchBase,
  drumsFamily,
  durationSteps,
  maskedVelocity,
  maximumPitches,
  pitchStop,
} from './vocabulary'

const largestDuration = durationSteps.length - 1

/** Index of the longest duration that may be written here: the first that reaches the end or a shut range, cut there. */
function longestDuration(state: DecodeState, family: number): number {
  const step = absoluteStep(state)
  const room = wallAfter(state.frame, family, step) - step
  const first = durationSteps.findIndex((duration) => duration >= room)
  return first < 0 ? largestDuration : first
}

/** Opens the durations that end by the end of the film (the next longer one is cut there) and fill an anchor. */
export function maskDuration(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const longest = longestDuration(state, event.family)
  const least = Math.min(longest, event.family === drumsFamily ? 0 : leastDuration(state))
  const greatest = state.openAnchor?.maximumDuration
  const most = greatest === undefined ? longest : Math.min(longest, durationSteps.indexOf(greatest))
  const last = state.lastGroup
  const sameFamily = last !== null && last.family === event.family && !last.given
  const continues = mayContinue(state)
  for (let index = 0; index <= largestDuration; index++) {
    mask[index] = index >= least && index <= Math.max(least, most) ? open : forbidden
    if (sameFamily && (continues ? index > last.duration : index >= last.duration)) mask[index] = impossible
  }
}

/** Least and greatest velocity bucket of a crescendo at a step; null outside of one. */
function swellBand(state: DecodeState): readonly [number, number] | null {
  const step = absoluteStep(state)
  const swell = state.frame.swells?.find(({ start, end }) => start <= step && step < end)
  if (!swell) return null
  const share = (step - swell.start) / (swell.end - swell.start)
  const middle = swell.from + share * (swell.to - swell.from)
  return [Math.max(1, Math.round(middle) - 1), Math.min(maskedVelocity - 1, Math.round(middle) + 1)]
}

/** A hit's chord is accented. */
export function maskVelocity(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  mask.fill(open, 0, maskedVelocity)
  mask[0] = forbidden
  mask[maskedVelocity] = impossible
  const band = swellBand(state)
  if (band)
    for (let value = 1; value < maskedVelocity; value++)
      if (value < band[0] || value > band[1]) mask[value] = forbidden
  if (state.openAnchor && event.family !== drumsFamily)
    mask.fill(forbidden, 0, state.openAnchor.minimumVelocity)
}

/** Distinct pitches that this group still owes the open anchor because no later family can give them. */
function owedPitches(state: DecodeState, event: PartialEvent): number {
  if (!state.openAnchor || event.family === drumsFamily) return 0
  const later = openFamilies(state).some(
    (plays, family) => plays && family > event.family && isPolyphonic(state, family),
  )
  if (later) return 0
  const together = new Set([...state.anchorPitches, ...event.pitches])
  return Math.max(0, (state.openAnchor.pitches ?? hitPitches) - together.size)
}

/** At the close nothing lies below the lowest tonic, where a tonic can still be struck. */
function maskAboveTonic(state: DecodeState, pitches: readonly number[], mask: Uint8Array): void {
  const tonic = isClosing(state) ? lastAnchor(state)?.cadence?.tonic : undefined
  if (tonic === undefined) return
  const isTonic = (value: number): boolean => value % 12 === tonic
  let lowest = Infinity
  for (const value of [...state.anchorPitches, ...pitches])
    if (isTonic(value)) lowest = Math.min(lowest, value)
  const fits = (value: number): boolean => value > lowest || isTonic(value)
  const hasFitting = mask.some((flag, value) => flag === open && (value === pitchStop || fits(value)))
  if (!hasFitting) return
  for (let value = 0; value < pitchStop; value++)
    if (mask[value] === open && !fits(value)) mask[value] = forbidden
}

/** Opens ascending pitches in the family's range; an open anchor asks for at least three in all. */
export function maskPitch(state: DecodeState, event: PartialEvent, mask: Uint8Array): void {
  const { family, pitches } = event
  const isDrums = family === drumsFamily
  const last = state.lastGroup
  const continues = last !== null && last.family === family && last.duration === event.duration && !last.given
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
  if (!isDrums) maskAboveTonic(state, pitches, mask)
}

/** Groups hold at most six pitches (E7). */
export const isFull = (pitches: readonly number[]): boolean => pitches.length === maximumPitches
