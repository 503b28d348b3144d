import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Decides which requests the loopback host answers: right token, Host and (for pages) Origin. */
export interface AccessControl {
  readonly token: string
  /** True when the request may be answered. */
  allows(request: IncomingMessage, port: number): boolean
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Cookies do not know ports: each host of this machine has a name of its own. */
const cookieName = (port: number): string => `hitpoint-token-${port}`

const cookieOf = (request: IncomingMessage, port: number): string | undefined =>
  request.headers.cookie
    ?.split(';')
    .map((part) => part.trim().split('='))
    .find(([name]) => name === cookieName(port))?.[1]

function tokenInAddress(request: IncomingMessage): string | null {
  try {
    return new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('token')
  } catch {
    return null
  }
}

/** A new token for each start of the host. */
export function createAccessControl(): AccessControl {
  const token = randomBytes(24).toString('base64url')
  const expected = digest(token)
  return {
    token,
    allows(request, port) {
      const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
      if (!hosts.includes(request.headers.host ?? '')) return false
      const { origin } = request.headers
      if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return false
      const given = tokenInAddress(request) ?? cookieOf(request, port)
      return given !== undefined && timingSafeEqual(digest(given), expected)
    },
  }
}

/** The cookie that lets the page's own scripts, pictures and films load without the token in each address. */
export const tokenCookie = (token: string, port: number): string =>
  `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`
