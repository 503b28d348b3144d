import { channelOf } from '../../../contract/define'
import type { WireAnswer } from '../../../contract/failures'
import { serviceList, type HitpointClient } from '../../../contract/index'
import { Failure } from '../../../core/base/failure'
import { openSocket } from './socket'

/** One host seen from the page: how to ask and how to listen. */
export interface HostConnection {
  ask(service: string, member: string, input: unknown): Promise<WireAnswer>
  listen(channel: string, listener: (payload: unknown) => void): () => void
}

function electronConnection({ services }: NonNullable<Window['hitpointBridge']>): HostConnection {
  const listeners = new Map(
    serviceList.flatMap(({ name, members }) =>
      Object.keys(members).map(
        (member) => [channelOf(name, member), services[name]?.[member] as BridgeEvent | undefined] as const,
      ),
    ),
  )
  return {
    async ask(service, member, input) {
      const ask = services[service]?.[member] as BridgeCall | undefined
      if (!ask) throw new Failure('wrong-use', { reason: `no call ${service}.${member}` })
      return ask(input)
    },
    listen: (channel, listener) => listeners.get(channel)?.(listener) ?? (() => undefined),
  }
}

/** The contract's client over a connection: derived from the services by a loop. */
export function createClient(connection: HostConnection): HitpointClient {
  const client = Object.fromEntries(
    serviceList.map(({ name, members }) => [
      name,
      Object.fromEntries(
        Object.entries(members).map(([memberName, member]) => [
          memberName,
          member.kind === 'event'
            ? (listener: (payload: unknown) => void) =>
                connection.listen(channelOf(name, memberName), (payload) =>
                  listener(member.payload.parse(payload)),
                )
            : async (input: unknown): Promise<unknown> => {
                const answer = await connection.ask(name, memberName, input)
                if (!answer.ok) throw new Failure(answer.failure.code, answer.failure.context)
                return member.output.parse(answer.value)
              },
        ]),
      ),
    ]),
  )
  return client as HitpointClient
}

/** Connects to the host that shows this page: Electron's bridge where there is one, else the web host's socket. */
export const connect = (): HitpointClient =>
  createClient(
    window.hitpointBridge ? electronConnection(window.hitpointBridge) : openSocket(window.location),
  )
