import type { ScorePart } from '../../../src/core/timeline/scoreParts'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import { inputCount, inputNames } from '../../../src/core/timeline/networkInputs'
import { contextSteps, stepKinds } from '../../../src/core/timeline/transitionLikelihoods'
import { createTransitionScores, type TransitionScores } from '../../../src/core/timeline/transitionScores'
import { transitionsTask } from '../../../src/main/engine/inference/tasks/transitions'
import { floatTensor, type Tensor } from '../../../src/main/engine/inference/tensor'
import { taskEnvironment } from '../../support/taskEnvironment'

/** A film whose first measure, the difference, counts its steps. */
function countingFilm(count: number): TransitionScores {
  const scores = createTransitionScores(count)
  for (let index = 0; index < count; index += 1) {
    scores.timeNumerators[index] = index
    scores.timeDenominators[index] = 25
    scores.difference[index] = index % 256
  }
  return scores
}

/** A network that calls a step a cut when its difference is a multiple of 32 bytes. */
function countingNetwork({ inputs }: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const length = inputs!.dims[1]!
  const answer = new Float32Array(length * 7)
  for (let step = 0; step < length; step += 1) {
    const byte = Math.round(inputs!.data[step * inputCount]! * 31.875)
    answer[step * 7 + (byte % 32 === 0 ? 1 : 0)] = 1
  }
  return { likelihoods: floatTensor(answer, [1, length, 7]) }
}

const goodMeta = { inputNames, outputs: ['none', ...stepKinds] }

const environment = (meta: unknown, cancellation?: { aborted: boolean }) =>
  taskEnvironment(meta, countingNetwork, cancellation)

const wholeFilm = (count: number): ScorePart => ({
  scores: countingFilm(count),
  first: 1,
  last: count,
  framesPerSecond: 25,
})

describe('the transitions task', () => {
  it('classifies every step once, whatever the chunks, with context on both sides (T8)', async () => {
    const { made, run, release } = environment(goodMeta)
    const { cut, count, dissolve } = await transitionsTask.run(wholeFilm(2500), made)
    expect(count).toBe(2500)
    const wrong = [...cut.keys()].filter((step) => cut[step] !== (step > 0 && step % 32 === 0 ? 255 : 0))
    expect(wrong).toEqual([])
    expect(dissolve.every((value) => value === 0)).toBe(true)
    expect(run).toHaveBeenCalledTimes(3)
    expect(run.mock.calls.map(([{ inputs }]) => inputs!.dims[1])).toEqual([
      1024 + contextSteps,
      1024 + 2 * contextSteps,
      451 + contextSteps,
    ])
    expect(release).toHaveBeenCalledOnce()
  })

  it.each([
    ['other inputs', { ...goodMeta, inputNames: inputNames.slice(1) }, 'inputNames'],
    ['inputs in another order', { ...goodMeta, inputNames: [...inputNames].reverse() }, 'inputNames'],
    ['other answers', { ...goodMeta, outputs: ['none', 'cut'] }, 'outputs'],
    ['nothing', {}, 'inputNames'],
  ])('refuses a model made for %s (T7)', async (_, meta, field) => {
    const { made, run } = environment(meta)
    await expect(transitionsTask.run(wholeFilm(10), made)).rejects.toMatchObject({
      code: 'model-damaged',
      context: { field },
    })
    expect(run).not.toHaveBeenCalled()
  })

  it('stops when it is cancelled, and lets the network go', async () => {
    const { made, release } = environment(goodMeta, { aborted: true })
    await expect(transitionsTask.run(wholeFilm(10), made)).rejects.toEqual(new Failure('cancelled'))
    expect(release).toHaveBeenCalledOnce()
  })
})
