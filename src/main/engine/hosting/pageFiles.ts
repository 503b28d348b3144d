import { readFile, realpath } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { pageHeaders } from './contentSecurity'
import { methodNotAllowed, notFound, type ResourceAnswer, type ResourceRequest } from './resourceAnswer'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

function decodePath(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path)
    return decoded.includes('\0') ? null : decoded === '' ? 'index.html' : decoded
  } catch {
    return null
  }
}

/** One file of the built page; nothing outside `folder`, whatever the path or a link in it says, and only types that a page needs. */
export async function answerPageFile(folder: string, request: ResourceRequest): Promise<ResourceAnswer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed
  const decoded = decodePath(request.path.split(/[?#]/, 1)[0] ?? '')
  if (decoded === null) return notFound
  const path = normalize(join(folder, decoded))
  const contentType = contentTypes[extname(path)]
  if (!contentType || !path.startsWith(folder + sep)) return notFound
  try {
    const real = await realpath(path)
    if (!real.startsWith((await realpath(folder)) + sep)) return notFound
    const bytes = await readFile(real)
    const headers = { ...pageHeaders, 'Content-Type': contentType, 'Content-Length': String(bytes.length) }
    return { status: 200, headers, body: request.method === 'HEAD' ? null : bytes }
  } catch {
    return notFound
  }
}
