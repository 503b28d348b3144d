import { Failure } from '../../../../core/base/failure'
import {
  batchOf,
  composeEvents,
  type ComposeRequest,
  type ComposeResult,
  type ComposerNetwork,
} from '../../../../core/music/decode'
import type { EventRow } from '../../../../core/music/events'
import { readHeadTables, type HeadTableEntry } from '../../../../core/music/head'
import { createKeyValueCache, rotaryAngles, type CacheShape } from '../../../../core/music/keyValueCache'
import { conditionIdCount, conditionValueCount, rowWidth } from '../../../../core/music/vocabulary'
import { defineTask, type InferenceSession, type TaskEnvironment } from '../task'
import { floats, floatTensor, integerTensor } from '../tensor'

export interface ComposerInput {
  readonly request: ComposeRequest
  /** Execution providers to try before the CPU, best first. */
  readonly providers: readonly string[]
}

/** A finished bar: its events, and how far the piece is. */
export interface ComposerEvent {
  readonly bar: number
  readonly bars: number
  readonly rows: readonly EventRow[]
}

export interface ComposerOutput extends ComposeResult {
  readonly provider: string
  /** Network steps, and the milliseconds that all of them and all of composing took. */
  readonly steps: number
  readonly networkMilliseconds: number
  readonly totalMilliseconds: number
}

interface ComposerMeta extends CacheShape {
  readonly tables: readonly HeadTableEntry[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What the task needs of meta.json. Throws Failure `model-damaged` when it is not there. */
export function readComposerMeta(meta: unknown): ComposerMeta {
  const config = isRecord(meta) && isRecord(meta['config']) ? meta['config'] : {}
  const head = isRecord(meta) && isRecord(meta['head']) ? meta['head'] : {}
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
    tables,
  }
}

function repeated(mask: Float32Array, batch: number): Float32Array {
  if (batch === 1) return mask
  const rows = new Float32Array(mask.length * batch)
  for (let row = 0; row < batch; row++) rows.set(mask, row * mask.length)
  return rows
}

/** The network of E18 around its cache: one event in, `pre` out. */
export function composerNetwork(session: InferenceSession, shape: CacheShape): ComposerNetwork {
  const { layers, keyValueHeads, headDim, batch = 1 } = shape
  const cache = createKeyValueCache(shape)
  let position = 0
  return {
    async step(event, conditionIds, conditionValues) {
      const { cos, sin } = rotaryAngles(position++, headDim)
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
  }
}

function timed(
  network: ComposerNetwork,
): ComposerNetwork & { readonly times: { steps: number; milliseconds: number } } {
  const times = { steps: 0, milliseconds: 0 }
  return {
    times,
    async step(event, ids, values) {
      const start = performance.now()
      const pre = await network.step(event, ids, values)
      times.milliseconds += performance.now() - start
      times.steps++
      return pre
    },
  }
}

/** Writes the events of a plan, a whole autoregressive loop in one call; every finished bar is reported. */
export const composerTask = defineTask({
  key: 'composer',
  async run(
    { request, providers }: ComposerInput,
    environment: TaskEnvironment<ComposerEvent>,
  ): Promise<ComposerOutput> {
    const start = performance.now()
    const meta = readComposerMeta(environment.model.meta)
    const tables = readHeadTables(await environment.readFile('head.bin'), meta.tables)
    const session = await environment.openNetwork(
      { cpu: 'model.int8.onnx', accelerated: 'model.fp16.onnx' },
      providers,
    )
    try {
      const network = timed(composerNetwork(session, { ...meta, batch: batchOf(request) }))
      const bars = request.frame.barLengths.length
      let rows: EventRow[] = []
      let current = 0
      const report = (bar: number): void => {
        environment.emit({ bar: current, bars, rows })
        rows = []
        current = bar
      }
      const result = await composeEvents(request, network, tables, {
        onEvent(row, bar) {
          if (bar > current) report(bar)
          rows.push(row)
        },
        cancellation: environment.cancellation,
      })
      report(bars)
      return {
        ...result,
        provider: session.provider,
        steps: network.times.steps,
        networkMilliseconds: network.times.milliseconds,
        totalMilliseconds: performance.now() - start,
      }
    } finally {
      await session.release()
    }
  },
})
