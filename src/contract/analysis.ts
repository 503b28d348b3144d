import { z } from 'zod'
import type { EmotionCurve } from '../core/emotion/emotionCurve'
import type { EmotionScene } from '../core/emotion/emotionScenes'
import type { MediaInfo } from '../core/media/mediaInfo'
import type { MediaWarning } from '../core/media/mediaWarning'
import type { Transition } from '../core/timeline/transition'
import { call, service } from './define'
import { mediaId, resourceAddress } from './identifiers'
import { ofJob, startedJob } from './jobs'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Cuts and curve of a video as core knows them. */
export const analysisResult = z.object({
  mediaId,
  /** As refined by the decode: takes the place of `media.info` in the document. */
  info: z.custom<MediaInfo>(isObject),
  /** Index of the audio track that was read; null when none was. */
  audioTrack: z.number().int().nullable(),
  transitions: z.custom<readonly Transition[]>(Array.isArray),
  detectedCurve: z.custom<EmotionCurve>(isObject),
  warnings: z.array(z.custom<MediaWarning>(isObject)),
  /** True when the video was not decoded again. */
  cached: z.boolean(),
})
export type AnalysisResult = z.output<typeof analysisResult>

/** Which track an analysis reads; the film's default one when absent. */
const ofAnalysis = z.object({ mediaId, audioTrack: z.number().int().min(0).optional() })

/** Thresholds of `DetectionOptions` in core. */
export const detection = z.object({
  leastCutConfidence: z.number().min(0).max(1).optional(),
  leastGradualConfidence: z.number().min(0).max(1).optional(),
  /** Seconds. */
  minimumShot: z.number().min(0).max(60).optional(),
})

export const scoreCurve = z.object({
  /**
   * Bytes, little-endian: `count` times in seconds (Float64), then `count` likelihoods (0..255) that a cut leads to the
   * picture, then `count` of the likeliest gradual transition. What one sees above the threshold and snaps to.
   */
  url: resourceAddress,
  count: z.number().int(),
})

export const analysisService = service('analysis', {
  /** Takes the place of an analysis of the same video that is under way; that one fails with `cancelled`. */
  start: call(ofAnalysis.extend({ detection: detection.optional() }), startedJob),
  result: call(ofJob, analysisResult),
  /**
   * Transitions under other thresholds, from what an earlier analysis kept: milliseconds, for sliders. `wrong-use`
   * before there is one.
   */
  detect: call(
    ofAnalysis.extend({ detection }),
    z.object({ transitions: z.custom<readonly Transition[]>(Array.isArray) }),
  ),
  scores: call(ofAnalysis, scoreCurve),
  /** What an earlier analysis read in the scenes, and by which path; `wrong-use` before there is one. */
  scenes: call(ofAnalysis, z.object({ scenes: z.custom<readonly EmotionScene[]>(Array.isArray) })),
})
