import { randomUUID } from 'node:crypto'
import { Failure, isFailure } from '../../../core/base/failure'
import type { Job, JobKind, JobStage } from '../../../contract/jobs'

/** What running work is told and tells. */
export interface JobControl {
  readonly jobId: string
  readonly signal: AbortSignal
  /** `fraction` 0..1 of the whole job; one smaller than the last is taken as the last. */
  progress(stage: JobStage, fraction: number): void
}

/** The long work of a host: started, watched, stopped and asked for its result. */
export interface Jobs {
  start<Result>(
    what: { readonly kind: JobKind; readonly projectId: string | null },
    work: (control: JobControl) => Promise<Result>,
  ): { readonly jobId: string }
  /** The result of a job of that kind. Throws the job's failure, and `wrong-use` for a job that is not known. */
  result<Result>(jobId: string, kind: JobKind): Promise<Result>
  list(): Job[]
  cancel(jobId: string): void
  /** Stops the work of a project. */
  cancelOf(projectId: string): void
}

interface Entry {
  job: Job
  readonly startedAt: number
  readonly abort: AbortController
  readonly result: Promise<unknown>
}

/** Ended jobs whose results are still kept. */
const keptJobs = 16
/** Milliseconds between two messages of a running job. */
const messageInterval = 100

const failureOf = (error: unknown): Failure =>
  isFailure(error)
    ? error
    : new Failure('internal', { reason: error instanceof Error ? error.message : String(error) })

/** Rough while little is done: nothing is said before a second and two hundredths. */
function remaining(elapsedSeconds: number, fraction: number): number | null {
  if (elapsedSeconds < 1 || fraction < 0.02) return null
  return (elapsedSeconds * (1 - fraction)) / fraction
}

/** `emit` hears every message of a job; `report` what was not foreseen. */
export function createJobs(
  emit: (job: Job) => void,
  report: (error: unknown) => void,
  now: () => number = Date.now,
): Jobs {
  const entries = new Map<string, Entry>()

  function change(jobId: string, members: Partial<Job>): void {
    const entry = entries.get(jobId)
    if (!entry) return
    const elapsedSeconds = (now() - entry.startedAt) / 1000
    const fraction = Math.max(entry.job.fraction, Math.min(1, members.fraction ?? 0))
    const job = { ...entry.job, ...members, elapsedSeconds, fraction }
    entry.job = {
      ...job,
      remainingSeconds: job.state === 'running' ? remaining(elapsedSeconds, fraction) : 0,
    }
  }

  function end(jobId: string, error?: unknown): void {
    if (error === undefined) change(jobId, { state: 'done', fraction: 1 })
    else {
      const failure = failureOf(error)
      if (!isFailure(error)) report(error)
      const cancelled = failure.code === 'cancelled'
      change(jobId, {
        state: cancelled ? 'cancelled' : 'failed',
        ...(!cancelled && { failure: { code: failure.code, context: failure.context } }),
      })
    }
    const entry = entries.get(jobId)
    if (entry) emit(entry.job)
    const ended = [...entries.values()].filter(({ job }) => job.state !== 'running')
    for (const { job } of ended.slice(0, Math.max(0, ended.length - keptJobs))) entries.delete(job.jobId)
  }

  function begin<Result>(
    jobId: string,
    abort: AbortController,
    work: (control: JobControl) => Promise<Result>,
  ): Promise<Result> {
    let told = -Infinity
    const progress = (stage: JobStage, fraction: number): void => {
      change(jobId, { stage, fraction })
      const entry = entries.get(jobId)
      if (!entry || now() - told < messageInterval) return
      told = now()
      emit(entry.job)
    }
    // In the next turn, so that whoever started it knows the id before the first message.
    return Promise.resolve()
      .then(() => work({ jobId, signal: abort.signal, progress }))
      .catch((error: unknown) => {
        throw abort.signal.aborted ? new Failure('cancelled') : failureOf(error)
      })
  }

  return {
    start({ kind, projectId }, work) {
      const jobId = randomUUID()
      const abort = new AbortController()
      const job: Job = {
        ...{ jobId, kind, projectId, stage: 'waiting', fraction: 0 },
        ...{ elapsedSeconds: 0, remainingSeconds: null, state: 'running' },
      }
      const result = begin(jobId, abort, work)
      entries.set(jobId, { job, startedAt: now(), abort, result })
      result.then(
        () => end(jobId),
        (error: unknown) => end(jobId, error),
      )
      return { jobId }
    },
    result<Result>(jobId: string, kind: JobKind) {
      const entry = entries.get(jobId)
      if (entry?.job.kind !== kind)
        return Promise.reject(new Failure('wrong-use', { reason: `there is no such work: ${kind}` }))
      return entry.result as Promise<Result>
    },
    list: () => [...entries.values()].map(({ job }) => job),
    cancel: (jobId) => entries.get(jobId)?.abort.abort(new Failure('cancelled')),
    cancelOf(projectId) {
      for (const { job, abort } of entries.values())
        if (job.projectId === projectId) abort.abort(new Failure('cancelled'))
    },
  }
}
