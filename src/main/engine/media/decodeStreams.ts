import type { Readable } from 'node:stream'
import {
  analysisHeight,
  analysisWidth,
  type PictureAnalyser,
  type PictureSampler,
  type SoundAnalyser,
} from '../../../core/media/analyser'
import type { Rational } from '../../../core/time/rational'
import { seconds } from '../../../core/time/units'
import { analysisSampleRate } from './decodeArguments'
import { createFlvSoundReader } from './flvSound'

const pictureBytes = analysisWidth * analysisHeight * 3

/** Times that arrive on one pipe, taken by the pictures that arrive on another. */
export interface TimeQueue {
  put(time: Rational): void
  /** No more times will come. */
  end(): void
  /** The next time, at once when it is there already; null after the end. */
  take(): Rational | null | Promise<Rational | null>
}

export function createTimeQueue(): TimeQueue {
  const times: Rational[] = []
  let ended = false
  let waiting: ((time: Rational | null) => void) | null = null
  return {
    put(time) {
      if (!waiting) return void times.push(time)
      const hand = waiting
      waiting = null
      hand(time)
    },
    end() {
      ended = true
      waiting?.(null)
      waiting = null
    },
    take() {
      const time = times.shift()
      if (time) return time
      return ended ? null : new Promise((fulfil) => (waiting = fulfil))
    },
  }
}

/**
 * Cuts a raw stream into pieces of `bytes` and hands each over; reading waits for it. The piece is one buffer, filled anew
 * each time. Ends early when `take` answers false.
 */
async function readPieces(
  stream: Readable,
  bytes: number,
  take: (piece: Uint8Array) => boolean | Promise<boolean>,
): Promise<void> {
  const piece = new Uint8Array(bytes)
  let filled = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let offset = 0; offset < chunk.length;) {
      const taken = Math.min(bytes - filled, chunk.length - offset)
      piece.set(chunk.subarray(offset, offset + taken), filled)
      filled += taken
      offset += taken
      if (filled < bytes) continue
      const wantsMore = take(piece)
      if (!(wantsMore instanceof Promise ? await wantsMore : wantsMore)) return
      filled = 0
    }
  }
}

/**
 * Cuts the raw picture stream into frames and hands each with its time to every analyser; reading waits for them, so
 * that at most one frame is held. Ends early when the times end.
 */
export async function readPictures(
  stream: Readable,
  times: TimeQueue,
  analysers: readonly PictureAnalyser[],
  onPicture: (time: Rational) => void,
): Promise<number> {
  let index = 0
  const push = (pixels: Uint8Array, time: Rational | null): boolean => {
    if (!time) return false
    for (const analyser of analysers) analyser.pushPicture({ index, time, pixels })
    onPicture(time)
    index += 1
    return true
  }
  await readPieces(stream, pictureBytes, (pixels) => {
    const next = times.take()
    return next instanceof Promise ? next.then((time) => push(pixels, time)) : push(pixels, next)
  })
  return index
}

/** Cuts the stream of sampled pictures into pictures and hands each with its time to the sampler, and waits for it. */
export async function readSamples(
  stream: Readable,
  times: TimeQueue,
  sampler: PictureSampler,
): Promise<void> {
  await readPieces(stream, sampler.width * sampler.height * 3, async (pixels) => {
    const time = await times.take()
    if (!time) return false
    await sampler.pushSample({ time, pixels: pixels.slice() })
    return true
  })
}

/** Sound this long before the first picture is forgotten while that picture has not arrived. */
const longestLeadSeconds = 60

/** FLV rounds to milliseconds; what lies farther from the end of the sound before is a hole or an overlap. */
const roundingSamples = 0.002 * analysisSampleRate

interface HeldSound {
  readonly firstSample: number
  readonly samples: Float32Array
}

function toSamples(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length >> 1)
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = bytes.readInt16LE(index * 2) / 32768
  return samples
}

/** Puts a block where its time says: right at `end`, after a hole, or without what overlaps. */
function placeSound(milliseconds: number, samples: Float32Array, end: number): HeldSound {
  const start = Math.round((milliseconds * analysisSampleRate) / 1000)
  if (Math.abs(start - end) <= roundingSamples) return { firstSample: end, samples }
  return start > end
    ? { firstSample: start, samples }
    : { firstSample: end, samples: samples.subarray(Math.min(samples.length, end - start)) }
}

/**
 * Hands the mono sound to every analyser with its time from the first picture. Sound that comes before the first
 * picture is known is held, not waited for: ffmpeg may need to write much of it before it reaches a picture.
 */
export async function readSound(
  stream: Readable,
  firstPictureTime: () => number | null,
  analysers: readonly SoundAnalyser[],
): Promise<number> {
  const flv = createFlvSoundReader()
  let held: HeldSound[] = []
  let end = 0
  const hand = ({ firstSample, samples }: HeldSound, offset: number): void => {
    const time = seconds(firstSample / analysisSampleRate - offset)
    for (const analyser of analysers) analyser.pushSound({ time, sampleRate: analysisSampleRate, samples })
  }
  const handHeld = (offset: number): void => {
    for (const block of held) hand(block, offset)
    held = []
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (const { milliseconds, bytes } of flv.push(chunk)) {
      const block = placeSound(milliseconds, toSamples(bytes), end)
      if (block.samples.length === 0) continue
      held.push(block)
      end = block.firstSample + block.samples.length
    }
    const offset = firstPictureTime()
    if (offset !== null) handHeld(offset)
    else held = held.filter((block) => end - block.firstSample < longestLeadSeconds * analysisSampleRate)
  }
  handHeld(firstPictureTime() ?? 0)
  return end / analysisSampleRate
}
