import { describe, expect, it } from 'vitest'
import type { MediaInfo } from '../../../src/core/media/mediaInfo'
import { modelEmotions } from '../../../src/core/emotion/emotionReadings'
import { rational } from '../../../src/core/time/rational'
import type { InferenceHost } from '../../../src/main/engine/inference/host'
import type { EmotionInput, EmotionOutput } from '../../../src/main/engine/inference/tasks/emotion'
import { createPictureReader } from '../../../src/main/engine/workflow/readPictures'

const info: MediaInfo = {
  container: 'mp4',
  duration: rational(100),
  startTime: rational(0),
  frameRate: rational(25),
  variableFrameRate: false,
  width: 128,
  height: 128,
  pixelAspectRatio: rational(1),
  rotation: 0,
  videoCodec: 'h264',
  videoStream: 0,
  audioTracks: [],
}

const network = {
  directory: '',
  identity: { name: 'emotion', version: 'test' },
  meta: {
    network: {
      input: {
        name: 'pictures',
        layout: 'nhwc',
        mean: [0, 0, 0],
        deviation: [1, 1, 1],
        pixels: 4096,
        multiple: 16,
      },
      outputs: { affect: 'affect' },
      files: { cpu: 'a', accelerated: 'a' },
    },
  },
} as unknown as Parameters<typeof createPictureReader>[1]

/** Valence is the grey of the picture's last pixel: which picture an answer belongs to. */
function answer({ count, width, height, pixels }: EmotionInput): EmotionOutput {
  const size = 3 * width * height
  const affect = Float32Array.from({ length: 2 * count }, (_, index) =>
    index % 2 === 0 ? pixels[((index >> 1) + 1) * size - 1]! : 0.5,
  )
  return {
    affect,
    variance: new Float32Array(2 * count).fill(0.25),
    emotions: new Float32Array(modelEmotions.length * count).fill(0.125),
  }
}

/** A host whose calls end when the test lets them. */
function pretendedHost() {
  const calls: { input: EmotionInput; answer(): void; fail(error: Error): void }[] = []
  const run = (_: string, input: EmotionInput): Promise<EmotionOutput> =>
    new Promise((resolve, reject) => {
      calls.push({ input, answer: () => resolve(answer(input)), fail: reject })
    })
  return { calls, host: { run } as unknown as InferenceHost }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A grey picture 64×64, with black rows at top and bottom. */
function picture(level: number, bars = 0): Uint8Array {
  const pixels = new Uint8Array(64 * 64 * 3).fill(level)
  pixels.fill(0, 0, bars * 64 * 3)
  pixels.fill(0, (64 - bars) * 64 * 3)
  return pixels
}

const readerOf = (host: InferenceHost) => createPictureReader(host, network, info, undefined)
const push = (reader: ReturnType<typeof readerOf>, index: number, bars = 0) =>
  reader.pushSample({ time: rational(index, 2), pixels: picture(100 + index, bars) })

describe('reading sampled pictures (N6)', () => {
  it('asks for about two a second in the network’s size', () => {
    expect(readerOf(pretendedHost().host)).toMatchObject({ width: 64, height: 64, picturesPerSecond: 2 })
  })

  it('sends 64 at once and the rest at the end, and answers each in order with its time', async () => {
    const { calls, host } = pretendedHost()
    const reader = readerOf(host)
    for (let index = 0; index < 70; index++) await push(reader, index)
    expect(calls.map(({ input }) => input.count)).toEqual([64])
    const ended = reader.finish()
    calls[0]!.answer()
    await turn()
    expect(calls.map(({ input }) => input.count)).toEqual([64, 6])
    calls[1]!.answer()
    const readings = await ended
    expect(readings.map(({ time }) => time)).toEqual(Array.from({ length: 70 }, (_, index) => index / 2))
    expect(readings.map(({ valence }) => valence)).toEqual(
      Array.from({ length: 70 }, (_, index) => 100 + index),
    )
    expect(readings[0]).toMatchObject({
      arousal: 0.5,
      valenceVariance: 0.25,
      probabilities: modelEmotions.map(() => 0.125),
    })
  })

  it('makes the decode wait while one batch is read and the next is full', async () => {
    const { calls, host } = pretendedHost()
    const reader = readerOf(host)
    for (let index = 0; index < 127; index++) await push(reader, index % 100)
    let wentOn = false
    const last = Promise.resolve(push(reader, 0)).then(() => (wentOn = true))
    await turn()
    expect([calls.length, wentOn]).toEqual([1, false])
    calls[0]!.answer()
    await last
    expect(calls).toHaveLength(2)
  })

  it('never mixes sizes: the first picture without bars ends a batch', async () => {
    const { calls, host } = pretendedHost()
    const reader = readerOf(host)
    for (let index = 0; index < 3; index++) await push(reader, index, 8)
    for (let index = 3; index < 5; index++) await push(reader, index)
    expect(calls).toHaveLength(1)
    const [barred] = calls
    expect(barred!.input.count).toBe(3)
    expect(barred!.input.width).toBeGreaterThan(barred!.input.height)
    const ended = reader.finish()
    barred!.answer()
    await turn()
    expect(calls[1]!.input).toMatchObject({ width: 64, height: 64, count: 2 })
    calls[1]!.answer()
    expect((await ended).map(({ valence }) => valence)).toEqual([100, 101, 102, 103, 104])
  })

  it('throws what the task throws, with the next batch or at the end', async () => {
    const { calls, host } = pretendedHost()
    const reader = readerOf(host)
    for (let index = 0; index < 64; index++) await push(reader, index)
    calls[0]!.fail(new Error('the network failed'))
    await turn()
    await expect(reader.finish()).rejects.toThrow('the network failed')
    for (let index = 0; index < 63; index++) await push(reader, index)
    await expect(push(reader, 63)).rejects.toThrow('the network failed')
  })

  it('asks nothing of the network for a film without samples', async () => {
    const { calls, host } = pretendedHost()
    expect(await readerOf(host).finish()).toEqual([])
    expect(calls).toEqual([])
  })
})
