import { Failure } from '../../../../core/base/failure'
import { inputNames } from '../../../../core/timeline/networkInputs'
import {
  classifySteps,
  stepKinds,
  type TransitionLikelihoods,
} from '../../../../core/timeline/transitionLikelihoods'
import type { TransitionScores } from '../../../../core/timeline/transitionScores'
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

/** Says of every step from one picture to the next which kind of transition it belongs to. */
export const transitionsTask = defineTask({
  key: 'transitions',
  async run(
    { scores }: { readonly scores: TransitionScores },
    environment: TaskEnvironment<never>,
  ): Promise<TransitionLikelihoods> {
    checkTransitionsMeta(environment.model.meta)
    // A tenth of a million weights: sending them to a graphics processor costs more than running them.
    const session = await environment.openNetwork({ cpu: 'model.onnx', accelerated: 'model.onnx' }, [])
    try {
      return await classifySteps(scores, async (inputs, length) => {
        throwIfCancelled(environment.cancellation)
        const dims = [1, length, inputNames.length]
        const answer = await session.run({ inputs: floatTensor(inputs, dims) })
        return floats(answer['likelihoods'], 'likelihoods')
      })
    } finally {
      await session.release()
    }
  },
})
