import { z } from 'zod'
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

/** Cuts and curve of a video, in seconds from its first picture. */
export const analysisSummary = z.object({
  durationSeconds: z.number(),
  frameRate: z.number(),
  cuts: z.array(transition),
  emotion: z.array(emotionPoint),
})

export type OpenedMedia = z.output<typeof openedMedia>
export type AnalysisSummary = z.output<typeof analysisSummary>

export const projectService = service('project', {
  /** The video that the host was started with or that the user chose last. */
  current: call(z.object({}), openedMedia.nullable()),
  analyse: call(z.object({ mediaId: z.string().max(64) }), analysisSummary),
  onProgress: event(z.object({ mediaId: z.string(), fraction: z.number() })),
})
