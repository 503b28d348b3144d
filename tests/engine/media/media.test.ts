import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PictureFrame } from '../../../src/core/media/analyser'
import { rational, rationalToNumber, type Rational } from '../../../src/core/time/rational'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import type { DecodeSummary } from '../../../src/main/engine/media/decodeSummary'
import type { FfmpegTool } from '../../../src/main/engine/media/ffmpeg'
import { runFfmpeg } from '../../../src/main/engine/media/ffmpegProcess'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { createSyntheticVideos, ffmpegsUnderTest, type SyntheticVideos } from '../../synthetic/videos'

interface Decoded {
  readonly summary: DecodeSummary
  readonly times: readonly Rational[]
  readonly soundStart: number | null
  readonly samples: number
  readonly loudest: number
}

async function decode(tool: FfmpegTool, path: string): Promise<Decoded> {
  const info = await probeMedia(tool, path)
  const times: Rational[] = []
  let [samples, loudest] = [0, 0]
  let soundStart: number | null = null
  const summary = await decodeMedia(tool, path, info, {
    pictureAnalysers: [{ pushPicture: ({ time }) => void times.push(time) }],
    soundAnalysers: [
      {
        pushSound(block) {
          soundStart ??= block.time
          samples += block.samples.length
          for (const sample of block.samples) loudest = Math.max(loudest, Math.abs(sample))
        },
      },
    ],
  })
  return { summary, times, soundStart, samples, loudest }
}

const tools = await ffmpegsUnderTest()

describe.each(tools.map((tool) => ({ name: `${tool.source} ${tool.version}`, tool })))(
  'media with $name',
  ({ tool }) => {
    let videos: SyntheticVideos
    beforeAll(async () => {
      videos = await createSyntheticVideos(tool)
    })
    afterAll(() => videos.remove())

    it.each([
      ['24', rational(24)],
      ['25', rational(25)],
      ['30000/1001', rational(30000, 1001)],
    ] as const)('probes and decodes %s pictures per second exactly', async (rate, frameRate) => {
      const { path, frames } = await videos.cutClip(`rate-${rate.replace('/', '-')}.mp4`, rate)
      const info = await probeMedia(tool, path)
      expect(info).toMatchObject({
        frameRate,
        variableFrameRate: false,
        width: 320,
        height: 180,
        rotation: 0,
      })
      expect(info.audioTracks).toMatchObject([{ index: 0, codec: 'aac', sampleRate: 44100, channels: 1 }])
      const { summary, times, samples, loudest, soundStart } = await decode(tool, path)
      expect(summary).toMatchObject({ pictures: frames, frameRate, variableFrameRate: false, warnings: [] })
      expect(times).toHaveLength(frames)
      const period = rational(frameRate.denominator, frameRate.numerator)
      times.forEach((time, index) =>
        expect(time).toEqual(rational(index * period.numerator, period.denominator)),
      )
      expect(summary.duration).toEqual(rational(frames * period.numerator, period.denominator))
      expect(Math.abs(samples / 22050 - rationalToNumber(summary.duration))).toBeLessThan(0.1)
      expect(soundStart).toBeCloseTo(0, 2)
      expect(loudest).toBeGreaterThan(0.05)
    })

    it('keeps the times of a variable rate', async () => {
      const { path, frames } = await videos.variableRateClip('variable.mp4')
      const info = await probeMedia(tool, path)
      expect(info.variableFrameRate).toBe(true)
      const { summary, times } = await decode(tool, path)
      expect(summary).toMatchObject({ pictures: frames, variableFrameRate: true, warnings: [] })
      times.forEach((time, index) => {
        const expected = index < 40 ? rational(index * 25, 600) : rational(1000 + (index - 40) * 50, 600)
        expect(time).toEqual(expected)
      })
    })

    it.each(['mkv', 'ts', 'mp4'])(
      'counts from the first picture of a .%s that starts late',
      async (extension) => {
        const { path, frames } = await videos.cutClip(`late.${extension}`, '25', ['-output_ts_offset', '3'])
        const info = await probeMedia(tool, path)
        if (extension !== 'mp4') expect(rationalToNumber(info.startTime)).toBeGreaterThan(2.9)
        const { summary, times, soundStart } = await decode(tool, path)
        expect(summary.pictures).toBe(frames)
        expect(times[0]).toEqual(rational(0))
        // Matroska writes milliseconds.
        times.forEach((time, index) =>
          expect(Math.abs(rationalToNumber(time) - index / 25)).toBeLessThan(0.0011),
        )
        expect(summary).toMatchObject({ frameRate: rational(25), variableFrameRate: false })
        expect(Math.abs(soundStart!)).toBeLessThan(0.1)
      },
    )

    it('uses a truncated file as far as it goes', async () => {
      const whole = await videos.plainClip('whole.mp4', 120, [
        '-movflags',
        '+faststart',
        '-g',
        '12',
        '-bf',
        '2',
      ])
      const path = await videos.cutOff(whole, 'cut-off.mp4', 0.5)
      const { summary } = await decode(tool, path)
      expect(summary.pictures).toBeGreaterThan(20)
      expect(summary.pictures).toBeLessThan(110)
      expect(summary.warnings).toContainEqual({
        code: 'truncated',
        at: rationalToNumber(summary.duration),
        expected: 5,
      })
    })

    it('tells what cannot be used, by code', async () => {
      const inFolder = (name: string): string => join(videos.folder, name)
      await writeFile(inFolder('empty.mp4'), '')
      await writeFile(inFolder('text.mp4'), 'This is not a film.\n'.repeat(50))
      await mkdir(inFolder('folder.mp4'), { recursive: true })
      const sound = await videos.soundOnly('sound.m4a')
      const single = await videos.plainClip('single.mp4', 1)
      const headless = await videos.cutOff(await videos.plainClip('tail.mp4', 48), 'headless.mp4', 0.5)
      const expectations: readonly (readonly [string, string])[] = [
        [inFolder('missing.mp4'), 'file-missing'],
        [inFolder('folder.mp4'), 'file-is-directory'],
        [inFolder('empty.mp4'), 'file-empty'],
        [inFolder('text.mp4'), 'not-a-video'],
        [headless, 'not-a-video'],
        [sound, 'no-picture'],
        [single, 'too-short'],
      ]
      for (const [path, code] of expectations)
        await expect(probeMedia(tool, path), path).rejects.toMatchObject({ code, context: { path } })
    })

    it('reports a rotation and shows the picture upright', async () => {
      const corner = [
        '-vf',
        'drawbox=0:0:160:90:white:fill,drawbox=160:0:160:180:black:fill,drawbox=0:90:320:90:black:fill',
      ]
      const wide = await videos.plainClip('wide.mp4', 24, corner)
      const path = join(videos.folder, 'rotated.mp4')
      // Both ask for a quarter turn to the left: up to ffmpeg 5 by a tag, from 6 on by an input option.
      const turned =
        tool.features.libavutil < 58
          ? ['-i', wide, '-c', 'copy', '-metadata:s:v:0', 'rotate=90']
          : ['-display_rotation', '90', '-i', wide, '-c', 'copy']
      expect((await runFfmpeg(tool.path, ['-y', ...turned, path])).code).toBe(0)
      const info = await probeMedia(tool, path)
      expect(info).toMatchObject({ rotation: 270, width: 320, height: 180 })
      const corners: number[] = []
      const pushPicture = ({ index, pixels }: PictureFrame): void => {
        if (index === 0) for (const at of [0, 159, 89 * 160, 90 * 160 - 1]) corners.push(pixels[at * 3]!)
      }
      await decodeMedia(tool, path, info, { pictureAnalysers: [{ pushPicture }], soundAnalysers: [] })
      // The white corner moves from the upper left to the lower left.
      expect(corners.map((level) => level > 128)).toEqual([false, false, true, false])
    })

    it('reads an embedded time code', async () => {
      const path = await videos.plainClip('timecode.mov', 24, ['-timecode', '01:02:03:04'])
      expect((await probeMedia(tool, path)).timecode).toBe('01:02:03:04')
    })
  },
)
