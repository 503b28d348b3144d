import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { channelOf } from '../../contract/define'
import { services } from '../../contract/index'
import type { Engine } from '../engine/engine'
import { answerCall } from '../engine/hosting/answerCall'
import { createHandlers } from '../engine/hosting/handlers'
import { createOpenedMediaRegistry } from '../engine/hosting/openedMedia'
import { createAccessControl, tokenCookie } from './access'
import { sendPageFile } from './pageFiles'

export interface WebHostOptions {
  readonly engine: Engine
  /** Folder with the built renderer. */
  readonly pageFolder: string
  /** 0 = any free port. */
  readonly port: number
  readonly videoPath?: string | undefined
  readonly log: (line: string) => void
}

export interface WebHost {
  /** Address with its token, to be opened in a browser on this machine. */
  readonly address: string
  close(): Promise<void>
}

const wireCall = z.object({
  id: z.number().int(),
  service: z.enum(Object.keys(services) as [keyof typeof services, ...(keyof typeof services)[]]),
  member: z.string().max(64),
  input: z.unknown(),
})

const maximumMessageBytes = 8 * 1024 * 1024

/** Serves the same renderer and contract to a browser on 127.0.0.1, behind a token made at each start. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const access = createAccessControl()
  const media = createOpenedMediaRegistry()
  if (options.videoPath !== undefined) media.open(options.videoPath)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessageBytes })
  const broadcast = (channel: string, payload: unknown): void => {
    for (const socket of sockets.clients) socket.send(JSON.stringify({ channel, payload }))
  }
  const handlers = createHandlers(options.engine, media, (event, payload) =>
    broadcast(channelOf('project', event), payload),
  )
  const report = (error: unknown): void =>
    options.log(error instanceof Error ? (error.stack ?? error.message) : String(error))

  const answer = async (socket: WebSocket, text: string): Promise<void> => {
    const message = wireCall.safeParse(parseJson(text))
    if (!message.success) return socket.close(1008, 'not a call')
    const { id, service, member, input } = message.data
    const wireAnswer = await answerCall(services[service], handlers[service] as never, member, input, report)
    socket.send(JSON.stringify({ id, answer: wireAnswer }))
  }

  const portOf = (): number => (server.address() as AddressInfo).port
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!access.allows(request, portOf())) return void response.writeHead(403).end('Forbidden\n')
    response.setHeader('Set-Cookie', tokenCookie(access.token))
    void sendPageFile(options.pageFolder, request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (!access.allows(request, portOf())) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (connection) => {
      connection.on('error', report)
      connection.on(
        'message',
        (data) => void answer(connection, (data as Buffer).toString('utf8')).catch(report),
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${portOf()}/?token=${access.token}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
