import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Decides which requests the loopback host answers: right token, Host and (for pages) Origin. */
export interface AccessControl {
  readonly token: string
  /** True when the request may be answered. */
  allows(request: IncomingMessage, port: number): boolean
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const cookieName = 'hitpoint-token'

const cookieOf = (request: IncomingMessage): string | undefined =>
  request.headers.cookie
    ?.split(';')
    .map((part) => part.trim().split('='))
    .find(([name]) => name === cookieName)?.[1]

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
      const given =
        new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('token') ?? cookieOf(request)
      return given !== undefined && timingSafeEqual(digest(given), expected)
    },
  }
}

/** The cookie that lets the page's own scripts and styles load without the token in each address. */
export const tokenCookie = (token: string): string =>
  `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`
