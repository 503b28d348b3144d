import { readFile } from 'node:fs/promises'

/** Tells a process from a later one of the same number. */
export interface ProcessIdentity {
  readonly processId: number
  /** When it started, in the system's own words; null where the system does not tell. */
  readonly startedAt: string | null
}

/** Field 22 of /proc/PID/stat, clock ticks since the system's start; the name before it may hold spaces and brackets. */
async function startOf(processId: number): Promise<string | null> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => null)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

export const identityOf = async (processId: number): Promise<ProcessIdentity> => ({
  processId,
  startedAt: await startOf(processId),
})

/** Whether that very process still runs. */
export async function isRunning({ processId, startedAt }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(processId, 0)
  } catch (error) {
    // A process of another user cannot be signalled, but is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startedAt === null || (await startOf(processId)) === startedAt
}
