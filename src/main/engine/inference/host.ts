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

export interface InferenceHostOptions {
  /** Launches the process: fork on the command line, utilityProcess in the app, a fake in tests. */
  readonly start: () => InferenceProcess
  /** A process that does not answer a cancellation or a stop within this time is killed. */
  readonly patienceMs?: number | undefined
}

/** The call that the process works on. */
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

/** Starts a process and sorts what it says: its providers, answers to the call, its end. */
function launch(
  process: InferenceProcess,
  onAnswer: (message: Exclude<ProcessMessage, { kind: 'ready' }>) => void,
  onGone: (reason: string) => Failure,
): Started {
  let tellReady: (providers: readonly string[]) => void = () => undefined
  let failReady: (error: Failure) => void = () => undefined
  const ready = new Promise<readonly string[]>((resolve, reject) => {
    tellReady = resolve
    failReady = reject
  })
  // Nobody may be waiting for it when the process dies.
  ready.catch(() => undefined)
  const gone = new Promise<void>((resolve) => {
    process.onExit((reason) => {
      failReady(onGone(reason))
      resolve()
    })
  })
  process.onMessage((message) =>
    message.kind === 'ready' ? tellReady(message.providers) : onAnswer(message),
  )
  return { process, ready, gone }
}

/** A call whose cancellation reaches the process, which is killed when it does not listen. */
function openCall(
  id: number,
  process: InferenceProcess,
  { onEvent, signal }: Pick<RunOptions<unknown>, 'onEvent' | 'signal'>,
  patienceMs: number,
): { readonly call: Call; readonly output: Promise<unknown> } {
  let patience: ReturnType<typeof setTimeout> | undefined
  const cancel = (): void => {
    process.send({ kind: 'cancel', id })
    patience = setTimeout(() => process.kill(), patienceMs)
  }
  signal?.addEventListener('abort', cancel, { once: true })
  const finish = (): void => {
    signal?.removeEventListener('abort', cancel)
    clearTimeout(patience)
  }
  let resolve: (output: unknown) => void = () => undefined
  let reject: (error: Failure) => void = () => undefined
  const output = new Promise<unknown>((resolveOutput, rejectOutput) => {
    resolve = resolveOutput
    reject = rejectOutput
  }).finally(finish)
  const call: Call = {
    id,
    onEvent: (event) => onEvent?.(event),
    resolve,
    reject: (error) => reject(signal?.aborted ? new Failure('cancelled') : error),
  }
  return { call, output }
}

/** The host of one inference process. */
export function createInferenceHost({ start, patienceMs = 2000 }: InferenceHostOptions): InferenceHost {
  let started: Started | null = null
  let call: Call | null = null
  let nextId = 1
  let queue: Promise<unknown> = Promise.resolve()
  let stopping = false

  function settle(message: Exclude<ProcessMessage, { kind: 'ready' }>): void {
    const current = call
    if (current?.id !== message.id) return
    if (message.kind === 'event') return current.onEvent(message.event)
    call = null
    if (message.kind === 'done') current.resolve(message.output)
    else current.reject(new Failure(message.code, message.context))
  }

  function ensure(): Started {
    if (started) return started
    const process = start()
    const onGone = (reason: string): Failure => {
      if (started?.process === process) started = null
      const failure = stopping
        ? new Failure('cancelled')
        : new Failure('inference-crashed', { detail: reason })
      call?.reject(failure)
      call = null
      return failure
    }
    started = launch(process, settle, onGone)
    return started
  }

  async function perform(key: string, input: unknown, options: RunOptions<unknown>): Promise<unknown> {
    if (options.signal?.aborted) throw new Failure('cancelled')
    const { process } = ensure()
    const opened = openCall(nextId++, process, options, patienceMs)
    call = opened.call
    process.send({ kind: 'run', id: opened.call.id, task: key, input, model: options.model })
    return opened.output
  }

  return {
    run<K extends TaskKey>(key: K, input: TaskInput<K>, options: RunOptions<TaskEvent<K>>) {
      const result = queue.then(() => perform(key, input, options as RunOptions<unknown>))
      queue = result.catch(() => undefined)
      return result
    },
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
