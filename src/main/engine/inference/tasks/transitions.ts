import { Failure } from '../../../../core/base/failure'
import { inputNames } from '../../../../core/timeline/networkInputs'
import type { ScorePart } from '../../../../core/timeline/scoreParts'
import {
  classifySteps,
  stepKinds,
  type TransitionLikelihoods,
  type TransitionNetwork,
} from '../../../../core/timeline/transitionLikelihoods'
import { throwIfCancelled } from '../../../../core/base/cancellation'
import { defineTask, type TaskEnvironment } from '../task'
import { floats, floatTensor } from '../tensor'

/** Throws Failure `model-damaged` when the network was made for other inputs or answers other kinds. */
export function checkTransitionsMeta(meta: unknown): void {
  const { inputNames: inputs, outputs } = meta as Readonly<Record<string, unknown>>
  const same = (found: unknown, wanted: readonly string[]): boolean =>
    Array.isArray(found) && found.length === wanted.length && wanted.every((name, at) => found[at] === name)
  if (!same(inputs, inputNames))
    throw new Failure('model-damaged', { file: 'meta.json', field: 'inputNames' })
  if (!same(outputs, ['none', ...stepKinds]))
    throw new Failure('model-damaged', { file: 'meta.json', field: 'outputs' })
}

/** Says of every step of a part of a film which kind of transition it belongs to. */
export const transitionsTask = defineTask({
  key: 'transitions',
  async run(
    { scores, ...range }: ScorePart,
    environment: TaskEnvironment<never>,
  ): Promise<TransitionLikelihoods> {
    checkTransitionsMeta(environment.model.meta)
    // A tenth of a million weights: sending them to a graphics processor costs more than running them.
    const session = await environment.openNetwork({ cpu: 'model.onnx', accelerated: 'model.onnx' }, [])
    try {
      const network: TransitionNetwork = async (inputs, length) => {
        throwIfCancelled(environment.cancellation)
        const dims = [1, length, inputNames.length]
        const answer = await session.run({ inputs: floatTensor(inputs, dims) })
        return floats(answer['likelihoods'], 'likelihoods')
      }
      return await classifySteps(scores, network, range)
    } finally {
      await session.release()
    }
  },
})
