import { describe, expect, test } from 'vitest'
import { throwIfCancelled } from '../../../src/core/base/cancellation'
import type { HostMessage, ProcessMessage } from '../../../src/main/engine/inference/protocol'
import { serveTasks, type Machine } from '../../../src/main/engine/inference/serveTasks'
import { defineTask, type Task, type TaskEnvironment } from '../../../src/main/engine/inference/task'

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

function serve(tasks: readonly Task<unknown, unknown, unknown>[]) {
  const sent: ProcessMessage[] = []
  let hear: (message: HostMessage) => void = () => undefined
  let exited = false
  const machine: Machine = {
    providers: ['cpu'],
    readFile: (directory, name) => Promise.resolve(new TextEncoder().encode(`${directory}/${name}`)),
    openNetwork: () => Promise.reject(new Error('no runtime')),
    exit: () => (exited = true),
  }
  serveTasks(
    { send: (message) => sent.push(message), onMessage: (listener) => (hear = listener) },
    (key) => tasks.find((task) => task.key === key),
    machine,
  )
  const call = (id: number, task: string, input: unknown = null): void =>
    hear({ kind: 'run', id, task, input, model: { directory: '/m', meta: {} } })
  return { sent, call, hear: (message: HostMessage) => hear(message), exited: () => exited }
}

const echo = defineTask({
  key: 'echo',
  async run(input: unknown, environment: TaskEnvironment<unknown>): Promise<unknown> {
    environment.emit({ read: new TextDecoder().decode(await environment.readFile('a')) })
    return input
  },
})
const patient = defineTask({
  key: 'patient',
  async run(_: unknown, { cancellation }: TaskEnvironment<unknown>): Promise<unknown> {
    for (;;) {
      throwIfCancelled(cancellation)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  },
})
const broken = defineTask({
  key: 'broken',
  run: (_: unknown, environment: TaskEnvironment<unknown>): Promise<unknown> =>
    environment.openNetwork({ cpu: 'a', accelerated: 'b' }, []),
})

describe('the inference process’s behaviour', () => {
  test('announces itself, runs a task with its model’s files, and streams events before the output', async () => {
    const { sent, call } = serve([echo])
    call(4, 'echo', { a: 1 })
    await settled()
    expect(sent).toEqual([
      { kind: 'ready', providers: ['cpu'] },
      { kind: 'event', id: 4, event: { read: '/m/a' } },
      { kind: 'done', id: 4, output: { a: 1 } },
    ])
  })

  test('cancels only the call that is meant', async () => {
    const { sent, call, hear } = serve([patient])
    call(1, 'patient')
    call(2, 'patient')
    await settled()
    hear({ kind: 'cancel', id: 2 })
    await settled()
    expect(sent.filter(({ kind }) => kind === 'failed')).toEqual([
      { kind: 'failed', id: 2, code: 'cancelled', context: {} },
    ])
    hear({ kind: 'cancel', id: 1 })
    await settled()
    expect(sent.filter(({ kind }) => kind === 'failed')).toHaveLength(2)
  })

  test('a runtime error and an unknown task become failures, the process lives on', async () => {
    const { sent, call, hear, exited } = serve([broken, echo])
    call(1, 'broken')
    call(2, 'nothing')
    call(3, 'echo', 'still here')
    await settled()
    expect(sent).toContainEqual({
      kind: 'failed',
      id: 1,
      code: 'inference-failed',
      context: { detail: 'no runtime' },
    })
    expect(sent).toContainEqual({ kind: 'failed', id: 2, code: 'internal', context: { task: 'nothing' } })
    expect(sent).toContainEqual({ kind: 'done', id: 3, output: 'still here' })
    hear({ kind: 'stop' })
    expect(exited()).toBe(true)
  })
})
