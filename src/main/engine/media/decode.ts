import { Failure } from '../../../core/base/failure'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { PictureAnalyser, SoundAnalyser } from '../../../core/media/analyser'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import {
  addRational,
  rational,
  rationalToNumber,
  rationalToSeconds,
  type Rational,
} from '../../../core/time/rational'
import { standardFrameRateNear } from '../../../core/time/frameRate'
import type { Seconds } from '../../../core/time/units'
import { decodeArguments } from './decodeArguments'
import { createTimeQueue, readPictures, readSound } from './decodeStreams'
import type { FfmpegTool } from './ffmpeg'
import { startFfmpeg, type FfmpegProcess } from './ffmpegProcess'
import { createPictureClock, createShowinfoReader, type MeasuredTiming } from './pictureTimes'
import { lastComplaint } from './probe'

export type DecodeWarning =
  /** The picture ends before the file says it does. */
  | { readonly code: 'truncated'; readonly at: Seconds; readonly expected: Seconds }
  /** ffmpeg reported damaged data on the way. */
  | { readonly code: 'damaged'; readonly errors: number }
  /** The sound track could not be decoded; pictures only. */
  | { readonly code: 'sound-not-readable' }
  /** Pictures without a usable timestamp were given the nominal frame length. */
  | { readonly code: 'timestamps-repaired'; readonly pictures: number }

/** What the one decode found; truer than what the file claims. */
export interface DecodeSummary {
  readonly pictures: number
  /** From the first picture's timestamp to the end of the last picture. */
  readonly duration: Rational
  /** The standard rate where the pictures keep to one, else their mean rate. */
  readonly frameRate: Rational
  readonly variableFrameRate: boolean
  /** Seconds of sound that the analysers heard; 0 without sound. */
  readonly soundDuration: Seconds
  readonly warnings: readonly DecodeWarning[]
}

export interface DecodeOptions {
  readonly pictureAnalysers: readonly PictureAnalyser[]
  readonly soundAnalysers: readonly SoundAnalyser[]
  /** 0-based index among the file's sound tracks; null for none. The first one when absent. */
  readonly audioTrack?: number | null | undefined
  /** `fraction` 0..1 never falls; `time` is that of the latest picture. Called about every hundredth. */
  readonly onProgress?: ((fraction: number, time: Seconds) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

interface Attempt {
  readonly pictures: number
  readonly timing: MeasuredTiming
  readonly soundDuration: number
  readonly errors: number
  readonly exitCode: number | null
  readonly complaint: string
}

const decodeError =
  /error while decoding|error submitting|corrupt|concealing|invalid data found|partial file|ended prematurely/i

/** Keeps the end of ffmpeg's messages and counts complaints about damaged data. */
function createComplaints() {
  let errors = 0
  let tail = ''
  return {
    note(line: string): void {
      if (decodeError.test(line)) errors += 1
      tail = `${tail.slice(-4000)}\n${line.slice(0, 500)}`
    },
    count: () => errors,
    last: () => lastComplaint(tail),
  }
}

const framePeriodOf = (info: MediaInfo): Rational =>
  rational(info.frameRate.denominator, info.frameRate.numerator)

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

async function attemptDecode(
  ffmpeg: FfmpegTool,
  path: string,
  info: MediaInfo,
  options: DecodeOptions,
  audioTrack: number | null,
): Promise<Attempt> {
  const clock = createPictureClock(framePeriodOf(info))
  const times = createTimeQueue()
  const complaints = createComplaints()
  const showinfo = createShowinfoReader({
    onTimeBase: (timeBase) => clock.setTimeBase(timeBase),
    onPicture: (timestamp) => times.put(clock.next(timestamp)),
    onMessage: (line) => complaints.note(line),
  })
  const running = startFfmpeg(ffmpeg.path, decodeArguments(path, audioTrack, ffmpeg.features), {
    signal: options.signal,
    extraOutputs: audioTrack === null ? 0 : 1,
  })
  const readMessages = async (): Promise<void> => {
    running.messages.setEncoding('utf8')
    for await (const text of running.messages as AsyncIterable<string>) showinfo.push(text)
    times.end()
  }
  const firstPictureTime = (): number | null => {
    const first = clock.firstTime()
    return first ? rationalToNumber(first) : null
  }
  let [pictures, soundDuration] = [0, 0]
  const onPicture = createProgress(info, options.onProgress)
  const [pictureStream, soundStream] = running.outputs
  const exitCode = await readAll(running, [
    readMessages(),
    readPictures(pictureStream!, times, options.pictureAnalysers, onPicture).then(
      (count) => (pictures = count),
    ),
    ...(soundStream
      ? [
          readSound(soundStream, firstPictureTime, options.soundAnalysers).then(
            (length) => (soundDuration = length),
          ),
        ]
      : []),
  ]).catch((error: unknown) => {
    // A killed process breaks its pipes; what the user asked for counts, not how it ended.
    throwIfCancelled(options.signal)
    throw error
  })
  throwIfCancelled(options.signal)
  const timing = clock.measure()
  return {
    pictures,
    timing,
    soundDuration,
    exitCode,
    errors: complaints.count(),
    complaint: complaints.last(),
  }
}

/** The nominal or a standard rate when the measured mean is within what the timestamps can tell, else the mean. */
function measuredRate(info: MediaInfo, timing: MeasuredTiming): Rational {
  if (!timing.meanRate) return info.frameRate
  const mean = rationalToNumber(timing.meanRate)
  const tolerance = Math.max(0.0004, (2 * timing.resolution * mean) / timing.pictures)
  if (Math.abs(rationalToNumber(info.frameRate) / mean - 1) <= tolerance) return info.frameRate
  return standardFrameRateNear(mean, tolerance) ?? rational(Math.max(1, Math.round(mean * 1000)), 1000)
}

/** A file may promise a little more than it holds: rounding, or one last picture that never comes. */
function isTruncated(info: MediaInfo, attempt: Attempt): boolean {
  const missing = rationalToNumber(info.duration) - rationalToNumber(attempt.timing.end)
  const period = rationalToNumber(framePeriodOf(info))
  return missing > Math.max(0.25, 3 * period)
}

function summarise(info: MediaInfo, attempt: Attempt, withoutSound: boolean): DecodeSummary {
  const { timing } = attempt
  const warnings: DecodeWarning[] = []
  const at = rationalToSeconds(timing.end)
  if (isTruncated(info, attempt))
    warnings.push({ code: 'truncated', at, expected: rationalToSeconds(info.duration) })
  if (attempt.errors > 0) warnings.push({ code: 'damaged', errors: attempt.errors })
  if (withoutSound) warnings.push({ code: 'sound-not-readable' })
  if (timing.repaired > 0) warnings.push({ code: 'timestamps-repaired', pictures: timing.repaired })
  return {
    pictures: attempt.pictures,
    duration: timing.end,
    frameRate: timing.variable && timing.meanRate ? timing.meanRate : measuredRate(info, timing),
    variableFrameRate: timing.variable,
    soundDuration: attempt.soundDuration as Seconds,
    warnings,
  }
}

function wantedTrack(info: MediaInfo, options: DecodeOptions): number | null {
  const { audioTrack = 0, soundAnalysers } = options
  if (audioTrack === null || soundAnalysers.length === 0 || info.audioTracks.length === 0) return null
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
  if (attempt.pictures === 0 && attempt.exitCode !== 0)
    throw new Failure('ffmpeg-failed', { path, reason: attempt.complaint })
  if (attempt.pictures === 0) throw new Failure('no-picture', { path })
  if (attempt.pictures === 1) throw new Failure('too-short', { path, frames: 1 })
  return summarise(info, attempt, withoutSound)
}

/** `info` with what the decode measured in place of what the file claimed. */
export const refineMediaInfo = (info: MediaInfo, summary: DecodeSummary): MediaInfo => ({
  ...info,
  duration: summary.duration,
  frameRate: summary.frameRate,
  variableFrameRate: summary.variableFrameRate,
})

/** The file's own timestamp of a moment counted from the first picture. */
export const toFileTime = (info: MediaInfo, time: Rational): Rational => addRational(info.startTime, time)
