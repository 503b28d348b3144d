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
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        corsEnabled: true,
        codeCache: true,
      },
    },
  ])
}

function toResponse(
  { status, headers, body }: ResourceAnswer,
  more: Readonly<Record<string, string>>,
): Response {
  const content =
    body instanceof Readable
      ? (Readable.toWeb(body) as ReadableStream<Uint8Array>)
      : (body as Uint8Array<ArrayBuffer> | null)
  return new Response(content, { status, headers: { ...headers, ...more } })
}

export interface PageSchemeOptions {
  readonly pageFolder: string
  readonly answerResource: AnswerResource
  /** electron-vite's server, whose page has another origin and still needs the resources. */
  readonly developmentAddress?: string | undefined
}

/** Headers that let the page of a development server load resources; none for the built page, whose origin is the same. */
const sharedWith = (address: string | undefined): Readonly<Record<string, string>> =>
  address === undefined
    ? {}
    : {
        'Access-Control-Allow-Origin': new URL(address).origin,
        'Cross-Origin-Resource-Policy': 'cross-origin',
      }

/**
 * Answers the page's scheme: its files, and the resources of the contract with ranges. `net.fetch` of a file would
 * ignore the range and leave films without seeking (electron#38749).
 */
export function servePageScheme(
  protocol: Pick<ShellProtocol, 'handle'>,
  { pageFolder, answerResource, developmentAddress }: PageSchemeOptions,
): void {
  const shared = sharedWith(developmentAddress)
  protocol.handle(pageScheme, async (request) => {
    const address = new URL(request.url)
    if (address.host !== 'app') return new Response(null, { status: 404 })
    const asked = {
      method: request.method,
      path: address.pathname.replace(/^\/+/, ''),
      range: request.headers.get('range'),
      signal: request.signal,
    }
    return toResponse((await answerResource(asked)) ?? (await answerPageFile(pageFolder, asked)), shared)
  })
}
