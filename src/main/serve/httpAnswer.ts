import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { ResourceAnswer, ResourceRequest } from '../engine/hosting/resourceAnswer'

/** A request as the shared handlers see it; its signal aborts when the browser hangs up. */
export function toResourceRequest(request: IncomingMessage, response: ServerResponse): ResourceRequest {
  const abort = new AbortController()
  response.once('close', () => abort.abort())
  return {
    method: request.method ?? 'GET',
    path: (request.url ?? '/').replace(/^\/+/, ''),
    range: request.headers.range,
    signal: abort.signal,
  }
}

/** Sends an answer; a browser that hangs up in the middle (every seek does) is no error. */
export async function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: ResourceAnswer,
): Promise<void> {
  response.writeHead(status, headers)
  if (body === null || body instanceof Uint8Array) return void response.end(body ?? undefined)
  await pipeline(body, response).catch((error: NodeJS.ErrnoException) => {
    if (!response.destroyed && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') response.destroy(error)
  })
}
