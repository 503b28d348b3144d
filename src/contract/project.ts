import { z } from 'zod'
import type { MediaWarning } from '../core/media/mediaWarning'
import { call, event, service } from './define'

const transition = z.object({
  id: z.string(),
  kind: z.enum(['cut', 'fade', 'dissolve', 'wipe', 'dip']),
  time: z.number(),
  start: z.number(),
  end: z.number(),
  frame: z.number().int(),
  confidence: z.number(),
})

const emotionPoint = z.object({
  time: z.number(),
  valence: z.number(),
  arousal: z.number(),
  confidence: z.number(),
})

/** A video that the user opened; the page knows it by an opaque id, never by its path. */
export const openedMedia = z.object({ mediaId: z.string(), name: z.string() })

const audioTrack = z.object({
  /** 0-based. */
  index: z.number().int(),
  codec: z.string(),
  sampleRate: z.number(),
  channels: z.number(),
  language: z.string().optional(),
  title: z.string().optional(),
})

/** What a video says about itself, before it is analysed. */
export const mediaFacts = z.object({
  /** In square pixels, upright. */
  width: z.number(),
  height: z.number(),
  frameRate: z.number(),
  durationSeconds: z.number(),
  audioTracks: z.array(audioTrack),
  /** Index of the track that is read unless another is chosen; null without sound. */
  defaultAudioTrack: z.number().int().nullable(),
})

/** A small picture of a video. */
export const thumbnail = z.object({
  mediaId: z.string(),
  /** 0-based place in the strip. */
  index: z.number().int(),
  /** Seconds from the film's beginning. */
  time: z.number(),
  /** JPEG, base64. */
  jpeg: z.string(),
})

const hasCode = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'

/** Cuts and curve of a video, in seconds from its first picture. */
export const analysisSummary = z.object({
  durationSeconds: z.number(),
  frameRate: z.number(),
  /** Index of the audio track that was read; null when none was. */
  audioTrack: z.number().int().nullable(),
  warnings: z.array(z.custom<MediaWarning>(hasCode)),
  cuts: z.array(transition),
  emotion: z.array(emotionPoint),
})

export type OpenedMedia = z.output<typeof openedMedia>
export type MediaFacts = z.output<typeof mediaFacts>
export type ThumbnailMessage = z.output<typeof thumbnail>
export type AnalysisSummary = z.output<typeof analysisSummary>

const ofMedia = z.object({ mediaId: z.string().max(64) })

export const projectService = service('project', {
  /** The video that the host was started with or that the user chose last. */
  current: call(z.object({}), openedMedia.nullable()),
  facts: call(ofMedia, mediaFacts),
  /** Takes the place of an analysis of the same video that is under way; that one fails with `cancelled`. */
  analyse: call(ofMedia.extend({ audioTrack: z.number().int().min(0).optional() }), analysisSummary),
  /**
   * Reads evenly spread small pictures of a video, which come as `onThumbnail` events while they are read; the answer
   * is how many there are.
   */
  thumbnails: call(
    ofMedia.extend({ count: z.number().int().min(1).max(500), height: z.number().int().min(16).max(480) }),
    z.number().int(),
  ),
  /** Ends the analysis of a video, if one is under way. */
  cancel: call(ofMedia, z.null()),
  /** A picture of the strip, and again where a better one takes its place. */
  onThumbnail: event(thumbnail),
  onProgress: event(z.object({ mediaId: z.string(), fraction: z.number() })),
})
