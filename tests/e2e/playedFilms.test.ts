import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Listing } from '../../src/contract/files'
import type { MediaSource } from '../../src/contract/media'
import type { OpenProject } from '../../src/contract/project'
import { resolveFfmpeg } from '../../src/main/engine/media/ffmpeg'
import { makeGrayFilm } from '../engine/media/support/grayFilm'
import { connectTo, serve, type ServedHost, type WebClient } from '../serve/support/webClient'
import { hasChromium } from './browser'

const rate = 24
const someFrames = [0, 1, 23, 24, 47, 69]

let folder: string
let host: ServedHost
let client: WebClient
let browser: Browser
let page: Page

/** Opens a listed film and answers what a `<video>` element plays. */
async function sourceOf(name: string, withProxy = false): Promise<MediaSource> {
  const { entries } = await client.ask<Listing>('files', 'list', { kinds: ['video'] })
  const { fileId } = entries.find((entry) => entry.name === name)!
  const { mediaId } = await client.ask<OpenProject>('project', 'open', { fileId })
  if (!withProxy) return client.ask('media', 'source', { mediaId })
  const job = await client.ask('media', 'makeProxy', { mediaId })
  return client.ask('media', 'proxyResult', job)
}

/** Seeks a `<video>` element to the middle of each picture and answers which pictures it shows, by their grey. */
const shownPictures = ({ url, startSeconds }: MediaSource): Promise<number[]> =>
  page.evaluate(
    async ({ url, times, frame }) => {
      const video = document.createElement('video')
      const next = (event: string) =>
        new Promise<void>((resolve, reject) => {
          video.addEventListener(event, () => resolve(), { once: true })
          video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'error')), {
            once: true,
          })
        })
      video.muted = true
      video.src = url
      document.body.append(video)
      // A busy machine puts the picture on the screen after it has said `seeked`.
      let presented = -1
      const watch: VideoFrameRequestCallback = (_now, { mediaTime }) => {
        presented = mediaTime
        video.requestVideoFrameCallback(watch)
      }
      video.requestVideoFrameCallback(watch)
      const isPresented = async (time: number): Promise<void> => {
        for (let tries = 0; tries < 100 && Math.abs(time - presented) > frame; tries++)
          await new Promise((resolve) => setTimeout(resolve, 50))
      }
      await next('loadeddata')
      const canvas = document.createElement('canvas')
      const context = canvas.getContext('2d', { willReadFrequently: true })!
      const shown: number[] = []
      for (const time of times) {
        const seeked = next('seeked')
        video.currentTime = time
        await seeked
        await isPresented(time)
        context.drawImage(video, 0, 0, 8, 8)
        const [level = 0] = context.getImageData(4, 4, 1, 1).data
        shown.push(Math.round((level * 219) / 255 / 3))
      }
      video.remove()
      return shown
    },
    { url, times: someFrames.map((frame) => startSeconds + (frame + 0.5) / rate), frame: 1 / rate },
  )

describe.skipIf(!hasChromium)(
  'films as Chromium plays them from the host (needs Debian’s chromium; docs/spec/host.md, H21, H52, H53)',
  () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hitpoint-played-'))
      const ffmpeg = await resolveFfmpeg({ environment: process.env })
      await makeGrayFilm(ffmpeg, folder, 'plain.mov')
      await makeGrayFilm(ffmpeg, folder, 'late-picture.mkv', { pictureDelay: 0.5 })
      await makeGrayFilm(ffmpeg, folder, 'old.avi', { pictureArguments: ['-c:v', 'mpeg4', '-q:v', '2'] })
      host = await serve(['--folder', folder], {
        HITPOINT_DATA: join(folder, 'data'),
        HITPOINT_CACHE: join(folder, 'cache'),
      })
      client = await connectTo(host.address)
      browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-background-networking',
          '--no-first-run',
        ],
      })
      page = await browser.newPage()
      await page.goto(host.address.href)
    })

    afterAll(async () => {
      await browser?.close()
      client?.close()
      const ended = new Promise((resolve) => host?.process.once('exit', resolve))
      host?.process.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    })

    it('seek to the picture', async () => {
      const source = await sourceOf('plain.mov')
      expect(source).toMatchObject({ playable: 'yes', isProxy: false })
      expect(await shownPictures(source)).toEqual(someFrames)
    })

    it('have their clock told where the sound begins before the picture', async () => {
      const source = await sourceOf('late-picture.mkv')
      expect(source.startSeconds).toBeCloseTo(0.5, 2)
      expect(await shownPictures(source)).toEqual(someFrames)
    })

    it('are played by a proxy where Chromium cannot, picture for picture', async () => {
      const source = await sourceOf('old.avi')
      expect(source.playable).toBe('no')
      await expect(shownPictures(source)).rejects.toThrow()
      const proxy = await sourceOf('old.avi', true)
      expect(proxy).toMatchObject({ isProxy: true, playable: 'yes', startSeconds: 0 })
      expect(await shownPictures(proxy)).toEqual(someFrames)
    })
  },
)
