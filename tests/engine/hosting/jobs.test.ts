import { describe, expect, it, vi } from 'vitest'
import type { Job } from '../../../src/contract/jobs'
import { Failure } from '../../../src/core/base/failure'
import { createJobs } from '../../../src/main/engine/hosting/jobs'

function setUp() {
  const messages: Job[] = []
  const report = vi.fn()
  let time = 0
  const jobs = createJobs(
    (job) => messages.push(job),
    report,
    () => time,
  )
  return { jobs, messages, report, pass: (milliseconds: number) => (time += milliseconds) }
}

const settled = (jobs: ReturnType<typeof createJobs>, jobId: string) =>
  jobs.result(jobId, 'analysis').then(
    (value) => ({ value }),
    (error: Failure) => ({ code: error.code }),
  )

describe('long work (docs/spec/host.md, H30-H34)', () => {
  it('gives its result as often as it is asked, also when it ended before', async () => {
    const { jobs, messages } = setUp()
    const { jobId } = jobs.start({ kind: 'analysis', projectId: 'p' }, () => Promise.resolve(7))
    expect(await jobs.result(jobId, 'analysis')).toBe(7)
    expect(await jobs.result(jobId, 'analysis')).toBe(7)
    expect(messages.at(-1)).toMatchObject({ jobId, state: 'done', fraction: 1, projectId: 'p' })
    await expect(jobs.result(jobId, 'export')).rejects.toMatchObject({ code: 'wrong-use' })
    await expect(jobs.result('other', 'analysis')).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('tells how far it is, at most ten times a second, never backwards, and how long yet', async () => {
    const { jobs, messages, pass } = setUp()
    const { jobId } = jobs.start({ kind: 'analysis', projectId: null }, async ({ progress }) => {
      progress('analyse', 0.1)
      pass(50)
      progress('analyse', 0.2)
      pass(1950)
      progress('analyse', 0.5)
      pass(200)
      progress('analyse', 0.4)
      return Promise.resolve()
    })
    await jobs.result(jobId, 'analysis')
    expect(messages.map(({ fraction }) => fraction)).toEqual([0.1, 0.5, 0.5, 1])
    expect(messages[1]).toMatchObject({ stage: 'analyse', elapsedSeconds: 2, remainingSeconds: 2 })
  })

  it('stops when it is cancelled, whatever its work throws then', async () => {
    const { jobs, messages, report } = setUp()
    const { jobId } = jobs.start(
      { kind: 'analysis', projectId: 'p' },
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('torn away')))
        }),
    )
    await Promise.resolve()
    jobs.cancel(jobId)
    expect(await settled(jobs, jobId)).toEqual({ code: 'cancelled' })
    expect(messages.at(-1)).toMatchObject({ state: 'cancelled' })
    expect(report).not.toHaveBeenCalled()
    jobs.cancel(jobId)
    jobs.cancel('unknown')
  })

  it('stops with its project', async () => {
    const { jobs } = setUp()
    const forever = ({ signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Failure('cancelled'))),
      )
    const own = jobs.start({ kind: 'analysis', projectId: 'p' }, forever)
    const other = jobs.start({ kind: 'analysis', projectId: 'q' }, forever)
    await Promise.resolve()
    jobs.cancelOf('p')
    expect(await settled(jobs, own.jobId)).toEqual({ code: 'cancelled' })
    expect(jobs.list().find(({ jobId }) => jobId === other.jobId)?.state).toBe('running')
    jobs.cancel(other.jobId)
  })

  it('says why it failed, and reports what nobody foresaw', async () => {
    const { jobs, messages, report } = setUp()
    const known = jobs.start({ kind: 'analysis', projectId: null }, () =>
      Promise.reject(new Failure('disk-full', { path: 'a' })),
    )
    expect(await settled(jobs, known.jobId)).toEqual({ code: 'disk-full' })
    expect(messages.at(-1)).toMatchObject({ state: 'failed', failure: { code: 'disk-full' } })
    expect(report).not.toHaveBeenCalled()
    const unknown = jobs.start({ kind: 'analysis', projectId: null }, () => Promise.reject(new Error('oops')))
    expect(await settled(jobs, unknown.jobId)).toEqual({ code: 'internal' })
    expect(report).toHaveBeenCalledOnce()
  })

  it('forgets the results of old work', async () => {
    const { jobs } = setUp()
    const ids: string[] = []
    for (let count = 0; count < 20; count += 1) {
      const { jobId } = jobs.start({ kind: 'analysis', projectId: null }, () => Promise.resolve(count))
      ids.push(jobId)
      await jobs.result(jobId, 'analysis')
    }
    expect(jobs.list()).toHaveLength(16)
    expect(await settled(jobs, ids[0]!)).toEqual({ code: 'wrong-use' })
    expect(await settled(jobs, ids[19]!)).toEqual({ value: 19 })
  })
})
