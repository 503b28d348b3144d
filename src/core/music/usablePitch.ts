import { limitOf, type Anchor } from './decodeFrame'
import { absoluteStep, isClosing, type DecodeState } from './decodeState'
import { drumPitchBase, drumsFamily, lowestDrumKey } from './vocabulary'

/** The last anchor reached. */
export const lastAnchor = (state: DecodeState): Anchor | undefined =>
  state.frame.anchors[state.nextAnchor - 1]

function isHeld(state: DecodeState, family: number, value: number): boolean {
  const step = absoluteStep(state)
  return state.sounding.some(
    (note) => note.family === family && note.value === value && note.heldUntil > step,
  )
}

const triads = { major: [0, 4, 7], minor: [0, 3, 7] } as const

/** In range, not held by a hit, and at the close in the tonic triad. */
export function isUsable(state: DecodeState, family: number, value: number, owed: number): boolean {
  const limit = limitOf(state.frame, family, absoluteStep(state))
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
