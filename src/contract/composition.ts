import { z } from 'zod'
import { families, type Ensemble, type Family } from '../core/music/families'
import type { Plan } from '../core/music/plan'
import { call, event, service } from './define'
import { jobId, nothing, projectId } from './identifiers'
import { ofJob, startedJob } from './jobs'
import { controlsIn, documentIn, documentOut } from './storedDocument'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

const family = z.custom<Family>((value) => families.includes(value as Family))
const range = z.object({
  /** Seconds from the first picture. */
  start: z.number().min(0),
  end: z.number().min(0),
})

/** What the composer can play, and what plays it. */
export const composingOptions = z.object({
  presets: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      families: z.array(family),
      ensemble: z.custom<Ensemble>((value) => typeof value === 'string'),
      parts: z.array(z.object({ id: z.string(), name: z.string(), family, program: z.number().int() })),
    }),
  ),
  model: z.object({ name: z.string(), version: z.string() }),
  /** Execution provider that composing runs on: `cpu`, `cuda`, … */
  provider: z.string(),
})
export type ComposingOptions = z.output<typeof composingOptions>

/** A note as it is written, before the performance: ticks from the first picture. */
const writtenNote = z.object({
  tick: z.number(),
  duration: z.number(),
  pitch: z.number().int(),
  velocity: z.number().int(),
  family,
})

const writtenBar = z.object({
  jobId,
  /** 0-based. */
  take: z.number().int(),
  cueId: z.string(),
  /** Index in the plan's bars. */
  bar: z.number().int(),
  /** Index in the plan's sections; null in none. */
  section: z.number().int().nullable(),
  startTick: z.number(),
  notes: z.array(writtenNote),
})
export type WrittenBar = z.output<typeof writtenBar>

/** Notes, chords and hits of a finished take in numbers. */
const takeReport = z.object({
  seed: z.number(),
  notes: z.number().int(),
  mustHits: z.number().int(),
  keptHits: z.number().int(),
})

export const compositionResult = z.object({
  /**
   * The document that was handed in, with its composition, seed and takes. A page whose document went on meanwhile takes
   * the composition and the seed from it.
   */
  document: documentOut,
  takes: z.array(takeReport),
  provider: z.string(),
  secondsOfMusicPerSecond: z.number(),
})

export const compositionRequest = z.object({
  projectId: projectId.optional(),
  /** Its settings, controls and locks are what is composed with; its composition is what a range or locks keep. */
  document: documentIn,
  takes: z.number().int().min(1).max(8).optional(),
  /** Only this range is composed again, everything else stays note for note. */
  range: range.optional(),
  /** Tracks that stay, beside the locks of the composition. */
  lockedTracks: z.array(z.string().max(200)).max(64).optional(),
  /** Without one the document's; a range takes the next seed by itself, so that every time gives another. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .optional(),
  controls: controlsIn,
  /** Cuts, cues, curve or settings were edited since it was composed: plan the parts that are not locked anew. */
  replan: z.boolean().optional(),
})

export type CompositionRequest = z.output<typeof compositionRequest>
export type CompositionResult = z.output<typeof compositionResult>

export const compositionService = service('composition', {
  options: call(nothing, composingOptions),
  start: call(compositionRequest, startedJob),
  result: call(ofJob, compositionResult),
  /** The frame of what is about to be written: tempo map, bars, sections, hits. Comes before any bar. */
  onPlan: event(z.object({ jobId, plan: z.custom<Plan>(isObject) })),
  /** New music, bar by bar as it is written. Bars of kept ranges come as well where they are written around. */
  onBar: event(writtenBar),
  /** The ranked tempo solutions of a document, cheapest first, without composing. Place + 1 is `settings.solution`. */
  solutions: call(z.object({ document: documentIn }), z.array(z.custom<Plan>(isObject))),
})
