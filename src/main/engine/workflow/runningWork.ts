import { Failure } from '../../../core/base/failure'

/** The pieces of work that an engine has under way. */
export interface RunningWork {
  /** Runs `work` with a signal that aborts with `signal`, or when all work is cancelled. */
  run<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Cancels everything, also what comes later, and waits until it has ended. */
  cancel(): Promise<void>
}

export function createRunningWork(): RunningWork {
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  return {
    async run(signal, work) {
      const both = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      const piece = work(both)
      running.add(piece)
      try {
        return await piece
      } finally {
        running.delete(piece)
      }
    },
    async cancel() {
      closing.abort(new Failure('cancelled'))
      await Promise.allSettled(running)
    },
  }
}
