import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { WireAnswer } from '../../../src/contract/failures'
import { repositoryRoot } from '../../support/commandLine'

/** One socket to a web host, as a page has it. */
export interface WebClient {
  /** Asks a call; throws the failure's code. */
  ask<Answer>(service: string, member: string, input?: unknown): Promise<Answer>
  close(): void
}

export async function connectTo(address: URL): Promise<WebClient> {
  const socket = new WebSocket(`ws://${address.host}/socket${address.search}`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, (answer: WireAnswer) => void>()
  socket.on('message', (data: Buffer) => {
    const { id, answer } = JSON.parse(data.toString()) as { id?: number; answer?: WireAnswer }
    if (id !== undefined && answer) waiting.get(id)?.(answer)
  })
  let last = 0
  return {
    async ask<Answer>(service: string, member: string, input: unknown = {}) {
      const id = ++last
      const answer = await new Promise<WireAnswer>((resolve) => {
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, service, member, input }))
      })
      if (!answer.ok) throw new Error(answer.failure.code)
      return answer.value as Answer
    },
    close: () => socket.terminate(),
  }
}

/** A built `hitpoint serve` in a process of its own. */
export interface ServedHost {
  readonly process: ChildProcess
  readonly address: URL
}

export async function serve(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ServedHost> {
  const child = spawn(process.execPath, [join(repositoryRoot, 'bin/hitpoint.js'), 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', (code) => reject(new Error(`hitpoint serve ended with ${code}`)))
  })
  return { process: child, address: new URL(address) }
}
