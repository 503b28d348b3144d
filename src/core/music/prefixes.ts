import { throwIfCancelled, type Cancellation } from '../base/cancellation'
import type { ComposeRequest, ComposerNetwork } from './decode'
import { prefixKinds, type DecodeFrame, type Prefix, type PrefixKind } from './decodeFrame'
import { barStarts, bareRow, withDeltas, type EventRow, type PlacedEvent } from './events'
import { barOf, type Lane, type ReadEvent } from './lane'
import { attribute, conditionIdCount, conditionValueCount, eventType, rowWidth } from './vocabulary'

/** E22: rows of a prefix, its START row counted. */
export const maximumPrefixRows = 128

/**
 * Rows of what was written last that a new sequence begins with: every one costs a network step, and training has
 * sequences that begin at any bar. A passage inside them needs no prefix.
 */
export const replayedRows = 128

/** A lane and the network that has read it. */
export interface Followed {
  readonly lane: Lane
  readonly network: ComposerNetwork
}

/** The request with the kinds of prefixes only that a model has learnt. */
export const withLearntPrefixes = (
  request: ComposeRequest,
  learnt: readonly PrefixKind[],
): ComposeRequest => ({
  ...request,
  frame: { ...request.frame, prefixes: request.frame.prefixes?.filter(({ kind }) => learnt.includes(kind)) },
})

/** The prefix that the bar in which a lane stands is written with. */
export const prefixHere = ({ state }: Lane): Prefix | undefined =>
  state.frame.prefixes?.findLast(({ at, until }) => at <= barOf(state) && barOf(state) < until)

interface StandingEvent {
  readonly step: number
  readonly row: EventRow
}

/** What stands in the passage: as written, or as given where the sequence began behind it. */
function standing({ state, written }: Lane, { firstBar, endBar }: Prefix): readonly StandingEvent[] {
  const isWritten = written.bars.length > 0 && written.bars[0]! <= firstBar && state.bar >= endBar
  if (!isWritten) return state.frame.given ?? []
  return written.rows.map((row, index) => ({ row, step: written.steps[index]! }))
}

/** Flags of the families that may play anywhere in the bars that are written with a prefix. */
const playing = ({ families }: DecodeFrame, { at, until }: Prefix): boolean[] =>
  (families[0] ?? []).map((_, family) => families.slice(at, until).some((flags) => flags[family]))

/** Whole bars that fit into so many rows; the beginning of the first bar when not even that fits. */
function cut(events: readonly ReadEvent[], rows: number): readonly ReadEvent[] {
  if (events.length <= rows) return events
  const end = events.findLastIndex(({ row }, index) => index <= rows && row[attribute.type] === eventType.bar)
  return events.slice(0, end > 0 ? end : rows)
}

/** The rows of a prefix's passage, families that the music may not use left out (E22); none when nothing plays in it. */
export function passageOf(lane: Lane, prefix: Prefix): readonly ReadEvent[] {
  const { frame } = lane.state
  const starts = barStarts(frame.barLengths)
  const mayPlay = playing(frame, prefix)
  const events = standing(lane, prefix).filter(
    ({ row }) =>
      row[attribute.type] === eventType.chord ||
      (row[attribute.type] === eventType.group && mayPlay[row[attribute.family]!]),
  )
  const bars = frame.barLengths
    .slice(prefix.firstBar, prefix.endBar)
    .map((_, index) => prefix.firstBar + index)
  const placed = bars.flatMap((bar): PlacedEvent[] => {
    const start = starts[bar]!
    const own = events.filter(({ step }) => step >= start && step < start + frame.barLengths[bar]!)
    const rows = own.map(({ row, step }) => ({ bar, position: step - start, row }))
    return [{ bar, position: 0, row: bareRow(eventType.bar) }, ...rows]
  })
  const rows = withDeltas(placed, frame.barLengths)
  const told = cut(
    placed.map(({ bar, position }, index) => ({ bar, position, row: rows[index]! })),
    maximumPrefixRows - 1,
  )
  return told.some(({ row }) => row[attribute.type] === eventType.group) ? told : []
}

/** START and the last whole bars that a lane has written, without the event that it is about to feed itself. */
function replayOf({ state, written }: Lane): readonly ReadEvent[] {
  if (!state.begun) return []
  const last = written.rows.length - 1
  const isBar = (index: number): boolean => written.rows[index]![attribute.type] === eventType.bar
  const bars = written.rows.flatMap((_, index) => (isBar(index) ? [index] : []))
  const from = bars.find((index) => last - index <= replayedRows) ?? bars.at(-1)!
  const bar = written.bars[from]!
  const events = written.rows.slice(from, last).map((row, index) => {
    const own = written.bars[from + index]!
    return { row, bar: own, position: written.steps[from + index]! - state.starts[own]! }
  })
  return [{ row: bareRow(eventType.start), bar, position: 0 }, ...events]
}

/** Whether a passage begins in what a new sequence would begin with anyway. */
function isReplayed({ written }: Lane, { firstBar }: Prefix): boolean {
  if (written.bars.length === 0 || written.bars[0]! > firstBar) return false
  const first = written.bars.findIndex((bar) => bar >= firstBar)
  return first >= 0 && written.bars.length - first <= replayedRows
}

/** Lets a network read events of a lane's piece; what it answers is not asked for. */
async function read(
  { lane, network }: Followed,
  events: readonly ReadEvent[],
  cancellation?: Cancellation,
): Promise<void> {
  for (const event of events) {
    throwIfCancelled(cancellation)
    const input = {
      events: new Int32Array(lane.width * rowWidth),
      ids: new Int32Array(lane.width * conditionIdCount),
      values: new Float32Array(lane.width * conditionValueCount),
    }
    lane.feed(input, event)
    await network.step(input.events, input.ids, input.values)
  }
}

function startRow(kind: PrefixKind): EventRow {
  const row = [...bareRow(eventType.start)]
  row[attribute.root] = prefixKinds.indexOf(kind)
  return row
}

/**
 * The network that goes on with a lane from where a prefix begins or ends. With a prefix it is one that reads a new
 * sequence, as in training: the prefix, which stays in memory, START, and the last bars. Where it ends it is forgotten.
 */
export async function tellPrefix(
  { lane, network }: Followed,
  prefix: Prefix | undefined,
  cancellation?: Cancellation,
): Promise<ComposerNetwork> {
  const passage = prefix && !isReplayed(lane, prefix) ? passageOf(lane, prefix) : []
  if (!prefix || passage.length === 0) {
    network.unpin()
    return network
  }
  const next: Followed = { lane, network: network.fresh() }
  const start: ReadEvent = { row: startRow(prefix.kind), bar: prefix.firstBar, position: 0 }
  await read(next, [start, ...passage], cancellation)
  next.network.pin()
  await read(next, replayOf(lane), cancellation)
  return next.network
}
