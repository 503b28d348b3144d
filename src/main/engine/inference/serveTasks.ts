import { Failure, isFailure } from '../../../core/base/failure'
import type { HostMessage, ProcessPort } from './protocol'
import type { InferenceSession, Task, TaskEnvironment } from './task'

/** What the process can do on its machine; a fake in tests. */
export interface Machine {
  readonly providers: readonly string[]
  readFile(directory: string, name: string): Promise<Uint8Array>
  openNetwork(
    directory: string,
    files: { readonly cpu: string; readonly accelerated: string },
    wantedProviders: readonly string[],
  ): Promise<InferenceSession>
  exit(): void
}

type AnyTask = Task<unknown, unknown, unknown>

function failureOf(error: unknown): Failure {
  if (isFailure(error)) return error
  return new Failure('inference-failed', { detail: error instanceof Error ? error.message : String(error) })
}

/** Answers the host's messages: the process's whole behaviour, without the process. */
export function serveTasks(
  port: ProcessPort,
  findTask: (key: string) => AnyTask | undefined,
  machine: Machine,
): void {
  const running = new Map<number, { aborted: boolean }>()

  async function run(message: Extract<HostMessage, { kind: 'run' }>): Promise<void> {
    const { id, model } = message
    const cancellation = { aborted: false }
    running.set(id, cancellation)
    const environment: TaskEnvironment<unknown> = {
      model,
      readFile: (name) => machine.readFile(model.directory, name),
      openNetwork: (files, wanted) => machine.openNetwork(model.directory, files, wanted),
      emit: (event) => port.send({ kind: 'event', id, event }),
      cancellation,
    }
    try {
      const task = findTask(message.task)
      if (!task) throw new Failure('internal', { task: message.task })
      port.send({ kind: 'done', id, output: await task.run(message.input, environment) })
    } catch (error) {
      const { code, context } = failureOf(error)
      port.send({ kind: 'failed', id, code, context })
    } finally {
      running.delete(id)
    }
  }

  port.onMessage((message) => {
    if (message.kind === 'run') void run(message)
    else if (message.kind === 'stop') machine.exit()
    else {
      const cancellation = running.get(message.id)
      if (cancellation) cancellation.aborted = true
    }
  })
  port.send({ kind: 'ready', providers: machine.providers })
}
