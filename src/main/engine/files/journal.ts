import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { classifyFileError } from './fileErrors'
import { writeOutput } from './outputFiles'
import { identityOf, isRunning, type ProcessIdentity } from './processIdentity'

/** The latest state of a project that was edited and not saved. */
export interface JournalEntry {
  /** Grows with every edit. */
  readonly revision: number
  /** ISO 8601. */
  readonly editedAt: string
  readonly name: string
  /** Null for a project that was never saved. */
  readonly projectPath: string | null
  readonly mediaPath: string
  /** A project file without its composition. */
  readonly state: unknown
  /** Its composition, null when it has none. */
  readonly composition: unknown
}

/** What is on the disk beside the composition, which has a file of its own. */
interface StoredEntry extends Omit<JournalEntry, 'composition'> {
  readonly format: 'hitpoint-journal'
  readonly version: 1
  readonly compositionFile: string | null
}

/** The journal of one project. */
export interface Journal {
  /**
   * Puts a state on the disk, synced, in place of the one before. `composition` is written only when it is another value
   * than the last time. Throws Failure `disk-full` or `output-not-writable`; the state before is then still there.
   */
  write(entry: JournalEntry): Promise<void>
  /** There is nothing to recover any more. */
  clear(): Promise<void>
}

export interface JournalFolder {
  /** Opens the journal of a project, as this process's own; a name is good for a file name. */
  open(journalId: string): Journal
  /** Those that no running process holds, newest first. Damaged ones are left where they are and not told. */
  abandoned(): Promise<readonly (JournalEntry & { readonly journalId: string })[]>
  /** Throws Failure `file-missing` or `project-damaged`. */
  read(journalId: string): Promise<JournalEntry>
  discard(journalId: string): Promise<void>
}

const stateFile = 'state.json'
const ownerFile = 'owner.json'
const isJournalId = (name: string): boolean => /^[0-9a-f-]{8,64}$/.test(name)

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure('project-damaged', { path, reason: 'it is not JSON' })
    throw classifyFileError(error, path, 'read')
  }
}

async function readEntry(folder: string): Promise<JournalEntry> {
  const path = join(folder, stateFile)
  const stored = (await readJson(path)) as Partial<StoredEntry> | null
  if (stored?.format !== 'hitpoint-journal' || stored.version !== 1)
    throw new Failure('project-damaged', { path, reason: 'it is no journal of this version' })
  const { compositionFile } = stored as StoredEntry
  if (compositionFile !== null && !/^composition-[0-9a-f-]{36}\.json$/.test(compositionFile))
    throw new Failure('project-damaged', { path, reason: 'it names a foreign file' })
  const composition = compositionFile === null ? null : await readJson(join(folder, compositionFile))
  return { ...(stored as StoredEntry), composition }
}

async function isHeld(folder: string): Promise<boolean> {
  const owner = await readJson(join(folder, ownerFile)).catch(() => null)
  return owner !== null && isRunning(owner as ProcessIdentity)
}

function openJournal(folder: string): Journal {
  let owned = false
  let kept: { readonly composition: unknown; readonly file: string | null } | null = null

  async function own(): Promise<void> {
    if (owned) return
    await mkdir(folder, { recursive: true })
    await writeOutput(join(folder, ownerFile), JSON.stringify(await identityOf(process.pid)), { force: true })
    owned = true
  }

  async function keepComposition({ composition }: JournalEntry): Promise<string | null> {
    if (kept && kept.composition === composition) return kept.file
    const file = composition === null ? null : `composition-${randomUUID()}.json`
    if (file !== null) await writeOutput(join(folder, file), JSON.stringify(composition), { force: true })
    kept = { composition, file }
    return file
  }

  async function removeOthers(file: string | null): Promise<void> {
    for (const name of await readdir(folder))
      if (name.startsWith('composition-') && name !== file) await rm(join(folder, name), { force: true })
  }

  return {
    async write(entry) {
      await own()
      const before = kept
      const compositionFile = await keepComposition(entry)
      const { composition: _inItsOwnFile, ...rest } = entry
      const stored: StoredEntry = { format: 'hitpoint-journal', version: 1, ...rest, compositionFile }
      // The state names a composition that is whole on the disk already: either both are new, or neither is.
      await writeOutput(join(folder, stateFile), JSON.stringify(stored), { force: true })
      if (before !== kept) await removeOthers(compositionFile)
    },
    async clear() {
      owned = false
      kept = null
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The journals of all projects of this user, each in a folder of its own below `folder`. */
export function createJournalFolder(folder: string): JournalFolder {
  const folderOf = (journalId: string): string => {
    if (!isJournalId(journalId)) throw new Failure('wrong-use', { reason: 'there is no such unsaved work' })
    return join(folder, journalId)
  }
  return {
    open: (journalId) => openJournal(folderOf(journalId)),
    async abandoned() {
      const names = (await readdir(folder).catch(() => [])).filter(isJournalId)
      const entries = await Promise.all(
        names.map(async (journalId) => {
          if (await isHeld(join(folder, journalId))) return []
          const entry = await readEntry(join(folder, journalId)).catch(() => null)
          return entry ? [{ ...entry, journalId }] : []
        }),
      )
      return entries.flat().sort((a, b) => b.editedAt.localeCompare(a.editedAt))
    },
    read: (journalId) => readEntry(folderOf(journalId)),
    async discard(journalId) {
      await rm(folderOf(journalId), { recursive: true, force: true })
    },
  }
}
