import { createConditioner, opposite, type Conditioner } from './conditioning'
import type { ComposeRequest } from './decode'
import type { Seam } from './decodeFrame'
import {
  absoluteStep,
  advance,
  copyState,
  createDecodeState,
  nextGiven,
  type DecodeState,
} from './decodeState'
import { bareRow, type EventRow } from './events'
import { createEventSampler, createTally, type Tally } from './eventSampler'
import { settledRow, takeGiven, withDelta } from './givenEvents'
import { createGuidedHead, createHead, type HeadTables } from './head'
import { rowLogLikelihood } from './likelihood'
import { createRandom } from './random'
import { createSampler } from './sampling'
import { conditionIdCount, conditionValueCount, eventType, rowWidth } from './vocabulary'

/** What a lane has written, in order: rows as the network reads them, where they stand, and whether they were given. */
export interface Written {
  readonly rows: EventRow[]
  readonly steps: number[]
  readonly given: boolean[]
  readonly bars: number[]
}

/** An event and the moment that it has reached: bar and grid steps since its start. */
export interface ReadEvent {
  readonly row: EventRow
  readonly bar: number
  readonly position: number
}

/** The inputs of a network step, one row of the batch after another. */
export interface StepInput {
  readonly events: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** One sequence in the making: the events of one take, or of one candidate. */
export interface Lane {
  readonly request: ComposeRequest
  readonly state: DecodeState
  readonly written: Written
  readonly tally: Tally
  /** Natural log likelihood of the given events since {@link judge}. */
  readonly likelihood: number
  /** Rows of the batch that the lane fills: as planned, and its opposite under guidance. */
  readonly width: number
  /** Writes the next input of the network: what the lane has come to, or another event of its piece. */
  feed(input: StepInput, event?: ReadEvent): void
  /** Chooses the next event by the network's answer to what was fed. */
  answer(pre: Float32Array): void
  /** Counts the likelihood of given events from here on. */
  judge(): void
  /** A lane that goes on from here by itself, with its own seed. */
  fork(seed: number): Lane
}

interface LaneStart {
  readonly request: ComposeRequest
  readonly tables: HeadTables
  readonly state: DecodeState
  readonly written: Written
  readonly tally: Tally
  readonly event: EventRow
  readonly seed: number
}

function conditionersOf({ conditions, guidance }: ComposeRequest): Conditioner[] {
  const rows = guidance === 1 ? [conditions] : [conditions, opposite(conditions)]
  return rows.map(createConditioner)
}

const copyWritten = ({ rows, steps, given, bars }: Written): Written => ({
  rows: [...rows],
  steps: [...steps],
  given: [...given],
  bars: [...bars],
})

/** A sampled row, or the given event that the sample says comes first. */
function chosen(
  state: DecodeState,
  sampled: EventRow | null,
): { readonly row: EventRow; readonly given: boolean } {
  if (sampled) return { row: withDelta(state, sampled), given: false }
  return { row: takeGiven(state, nextGiven(state)!), given: true }
}

/** The bar that a lane stands in; before the first BAR the one that it begins with. */
export const barOf = (state: DecodeState): number => (state.begun ? state.bar : (state.frame.firstBar ?? 0))

function laneFrom(start: LaneStart): Lane {
  const { request, tables, state, written, tally } = start
  const conditioners = conditionersOf(request)
  const width = conditioners.length
  const sample = createEventSampler({
    settings: request.sampling,
    leaning: request.leaning,
    state,
    written,
    head: width === 2 ? createGuidedHead(tables, request.guidance) : createHead(tables),
    sampler: createSampler(createRandom(start.seed)),
    tally,
  })
  const plainHead = createHead(tables)
  let event = start.event
  let likelihood: number | null = null

  return {
    request,
    state,
    written,
    tally,
    width,
    get likelihood() {
      return likelihood ?? 0
    },
    feed({ events, ids, values }, read) {
      const { row: told, bar, position } = read ?? { row: event, bar: barOf(state), position: state.position }
      conditioners.forEach((conditioner, row) => {
        events.set(told, row * rowWidth)
        const ownIds = ids.subarray(row * conditionIdCount, (row + 1) * conditionIdCount)
        const ownValues = values.subarray(row * conditionValueCount, (row + 1) * conditionValueCount)
        conditioner.write(bar, position, ownIds, ownValues)
      })
    },
    answer(pre) {
      const { row, given } = settledRow(state) ?? chosen(state, sample(pre))
      if (likelihood !== null && given)
        likelihood += rowLogLikelihood(plainHead, pre.subarray(0, pre.length / width), row)
      advance(state, row, given)
      written.rows.push(row)
      written.steps.push(absoluteStep(state))
      written.given.push(given)
      written.bars.push(state.bar)
      event = row
    },
    judge() {
      likelihood = 0
    },
    fork: (seed) =>
      laneFrom({
        ...start,
        state: copyState(state),
        written: copyWritten(written),
        tally: { count: tally.count.slice(), mass: tally.mass.slice(), forced: tally.forced },
        event,
        seed,
      }),
  }
}

/** A lane at the start of its request's sequence. */
export function createLane(request: ComposeRequest, tables: HeadTables): Lane {
  return laneFrom({
    request,
    tables,
    state: createDecodeState(request.frame),
    written: { rows: [], steps: [], given: [], bars: [] },
    tally: createTally(),
    event: bareRow(eventType.start),
    seed: request.seed,
  })
}

/** The seam that a lane has come to: all that is given before it is written, and the free bar before it begins. */
export function seamHere({ state }: Lane, seams: readonly Seam[]): Seam | undefined {
  if (!state.begun) return undefined
  const next = state.frame.given?.[state.nextGiven]
  const barLine = state.starts[state.bar]! + state.frame.barLengths[state.bar]!
  return seams.find(
    ({ fork, step }) =>
      fork < barLine && absoluteStep(state) < step && (next === undefined || next.step >= fork),
  )
}

/** Whether a candidate has come past everything that a seam judges it by. */
export function isPastSeam({ state }: Lane, { step, until }: Seam): boolean {
  if (state.ended) return true
  const next = state.frame.given?.[state.nextGiven]
  return absoluteStep(state) >= step && (next === undefined || next.step >= until)
}
