import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { displaySize } from '../../../src/core/media/mediaInfo'
import { rational, rationalToNumber } from '../../../src/core/time/rational'
import {
  createKnownCutMaker,
  cutSeconds,
  x264,
  type KnownCut,
  type KnownCutMaker,
} from '../../synthetic/knownCut'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { observe, type Observation } from './support/observe'

const tools = await ffmpegsUnderTest()
const maker = tools[0]!
const plain: KnownCut = { rate: '25', frames: 50, cutFrame: 27 }
const halfFrame = 0.02

let films: KnownCutMaker
let base: string
beforeAll(async () => {
  films = await createKnownCutMaker(maker)
  base = await films.make('base.mp4', plain)
})
afterAll(() => films.remove())

/** The cut is at `picture`, `seconds` after the first picture, and so is the tone. */
function expectCut(seen: Observation, picture: number, seconds: number, tolerance = 1e-9): void {
  expect(seen.cutFrame).toBe(picture)
  expect(Math.abs(rationalToNumber(seen.times[picture]!) - seconds)).toBeLessThanOrEqual(tolerance)
  expect(Math.abs(seen.toneSeconds! - seconds)).toBeLessThan(halfFrame)
}

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'unusual but sound files with $name',
  ({ tool }) => {
    it.each([
      ['anamorphic.mp4', []],
      ['anamorphic.mkv', []],
      ['anamorphic.ts', ['-c:v', 'mpeg2video', '-pix_fmt', 'yuv420p']],
      ['anamorphic.mov', ['-c:v', 'prores', '-pix_fmt', 'yuv422p10le']],
    ])('%s is told with the size that a player shows', async (name, video) => {
      const film = { ...plain, size: '180x144', filters: 'setsar=64/45', video: video.length ? video : x264 }
      const { info } = await observe(tool, await films.make(name, film))
      expect(info).toMatchObject({ width: 180, height: 144, pixelAspectRatio: rational(64, 45) })
      expect(displaySize(info)).toEqual({ width: 256, height: 144 })
    })

    it.each([90, 180, 270] as const)('a picture turned by %d degrees', async (degrees) => {
      const turn =
        maker.features.libavutil < 58
          ? ['-i', base, '-c', 'copy', '-metadata:s:v:0', `rotate=${degrees}`]
          : ['-display_rotation', String(degrees), '-i', base, '-c', 'copy']
      const path = await films.convert(`turned-${degrees}.mp4`, turn)
      const seen = await observe(tool, path)
      expect(seen.info).toMatchObject({ width: 160, height: 90, rotation: (360 - degrees) % 360 })
      expect(displaySize(seen.info)).toEqual(
        degrees === 180 ? { width: 160, height: 90 } : { width: 90, height: 160 },
      )
      expectCut(seen, 27, cutSeconds(plain))
    })

    it.each(['mkv', 'mp4', 'ts', 'mov'])('a late start in .%s does not shift the cut', async (extension) => {
      const path = await films.convert(`late.${extension}`, [
        '-i',
        base,
        '-c',
        'copy',
        '-output_ts_offset',
        '7',
      ])
      expectCut(await observe(tool, path), 27, cutSeconds(plain), 0.001)
    })

    it('an edit list that begins inside a group of pictures', async () => {
      const path = await films.convert('edit.mp4', ['-ss', '0.4', '-i', base, '-c', 'copy'])
      const seen = await observe(tool, path)
      expectCut(seen, 17, 0.68)
      expect(seen.summary).toMatchObject({ pictures: 40, duration: rational(8, 5), warnings: [] })
      expect(rationalToNumber(seen.info.duration)).toBeCloseTo(1.6, 1)
    })

    it.each([
      ['sound that begins later', ['-i', 'BASE', '-itsoffset', '0.3', '-i', 'BASE'], 1.38],
      ['a picture that begins later', ['-itsoffset', '0.3', '-i', 'BASE', '-i', 'BASE'], 0.78],
    ] as const)('%s', async (_case, inputs, tone) => {
      for (const extension of ['mp4', 'mkv', 'ts']) {
        const path = await films.convert(`offset-${tone}.${extension}`, [
          ...inputs.map((argument) => (argument === 'BASE' ? base : argument)),
          ...['-map', '0:v', '-map', '1:a', '-c', 'copy'],
        ])
        const seen = await observe(tool, path)
        expect(seen.cutFrame, extension).toBe(27)
        expect(rationalToNumber(seen.times[27]!), extension).toBeCloseTo(1.08, 2)
        expect(Math.abs(seen.toneSeconds! - tone), extension).toBeLessThan(halfFrame)
      }
    })

    it.each(['mp4', 'mkv'])('a variable frame rate in .%s', async (extension) => {
      // 20 pictures of 1/25 s, then pictures of 1/10 s: the cut comes 0.8 + 0.7 s after the start.
      const times = `settb=1/600,setpts='if(lt(N,20),N*24,480+(N-20)*60)'`
      const keep = maker.features.fpsMode ? '-fps_mode' : '-vsync'
      const path = await films.make(`variable.${extension}`, {
        ...plain,
        filters: times,
        audio: null,
        output: [keep, 'passthrough', '-enc_time_base', '1:600', '-video_track_timescale', '600'],
      })
      const { info, summary, cutFrame, times: seen } = await observe(tool, path)
      expect(info.variableFrameRate).toBe(true)
      expect(summary).toMatchObject({ pictures: 50, variableFrameRate: true, warnings: [] })
      expect(cutFrame).toBe(27)
      expect(rationalToNumber(seen[27]!)).toBeCloseTo(1.5, 2)
    })

    it.each([
      ['before', ['-map', '1', '-map', '0', '-disposition:v:0', 'attached_pic']],
      ['after', ['-map', '0', '-map', '1', '-disposition:v:1', 'attached_pic']],
    ])('a cover picture %s the film', async (place, maps) => {
      const cover = await films.convert('cover.jpg', [
        ...['-f', 'lavfi', '-i', 'color=white:s=600x600', '-frames:v', '1', '-pix_fmt', 'yuvj420p'],
      ])
      for (const extension of ['mp4', 'mkv', 'm4v']) {
        const path = await films.convert(`cover-${place}.${extension}`, [
          ...['-i', base, '-i', cover, ...maps, '-c', 'copy', '-f', extension === 'mkv' ? 'matroska' : 'mp4'],
        ])
        const seen = await observe(tool, path)
        expect(seen.info, extension).toMatchObject({
          videoCodec: 'h264',
          width: 160,
          frameRate: rational(25),
        })
        expect(seen.summary, extension).toMatchObject({ pictures: 50, warnings: [] })
        expectCut(seen, 27, cutSeconds(plain), 0.001)
      }
    })
  },
)
