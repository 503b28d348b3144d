import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { MediaInfo } from '../../src/core/media/mediaInfo'
import { rational } from '../../src/core/time/rational'
import type { Engine } from '../../src/main/engine/engine'
import { startWebHost, type WebHost } from '../../src/main/serve/server'
import { isPanic, joinedProcess, recordingPort } from '../support/virtualPorts'
import { connectTo } from './support/webClient'

const info = {
  version: '1.2.3',
  platform: 'test',
  node: '20',
  ffmpeg: { found: false, path: '', version: '', source: '' },
  models: [],
  executionProviders: ['cpu'],
  composing: { providers: ['cpu'], trials: [], chosenBy: 'trial' as const },
  soundBank: 'none',
}

const mediaInfo: MediaInfo = {
  ...{ container: 'mp4', videoCodec: 'h264', videoStream: 0, audioTracks: [] },
  ...{ width: 640, height: 360, pixelAspectRatio: rational(1), rotation: 0 },
  ...{ duration: rational(10), startTime: rational(0), frameRate: rational(24), variableFrameRate: false },
}

let folder: string
let host: WebHost
let address: URL

/** One raw request, so that Host and Origin can be forged. */
function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: address.port, path, headers: { host: address.host, ...headers } },
      (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

function connect(search: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${address.host}/socket${search}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

const exchange = (socket: WebSocket, message: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())))
    socket.send(JSON.stringify(message))
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-page-'))
  await mkdir(join(folder, 'page'))
  await writeFile(join(folder, 'page/index.html'), '<title>Hitpoint</title>')
  await writeFile(join(folder, 'secret.html'), 'not for pages')
  await mkdir(join(folder, 'films'))
  await writeFile(join(folder, 'films', 'my film.mp4'), 'film content')
  const film = {
    playback: () => Promise.resolve({ playable: 'yes', mimeType: 'video/mp4', startSeconds: 0 }),
  }
  const engine = {
    info: () => Promise.resolve(info),
    probe: () => Promise.resolve(mediaInfo),
    film,
  } as unknown as Engine
  host = await startWebHost({
    engine,
    pageFolder: join(folder, 'page'),
    port: 0,
    file: join(folder, 'films', 'my film.mp4'),
    listedFolder: join(folder, 'films'),
    dataFolder: join(folder, 'data'),
    temporaryFolder: join(folder, 'temporary'),
    samplePath: join(folder, 'sample.mp4'),
    startMidi: joinedProcess().start,
    log: () => undefined,
  })
  address = new URL(host.address)
})

afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true })
})

describe('the loopback web host (docs/spec/host.md, H1-H4, H11, H20)', () => {
  it('serves the page to who has the token, with a content security policy', async () => {
    const answer = await get(`/${address.search}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Hitpoint')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('listens on the loopback interface only', () => expect(address.hostname).toBe('127.0.0.1'))

  it.each([
    ['without a token', '/', {}],
    ['with a wrong token', '/?token=guess', {}],
    ['with a foreign Host', 'TOKEN', { host: 'evil.example' }],
    ['with a foreign Origin', 'TOKEN', { origin: 'http://evil.example' }],
  ])('refuses a request %s', async (_case, path, headers) => {
    expect((await get(path.replace('TOKEN', `/${address.search}`), headers)).status).toBe(403)
  })

  it.each(['/../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '/%00', '/%zz'])(
    'does not reach outside the page: %s',
    async (path) => {
      expect((await get(`${path}${address.search}`)).status).toBe(404)
    },
  )

  it('answers calls of the contract on its socket', async () => {
    const socket = await connect(address.search)
    expect(await exchange(socket, { id: 1, service: 'system', member: 'info', input: {} })).toEqual({
      id: 1,
      answer: { ok: true, value: info },
    })
    socket.close()
  })

  it('names the open video without its path', async () => {
    const socket = await connect(address.search)
    const answer = await exchange(socket, { id: 2, service: 'files', member: 'takeOpened', input: {} })
    expect(answer).toMatchObject({ answer: { ok: true, value: [{ name: 'my film.mp4', kind: 'video' }] } })
    expect(JSON.stringify(answer)).not.toContain('films/my film.mp4')
    socket.close()
  })

  it('refuses a video that was never opened', async () => {
    const socket = await connect(address.search)
    const answer = await exchange(socket, {
      id: 3,
      service: 'analysis',
      member: 'start',
      input: { mediaId: '/etc/passwd' },
    })
    expect(answer).toMatchObject({ answer: { ok: false, failure: { code: 'wrong-use' } } })
    socket.close()
  })

  it.each([
    ['without a token', '', {}],
    ['from a foreign page', 'TOKEN', { origin: 'http://evil.example' }],
  ])('refuses a socket %s', async (_case, search, headers) => {
    await expect(connect(search.replace('TOKEN', address.search), headers)).rejects.toThrow('403')
  })

  it('closes a socket that does not speak the contract', async () => {
    const socket = await connect(address.search)
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.send('{"id":1,"service":"files","member":"read"}')
    expect(await closed).toBe(1008)
  })

  describe('resources', () => {
    let film: string
    let cookie: string

    beforeAll(async () => {
      const socket = await connect(address.search)
      const file = (await exchange(socket, {
        id: 1,
        service: 'files',
        member: 'list',
        input: { kinds: ['video'] },
      })) as {
        answer: { value: { entries: { fileId: string }[] } }
      }
      const { fileId } = file.answer.value.entries[0]!
      const opened = (await exchange(socket, {
        id: 2,
        service: 'project',
        member: 'open',
        input: { fileId },
      })) as {
        answer: { value: { mediaId: string } }
      }
      film = `/media/${opened.answer.value.mediaId}/film`
      socket.close()
      const page = await get(`/${address.search}`)
      cookie = String(page.headers['set-cookie']).split(';')[0]!
    })

    it('come with the cookie of the page, which is named after the port', async () => {
      expect(cookie).toContain(`hitpoint-token-${address.port}=`)
      const answer = await get(film, { cookie, range: 'bytes=0-3' })
      expect(answer).toMatchObject({ status: 206, body: 'film' })
      expect(answer.headers['content-range']).toBe('bytes 0-3/12')
      expect((await get(film, { cookie, range: 'bytes=12-' })).status).toBe(416)
    })

    it.each([
      ['without a cookie', () => ({})],
      ['with the cookie of another port', () => ({ cookie: cookie.replace(address.port, '1') })],
      ['with a forged cookie', () => ({ cookie: `${cookie.split('=')[0]}=guess` })],
      ['for a foreign Host', () => ({ cookie, host: 'evil.example' })],
      ['for another port’s Host', () => ({ cookie, host: '127.0.0.1:1' })],
      ['for a foreign Origin', () => ({ cookie, origin: 'http://evil.example' })],
      ['for another port’s Origin', () => ({ cookie, origin: 'http://127.0.0.1:1' })],
      ['for no Origin at all', () => ({ cookie, origin: 'null' })],
    ])('do not come %s', async (_case, headers) => {
      for (const path of [film, '/', '/index.html', '/outputs/x', '/sound-bank/1-1'])
        expect([path, (await get(path, headers())).status]).toEqual([path, 403])
    })

    it.each([
      '/media/../../secret.html',
      '/media/%2e%2e/%2e%2e/secret.html',
      '/media/other/film',
      '/outputs/other',
    ])('are nowhere else: %s', async (path) => expect((await get(path, { cookie })).status).toBe(404))
  })

  it('writes only where a listed folder is, by a plain name', async () => {
    const socket = await connect(address.search)
    for (const [folderId, name] of [
      ['/etc', 'x'],
      ['..', 'x'],
      ['', 'x'],
    ])
      expect(
        await exchange(socket, {
          id: 4,
          service: 'files',
          member: 'nameTarget',
          input: { folderId, kind: 'folder', name },
        }),
      ).toMatchObject({ answer: { ok: false, failure: { code: 'wrong-use' } } })
    socket.close()
  })

  it.each([
    ['text that is no JSON', 'hello'],
    ['a call without a number', '{"service":"system","member":"info"}'],
    ['a list', '[]'],
    ['bytes', Buffer.from([0, 1, 2, 255])],
  ])('closes a socket that sends %s', async (_what, message) => {
    const socket = await connect(address.search)
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.send(message)
    expect(await closed).toBe(1008)
  })

  it.each([['__proto__'], ['constructor'], ['onJob'], ['toString']])(
    'has no call named %s',
    async (member) => {
      const socket = await connect(address.search)
      expect(await exchange(socket, { id: 5, service: 'jobs', member, input: {} })).toMatchObject({
        answer: { ok: false, failure: { code: 'wrong-use' } },
      })
      socket.close()
    },
  )

  it('MIDI ports: a socket that closes silences what it plays, not what another plays', async () => {
    const heard = recordingPort('Web host')
    const [one, two] = [await connectTo(address), await connectTo(address)]
    const message = { kind: 'noteOn', channel: 0, pitch: 60, velocity: 90 }
    const plan = { parts: [{ output: 'Web host', latency: 0, messages: [{ time: 0, message }] }], end: 600 }
    await one.ask('midi', 'load', { plan })
    const { milliseconds: at } = await one.ask<{ milliseconds: number }>('midi', 'clock')
    await one.ask('midi', 'play', { film: 0, at, rate: 1, lead: [] })
    await expect.poll(() => heard.map(({ bytes }) => [...bytes])).toEqual([[0x90, 60, 90]])
    await two.ask('midi', 'load', { plan })
    two.close()
    // Answered after the host heard of the closing.
    const three = await connectTo(address)
    await three.ask('midi', 'stop', {})
    three.close()
    await one.ask('midi', 'follow', { film: 1, at, rate: 1 })
    expect(heard).toHaveLength(1)
    one.close()
    await expect.poll(() => heard.filter(({ bytes }) => isPanic(bytes)).length).toBe(48)
    expect(heard[1]!.bytes).toEqual([0x80, 60, 0])
  })
})
