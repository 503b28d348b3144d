import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import type { MediaInfo } from '../../../src/core/media/mediaInfo'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import { startFfmpeg } from '../../../src/main/engine/media/ffmpegProcess'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { ffmpegChildren } from '../../support/ffmpegChildren'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

const tools = await ffmpegsUnderTest()

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'a decode with $name',
  ({ tool }) => {
    let videos: SyntheticVideos
    let path: string
    let info: MediaInfo
    beforeAll(async () => {
      videos = await createSyntheticVideos(tool)
      path = await videos.plainClip('long.mp4', 2400, ['-preset', 'ultrafast'])
      info = await probeMedia(tool, path)
    })
    afterAll(() => videos.remove())

    it('is gone within half a second of a cancel, and leaves no process', async () => {
      const controller = new AbortController()
      let abortedAt = 0
      const decoding = decodeMedia(tool, path, info, {
        pictureAnalysers: [
          {
            pushPicture({ index }) {
              if (index !== 20) return
              abortedAt = performance.now()
              controller.abort()
            },
          },
        ],
        soundAnalysers: [],
        signal: controller.signal,
      })
      await expect(decoding).rejects.toMatchObject({ code: 'cancelled' })
      expect(performance.now() - abortedAt).toBeLessThan(500)
      expect((await ffmpegChildren()) ?? []).toEqual([])
    })

    it('does not start once cancelled', async () => {
      const signal = AbortSignal.abort()
      const decoding = decodeMedia(tool, path, info, { pictureAnalysers: [], soundAnalysers: [], signal })
      await expect(decoding).rejects.toMatchObject({ code: 'cancelled' })
      await expect(probeMedia(tool, path, { signal })).rejects.toMatchObject({ code: 'cancelled' })
    })

    it('stops when an analyser fails, and passes its error on', async () => {
      const broken = new Error('broken analyser')
      const pushPicture = ({ index }: { readonly index: number }): void => {
        if (index === 10) throw broken
      }
      const decoding = decodeMedia(tool, path, info, {
        pictureAnalysers: [{ pushPicture }],
        soundAnalysers: [],
      })
      await expect(decoding).rejects.toBe(broken)
      expect((await ffmpegChildren()) ?? []).toEqual([])
    })

    it('holds only a few pictures while the analysers are slow, and reports rising progress', async () => {
      const held = (): number => process.memoryUsage().arrayBuffers
      let [pictures, most] = [0, 0]
      const before = held()
      const fractions: number[] = []
      const summary = await decodeMedia(tool, path, info, {
        pictureAnalysers: [
          {
            pushPicture() {
              pictures += 1
              const until = performance.now() + 0.5
              while (performance.now() < until);
              if (pictures % 50 === 0) most = Math.max(most, held() - before)
            },
          },
        ],
        soundAnalysers: [],
        onProgress: (fraction) => fractions.push(fraction),
      })
      // The whole clip is 2400 pictures of 43,200 bytes: 104 MB.
      expect(summary.pictures).toBe(2400)
      expect(pictures).toBe(2400)
      expect(most).toBeLessThan(30e6)
      expect(fractions.length).toBeGreaterThan(50)
      expect(fractions.length).toBeLessThan(110)
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
      expect(fractions.at(-1)).toBeGreaterThan(0.98)
    })
  },
)

it('a program that is not there is a missing ffmpeg', async () => {
  await expect(startFfmpeg('/nowhere/ffmpeg', []).closed).rejects.toMatchObject({ code: 'ffmpeg-missing' })
  await expect(startFfmpeg('/nowhere/ffmpeg', []).closed).rejects.toBeInstanceOf(Failure)
})
