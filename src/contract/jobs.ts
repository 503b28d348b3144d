import { z } from 'zod'
import { call, event, service } from './define'
import { done, jobId, nothing, projectId } from './identifiers'
import { wireFailure } from './failures'

/** What a piece of long work does. */
export const jobKinds = ['analysis', 'waveform', 'proxy', 'composition', 'export'] as const

/** What it does at the moment; words are chosen by the page. */
export const jobStages = [
  'waiting',
  'analyse',
  'classify',
  'sound',
  'convert',
  'plan',
  'compose',
  'render',
  'write',
] as const

/** A piece of long work, as it stands. */
export const job = z.object({
  jobId,
  kind: z.enum(jobKinds),
  projectId: projectId.nullable(),
  stage: z.enum(jobStages),
  /** 0..1 of the whole job; never goes back. */
  fraction: z.number().min(0).max(1),
  elapsedSeconds: z.number(),
  /** Null while it cannot be told. */
  remainingSeconds: z.number().nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Why, when it failed. */
  failure: wireFailure.optional(),
})

export type JobKind = (typeof jobKinds)[number]
export type JobStage = (typeof jobStages)[number]
export type Job = z.output<typeof job>

/** The answer of every call that starts long work. What it found is asked for with the service's own `result`. */
export const startedJob = z.object({ jobId })
export const ofJob = z.object({ jobId })

/**
 * Long work. A `start` of some service answers at once with a `jobId`; `onJob` tells how it goes (about ten times a
 * second at most, and always its end); the service's `result` answers when it is done and throws the job's failure,
 * `cancelled` included. Jobs outlive a page that is loaded again: `list` finds them, `result` may be asked again.
 */
export const jobsService = service('jobs', {
  list: call(nothing, z.array(job)),
  /** Harmless for a job that has ended. */
  cancel: call(ofJob, done),
  onJob: event(job),
})
