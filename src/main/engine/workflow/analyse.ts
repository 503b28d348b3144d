import { throwIfCancelled } from '../../../core/base/cancellation'
import { Failure } from '../../../core/base/failure'
import type { EmotionCurve } from '../../../core/emotion/emotionCurve'
import {
  readEmotionFeatures,
  writeEmotionFeatures,
  type EmotionFeatures,
} from '../../../core/emotion/emotionFeatures'
import { estimateEmotion } from '../../../core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../../../core/emotion/featureAnalyser'
import { fitEmotionCurve } from '../../../core/emotion/fitCurve'
import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { isPassing, type MediaWarning } from '../../../core/media/mediaWarning'
import { rationalToSeconds } from '../../../core/time/rational'
import { detectTransitions } from '../../../core/timeline/detectTransitions'
import type { Transition } from '../../../core/timeline/transition'
import { createTransitionScorer } from '../../../core/timeline/transitionScorer'
import {
  decodeTransitionScores,
  encodeTransitionScores,
  type TransitionScores,
} from '../../../core/timeline/transitionScores'
import type { AnalysisCache, AnalysisKey } from '../files/analysisCache'
import { contentFingerprint } from '../files/contentFingerprint'
import { decodeMedia } from '../media/decode'
import { refineMediaInfo, type DecodeSummary } from '../media/decodeSummary'
import type { FfmpegTool } from '../media/ffmpeg'
import { probeMedia } from '../media/probe'
import type { WorkOptions } from './progress'

/** What the analysis of a video found. */
export interface Analysis {
  readonly info: MediaInfo
  /** The track whose sound was read, 0-based; null where the video has no sound or it could not be decoded. */
  readonly audioTrack: number | null
  readonly transitions: readonly Transition[]
  readonly curve: EmotionCurve
  readonly warnings: readonly MediaWarning[]
  /** True when the video was not decoded again. */
  readonly cached: boolean
}

export interface AnalyseOptions extends WorkOptions {
  /** 0-based; the file's default track when absent. */
  readonly audioTrack?: number | undefined
}

export interface AnalyseTools {
  readonly ffmpeg: FfmpegTool
  readonly cache: AnalysisCache
}

/** Raised whenever what is measured changes, so that older entries are not used. */
const measurementVersion = 'measurements-2'

interface Measurements {
  readonly scores: TransitionScores
  readonly features: EmotionFeatures
  readonly summary: DecodeSummary
}

async function readMeasurements(cache: AnalysisCache, key: AnalysisKey): Promise<Measurements | null> {
  const entry = await cache.read(key)
  const { scores, features } = entry?.sections ?? {}
  if (!entry || !scores || !features) return null
  const [decodedScores, decodedFeatures] = [decodeTransitionScores(scores), readEmotionFeatures(features)]
  if (!decodedScores || !decodedFeatures) return null
  return { scores: decodedScores, features: decodedFeatures, summary: entry.facts as DecodeSummary }
}

async function measure(
  path: string,
  info: MediaInfo,
  audioTrack: number | null,
  { ffmpeg }: AnalyseTools,
  options: WorkOptions,
): Promise<Measurements> {
  const scorer = createTransitionScorer()
  const listener = createEmotionFeatureAnalyser()
  const summary = await decodeMedia(ffmpeg, path, info, {
    pictureAnalysers: [scorer, listener],
    soundAnalysers: [listener],
    audioTrack,
    signal: options.signal,
    onProgress: (fraction) => options.onProgress?.({ stage: 'analyse', fraction }),
  })
  return { scores: scorer.scores(), features: listener.finish(), summary }
}

function chosenTrack(info: MediaInfo, wanted: number | undefined): number | null {
  if (wanted === undefined) return defaultAudioTrack(info.audioTracks)
  if (!info.audioTracks[wanted])
    throw new Failure('wrong-use', { audioTrack: wanted, tracks: info.audioTracks.length })
  return wanted
}

/** Measures the film and keeps the result for the next time, unless the next time may go better. */
async function measureAndKeep(
  path: string,
  info: MediaInfo,
  audioTrack: number | null,
  key: AnalysisKey,
  tools: AnalyseTools,
  options: WorkOptions,
): Promise<Measurements> {
  const measured = await measure(path, info, audioTrack, tools, options)
  throwIfCancelled(options.signal)
  const { scores, features, summary } = measured
  if ((await contentFingerprint(path).catch(() => '')) !== key.content)
    return { ...measured, summary: { ...summary, warnings: [...summary.warnings, { code: 'file-changed' }] } }
  if (summary.warnings.some(isPassing)) return measured
  const sections = { scores: encodeTransitionScores(scores), features: writeEmotionFeatures(features) }
  await tools.cache.write(key, { facts: summary, sections })
  return measured
}

/**
 * Probes a video, decodes it once for all analysers (or takes the measurements of an unchanged file and the same audio
 * track from the cache), finds its transitions and reads its emotion. Throws the failures of probe and decode, and
 * `wrong-use` for an audio track that the video does not have.
 */
export async function analyseVideo(
  path: string,
  tools: AnalyseTools,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  const claimed = await probeMedia(tools.ffmpeg, path, { signal: options.signal })
  const audioTrack = chosenTrack(claimed, options.audioTrack)
  const key: AnalysisKey = {
    content: await contentFingerprint(path),
    analysis: `${measurementVersion} audio-${audioTrack ?? 'none'}`,
  }
  const known = await readMeasurements(tools.cache, key)
  const { scores, features, summary } =
    known ?? (await measureAndKeep(path, claimed, audioTrack, key, tools, options))
  throwIfCancelled(options.signal)
  options.onProgress?.({ stage: 'analyse', fraction: 1 })
  const info = refineMediaInfo(claimed, summary)
  const transitions = detectTransitions(scores)
  const estimates = estimateEmotion(features, transitions, rationalToSeconds(info.duration))
  return {
    info,
    audioTrack: summary.warnings.some(({ code }) => code === 'sound-not-readable') ? null : audioTrack,
    transitions,
    curve: fitEmotionCurve(estimates, transitions),
    warnings: summary.warnings,
    cached: known !== null,
  }
}
