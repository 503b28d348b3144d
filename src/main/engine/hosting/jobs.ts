import { randomUUID } from 'node:crypto'
import { Failure, isFailure } from '../../../core/base/failure'
import type { Job, JobKind, JobStage } from '../../../contract/jobs'

/** What running work is told and tells. */
export interface JobControl {
  readonly jobId: string
  readonly signal: AbortSignal
  /** `fraction` 0..1 of the whole job; one smaller than the last is taken as the last. */
  readonly progress: (stage: JobStage, fraction: number) => void
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
  result: Promise<unknown>
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

/** A job with changes, its clock told anew; its fraction never goes back. */
function changed(job: Job, members: Partial<Job>, elapsedSeconds: number): Job {
  const fraction = Math.max(job.fraction, Math.min(1, members.fraction ?? 0))
  const next = { ...job, ...members, elapsedSeconds, fraction }
  return { ...next, remainingSeconds: next.state === 'running' ? remaining(elapsedSeconds, fraction) : 0 }
}

/** How a job ends that failed. */
function endOf(error: unknown): Partial<Job> {
  const { code, context } = failureOf(error)
  return code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', failure: { code, context } }
}

/** Forgets the oldest of the jobs that have ended. */
function forgetOld(entries: Map<string, Entry>): void {
  const ended = [...entries.values()].filter(({ job }) => job.state !== 'running')
  for (const { job } of ended.slice(0, Math.max(0, ended.length - keptJobs))) entries.delete(job.jobId)
}

const newJob = (jobId: string, kind: JobKind, projectId: string | null): Job => ({
  ...{ jobId, kind, projectId, stage: 'waiting', fraction: 0 },
  ...{ elapsedSeconds: 0, remainingSeconds: null, state: 'running' },
})

/** `emit` hears every message of a job; `report` what was not foreseen. */
export function createJobs(
  emit: (job: Job) => void,
  report: (error: unknown) => void,
  now: () => number = Date.now,
): Jobs {
  const entries = new Map<string, Entry>()
  const change = (entry: Entry, members: Partial<Job>): void => {
    entry.job = changed(entry.job, members, (now() - entry.startedAt) / 1000)
  }
  const end = (entry: Entry, members: Partial<Job>): void => {
    change(entry, members)
    emit(entry.job)
    forgetOld(entries)
  }
  const controlOf = (entry: Entry): JobControl => {
    let told = -Infinity
    return {
      jobId: entry.job.jobId,
      signal: entry.abort.signal,
      progress(stage, fraction) {
        change(entry, { stage, fraction })
        if (now() - told < messageInterval) return
        told = now()
        emit(entry.job)
      },
    }
  }
  return {
    start({ kind, projectId }, work) {
      const jobId = randomUUID()
      const abort = new AbortController()
      const job = newJob(jobId, kind, projectId)
      const entry: Entry = { job, startedAt: now(), abort, result: Promise.resolve() }
      // In the next turn, so that whoever started it knows the id before the first message.
      const result = Promise.resolve()
        .then(() => work(controlOf(entry)))
        .catch((error: unknown) => {
          if (!isFailure(error) && !abort.signal.aborted) report(error)
          throw abort.signal.aborted ? new Failure('cancelled') : failureOf(error)
        })
      entries.set(jobId, entry)
      entry.result = result
      result.then(
        () => end(entry, { state: 'done', fraction: 1 }),
        (error: unknown) => end(entry, endOf(error)),
      )
      return { jobId }
    },
    async result<Result>(jobId: string, kind: JobKind) {
      const entry = entries.get(jobId)
      if (entry?.job.kind === kind) return (await entry.result) as Result
      throw new Failure('wrong-use', { reason: `there is no such work: ${kind}` })
    },
    list: () => [...entries.values()].map(({ job }) => job),
    cancel: (jobId) => entries.get(jobId)?.abort.abort(new Failure('cancelled')),
    cancelOf(projectId) {
      for (const { job, abort } of entries.values())
        if (job.projectId === projectId) abort.abort(new Failure('cancelled'))
    },
  }
}
