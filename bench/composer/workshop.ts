import { resolve } from 'node:path'
import type { ModelIdentity } from '../../src/core/document/document'
import type { EmotionCurve } from '../../src/core/emotion/emotionCurve'
import type { CharacterOptions } from '../../src/core/music/composeRequest'
import type { ComposeRequest } from '../../src/core/music/decode'
import type { Plan } from '../../src/core/music/plan'
import type { Score } from '../../src/core/music/score'
import { composeTakes } from '../../src/main/engine/compose/composeScore'
import type { CompositionReport } from '../../src/main/engine/compose/compositionReport'
import { forkInferenceProcess } from '../../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../../src/main/engine/inference/host'
import { createModelStore, type ModelStore } from '../../src/main/engine/inference/modelStore'
import type { TaskInput } from '../../src/main/engine/inference/registry'

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
  /** Called with the events of every bar. */
  readonly onBar?: (() => void) | undefined
}

export interface Piece {
  readonly order: Order
  readonly score: Score
  readonly report: CompositionReport
}

/** The built inference process with the models under test; composes as the app does. */
export interface Workshop {
  readonly identity: ModelIdentity
  compose(order: Order): Promise<Piece>
  /** Several takes of one order, side by side. */
  composeTakes(order: Order, count: number): Promise<Piece[]>
  close(): Promise<void>
}

/** A host that changes every request on its way to the network. */
function alteringHost(
  host: InferenceHost,
  alter: (request: ComposeRequest) => ComposeRequest,
): InferenceHost {
  return {
    ...host,
    run(key, input, options) {
      const { requests, ...rest } = input as TaskInput<'composer'>
      return host.run(key, { ...rest, requests: requests.map(alter) }, options)
    },
  }
}

/** Starts the inference process that `npm run build` made. */
export async function openWorkshop(root: string, modelFolder: string): Promise<Workshop> {
  const entry = resolve(root, 'out/main/inferenceProcess.js')
  const host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
  const models = createModelStore(modelFolder)
  const { identity } = await models.resolve('composer')
  await host.providers()
  const several = async (order: Order, count: number): Promise<Piece[]> => {
    const { plan, curve, presetName, seed, character, alter, onBar } = order
    const takes = await composeTakes(
      {
        ...{ plan, curve, presetName, seed, character, onBar },
        host: alter ? alteringHost(host, alter) : host,
        models: order.models ?? models,
      },
      count,
    )
    return takes.map(({ score, report }) => ({ order, score, report }))
  }
  return {
    identity,
    compose: async (order) => (await several(order, 1))[0]!,
    composeTakes: several,
    close: () => host.stop(),
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
