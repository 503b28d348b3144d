import { copyFile, rename } from 'node:fs/promises'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResourceAnswer } from '../../../src/main/engine/hosting/resourceAnswer'
import { samplePath } from '../../support/commandLine'
import { openHost } from './support/openHost'

let host: Awaited<ReturnType<typeof openHost>>
let mediaId: string
let film: Buffer

beforeAll(async () => {
  host = await openHost()
  film = await readFile(samplePath)
  await copyFile(samplePath, join(host.folder, 'films', 'film.mp4'))
  const { fileId } = host.hosting.adopt(join(host.folder, 'films', 'film.mp4'))
  mediaId = (await host.hosting.handlers.project.open({ fileId })).mediaId!
})

afterAll(() => host.remove())

async function get(
  path: string,
  options: { method?: string; range?: string; signal?: AbortSignal } = {},
): Promise<ResourceAnswer | null> {
  const { method = 'GET', signal = new AbortController().signal, range } = options
  return host.hosting.answerResource({ method, path, range, signal })
}

const bytesOf = async ({ body }: ResourceAnswer): Promise<Buffer> =>
  body === null ? Buffer.alloc(0) : body instanceof Uint8Array ? Buffer.from(body) : buffer(body)

describe('resources of a host (docs/spec/host.md, H20-H25)', () => {
  it('gives the whole film', async () => {
    const answer = (await get(`media/${mediaId}/film`))!
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({ 'Accept-Ranges': 'bytes', 'Content-Type': 'video/mp4' })
    expect((await bytesOf(answer)).equals(film)).toBe(true)
  })

  it('gives a part with 206 and exactly its bytes', async () => {
    const answer = (await get(`media/${mediaId}/film`, { range: 'bytes=1000-1999' }))!
    expect(answer.status).toBe(206)
    expect(answer.headers).toMatchObject({
      'Content-Range': `bytes 1000-1999/${film.length}`,
      'Content-Length': '1000',
    })
    expect((await bytesOf(answer)).equals(film.subarray(1000, 2000))).toBe(true)
  })

  it('refuses a range beyond the end with 416', async () => {
    const answer = (await get(`media/${mediaId}/film`, { range: `bytes=${film.length}-` }))!
    expect(answer.status).toBe(416)
    expect(answer.headers['Content-Range']).toBe(`bytes */${film.length}`)
    expect(answer.body).toBeNull()
  })

  it('answers HEAD without a body, and no other method', async () => {
    const head = (await get(`media/${mediaId}/film`, { method: 'HEAD' }))!
    expect(head).toMatchObject({ status: 200, body: null })
    expect(head.headers['Content-Length']).toBe(String(film.length))
    expect((await get(`media/${mediaId}/film`, { method: 'PUT' }))!.status).toBe(405)
  })

  it('closes the file when the request is given up', async () => {
    const abort = new AbortController()
    const answer = (await get(`media/${mediaId}/film`, { signal: abort.signal }))!
    const body = answer.body as Readable
    const closed = new Promise((resolve) => body.once('close', resolve))
    abort.abort()
    await closed
    expect(body.destroyed).toBe(true)
  })

  it.each([
    'media/other/film',
    'media/../film',
    'media/%2e%2e/film',
    'media//film',
    'media',
    'media/ID/film/..',
    'media/ID/picture/90/1000.png',
    'media/ID/picture/9000/1000.jpg',
    'media/ID/picture/8/1000.jpg',
    'media/ID/waveform/7',
    'media/ID/proxy',
    'media/ID/scores/default',
    'outputs/other',
    'outputs/../../etc/passwd',
    'sound-bank/..',
  ])('has nothing at %s', async (path) => {
    expect((await get(path.replace('ID', mediaId)))!.status).toBe(404)
  })

  it('leaves other paths to the page', async () => {
    expect(await get('index.html')).toBeNull()
    expect(await get('mediathek/x')).toBeNull()
  })

  it('does not give a file of the page’s choice for its id of an opened one', async () => {
    const { fileId } = host.hosting.adopt('/etc/passwd')
    expect((await get(`outputs/${fileId}`))!.status).toBe(404)
    expect((await get(`media/${fileId}/film`))!.status).toBe(404)
  })

  it('gives a picture of the film, the same bytes the second time', async () => {
    const first = (await get(`media/${mediaId}/picture/90/1000.jpg`))!
    expect(first).toMatchObject({ status: 200, headers: { 'Content-Type': 'image/jpeg' } })
    const again = (await get(`media/${mediaId}/picture/90/1000.jpg`))!
    expect((await bytesOf(again)).equals(await bytesOf(first))).toBe(true)
    expect((await get(`media/${mediaId}/rough-picture/90/1000.jpg`))!.status).toBe(200)
  })

  it('gives the sound bank', async () => {
    const { url, bytes, bundled } = await host.hosting.handlers.system.soundBank({})
    expect(bundled).toBe(true)
    const answer = (await get(url))!
    expect((await bytesOf(answer)).length).toBe(bytes)
  })

  it('gives the waveform that the job read', async () => {
    const { media } = host.hosting.handlers
    const job = await media.readWaveform({ mediaId })
    const { url, count, peaksPerSecond } = await media.waveformResult(job)
    const planes = new Int8Array(Uint8Array.from(await bytesOf((await get(url))!)).buffer)
    expect(planes).toHaveLength(2 * count)
    expect(Math.abs(count / peaksPerSecond - 40)).toBeLessThan(0.1)
    const [high, low] = [planes.subarray(0, count), planes.subarray(count)]
    expect(high.every((peak, index) => peak >= low[index]!)).toBe(true)
    expect(Math.max(...high)).toBeGreaterThan(10)
  })

  it('has a film no more when its project is closed', async () => {
    const { fileId } = host.hosting.adopt(samplePath)
    const other = await host.hosting.handlers.project.open({ fileId })
    expect((await get(`media/${other.mediaId}/film`, { method: 'HEAD' }))!.status).toBe(200)
    await host.hosting.handlers.project.close({ projectId: other.projectId })
    expect((await get(`media/${other.mediaId}/film`))!.status).toBe(404)
  })

  it('tells that the film was taken away', async () => {
    await host.hosting.handlers.media.facts({ mediaId })
    await rename(join(host.folder, 'films', 'film.mp4'), join(host.folder, 'films', 'away.mp4'))
    await expect
      .poll(() => host.events.filter(({ event }) => event === 'onChanged'), { timeout: 10_000 })
      .toEqual([{ service: 'media', event: 'onChanged', payload: { mediaId, what: 'gone' } }])
    expect((await get(`media/${mediaId}/film`))!.status).toBe(404)
  })
})
