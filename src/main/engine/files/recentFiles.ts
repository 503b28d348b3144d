import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { createJsonFile } from './jsonFile'

export interface RecentEntry {
  readonly path: string
  readonly name: string
  readonly folder: string
  readonly kind: 'video' | 'project'
  /** ISO 8601. */
  readonly openedAt: string
}

/** The projects and videos that were opened last, newest first. */
export interface RecentFiles {
  list(): Promise<readonly (RecentEntry & { readonly missing: boolean })[]>
  add(path: string, kind: RecentEntry['kind']): Promise<void>
  clear(): Promise<void>
}

const maximumRecentFiles = 20

function isEntry(value: unknown): value is RecentEntry {
  if (typeof value !== 'object' || value === null) return false
  const { path, kind, openedAt } = value as Partial<Record<keyof RecentEntry, unknown>>
  return (
    typeof path === 'string' &&
    (kind === 'video' || kind === 'project') &&
    typeof openedAt === 'string' &&
    !Number.isNaN(Date.parse(openedAt))
  )
}

/** The list in the file at `path`; a damaged one counts as empty, and one that cannot be written is forgotten. */
export function createRecentFiles(path: string, now: () => Date = () => new Date()): RecentFiles {
  const file = createJsonFile(path)
  const entries = async (): Promise<RecentEntry[]> => {
    const stored = await file.read()
    return Array.isArray(stored) ? stored.filter(isEntry) : []
  }
  let last: Promise<void> = Promise.resolve()
  /** One change after the other: each begins with what the one before left. */
  const change = (next: (before: readonly RecentEntry[]) => RecentEntry[]): Promise<void> => {
    last = last.then(async () => file.write(next(await entries()))).catch(() => undefined)
    return last
  }
  return {
    async list() {
      await last
      return Promise.all(
        (await entries()).map(async (entry) => ({
          ...entry,
          missing: await stat(entry.path).then(
            (facts) => !facts.isFile(),
            () => true,
          ),
        })),
      )
    },
    add: (added, kind) =>
      change((before) => {
        const names = { name: basename(added), folder: dirname(added) }
        const entry: RecentEntry = { path: added, ...names, kind, openedAt: now().toISOString() }
        return [entry, ...before.filter((other) => other.path !== added)].slice(0, maximumRecentFiles)
      }),
    clear: () => change(() => []),
  }
}
