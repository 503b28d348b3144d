import { Failure } from '../../../../core/base/failure'
import {
  composeTakes,
  type ComposeRequest,
  type ComposeResult,
  type ComposerNetwork,
  type WrittenEvent,
} from '../../../../core/music/decode'
import { prefixKinds, type PrefixKind } from '../../../../core/music/decodeFrame'
import type { EventRow } from '../../../../core/music/events'
import { readHeadTables, type HeadTableEntry } from '../../../../core/music/head'
import {
  createKeyValueCache,
  rotaryAngles,
  type CacheShape,
  type KeyValueCache,
} from '../../../../core/music/keyValueCache'
import { withLearntPrefixes } from '../../../../core/music/prefixes'
import { conditionIdCount, conditionValueCount, rowWidth } from '../../../../core/music/vocabulary'
import { defineTask, type InferenceSession, type NetworkFiles, type TaskEnvironment } from '../task'
import { floats, floatTensor, integerTensor } from '../tensor'

/** int8 for the CPU, fp16 for the others. */
export const composerFiles: NetworkFiles = { cpu: 'model.int8.onnx', accelerated: 'model.fp16.onnx' }

export interface ComposerInput {
  /** Takes that run side by side; they may differ in their seeds only. */
  readonly requests: readonly ComposeRequest[]
  /** Execution providers to try before the CPU, best first. */
  readonly providers: readonly string[]
}

/** A finished bar of a take: its new events with their steps since the start of the piece, and how far the piece is. */
export interface ComposerEvent {
  readonly take: number
  readonly bar: number
  readonly bars: number
  readonly rows: readonly EventRow[]
  readonly steps: readonly number[]
}

export interface ComposerOutput {
  readonly takes: readonly ComposeResult[]
  readonly provider: string
  /** Network steps (one serves all takes), and the milliseconds that all of them and all of composing took. */
  readonly steps: number
  readonly networkMilliseconds: number
  readonly totalMilliseconds: number
}

interface ComposerMeta extends CacheShape {
  /** What the model has learnt of E22. */
  readonly prefixes: readonly PrefixKind[]
  readonly tables: readonly HeadTableEntry[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What the task needs of meta.json. Throws Failure `model-damaged` when it is not there. */
export function readComposerMeta(meta: unknown): ComposerMeta {
  const config = isRecord(meta) && isRecord(meta['config']) ? meta['config'] : {}
  const head = isRecord(meta) && isRecord(meta['head']) ? meta['head'] : {}
  const learnt = isRecord(meta) ? meta['prefixes'] : undefined
  const size = (name: string): number => {
    const value = config[name]
    if (typeof value !== 'number' || !(value > 0))
      throw new Failure('model-damaged', { file: 'meta.json', field: name })
    return value
  }
  if (!Array.isArray(head['tables']))
    throw new Failure('model-damaged', { file: 'meta.json', field: 'head.tables' })
  const tables = head['tables'].map((entry: unknown): HeadTableEntry => {
    const { name, shape, offset } = isRecord(entry) ? entry : {}
    if (typeof name !== 'string' || !Array.isArray(shape) || typeof offset !== 'number')
      throw new Failure('model-damaged', { file: 'meta.json', field: 'head.tables' })
    return { name, shape: shape.map(Number), offset }
  })
  return {
    layers: size('layers'),
    keyValueHeads: size('kvHeads'),
    headDim: size('headDim'),
    window: size('window'),
    prefixes: prefixKinds.filter((kind) => Array.isArray(learnt) && learnt.includes(kind)),
    tables,
  }
}

function repeated(mask: Float32Array, batch: number): Float32Array {
  if (batch === 1) return mask
  const rows = new Float32Array(mask.length * batch)
  for (let row = 0; row < batch; row++) rows.set(mask, row * mask.length)
  return rows
}

/** The network of E18 around its cache: one event of each sequence in, `pre` out. */
export function composerNetwork(session: InferenceSession, shape: CacheShape): ComposerNetwork {
  return networkOver(session, shape, createKeyValueCache(shape))
}

function networkOver(session: InferenceSession, shape: CacheShape, cache: KeyValueCache): ComposerNetwork {
  const { layers, keyValueHeads, headDim, batch = 1 } = shape
  return {
    async step(event, conditionIds, conditionValues) {
      const { cos, sin } = rotaryAngles(cache.position, headDim)
      const cacheDims = [batch, layers, keyValueHeads, cache.slots, headDim]
      const answer = await session.run({
        event: integerTensor(event, [batch, rowWidth]),
        condition_ids: integerTensor(conditionIds, [batch, conditionIdCount]),
        condition_values: floatTensor(conditionValues, [batch, conditionValueCount]),
        rope_cos: floatTensor(cos, [headDim / 2]),
        rope_sin: floatTensor(sin, [headDim / 2]),
        past_k: floatTensor(cache.keys, cacheDims),
        past_v: floatTensor(cache.values, cacheDims),
        past_mask: floatTensor(repeated(cache.mask, batch), [batch, cache.slots]),
      })
      cache.append(floats(answer['new_k'], 'new_k'), floats(answer['new_v'], 'new_v'))
      return floats(answer['pre'], 'pre')
    },
    pick: (rows) => networkOver(session, { ...shape, batch: rows.length }, cache.pick(rows)),
    fresh: () => composerNetwork(session, shape),
    pin: () => cache.pin(),
    unpin: () => cache.unpin(),
  }
}

interface Times {
  steps: number
  milliseconds: number
}

function timed(network: ComposerNetwork, times: Times): ComposerNetwork {
  return {
    async step(event, ids, values) {
      const start = performance.now()
      const pre = await network.step(event, ids, values)
      times.milliseconds += performance.now() - start
      times.steps++
      return pre
    },
    pick: (rows) => timed(network.pick(rows), times),
    fresh: () => timed(network.fresh(), times),
    pin: () => network.pin(),
    unpin: () => network.unpin(),
  }
}

/** Gathers a take's events and reports every bar as soon as the next one begins. */
function barReporter(take: number, bars: number, emit: (event: ComposerEvent) => void) {
  let written: WrittenEvent[] = []
  let current: number | null = null
  const report = (): void => {
    const fresh = written.filter(({ given }) => !given)
    const rows = fresh.map(({ row }) => row)
    emit({ take, bar: current ?? 0, bars, rows, steps: fresh.map(({ step }) => step) })
    written = []
  }
  return {
    hear(event: WrittenEvent): void {
      current ??= event.bar
      if (event.bar > current) {
        report()
        current = event.bar
      }
      written.push(event)
    },
    finish: report,
  }
}

/** Writes the events of a plan, a whole autoregressive loop in one call; every finished bar is reported. */
export const composerTask = defineTask({
  key: 'composer',
  async run(
    { requests, providers }: ComposerInput,
    environment: TaskEnvironment<ComposerEvent>,
  ): Promise<ComposerOutput> {
    const start = performance.now()
    const meta = readComposerMeta(environment.model.meta)
    const tables = readHeadTables(await environment.readFile('head.bin'), meta.tables)
    const session = await environment.openNetwork(composerFiles, providers)
    const times: Times = { steps: 0, milliseconds: 0 }
    try {
      const open = (batch: number) => timed(composerNetwork(session, { ...meta, batch }), times)
      const reporters = requests.map(({ frame }, take) =>
        barReporter(take, frame.barLengths.length, (event) => environment.emit(event)),
      )
      const learnt = requests.map((request) => withLearntPrefixes(request, meta.prefixes))
      const takes = await composeTakes(learnt, open, tables, {
        onEvent: (event) => reporters[event.take]!.hear(event),
        cancellation: environment.cancellation,
      })
      for (const reporter of reporters) reporter.finish()
      return {
        takes,
        provider: session.provider,
        steps: times.steps,
        networkMilliseconds: times.milliseconds,
        totalMilliseconds: performance.now() - start,
      }
    } finally {
      await session.release()
    }
  },
})
