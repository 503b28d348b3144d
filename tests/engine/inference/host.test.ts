import { describe, expect, test } from 'vitest'
import { createInferenceHost } from '../../../src/main/engine/inference/host'
import type {
  HostMessage,
  InferenceProcess,
  ProcessMessage,
} from '../../../src/main/engine/inference/protocol'
import type { ComposerInput } from '../../../src/main/engine/inference/tasks/composer'

/** An inference process that does what the test says. */
class FakeProcess implements InferenceProcess {
  readonly received: HostMessage[] = []
  killed = false
  private message: (message: ProcessMessage) => void = () => undefined
  private exit: (reason: string) => void = () => undefined

  constructor(
    private readonly answer: (message: HostMessage, process: FakeProcess) => void = () => undefined,
  ) {}

  send(message: HostMessage): void {
    this.received.push(message)
    this.answer(message, this)
  }
  onMessage(listener: (message: ProcessMessage) => void): void {
    this.message = listener
    queueMicrotask(() => listener({ kind: 'ready', providers: ['cpu'] }))
  }
  onExit(listener: (reason: string) => void): void {
    this.exit = listener
  }
  kill(): void {
    this.killed = true
    this.exit('SIGKILL')
  }
  says(message: ProcessMessage): void {
    this.message(message)
  }
  dies(reason: string): void {
    this.exit(reason)
  }
}

const input = { providers: [] } as unknown as ComposerInput
const model = { directory: '/models', meta: {} }
const runs = (process: FakeProcess): HostMessage[] => process.received.filter(({ kind }) => kind === 'run')
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('inference host', () => {
  test('starts the process on first use and hands events and the output on', async () => {
    const output = { rows: [] }
    const process = new FakeProcess((message, self) => {
      if (message.kind !== 'run') return
      self.says({ kind: 'event', id: message.id, event: { bar: 1, bars: 2, rows: [] } })
      self.says({ kind: 'done', id: message.id, output })
    })
    let starts = 0
    const host = createInferenceHost({ start: () => (starts++, process) })
    expect(starts).toBe(0)
    const bars: number[] = []
    expect(await host.run('composer', input, { model, onEvent: ({ bar }) => bars.push(bar) })).toBe(output)
    expect(bars).toEqual([1])
    expect(await host.providers()).toEqual(['cpu'])
    expect(starts).toBe(1)
    expect(runs(process)[0]).toMatchObject({ task: 'composer', input, model })
  })

  test('runs one call at a time', async () => {
    const process = new FakeProcess()
    const host = createInferenceHost({ start: () => process })
    const first = host.run('composer', input, { model })
    const second = host.run('composer', input, { model })
    await settled()
    expect(runs(process)).toHaveLength(1)
    process.says({ kind: 'done', id: 1, output: 'first' })
    expect(await first).toBe('first')
    await settled()
    expect(runs(process)).toHaveLength(2)
    process.says({ kind: 'done', id: 2, output: 'second' })
    expect(await second).toBe('second')
  })

  test('a crash fails the call, not the host: the next call starts another process', async () => {
    const processes: FakeProcess[] = []
    const host = createInferenceHost({
      start: () => {
        const process = new FakeProcess()
        processes.push(process)
        return process
      },
    })
    const first = host.run('composer', input, { model })
    const waiting = host.run('composer', input, { model })
    await settled()
    processes[0]!.dies('SIGABRT')
    await expect(first).rejects.toMatchObject({ code: 'inference-crashed', context: { detail: 'SIGABRT' } })
    await settled()
    expect(processes).toHaveLength(2)
    processes[1]!.says({ kind: 'done', id: 2, output: 'again' })
    expect(await waiting).toBe('again')
  })

  test('a task’s failure crosses with its code', async () => {
    const process = new FakeProcess((message, self) => {
      if (message.kind === 'run')
        self.says({ kind: 'failed', id: message.id, code: 'model-damaged', context: { file: 'head.bin' } })
    })
    const host = createInferenceHost({ start: () => process })
    await expect(host.run('composer', input, { model })).rejects.toMatchObject({
      name: 'Failure',
      code: 'model-damaged',
      context: { file: 'head.bin' },
    })
  })

  test('cancelling tells the process; a call not yet begun never reaches it', async () => {
    const process = new FakeProcess((message, self) => {
      if (message.kind === 'cancel')
        self.says({ kind: 'failed', id: message.id, code: 'cancelled', context: {} })
    })
    const host = createInferenceHost({ start: () => process })
    const abort = new AbortController()
    const running = host.run('composer', input, { model, signal: abort.signal })
    const queued = host.run('composer', input, { model, signal: abort.signal })
    await settled()
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' })
    expect(runs(process)).toHaveLength(1)
    expect(process.killed).toBe(false)
  })

  test('a process that ignores a cancellation is killed and replaced', async () => {
    const deaf = new FakeProcess()
    const willing = new FakeProcess((message, self) => {
      if (message.kind === 'run') self.says({ kind: 'done', id: message.id, output: 'fine' })
    })
    const processes = [deaf, willing]
    const host = createInferenceHost({ start: () => processes.shift()!, patienceMs: 20 })
    const abort = new AbortController()
    const running = host.run('composer', input, { model, signal: abort.signal })
    await settled()
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(deaf.killed).toBe(true)
    expect(await host.run('composer', input, { model })).toBe('fine')
  })

  test('stopping ends the process; a later call starts a new one', async () => {
    const makeProcess = () =>
      new FakeProcess((message, self) => {
        if (message.kind === 'stop') self.dies('exit 0')
        if (message.kind === 'run' && self !== idle)
          self.says({ kind: 'done', id: message.id, output: 'new' })
      })
    const idle: FakeProcess = makeProcess()
    const processes = [idle, makeProcess()]
    const host = createInferenceHost({ start: () => processes.shift()! })
    await host.stop()
    const running = host.run('composer', input, { model })
    await settled()
    await Promise.all([expect(running).rejects.toMatchObject({ code: 'cancelled' }), host.stop()])
    expect(await host.run('composer', input, { model })).toBe('new')
  })
})
