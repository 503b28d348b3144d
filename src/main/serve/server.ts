import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { channelOf } from '../../contract/define'
import { services } from '../../contract/index'
import type { Engine } from '../engine/engine'
import { answerCall } from '../engine/hosting/answerCall'
import { createHosting, emittersOver, type HostedPage, type Hosting } from '../engine/hosting/hosting'
import { answerPageFile } from '../engine/hosting/pageFiles'
import type { HostPlatform } from '../engine/hosting/platform'
import type { PortProcess } from '../engine/midi/portsHost'
import { createAccessControl, tokenCookie, type AccessControl } from './access'
import { sendAnswer, toResourceRequest } from './httpAnswer'

export interface WebHostOptions {
  readonly engine: Engine
  /** Folder with the built renderer. */
  readonly pageFolder: string
  /** 0 = any free port. */
  readonly port: number
  /** A video or project to begin with. */
  readonly file?: string | undefined
  /** The folder whose files the page may list; nothing outside it. */
  readonly listedFolder: string
  readonly dataFolder: string
  readonly temporaryFolder: string
  readonly samplePath: string
  readonly startMidi: () => PortProcess
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

/** A project file at its largest. */
const maximumMessageBytes = 64 * 1024 * 1024

const systems: Readonly<Partial<Record<NodeJS.Platform, 'macos' | 'windows'>>> = {
  darwin: 'macos',
  win32: 'windows',
}

const webPlatform = (listedFolder: string): HostPlatform => ({
  listedFolder,
  capabilities: {
    ...{ host: 'web', platform: systems[process.platform] ?? 'linux', picker: 'listed' },
    ...{ drop: false, nativeMenu: false, reveal: false, dragOut: false, closeQuestion: false },
  },
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Answers the calls of a page that come over its socket; one that does not speak the contract is closed. */
function answerSocket(socket: WebSocket, page: HostedPage, report: (error: unknown) => void): void {
  const answer = async (text: string): Promise<void> => {
    const message = wireCall.safeParse(parseJson(text))
    if (!message.success) return socket.close(1008, 'not a call')
    const { id, service, member, input } = message.data
    const handlers = page.handlers[service] as never
    const wireAnswer = await answerCall(services[service], handlers, member, input, report)
    socket.send(JSON.stringify({ id, answer: wireAnswer }))
  }
  socket.on('error', report)
  socket.on('close', () => void page.leave())
  socket.on('message', (data) => void answer((data as Buffer).toString('utf8')).catch(report))
}

/** Sends an event to pages that are still there. */
const sendTo =
  (...sockets: readonly WebSocket[]) =>
  (service: string, event: string, payload: unknown): void => {
    const message = JSON.stringify({ channel: channelOf(service, event), payload })
    for (const socket of sockets) if (socket.readyState === socket.OPEN) socket.send(message)
  }

/** Answers HTTP: what the token's holder may have, and nothing else. */
async function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { hosting, pageFolder }: { readonly hosting: Hosting; readonly pageFolder: string },
): Promise<void> {
  const asked = toResourceRequest(request, response)
  const answer = (await hosting.answerResource(asked)) ?? (await answerPageFile(pageFolder, asked))
  await sendAnswer(response, answer)
}

function createSockets(
  server: ReturnType<typeof createServer>,
  access: AccessControl,
  portOf: () => number,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessageBytes })
  server.on('upgrade', (request, socket, head) => {
    if (!access.allows(request, portOf())) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (connection) => sockets.emit('connection', connection))
  })
  return sockets
}

/** Serves the same renderer and contract to a browser on 127.0.0.1, behind a token made at each start. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { engine, pageFolder, port, file, listedFolder } = options
  const { dataFolder, temporaryFolder, samplePath, startMidi, log } = options
  const access = createAccessControl()
  const report = (error: unknown): void =>
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const portOf = (): number => (server.address() as AddressInfo).port
  const server = createServer((request, response) => {
    if (!access.allows(request, portOf())) return void response.writeHead(403).end('Forbidden\n')
    response.setHeader('Set-Cookie', tokenCookie(access.token, portOf()))
    void answerHttp(request, response, { hosting, pageFolder }).catch((error: unknown) => {
      report(error)
      response.destroy()
    })
  })
  const sockets = createSockets(server, access, portOf)
  const hosting = createHosting({
    ...{ engine, dataFolder, temporaryFolder, samplePath, startMidi, report, resourceBase: '' },
    platform: webPlatform(listedFolder),
    emit: emittersOver((...event) => sendTo(...sockets.clients)(...event)),
  })
  sockets.on('connection', (connection: WebSocket) =>
    answerSocket(connection, hosting.openPage(emittersOver(sendTo(connection))), report),
  )
  if (file !== undefined) hosting.openFromOutside(file)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${portOf()}/?token=${access.token}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await hosting.close()
    },
  }
}
