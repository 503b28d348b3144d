import { throwIfCancelled, type Cancellation } from '../base/cancellation'
import type { Conditions } from './conditioning'
import type { DecodeFrame, Prefix, Seam } from './decodeFrame'
import type { EventRow } from './events'
import type { Tally } from './eventSampler'
import type { HeadTables } from './head'
import { createLane, isPastSeam, seamHere, type Lane } from './lane'
import { prefixHere, tellPrefix, type Followed } from './prefixes'
import type { SamplingSettings } from './sampling'
import type { Leaning } from './softBias'
import { attributeNames, conditionIdCount, conditionValueCount, rowWidth } from './vocabulary'

/**
 * The network with its memory: takes an event and the conditioning of the moment it reached, answers `pre` (E18). Every
 * argument and the answer hold one row for each sequence that runs side by side; rows do not hear each other.
 */
export interface ComposerNetwork {
  step(event: Int32Array, conditionIds: Int32Array, conditionValues: Float32Array): Promise<Float32Array>
  /** A network whose rows go on, each by itself, from the memory of these rows of this one. */
  pick(rows: readonly number[]): ComposerNetwork
  /** A network of as many rows that has read nothing yet. */
  fresh(): ComposerNetwork
  /** What has been read so far stays in memory, as a prefix of what follows (E22). */
  pin(): void
  /** Forgets what is pinned. */
  unpin(): void
}

/** All that composing needs besides the network, as plain data. */
export interface ComposeRequest {
  readonly conditions: Conditions
  readonly frame: DecodeFrame
  readonly sampling: SamplingSettings
  /** Classifier-free guidance: how far emotion, key, density and boundaries are pushed; 1 = as learnt, with half the work. */
  readonly guidance: number
  readonly leaning: Leaning
  readonly seed: number
}

/** Sequences that the network runs side by side for one take of a request. */
export const batchOf = ({ guidance }: Pick<ComposeRequest, 'guidance'>): number => (guidance === 1 ? 1 : 2)

/** Candidates for the bar before a seam (score.md, gaps and seams). */
export const seamCandidates = 4

/** How often constraints changed what the network would have done. */
export interface ForcingReport {
  readonly decisions: number
  /** Mean probability that constraints took away per decision, 0..1. */
  readonly meanForbiddenMass: number
  /** Share of decisions in which more than half of the probability was shut. */
  readonly forcedShare: number
  /** The same mean for each attribute. */
  readonly byAttribute: Readonly<Record<string, number>>
}

export interface ComposeResult {
  /** Without START, with END unless the sequence broke off before the last bar. */
  readonly rows: readonly EventRow[]
  /** Where each row stands, in grid steps since the start of the piece. */
  readonly steps: readonly number[]
  /** Whether each row stood before: a given event, or the bar line of a bar in which nothing could be written. */
  readonly given: readonly boolean[]
  readonly forcing: ForcingReport
}

/** An event that is written for good. */
export interface WrittenEvent {
  readonly row: EventRow
  readonly bar: number
  /** Grid steps since the start of the piece. */
  readonly step: number
  readonly given: boolean
  readonly take: number
}

export interface ComposeListener {
  /** Hears every event as soon as it is certain. */
  readonly onEvent?: ((event: WrittenEvent) => void) | undefined
  readonly cancellation?: Cancellation | undefined
}

function forcingReport({ count, mass, forced }: Tally): ForcingReport {
  const decisions = count.reduce((sum, value) => sum + value, 0)
  const total = mass.reduce((sum, value) => sum + value, 0)
  return {
    decisions,
    meanForbiddenMass: decisions ? total / decisions : 0,
    forcedShare: decisions ? forced / decisions : 0,
    byAttribute: Object.fromEntries(
      attributeNames.map((name, index) => [name, count[index] ? mass[index]! / count[index] : 0]),
    ),
  }
}

function resultOf({ written, tally }: Lane): ComposeResult {
  const { rows, steps, given } = written
  return { rows, steps, given, forcing: forcingReport(tally) }
}

/** One network step for all lanes. */
async function stepLanes(lanes: readonly Lane[], network: ComposerNetwork): Promise<void> {
  const total = lanes.reduce((sum, lane) => sum + lane.width, 0)
  const events = new Int32Array(total * rowWidth)
  const ids = new Int32Array(total * conditionIdCount)
  const values = new Float32Array(total * conditionValueCount)
  let row = 0
  for (const lane of lanes) {
    const next = row + lane.width
    lane.feed({
      events: events.subarray(row * rowWidth, next * rowWidth),
      ids: ids.subarray(row * conditionIdCount, next * conditionIdCount),
      values: values.subarray(row * conditionValueCount, next * conditionValueCount),
    })
    row = next
  }
  const pre = await network.step(events, ids, values)
  row = 0
  for (const lane of lanes) {
    const next = row + lane.width
    lane.answer(pre.subarray((row * pre.length) / total, (next * pre.length) / total))
    row = next
  }
}

/** The rows of a batch that belong to some of its lanes, all lanes being equally wide. */
const rowsOf = (width: number, places: readonly number[]): number[] =>
  places.flatMap((place) => Array.from({ length: width }, (_, row) => place * width + row))

/** Steps lanes until each is done; `onDone` hears a lane with a network of its own memory. */
async function runLanes(
  lanes: readonly Lane[],
  network: ComposerNetwork,
  isDone: (lane: Lane) => boolean,
  listener: { onStep(): void; onDone?(lane: Lane, network: ComposerNetwork): void },
): Promise<void> {
  let running = lanes
  let batch = network
  while (running.length > 0) {
    const going = running.flatMap((lane, place) => (isDone(lane) ? [] : [place]))
    const { width } = running[0]!
    if (listener.onDone)
      running.forEach((lane, place) => {
        if (isDone(lane)) listener.onDone!(lane, batch.pick(rowsOf(width, [place])))
      })
    if (going.length === 0) return
    if (going.length < running.length) batch = batch.pick(rowsOf(width, going))
    running = going.map((place) => running[place]!)
    listener.onStep()
    await stepLanes(running, batch)
  }
}

/** Tries several ways to the given music after a seam and goes on with the one that makes it likeliest. */
async function chooseAtSeam(from: Followed, seam: Seam, cancellation?: Cancellation): Promise<Followed> {
  const { lane, network } = from
  const candidates = Array.from({ length: seamCandidates }, (_, index) =>
    lane.fork((lane.request.seed * 31 + seam.step) * seamCandidates + index),
  )
  candidates.forEach((candidate) => candidate.judge())
  const same = Array.from({ length: seamCandidates }, () => 0)
  const finished: Followed[] = []
  await runLanes(
    candidates,
    network.pick(rowsOf(lane.width, same)),
    (candidate) => isPastSeam(candidate, seam),
    {
      onStep: () => throwIfCancelled(cancellation),
      onDone: (candidate, own) => finished.push({ lane: candidate, network: own }),
    },
  )
  return finished.reduce((best, other) => (other.lane.likelihood > best.lane.likelihood ? other : best))
}

/** Tells a listener the events that it has not heard yet. */
function createTeller({ onEvent }: ComposeListener, take: number): (lane: Lane) => void {
  let told = 0
  return ({ written }) => {
    for (; told < written.rows.length; told++)
      onEvent?.({
        row: written.rows[told]!,
        bar: written.bars[told]!,
        step: written.steps[told]!,
        given: written.given[told]!,
        take,
      })
  }
}

/** Goes on with a lane by itself until END, with its seams and prefixes. */
async function goOn(
  start: Followed,
  tell: (lane: Lane) => void,
  cancellation?: Cancellation,
): Promise<ComposeResult> {
  let current = start
  let seams = start.lane.request.frame.seams ?? []
  let prefix: Prefix | undefined
  while (!current.lane.state.ended) {
    throwIfCancelled(cancellation)
    const due = prefixHere(current.lane)
    if (due !== prefix) {
      prefix = due
      current = { ...current, network: await tellPrefix(current, due, cancellation) }
    }
    const seam = seamHere(current.lane, seams)
    if (seam) {
      seams = seams.filter((other) => other !== seam)
      current = await chooseAtSeam(current, seam, cancellation)
    } else await stepLanes([current.lane], current.network)
    tell(current.lane)
  }
  return resultOf(current.lane)
}

/**
 * Composes event by event under the frame's constraints until END: same request, tables and network, same music.
 * Throws Failure `cancelled` between events.
 */
export const composeEvents = (
  request: ComposeRequest,
  network: ComposerNetwork,
  tables: HeadTables,
  listener: ComposeListener = {},
): Promise<ComposeResult> =>
  goOn({ lane: createLane(request, tables), network }, createTeller(listener, 0), listener.cancellation)

/** Whether a lane has come to where its network must read something of its own: a prefix or a seam. */
const isAlone = (lane: Lane): boolean =>
  prefixHere(lane) !== undefined || seamHere(lane, lane.request.frame.seams ?? []) !== undefined

/**
 * Composes several requests that differ only in their seeds side by side: one network step serves them all. With a
 * network whose rows do not hear each other every take equals what its request gives alone. From its first prefix or seam
 * a take goes on by itself when the others have come to theirs: rows of a batch share their place in the sequence.
 */
export async function composeTakes(
  requests: readonly ComposeRequest[],
  openNetwork: (batch: number) => ComposerNetwork,
  tables: HeadTables,
  listener: ComposeListener = {},
): Promise<readonly ComposeResult[]> {
  const { cancellation } = listener
  const lanes = requests.map((request) => createLane(request, tables))
  const tellers = lanes.map((_, take) => createTeller(listener, take))
  const tell = (): void => lanes.forEach((lane, take) => tellers[take]!(lane))
  const batch = lanes.reduce((sum, lane) => sum + lane.width, 0)
  const reached = new Map<Lane, ComposerNetwork>()
  await runLanes(lanes, openNetwork(batch), (lane) => lane.state.ended || isAlone(lane), {
    onStep() {
      tell()
      throwIfCancelled(cancellation)
    },
    onDone: (lane, network) => reached.set(lane, network),
  })
  tell()
  const results: ComposeResult[] = []
  for (const [take, lane] of lanes.entries())
    results.push(await goOn({ lane, network: reached.get(lane)! }, tellers[take]!, cancellation))
  return results
}
