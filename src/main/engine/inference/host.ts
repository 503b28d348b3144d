import { Failure } from '../../../core/base/failure'
import type { InferenceProcess, ProcessMessage } from './protocol'
import type { TaskEvent, TaskInput, TaskKey, TaskOutput } from './registry'
import type { ModelLocation } from './task'

export interface RunOptions<Event> {
  readonly model: ModelLocation
  readonly onEvent?: ((event: Event) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The one inference process: started on first use, one call at a time, restarted after a crash. */
export interface InferenceHost {
  /**
   * Runs a task. Rejects with Failure `cancelled`, `inference-crashed` (the process died; the next call starts
   * another), `inference-failed` or what the task itself threw.
   */
  run<K extends TaskKey>(
    key: K,
    input: TaskInput<K>,
    options: RunOptions<TaskEvent<K>>,
  ): Promise<TaskOutput<K>>
  /** Execution providers that the runtime names on this machine. */
  providers(): Promise<readonly string[]>
  /** Ends the process; calls in flight fail as cancelled. */
  stop(): Promise<void>
}

interface Call {
  readonly id: number
  onEvent(event: unknown): void
  resolve(output: unknown): void
  reject(error: Failure): void
}

/** A started process with what it has said about itself. */
interface Started {
  readonly process: InferenceProcess
  readonly ready: Promise<readonly string[]>
  readonly gone: Promise<void>
}

export interface InferenceHostOptions {
  /** Launches the process: fork on the command line, utilityProcess in the app, a fake in tests. */
  readonly start: () => InferenceProcess
  /** A process that does not answer a cancellation or a stop within this time is killed. */
  readonly patienceMs?: number | undefined
}

/** The host of one inference process. */
export function createInferenceHost({ start, patienceMs = 2000 }: InferenceHostOptions): InferenceHost {
  let started: Started | null = null
  let call: Call | null = null
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  let stopping = false

  function settle(message: Exclude<ProcessMessage, { kind: 'ready' }>): void {
    if (call?.id !== message.id) return
    const current = call
    if (message.kind === 'event') return current.onEvent(message.event)
    call = null
    if (message.kind === 'done') current.resolve(message.output)
    else current.reject(new Failure(message.code, message.context))
  }

  function launch(): Started {
    const process = start()
    let tellReady: (providers: readonly string[]) => void = () => undefined
    let failReady: (error: Failure) => void = () => undefined
    const ready = new Promise<readonly string[]>((resolve, reject) => {
      tellReady = resolve
      failReady = reject
    })
    ready.catch(() => undefined)
    const gone = new Promise<void>((resolve) => {
      process.onExit((reason) => {
        if (started?.process === process) started = null
        const failure = stopping
          ? new Failure('cancelled')
          : new Failure('inference-crashed', { detail: reason })
        failReady(failure)
        call?.reject(failure)
        call = null
        resolve()
      })
    })
    process.onMessage((message) =>
      message.kind === 'ready' ? tellReady(message.providers) : settle(message),
    )
    return { process, ready, gone }
  }

  function ensure(): Started {
    started ??= launch()
    return started
  }

  function enqueue<Output>(work: () => Promise<Output>): Promise<Output> {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }

  function perform<Output>(key: string, input: unknown, options: RunOptions<never>): Promise<Output> {
    const { model, onEvent, signal } = options as RunOptions<unknown>
    if (signal?.aborted) return Promise.reject(new Failure('cancelled'))
    const { process } = ensure()
    const id = nextId++
    return new Promise<Output>((resolve, reject) => {
      let patience: ReturnType<typeof setTimeout> | undefined
      const cancel = (): void => {
        process.send({ kind: 'cancel', id })
        patience = setTimeout(() => {
          finish()
          if (call?.id === id) call = null
          reject(new Failure('cancelled'))
          process.kill()
        }, patienceMs)
      }
      const finish = (): void => {
        signal?.removeEventListener('abort', cancel)
        clearTimeout(patience)
      }
      call = {
        id,
        onEvent: (event) => onEvent?.(event),
        resolve(output) {
          finish()
          resolve(output as Output)
        },
        reject(error) {
          finish()
          reject(signal?.aborted ? new Failure('cancelled') : error)
        },
      }
      signal?.addEventListener('abort', cancel, { once: true })
      process.send({ kind: 'run', id, task: key, input, model })
    })
  }

  return {
    run: (key, input, options) => enqueue(() => perform(key, input, options as RunOptions<never>)),
    providers: () => ensure().ready,
    async stop() {
      const current = started
      if (!current) return
      stopping = true
      current.process.send({ kind: 'stop' })
      const kill = setTimeout(() => current.process.kill(), patienceMs)
      await current.gone
      clearTimeout(kill)
      stopping = false
    },
  }
}
