import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import { inputArguments } from './containers'
import type { FfmpegTool } from './ffmpeg'
import { startFfmpeg } from './ffmpegProcess'

/** Peaks kept of each second: eight to a picture at 24 pictures a second, 2.9 MB for two hours. */
export const peaksPerSecond = 200
/** Samples a second that peaks are taken from; a whole number of them makes a peak. */
const sampleRate = 24_000
const samplesPerPeak = sampleRate / peaksPerSecond

/** The outline of a sound track from the first picture on. */
export interface WaveformPeaks {
  readonly count: number
  /** Two planes of `count` signed 8-bit numbers, 127 for full scale: the highest sample of each peak, then the lowest. */
  readonly planes: Int8Array
}

/** Takes 16-bit samples and keeps the highest and lowest of every {@link samplesPerPeak}. */
export function createPeakMeter(expectedPeaks: number) {
  let high = new Int8Array(Math.max(1, expectedPeaks))
  let low = new Int8Array(high.length)
  let count = 0
  let inPeak = 0
  let highest = -32_768
  let lowest = 32_767
  const level = (sample: number): number => Math.max(-127, Math.min(127, Math.round((sample * 127) / 32_767)))

  function grow(): void {
    const [highBefore, lowBefore] = [high, low]
    high = new Int8Array(high.length * 2)
    low = new Int8Array(high.length)
    high.set(highBefore)
    low.set(lowBefore)
  }

  function closePeak(): void {
    if (count === high.length) grow()
    high[count] = level(highest)
    low[count] = level(lowest)
    count += 1
    inPeak = 0
    highest = -32_768
    lowest = 32_767
  }

  return {
    push(samples: Int16Array): void {
      for (const sample of samples) {
        if (sample > highest) highest = sample
        if (sample < lowest) lowest = sample
        if (++inPeak === samplesPerPeak) closePeak()
      }
    },
    /** The peaks so far, the last one from what there is of it. */
    finish(): WaveformPeaks {
      if (inPeak > 0) closePeak()
      const planes = new Int8Array(2 * count)
      planes.set(high.subarray(0, count))
      planes.set(low.subarray(0, count), count)
      return { count, planes }
    },
  }
}

/** Whole 16-bit samples from chunks that may be cut anywhere. */
async function readSamples(
  chunks: AsyncIterable<Buffer>,
  onSamples: (samples: Int16Array) => void,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytes.length & ~1
    // Copied, because a view of 16-bit numbers must start at an even byte of its memory.
    const samples = new Int16Array(whole / 2)
    Buffer.from(samples.buffer).set(bytes.subarray(0, whole))
    onSamples(samples)
    rest = bytes.subarray(whole)
  }
}

export interface WaveformRequest {
  readonly ffmpeg: FfmpegTool
  readonly path: string
  readonly info: MediaInfo
  /** 0-based among the sound tracks. */
  readonly audioTrack: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((fraction: number) => void) | undefined
}

/**
 * Reads the peaks of a sound track's mono mix, the first one at the first picture: what sounds before it is cut, what
 * starts later is preceded by silence. Throws Failure `ffmpeg-failed` or `cancelled`.
 */
export async function readWaveform(request: WaveformRequest): Promise<WaveformPeaks> {
  const { ffmpeg, path, info, audioTrack, signal, onProgress } = request
  const duration = rationalToNumber(info.duration)
  const firstSample = Math.round(rationalToNumber(info.startTime) * sampleRate)
  // With the file's own timestamps, so that the first picture's is the origin whatever else starts before it.
  const args = [
    ...['-nostats', '-loglevel', 'error', '-copyts', '-vn', ...inputArguments(path)],
    ...['-map', `0:a:${audioTrack}`, '-ac', '1'],
    // Two steps: the first sample is counted at the rate that comes in, and gaps become silence at the new one.
    ...['-af', `aresample=${sampleRate},aresample=async=1:first_pts=${firstSample}`],
    ...['-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
  ]
  const meter = createPeakMeter(Math.ceil(duration * peaksPerSecond) + 1)
  let heard = 0
  const running = startFfmpeg(ffmpeg.path, args, { signal })
  let complaint = ''
  running.messages
    .setEncoding('utf8')
    .on('data', (text: string) => (complaint = (complaint + text).slice(-500)))
  try {
    await readSamples(running.outputs[0] as AsyncIterable<Buffer>, (samples) => {
      heard += samples.length
      meter.push(samples)
      if (duration > 0) onProgress?.(Math.min(1, heard / sampleRate / duration))
    })
    const { code } = await running.closed
    throwIfCancelled(signal)
    if (heard === 0 && code !== 0) throw new Failure('ffmpeg-failed', { path, reason: complaint })
  } catch (error) {
    throwIfCancelled(signal)
    throw error
  } finally {
    running.stop()
    await running.closed.catch(() => undefined)
  }
  return meter.finish()
}
