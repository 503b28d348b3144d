import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rationalToNumber } from '../../../src/core/time/rational'
import { decodeMedia } from '../../../src/main/engine/media/decode'
import { probeMedia } from '../../../src/main/engine/media/probe'
import { ffmpegsUnderTest } from '../../synthetic/videos'
import { grayFrames, makeGrayFilm } from './support/grayFilm'

const [ffmpeg] = await ffmpegsUnderTest()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-sampled-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Decodes once: every picture's time and grey, and those of the sampled ones. */
async function decodeBoth(path: string, picturesPerSecond = 2) {
  const info = await probeMedia(ffmpeg!, path)
  const [pictures, samples]: { time: number; grey: number }[][] = [[], []]
  await decodeMedia(ffmpeg!, path, info, {
    pictureAnalysers: [
      {
        pushPicture: ({ time, pixels }) => pictures!.push({ time: rationalToNumber(time), grey: pixels[0]! }),
      },
    ],
    soundAnalysers: [],
    sampler: {
      width: 32,
      height: 16,
      picturesPerSecond,
      pushSample: ({ time, pixels }) => {
        expect(pixels).toHaveLength(32 * 16 * 3)
        samples!.push({ time: rationalToNumber(time), grey: pixels[0]! })
      },
    },
  })
  return { pictures: pictures!, samples: samples! }
}

describe('sampled pictures (N1)', () => {
  it.each([
    ['24', 12],
    ['25', 13],
    ['30000/1001', 15],
    ['60', 30],
    ['1', 1],
  ])('at %s pictures a second are every %ith, with its own time and content', async (rate, every) => {
    const path = await makeGrayFilm(ffmpeg!, folder, `at-${rate.replace('/', '-')}.mkv`, { rate })
    const { pictures, samples } = await decodeBoth(path)
    expect(pictures.length).toBe(grayFrames)
    expect(samples).toHaveLength(Math.ceil(pictures.length / every))
    samples.forEach(({ time, grey }, index) => {
      expect(time).toBe(pictures[index * every]!.time)
      expect(Math.abs(grey - pictures[index * every]!.grey)).toBeLessThanOrEqual(2)
    })
  })

  it('of a variable rate keep the times of the pictures that they are', async () => {
    const path = await makeGrayFilm(ffmpeg!, folder, 'variable.mkv', {
      pictureArguments: [
        '-vf',
        "setpts='PTS*(1+0.01*N)'",
        '-fps_mode',
        'vfr',
        '-c:v',
        'libx264',
        '-crf',
        '10',
      ],
    })
    const { pictures, samples } = await decodeBoth(path)
    expect(samples.length).toBeGreaterThan(2)
    for (const { time, grey } of samples) {
      const same = pictures.find((picture) => picture.time === time)
      expect(Math.abs(same!.grey - grey)).toBeLessThanOrEqual(2)
    }
  })
})
