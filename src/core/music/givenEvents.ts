import { canAnswer, mayPrecede, maskType } from './constraints'
import type { GivenEvent } from './decodeFrame'
import {
  absoluteStep,
  barEnd,
  firstOpenStep,
  isClosed,
  moveBy,
  nextGiven,
  pendingAnchor,
  type DecodeState,
} from './decodeState'
import { bareRow, deltaIndex, type EventRow } from './events'
import { open } from './sampling'
import { attribute, eventType } from './vocabulary'

/** The event row with the distance that it keeps from the event before it (E5). */
export function withDelta(state: DecodeState, row: EventRow): EventRow {
  if (row[attribute.type] !== eventType.chord && row[attribute.type] !== eventType.group) return row
  const complete = [...row]
  const before = state.eventPosition
  const room = state.frame.barLengths[state.bar]! - before
  complete[attribute.delta] = deltaIndex(state.position - before, room)
  return complete
}

/** Moves to the next given event and takes it. */
export function takeGiven(state: DecodeState, given: GivenEvent): EventRow {
  moveBy(state, given.step - absoluteStep(state))
  state.nextGiven++
  return withDelta(state, given.row)
}

function barLine(state: DecodeState): EventRow {
  const isLast = state.begun && state.bar === state.frame.barLengths.length - 1
  return bareRow(isLast ? eventType.end : eventType.bar)
}

/** Where time goes on when nothing may be written before it: the end of the shut stretch, or the anchor. */
function nextPlace(state: DecodeState): number {
  const here = absoluteStep(state)
  const limit = pendingAnchor(state)?.step ?? barEnd(state)
  for (let step = here + 1; step < limit; step++)
    if (!isClosed(state, step) && isClosed(state, step - 1)) return step
  return limit
}

const typeMask = new Uint8Array(5)

/**
 * What stands here whatever the network says: the bar line of a shut bar, or a given event before which nothing may be
 * written; null when an event is to be sampled. Walks over stretches in which nothing can be written.
 */
export function settledRow(state: DecodeState): { readonly row: EventRow; readonly given: boolean } | null {
  if (!state.begun) return { row: barLine(state), given: true }
  const given = nextGiven(state)
  const here = absoluteStep(state)
  if (state.openAnchor && !canAnswer(state) && given?.step !== here) state.openAnchor = null
  if (given) {
    const isNext = firstOpenStep(state, here, given.step) >= given.step && !mayPrecede(state, given)
    return isNext ? { row: takeGiven(state, given), given: true } : null
  }
  if (isClosed(state, here) && !state.openAnchor) {
    const next = firstOpenStep(state, here, barEnd(state))
    if (next >= barEnd(state)) return { row: barLine(state), given: true }
    moveBy(state, next - here)
  }
  maskType(state, typeMask)
  if (!typeMask.includes(open)) moveBy(state, nextPlace(state) - absoluteStep(state))
  return null
}
