import type { PictureSampler } from '../../../core/media/analyser'
import { displaySize, type MediaInfo } from '../../../core/media/mediaInfo'
import { modelEmotions, type EmotionReading } from '../../../core/emotion/emotionReadings'
import { createPictureInput } from '../../../core/emotion/pictureInput'
import { rationalToSeconds } from '../../../core/time/rational'
import { seconds, type Seconds } from '../../../core/time/units'
import type { InferenceHost } from '../inference/host'
import type { StoredModel } from '../inference/modelStore'
import { readEmotionMeta } from '../inference/tasks/emotionMeta'
import type { EmotionOutput } from '../inference/tasks/emotion'

/** Two pictures a second: a shot that the eye takes in has one. */
const picturesPerSecond = 2

/** Pictures sent at once: half a minute of film, so that opening the network counts for little; 7 MB. */
const batchSize = 64

/** Reads the pictures that a decode samples, while it decodes. */
export interface PictureReader extends PictureSampler {
  /** Every reading in order; call it when the decode has ended. */
  finish(): Promise<readonly EmotionReading[]>
}

/** Pictures that wait to be sent; all of one size. */
interface Waiting {
  readonly width: number
  readonly height: number
  readonly pictures: { readonly pixels: Uint8Array; readonly time: Seconds; readonly content: number }[]
}

/**
 * Sends what is sampled to the network in the inference process, batch by batch; reading waits while two batches are under
 * way. Throws what the task throws, at the next sample or at the end.
 */
export function createPictureReader(
  host: InferenceHost,
  network: StoredModel,
  info: MediaInfo,
  signal: AbortSignal | undefined,
): PictureReader {
  const shown = displaySize(info)
  const input = createPictureInput(readEmotionMeta(network.meta).shape, shown.width / shown.height)
  const readings: EmotionReading[] = []
  let waiting: Waiting | null = null
  let sent: Promise<void> = Promise.resolve()

  async function read({ width, height, pictures }: Waiting): Promise<void> {
    const size = width * height * 3
    const pixels = new Uint8Array(size * pictures.length)
    pictures.forEach((picture, index) => pixels.set(picture.pixels, index * size))
    const output = await host.run(
      'emotion',
      { width, height, count: pictures.length, pixels },
      { model: network, signal },
    )
    pictures.forEach((picture, index) => readings.push(readingOf(output, index, picture)))
  }

  /** Sends what waits once the batch before has been read. */
  async function send(): Promise<void> {
    if (!waiting) return
    const batch = waiting
    waiting = null
    await sent
    sent = read(batch)
    // Whoever waits next hears of it.
    sent.catch(() => undefined)
  }

  return {
    ...input.sampled,
    picturesPerSecond,
    async pushSample({ time, pixels }) {
      const picture = input.prepare(pixels)
      // The first picture without bars changes the size of those that follow.
      if (waiting && (waiting.width !== picture.width || waiting.height !== picture.height)) await send()
      waiting ??= { width: picture.width, height: picture.height, pictures: [] }
      waiting.pictures.push({
        pixels: picture.pixels,
        content: picture.content,
        time: rationalToSeconds(time),
      })
      if (waiting.pictures.length >= batchSize) await send()
    },
    async finish() {
      await send()
      await sent
      return readings
    },
  }
}

function readingOf(
  { affect, variance, emotions }: EmotionOutput,
  index: number,
  { time, content }: { readonly time: Seconds; readonly content: number },
): EmotionReading {
  return {
    // The network's numbers are float32; so are these two, so that a reading from the cache is the same.
    time: seconds(Math.fround(time)),
    content: Math.fround(content),
    valence: affect[2 * index]!,
    arousal: affect[2 * index + 1]!,
    valenceVariance: variance[2 * index]!,
    arousalVariance: variance[2 * index + 1]!,
    probabilities: modelEmotions.map((_, emotion) => emotions[index * modelEmotions.length + emotion]!),
  }
}
