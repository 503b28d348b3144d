import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Sends one file of the built page; nothing outside `folder`, and only types that a page needs. */
export async function sendPageFile(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const path = normalize(join(folder, decodePath(pathname)))
  const contentType = contentTypes[extname(path)]
  if (!contentType || !path.startsWith(folder + sep)) return void response.writeHead(404).end('Not found\n')
  try {
    const bytes = await readFile(path)
    response.writeHead(200, {
      'Content-Type': contentType,
      'Content-Security-Policy':
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  } catch {
    response.writeHead(404).end('Not found\n')
  }
}

function decodePath(pathname: string): string {
  try {
    const decoded = decodeURIComponent(pathname)
    return decoded === '/' ? 'index.html' : decoded.replaceAll('\0', '')
  } catch {
    return 'not-a-path'
  }
}
