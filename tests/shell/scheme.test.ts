import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenProject } from '../../src/contract/project'
import { samplePath } from '../support/commandLine'
import { openShell, type TestShell } from './startShell'

let shell: TestShell
let film: Buffer
let mediaId: string

beforeAll(async () => {
  shell = await openShell()
  await shell.becomeReady()
  film = await readFile(samplePath)
  const sample = await shell.ask('hitpoint:files.sample')
  const { fileId } = sample.value as { fileId: string }
  mediaId = ((await shell.ask('hitpoint:project.open', { fileId })).value as OpenProject).mediaId!
})
afterAll(() => shell.remove())

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  shell.fake.protocols.get('hitpoint')!(new Request(`hitpoint://app/${path}`, init))

describe('the shell’s own scheme (docs/spec/host.md, H20-H24)', () => {
  it('is registered before the app is ready, as one that streams', async () => {
    const early = await openShell()
    expect(early.fake.schemes).toMatchObject([
      {
        scheme: 'hitpoint',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ])
    expect(early.fake.protocols.size).toBe(0)
    await early.becomeReady()
    await early.remove()
  })

  it('serves the page with its content security policy', async () => {
    const answer = await get('index.html')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('content-security-policy')).not.toContain(" 'unsafe-eval'")
    expect(await answer.text()).toContain('Hitpoint')
  })

  it.each([
    '../secret.html',
    '%2e%2e/secret.html',
    '..%2fsecret.html',
    '%00',
    '%zz',
    'missing.html',
    'etc/passwd',
  ])('serves nothing else: %s', async (path) => expect((await get(path)).status).toBe(404))

  it('serves no other host of the scheme', async () => {
    const handler = shell.fake.protocols.get('hitpoint')!
    expect((await handler(new Request('hitpoint://other/index.html'))).status).toBe(404)
  })

  it('answers ranges of the film itself: 206 and 416', async () => {
    const part = await get(`media/${mediaId}/film`, { headers: { range: 'bytes=100-299' } })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 100-299/${film.length}`)
    expect(Buffer.from(await part.arrayBuffer()).equals(film.subarray(100, 300))).toBe(true)
    const beyond = await get(`media/${mediaId}/film`, { headers: { range: 'bytes=99999999-' } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe(`bytes */${film.length}`)
  })

  it('streams the whole film', async () => {
    const whole = await get(`media/${mediaId}/film`)
    expect(whole.status).toBe(200)
    expect(Buffer.from(await whole.arrayBuffer()).equals(film)).toBe(true)
  })

  it('is shared with the page of a development server, and with no other', async () => {
    const developing = await openShell({ developmentAddress: 'http://localhost:5173/' })
    await developing.becomeReady()
    expect(developing.window().loaded).toEqual(['http://localhost:5173/'])
    const answer = await developing.fake.protocols.get('hitpoint')!(
      new Request('hitpoint://app/media/x/film'),
    )
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect((await get('index.html')).headers.get('access-control-allow-origin')).toBeNull()
    await developing.remove()
  })

  it('knows opaque ids only', async () => {
    expect((await get(`media/${encodeURIComponent(samplePath)}/film`)).status).toBe(404)
    expect((await get(`media/x/film`)).status).toBe(404)
  })
})
