import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDecodeSlots } from '../../../src/main/engine/media/decodeSlots'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { splitJpegs } from '../../../src/main/engine/media/thumbnailPictures'
import { coarseToFine, readThumbnails, type Thumbnail } from '../../../src/main/engine/media/thumbnails'
import { createAnalysisCache } from '../../../src/main/engine/files/analysisCache'
import { thumbnailsOf } from '../../../src/main/engine/workflow/thumbnails'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

const tools = await ffmpegsUnderTest()
const slots = createDecodeSlots()

/** Width and height in the frame header (SOF0) of a JPEG. */
function sizeOf(jpeg: Uint8Array): readonly [number, number] {
  const bytes = Buffer.from(jpeg)
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
  expect([...bytes.subarray(-2)]).toEqual([0xff, 0xd9])
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0]))
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
}

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'thumbnails with $name',
  ({ tool }) => {
    let videos: SyntheticVideos
    const frames = 480
    const open = async (name: string, extra: readonly string[]) => {
      const path = await videos.plainClip(name, frames, ['-preset', 'ultrafast', ...extra])
      return { ffmpeg: tool, path, info: await probeMedia(tool, path), height: 36, slots }
    }
    beforeAll(async () => {
      videos = await createSyntheticVideos(tool)
    })
    afterAll(() => videos.remove())

    const expectEvenlySpread = (thumbnails: readonly Thumbnail[], count: number, duration: number): void => {
      expect(thumbnails.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, index) => index))
      for (const { index, time, jpeg } of thumbnails) {
        expect(Math.abs(time - ((index + 0.5) * duration) / count)).toBeLessThanOrEqual(
          duration / count / 2 + 0.05,
        )
        expect(sizeOf(jpeg)).toEqual([64, 36])
      }
      // The picture moves all the time, so no two are alike.
      expect(new Set(thumbnails.map(({ jpeg }) => Buffer.from(jpeg).toString('base64'))).size).toBe(count)
    }
    const durationOf = ({ info }: Awaited<ReturnType<typeof open>>): number =>
      info.duration.numerator / info.duration.denominator

    it('are key pictures, evenly spread, each told once', async () => {
      const film = await open('keys.mp4', ['-g', '12'])
      const told: number[] = []
      const onThumbnail = ({ index }: Thumbnail): void => void told.push(index)
      const thumbnails = await readThumbnails({ ...film, count: 8, onThumbnail })
      expectEvenlySpread(thumbnails, 8, durationOf(film))
      expect([...told].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    })

    it.each(['sparse.mp4', 'sparse.mkv', 'sparse.ts', 'sparse.avi'])(
      'of a film with a single key picture come too: %s',
      async (name) => {
        const film = await open(name, ['-g', '9999', '-keyint_min', '9999', '-sc_threshold', '0'])
        const told: Thumbnail[] = []
        const thumbnails = await readThumbnails({ ...film, count: 5, onThumbnail: (each) => told.push(each) })
        expectEvenlySpread(thumbnails, 5, durationOf(film))
        for (const each of thumbnails)
          expect(told.findLast(({ index }) => index === each.index)).toEqual(each)
      },
    )

    it('come from the cache the second time', async () => {
      const film = await open('again.mp4', ['-g', '12'])
      const cache = createAnalysisCache({ folder: videos.folder })
      const options = { count: 3, height: 36 }
      const first = await thumbnailsOf(film.path, { ffmpeg: tool, slots, cache }, options)
      const told: number[] = []
      const again = await thumbnailsOf(
        film.path,
        { ffmpeg: tool, slots, cache },
        {
          ...options,
          onThumbnail: ({ index }) => told.push(index),
        },
      )
      expect(again).toEqual(first)
      expect(told).toEqual([0, 1, 2])
    })

    it('stop when cancelled in the middle', async () => {
      const film = await open('cancelled.mp4', ['-g', '12'])
      const controller = new AbortController()
      let told = 0
      const onThumbnail = (): void => {
        told += 1
        controller.abort()
      }
      const reading = readThumbnails({ ...film, count: 40, onThumbnail, signal: controller.signal })
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
      expect(told).toBeLessThan(4)
    })
  },
)

it('a strip fills from coarse to fine, each place once', () => {
  expect(coarseToFine(8)).toEqual([0, 4, 2, 6, 1, 3, 5, 7])
  for (const count of [1, 2, 3, 7, 12, 100])
    expect([...coarseToFine(count)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, index) => index),
    )
})

it('pictures are cut apart wherever the pipe cuts them', async () => {
  const stream = new PassThrough()
  for (const bytes of [
    [0xff, 0xd8, 1, 0xff],
    [0xd9, 0xff],
    [0xd8, 2, 0xff, 0xd9, 0xff, 0xd8],
  ])
    stream.write(Buffer.from(bytes))
  stream.end()
  const found: number[][] = []
  for await (const jpeg of splitJpegs(stream)) found.push([...jpeg])
  expect(found).toEqual([
    [0xff, 0xd8, 1, 0xff, 0xd9],
    [0xff, 0xd8, 2, 0xff, 0xd9],
  ])
})
