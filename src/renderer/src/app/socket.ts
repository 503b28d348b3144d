import type { WireAnswer } from '../../../contract/failures'
import { Failure } from '../../../core/base/failure'
import type { HostConnection } from './client'

interface Message {
  readonly id?: number
  readonly answer?: WireAnswer
  readonly channel?: string
  readonly payload?: unknown
}

/** Speaks the contract with the loopback web host over one WebSocket. */
export function openSocket(location: { readonly host: string; readonly search: string }): HostConnection {
  const socket = new WebSocket(`ws://${location.host}/socket${location.search}`)
  const opened = new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () =>
      reject(new Failure('internal', { reason: 'the connection to Hitpoint was refused' }))
  })
  const waiting = new Map<number, (answer: WireAnswer) => void>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  let nextId = 1
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.id !== undefined && message.answer) {
      waiting.get(message.id)?.(message.answer)
      waiting.delete(message.id)
    } else if (message.channel !== undefined) {
      for (const listener of listeners.get(message.channel) ?? []) listener(message.payload)
    }
  }
  socket.onclose = () => {
    for (const settle of waiting.values())
      settle({ ok: false, failure: { code: 'internal', context: { reason: 'Hitpoint was closed' } } })
    waiting.clear()
  }
  return {
    async ask(service, member, input) {
      await opened
      if (socket.readyState !== WebSocket.OPEN)
        throw new Failure('internal', { reason: 'Hitpoint was closed; start it again, your work is kept' })
      const id = nextId++
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, service, member, input }))
      })
    },
    listen(channel, listener) {
      const set = listeners.get(channel) ?? new Set()
      listeners.set(channel, set.add(listener))
      return () => void set.delete(listener)
    },
  }
}
