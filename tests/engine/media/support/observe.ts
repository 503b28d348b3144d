import type { MediaInfo } from '../../../../src/core/media/mediaInfo'
import type { Rational } from '../../../../src/core/time/rational'
import { decodeMedia } from '../../../../src/main/engine/media/decode'
import type { DecodeSummary } from '../../../../src/main/engine/media/decodeSummary'
import type { FfmpegTool } from '../../../../src/main/engine/media/ffmpeg'
import { probeMedia } from '../../../../src/main/engine/media/probe'

/** What a decode of a film of `KnownCut` showed. */
export interface Observation {
  readonly info: MediaInfo
  readonly summary: DecodeSummary
  readonly times: readonly Rational[]
  /** First bright picture; -1 when there is none. */
  readonly cutFrame: number
  /** Seconds from the first picture to the first sample of the tone; null when it was not heard. */
  readonly toneSeconds: number | null
}

/** Between the mean levels of the dark and of the bright shot. */
const brightLevel = 120
/** Above an encoder's noise before the tone, below the tone. */
const toneLevel = 0.15

const meanGreen = (pixels: Uint8Array): number => {
  let sum = 0
  for (let index = 1; index < pixels.length; index += 3) sum += pixels[index]!
  return (3 * sum) / pixels.length
}

/** Probes and decodes `path`, and finds its cut and its tone by their levels alone. */
export async function observe(tool: FfmpegTool, path: string, audioTrack?: number): Promise<Observation> {
  const info = await probeMedia(tool, path)
  const times: Rational[] = []
  let cutFrame = -1
  let toneSeconds: number | null = null
  const summary = await decodeMedia(tool, path, info, {
    audioTrack,
    pictureAnalysers: [
      {
        pushPicture({ index, time, pixels }) {
          times.push(time)
          if (cutFrame < 0 && meanGreen(pixels) > brightLevel) cutFrame = index
        },
      },
    ],
    soundAnalysers: [
      {
        pushSound({ time, samples, sampleRate }) {
          if (toneSeconds !== null) return
          const first = samples.findIndex((sample) => Math.abs(sample) > toneLevel)
          if (first >= 0) toneSeconds = time + first / sampleRate
        },
      },
    ],
  })
  return { info, summary, times, cutFrame, toneSeconds }
}
