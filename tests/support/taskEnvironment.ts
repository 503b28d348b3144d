import { vi } from 'vitest'
import type { TaskEnvironment } from '../../src/main/engine/inference/task'
import type { Tensor } from '../../src/main/engine/inference/tensor'

/** What a made-up network answers to its inputs. */
export type NetworkAnswer = (feeds: Readonly<Record<string, Tensor>>) => Record<string, Tensor>

/** What a task finds around it: a model of these facts whose network answers as told. */
export function taskEnvironment(meta: unknown, answer: NetworkAnswer, cancellation = { aborted: false }) {
  const run = vi.fn((feeds: Readonly<Record<string, Tensor>>) => Promise.resolve(answer(feeds)))
  const release = vi.fn(() => Promise.resolve())
  const made: TaskEnvironment<never> = {
    model: { directory: '', meta },
    readFile: () => Promise.reject(new Error('not asked for')),
    openNetwork: () => Promise.resolve({ provider: 'cpu', run, release }),
    emit: () => undefined,
    cancellation,
  }
  return { made, run, release }
}
