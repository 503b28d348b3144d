import { Readable } from 'node:stream'
import type { AnswerResource } from '../engine/hosting/resources'
import { answerPageFile } from '../engine/hosting/pageFiles'
import type { ResourceAnswer } from '../engine/hosting/resourceAnswer'
import type { ShellProtocol } from './electronCalls'

/** The page's own scheme: no `file:`, whose pages may do more than they need. */
export const pageScheme = 'hitpoint'
export const pageOrigin = `${pageScheme}://app`
export const builtPageAddress = `${pageOrigin}/index.html`

/** To be called before the app is ready. `stream` lets media elements read ranges. */
export function registerPageScheme(protocol: Pick<ShellProtocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

function toResponse({ status, headers, body }: ResourceAnswer): Response {
  const content =
    body instanceof Readable
      ? (Readable.toWeb(body) as ReadableStream<Uint8Array>)
      : (body as Uint8Array<ArrayBuffer> | null)
  return new Response(content, { status, headers: { ...headers } })
}

/**
 * Answers the page's scheme: its files, and the resources of the contract with ranges. `net.fetch` of a file would
 * ignore the range and leave films without seeking (electron#38749). `answerResource` may come later than the page.
 */
export function servePageScheme(
  protocol: Pick<ShellProtocol, 'handle'>,
  pageFolder: string,
  answerResource: AnswerResource,
): void {
  protocol.handle(pageScheme, async (request) => {
    const address = new URL(request.url)
    if (address.host !== 'app') return new Response(null, { status: 404 })
    const asked = {
      method: request.method,
      path: address.pathname.replace(/^\/+/, ''),
      range: request.headers.get('range'),
      signal: request.signal,
    }
    return toResponse((await answerResource(asked)) ?? (await answerPageFile(pageFolder, asked)))
  })
}
