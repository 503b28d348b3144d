import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { readByteRange } from './byteRange'

/** A request for a resource, from the web host's HTTP or the shell's own scheme. */
export interface ResourceRequest {
  readonly method: string
  /** Below the page's address, without a slash at the beginning, still percent-encoded. */
  readonly path: string
  readonly range?: string | null | undefined
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal
}

export interface ResourceAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable | Uint8Array | null
}

const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const

export const notFound: ResourceAnswer = {
  status: 404,
  headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  body: Buffer.from('Not found\n'),
}

export const methodNotAllowed: ResourceAnswer = {
  status: 405,
  headers: { ...commonHeaders, Allow: 'GET, HEAD' },
  body: null,
}

interface Content {
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
}

const wants = ({ method }: ResourceRequest): boolean => method !== 'HEAD'

/** Bytes that are at hand. */
export function answerBytes(
  request: ResourceRequest,
  bytes: Uint8Array,
  { contentType, headers = {} }: Content,
): ResourceAnswer {
  const range = readByteRange(request.range, bytes.byteLength)
  const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, bytes.byteLength - 1]
  return {
    ...headOf(range.kind, { first, last, size: bytes.byteLength }, contentType, headers),
    body: wants(request) && range.kind !== 'beyond' ? bytes.subarray(first, last + 1) : null,
  }
}

function headOf(
  kind: 'whole' | 'part' | 'beyond',
  { first, last, size }: { readonly first: number; readonly last: number; readonly size: number },
  contentType: string,
  extra: Readonly<Record<string, string>>,
): Pick<ResourceAnswer, 'status' | 'headers'> {
  const headers = { ...commonHeaders, 'Accept-Ranges': 'bytes', ...extra }
  if (kind === 'beyond')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}`, 'Content-Length': '0' } }
  return {
    status: kind === 'part' ? 206 : 200,
    headers: {
      ...headers,
      'Content-Type': contentType,
      'Content-Length': String(Math.max(0, last - first + 1)),
      ...(kind === 'part' && { 'Content-Range': `bytes ${first}-${last}/${size}` }),
    },
  }
}

/**
 * A file, whole (200), a part of it (206) or the refusal of a range beyond its end (416). The file is closed when its
 * stream ends, fails or is given up. 404 when it is not there or no plain file.
 */
export async function answerFile(
  request: ResourceRequest,
  path: string,
  { contentType, headers = {} }: Content,
): Promise<ResourceAnswer> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return notFound
  try {
    const facts = await file.stat()
    const range = readByteRange(request.range, facts.size)
    const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, facts.size - 1]
    const head = headOf(range.kind, { first, last, size: facts.size }, contentType, headers)
    if (!facts.isFile() || !wants(request) || range.kind === 'beyond' || facts.size === 0) {
      await file.close()
      return facts.isFile() ? { ...head, body: null } : notFound
    }
    const body = file.createReadStream({ start: first, end: last, highWaterMark: 256 * 1024 })
    const giveUp = (): void => void body.destroy()
    request.signal.addEventListener('abort', giveUp, { once: true })
    body.once('close', () => request.signal.removeEventListener('abort', giveUp))
    if (request.signal.aborted) giveUp()
    return { ...head, body }
  } catch {
    await file.close().catch(() => undefined)
    return notFound
  }
}
