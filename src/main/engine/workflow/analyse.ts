import { throwIfCancelled } from '../../../core/base/cancellation'
import type { EmotionCurve } from '../../../core/emotion/emotionCurve'
import {
  readEmotionFeatures,
  writeEmotionFeatures,
  type EmotionFeatures,
} from '../../../core/emotion/emotionFeatures'
import { estimateEmotion } from '../../../core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../../../core/emotion/featureAnalyser'
import { fitEmotionCurve } from '../../../core/emotion/fitCurve'
import type { MediaInfo } from '../../../core/media/mediaInfo'
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
import { quickHash } from '../files/mediaReference'
import { decodeMedia, refineMediaInfo, type DecodeSummary, type DecodeWarning } from '../media/decode'
import type { FfmpegTool } from '../media/ffmpeg'
import { probeMedia } from '../media/probe'
import type { WorkOptions } from './progress'

export type AnalysisWarning = DecodeWarning

/** What the analysis of a video found. */
export interface Analysis {
  readonly info: MediaInfo
  readonly transitions: readonly Transition[]
  readonly curve: EmotionCurve
  readonly warnings: readonly AnalysisWarning[]
  /** True when the video was not decoded again. */
  readonly cached: boolean
}

export interface AnalyseTools {
  readonly ffmpeg: FfmpegTool
  readonly cache: AnalysisCache
}

/** Raised whenever what is measured changes, so that older entries are not used. */
const measurementVersion = 'measurements-1'

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
  { ffmpeg }: AnalyseTools,
  options: WorkOptions,
): Promise<Measurements> {
  const scorer = createTransitionScorer()
  const listener = createEmotionFeatureAnalyser()
  const summary = await decodeMedia(ffmpeg, path, info, {
    pictureAnalysers: [scorer, listener],
    soundAnalysers: [listener],
    signal: options.signal,
    onProgress: (fraction) => options.onProgress?.({ stage: 'analyse', fraction }),
  })
  return { scores: scorer.scores(), features: listener.finish(), summary }
}

/**
 * Probes a video, decodes it once for all analysers (or takes the measurements of an unchanged file from the cache),
 * finds its transitions and reads its emotion. Throws the failures of probe and decode.
 */
export async function analyseVideo(
  path: string,
  tools: AnalyseTools,
  options: WorkOptions = {},
): Promise<Analysis> {
  const claimed = await probeMedia(tools.ffmpeg, path, { signal: options.signal })
  const key: AnalysisKey = { quickHash: (await quickHash(path)).quickHash, analysis: measurementVersion }
  const known = await readMeasurements(tools.cache, key)
  const { scores, features, summary } = known ?? (await measure(path, claimed, tools, options))
  throwIfCancelled(options.signal)
  options.onProgress?.({ stage: 'analyse', fraction: 1 })
  if (!known)
    await tools.cache.write(key, {
      facts: summary,
      sections: { scores: encodeTransitionScores(scores), features: writeEmotionFeatures(features) },
    })
  const info = refineMediaInfo(claimed, summary)
  const transitions = detectTransitions(scores)
  const estimates = estimateEmotion(features, transitions, rationalToSeconds(info.duration))
  return {
    info,
    transitions,
    curve: fitEmotionCurve(estimates, transitions),
    warnings: summary.warnings,
    cached: known !== null,
  }
}
