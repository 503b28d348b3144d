import { availableParallelism } from 'node:os'
import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'

/** Lets a few decodes run at once; the others wait in the order in which they came. */
export interface DecodeSlots {
  /** Runs `work` once a slot is free. Throws `cancelled` as soon as `signal` aborts while it waits. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/**
 * How many decodes this machine takes at once: more would only multiply the memory. Every ffmpeg has the same number of
 * threads (as many as there are processors), so that the system gives each that runs the same share.
 */
export const defaultDecodeSlots = (processors = availableParallelism()): number =>
  Math.max(2, Math.min(4, Math.floor(processors / 4)))

/** Resolves when its turn has come; leaves the queue and throws `cancelled` when `signal` aborts first. */
function waitForTurn(queue: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const leave = (): void => {
      queue.splice(queue.indexOf(enter), 1)
      reject(new Failure('cancelled'))
    }
    signal?.addEventListener('abort', leave, { once: true })
    queue.push(enter)
  })
}

/** `limit`: how many may run at once, at least 1. */
export function createDecodeSlots(limit: number = defaultDecodeSlots()): DecodeSlots {
  const waiting: (() => void)[] = []
  let free = limit
  return {
    async run(work, signal) {
      throwIfCancelled(signal)
      // A slot that becomes free goes to who waits longest; `free` counts only those that nobody waits for.
      if (free > 0) free -= 1
      else await waitForTurn(waiting, signal)
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
