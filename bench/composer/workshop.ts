import { resolve } from 'node:path'
import type { ModelIdentity } from '../../src/core/document/document'
import type { EmotionCurve } from '../../src/core/emotion/emotionCurve'
import { valueAt } from '../../src/core/emotion/evaluateCurve'
import { composeRequest, type CharacterOptions } from '../../src/core/music/composeRequest'
import type { ComposeRequest } from '../../src/core/music/decode'
import { decodeEvents } from '../../src/core/music/events'
import { transposeMusic } from '../../src/core/music/homeKey'
import { performScore } from '../../src/core/music/perform/performScore'
import type { Plan } from '../../src/core/music/plan'
import type { Score } from '../../src/core/music/score'
import { measureMusic } from '../../src/core/music/statistics'
import type { Seconds } from '../../src/core/time/units'
import { composeScore, type CompositionReport } from '../../src/main/engine/compose/composeScore'
import { forkInferenceProcess } from '../../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../../src/main/engine/inference/host'
import { createModelStore, type ModelStore } from '../../src/main/engine/inference/modelStore'
import { presetOf } from './plans'

/** What is to be composed. */
export interface Order {
  readonly plan: Plan
  readonly curve: EmotionCurve
  readonly presetName: string
  readonly seed: number
  readonly character?: CharacterOptions | undefined
  /** An experiment: changes what the composer is told and held to, which the app never does. */
  readonly alter?: ((request: ComposeRequest) => ComposeRequest) | undefined
  /** Another store of models; the repository's by default. */
  readonly models?: ModelStore | undefined
  readonly onProgress?: ((fraction: number) => void) | undefined
}

export interface Piece {
  readonly order: Order
  readonly score: Score
  readonly report: CompositionReport
}

/** The built inference process with the models under test. */
export interface Workshop {
  readonly host: InferenceHost
  readonly models: ModelStore
  readonly identity: ModelIdentity
  compose(order: Order): Promise<Piece>
  close(): Promise<void>
}

/** Starts the inference process that `npm run build` made. */
export async function openWorkshop(root: string, modelFolder: string): Promise<Workshop> {
  const entry = resolve(root, 'out/main/inferenceProcess.js')
  const host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
  const models = createModelStore(modelFolder)
  const { identity } = await models.resolve('composer')
  await host.providers()
  return {
    host,
    models,
    identity,
    compose: (order) =>
      order.alter ? composeAltered(host, models, order) : composeAsApp(host, models, order),
    close: () => host.stop(),
  }
}

/** As the app composes. */
async function composeAsApp(host: InferenceHost, models: ModelStore, order: Order): Promise<Piece> {
  const { plan, curve, presetName, seed, character, onProgress } = order
  const composed = await composeScore({
    ...{ plan, curve, presetName, seed, host, character, onProgress },
    models: order.models ?? models,
  })
  return { order, score: composed.score, report: composed.report }
}

/** The same steps as composeScore, with the request changed on its way. */
async function composeAltered(host: InferenceHost, models: ModelStore, order: Order): Promise<Piece> {
  const { plan, curve, presetName, seed, character } = order
  const preset = presetOf(presetName)
  const emotionAt = (time: Seconds) => valueAt(curve, time)
  const model = await (order.models ?? models).resolve('composer')
  const plain = composeRequest(plan, emotionAt, preset.families, seed, character)
  const request = order.alter?.(plain) ?? plain
  const { barLengths, endStep, transposition } = request.frame
  const { rows, ...composed } = await host.run('composer', { request, providers: [] }, { model })
  const music = transposeMusic(decodeEvents(rows, barLengths), transposition)
  const statistics = measureMusic(music.notes, barLengths, endStep, plan.duration)
  return {
    order,
    score: performScore(music, plan, preset, emotionAt),
    report: { statistics, ...composed },
  }
}

/** The experiments that the report makes with a request. */
export const alterations = {
  /** Hits and the close are announced and not forced. */
  unforced: (request: ComposeRequest): ComposeRequest => ({
    ...request,
    frame: { ...request.frame, anchors: [] },
  }),
  /** The network hears of no boundary. */
  withoutBoundaries: (request: ComposeRequest): ComposeRequest => ({
    ...request,
    conditions: { ...request.conditions, boundaries: [] },
  }),
  /** The network hears of no emotion. */
  withoutEmotion: (request: ComposeRequest): ComposeRequest => ({
    ...request,
    conditions: { ...request.conditions, emotion: [] },
  }),
}
