import type { Readable } from 'node:stream'
import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { PictureAnalyser, PictureSampler, SoundAnalyser } from '../../../core/media/analyser'
import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber, rationalToSeconds, type Rational } from '../../../core/time/rational'
import type { Seconds } from '../../../core/time/units'
import { createComplaints, type Complaints } from './complaints'
import { decodeArguments, type SampleOutput } from './decodeArguments'
import { createTimeQueue, readPictures, readSamples, readSound, type TimeQueue } from './decodeStreams'
import { framePeriodOf, summarise, type Attempt, type DecodeSummary } from './decodeSummary'
import type { FfmpegTool } from './ffmpeg'
import { startFfmpeg, type FfmpegProcess } from './ffmpegProcess'
import { createPictureClock, createShowinfoReader, type PictureClock } from './pictureTimes'

export interface DecodeOptions {
  readonly pictureAnalysers: readonly PictureAnalyser[]
  readonly soundAnalysers: readonly SoundAnalyser[]
  /** Takes pictures out of the same decode. */
  readonly sampler?: PictureSampler | undefined
  /** 0-based index among the file's sound tracks; null for none; `defaultAudioTrack` when absent. */
  readonly audioTrack?: number | null | undefined
  /** ffmpeg's name of a device that decodes (`-hwaccel`); software when null or absent. */
  readonly hardware?: string | null | undefined
  /** `fraction` 0..1 never falls; `time` is that of the latest picture. Called about every hundredth. */
  readonly onProgress?: ((fraction: number, time: Seconds) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

function createProgress(info: MediaInfo, onProgress: DecodeOptions['onProgress']): (time: Rational) => void {
  const total = rationalToNumber(info.duration)
  let reported = -1
  return (time) => {
    if (!onProgress) return
    const at = rationalToSeconds(time)
    const fraction = total > 0 ? Math.min(1, at / total) : 0
    if (fraction - reported < 0.01 && fraction < 1) return
    if (fraction === reported) return
    reported = fraction
    onProgress(fraction, at)
  }
}

/** Reads all pipes of a decode to their ends; one that fails stops the process and the others. */
async function readAll(running: FfmpegProcess, readers: readonly Promise<unknown>[]): Promise<number | null> {
  const guarded = readers.map((reader) =>
    reader.catch((error: unknown) => {
      running.stop()
      throw error
    }),
  )
  const results = await Promise.allSettled([running.closed, ...guarded])
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return (await running.closed).code
}

/** The times of all pictures, and of those that ffmpeg samples. */
interface Times {
  readonly pictures: TimeQueue
  readonly samples: TimeQueue
  /** Every how many pictures one is sampled; 0 for none. */
  readonly sampleEvery: number
}

/** Reads ffmpeg's messages to their end: the times of pictures go to `times`, the rest to `complaints`. */
async function readMessages(
  messages: Readable,
  clock: PictureClock,
  times: Times,
  complaints: Complaints,
): Promise<void> {
  let latest: Seconds | null = null
  let counted = 0
  const showinfo = createShowinfoReader({
    onTimeBase(timeBase) {
      clock.setTimeBase(timeBase)
      // New filters count from 0: the sampling one too.
      counted = 0
    },
    onPicture(timestamp) {
      const time = clock.next(timestamp)
      latest = rationalToSeconds(time)
      times.pictures.put(time)
      if (times.sampleEvery > 0 && counted % times.sampleEvery === 0) times.samples.put(time)
      counted += 1
    },
    onMessage: (line) => complaints.note(line, latest),
  })
  messages.setEncoding('utf8')
  for await (const text of messages as AsyncIterable<string>) showinfo.push(text)
  times.pictures.end()
  times.samples.end()
}

/** At most two seconds between samples of a film whose claimed rate is far too high. */
const mostPicturesBetween = 120

function sampleOutput(info: MediaInfo, sampler: PictureSampler | undefined): SampleOutput | null {
  if (!sampler) return null
  const { width, height, picturesPerSecond } = sampler
  const wanted = Math.round(rationalToNumber(info.frameRate) / picturesPerSecond)
  return { width, height, every: Math.min(mostPicturesBetween, Math.max(1, wanted)) }
}

async function attemptDecode(
  ffmpeg: FfmpegTool,
  path: string,
  info: MediaInfo,
  options: DecodeOptions,
  audioTrack: number | null,
): Promise<Attempt> {
  const clock = createPictureClock(framePeriodOf(info))
  const complaints = createComplaints()
  const { sampler } = options
  const samples = sampleOutput(info, sampler)
  const times = { pictures: createTimeQueue(), samples: createTimeQueue(), sampleEvery: samples?.every ?? 0 }
  const outputs = { videoStream: info.videoStream, audioTrack, samples }
  const running = startFfmpeg(
    ffmpeg.path,
    decodeArguments(path, outputs, ffmpeg.features, options.hardware),
    {
      signal: options.signal,
      extraOutputs: (audioTrack === null ? 0 : 1) + (samples ? 1 : 0),
    },
  )
  const firstPictureTime = (): number | null => {
    const first = clock.firstTime()
    return first ? rationalToNumber(first) : null
  }
  let [pictures, soundDuration] = [0, 0]
  const onPicture = createProgress(info, options.onProgress)
  const [pictureStream, ...further] = running.outputs
  const soundStream = audioTrack === null ? undefined : further.shift()
  const sampleStream = further.shift()
  const exitCode = await readAll(running, [
    readMessages(running.messages, clock, times, complaints),
    readPictures(pictureStream!, times.pictures, options.pictureAnalysers, onPicture).then(
      (count) => (pictures = count),
    ),
    ...(soundStream
      ? [
          readSound(soundStream, firstPictureTime, options.soundAnalysers).then(
            (length) => (soundDuration = length),
          ),
        ]
      : []),
    ...(sampleStream && sampler ? [readSamples(sampleStream, times.samples, sampler)] : []),
  ]).catch((error: unknown) => {
    // A killed process breaks its pipes; what the user asked for counts, not how it ended.
    throwIfCancelled(options.signal)
    throw error
  })
  throwIfCancelled(options.signal)
  return {
    pictures,
    timing: clock.measure(),
    start: firstPictureTime() ?? 0,
    soundDuration,
    exitCode,
    damage: complaints.damage(),
    readFailed: complaints.readFailed(),
    complaint: complaints.last(),
  }
}

function wantedTrack(info: MediaInfo, options: DecodeOptions): number | null {
  const { audioTrack = defaultAudioTrack(info.audioTracks), soundAnalysers } = options
  if (audioTrack === null || soundAnalysers.length === 0) return null
  if (!info.audioTracks[audioTrack])
    throw new Failure('wrong-use', { audioTrack, tracks: info.audioTracks.length })
  return audioTrack
}

/**
 * Decodes a film once and hands every picture (160×90 rgb24, upright, with its exact time from the first picture) and
 * the mono sound of one track (22,050 samples per second) to all analysers. Holds one picture at a time: reading waits
 * for the analysers. A damaged or cut-off file is read as far as it goes and described in `warnings`; when only its
 * sound fails, it is decoded again without sound. Aborting kills ffmpeg at once and throws `cancelled`. Throws
 * `no-picture`, `too-short` (fewer than two pictures), `ffmpeg-failed`, and whatever an analyser throws.
 */
export async function decodeMedia(
  ffmpeg: FfmpegTool,
  path: string,
  info: MediaInfo,
  options: DecodeOptions,
): Promise<DecodeSummary> {
  throwIfCancelled(options.signal)
  const audioTrack = wantedTrack(info, options)
  let attempt = await attemptDecode(ffmpeg, path, info, options, audioTrack)
  const withoutSound = attempt.pictures === 0 && audioTrack !== null && attempt.soundDuration === 0
  if (withoutSound) attempt = await attemptDecode(ffmpeg, path, info, options, null)
  if (attempt.pictures < 2 && attempt.exitCode !== 0)
    throw new Failure('ffmpeg-failed', { path, reason: attempt.complaint })
  if (attempt.pictures === 0) throw new Failure('no-picture', { path })
  if (attempt.pictures === 1) throw new Failure('too-short', { path, frames: 1 })
  return summarise(info, attempt, withoutSound)
}
