import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { encodeDocument } from '../../../core/document/encodeDocument'
import type { Handlers } from '../../../contract/define'
import type {
  JournalRequest,
  projectService,
  Recovery,
  Relinked,
  RelinkRequest,
  SavedProject,
  SaveRequest,
} from '../../../contract/project'
import { backupPathOf, hasBackup, keepBackup } from '../files/backup'
import type { JournalEntry } from '../files/journal'
import { quickHash, storedMediaPath } from '../files/mediaReference'
import { openProject, saveProject } from '../files/projectFile'
import { inOrder, nameOf, readDocument, wholeState, withMedia, type ProjectRecord } from './openProjects'
import type { HostingParts } from './parts'
import { openFile, recoverWork, toOpenProject } from './projectOpening'

/** Refuses what a page writes that does not know the last entry of the journal: another page wrote that. */
function checkBase({ revision }: ProjectRecord, base: number | undefined): void {
  if (base !== undefined && base !== revision) throw new Failure('project-elsewhere', {})
}

async function save(parts: HostingParts, input: SaveRequest): Promise<SavedProject> {
  const record = parts.projects.get(input.projectId)
  const path = input.targetId === undefined ? record.path : parts.files.targetPath(input.targetId, 'project')
  if (path === null)
    throw new Failure('wrong-use', { reason: 'this project has no file yet, choose one first' })
  const document = readDocument(input.document)
  const reference = {
    ...document.media,
    ...record.identity,
    path: storedMediaPath(path, record.mediaPath),
  }
  await inOrder(record, async () => {
    if (path === record.path) checkBase(record, input.base)
    await keepBackup(path)
    await saveProject(path, { ...document, media: reference })
    record.path = path
    record.latest = encodeDocument({ ...document, media: reference })
    record.unsaved = false
    await record.journal.clear()
  })
  await parts.recent.add(path, 'project')
  parts.platform.addRecent?.(path)
  const { fileId } = parts.files.open(path)
  return {
    ...{ name: nameOf(record), hasFile: true, hasBackup: await hasBackup(path), fileId },
    savedAt: new Date().toISOString(),
  }
}

async function journal(parts: HostingParts, input: JournalRequest): Promise<{ revision: number }> {
  const record = parts.projects.get(input.projectId)
  return inOrder(record, async () => {
    checkBase(record, input.base)
    if (input.revision > record.revision) {
      const latest = withMedia(wholeState(record, input.state), record.identity)
      const { composition = null, ...state } = latest
      await record.journal.write({
        ...{ revision: input.revision, editedAt: new Date().toISOString(), name: nameOf(record) },
        ...{ projectPath: record.path, mediaPath: record.mediaPath, state, composition },
      })
      record.latest = latest
      record.revision = input.revision
      record.unsaved = true
    }
    return { revision: record.revision }
  })
}

async function relink(parts: HostingParts, input: RelinkRequest): Promise<Relinked> {
  const record = parts.projects.get(input.projectId)
  const path = parts.files.pathOf(input.fileId, 'video')
  const identity = await quickHash(path)
  const match = identity.quickHash === record.identity.quickHash ? 'same' : 'different'
  if (match === 'different') {
    if (!input.accept) return { match, mediaId: record.mediaId }
    await parts.engine.probe(path)
  }
  const before = record.mediaId
  Object.assign(record, { mediaPath: path, identity, mediaProblem: null, unsaved: true })
  record.latest = withMedia(record.latest, identity)
  if (before !== null) parts.videos.forget(before)
  return { match, mediaId: parts.projects.show(record) }
}

async function toRecovery(entry: JournalEntry & { readonly journalId: string }): Promise<Recovery> {
  const { journalId, name, projectPath, mediaPath, editedAt } = entry
  const facts = projectPath === null ? null : await stat(projectPath).catch(() => null)
  return {
    recoveryId: journalId,
    name,
    folder: dirname(projectPath ?? mediaPath),
    editedAt,
    isOlderThanFile: facts !== null && facts.mtimeMs > Date.parse(editedAt),
  }
}

async function openBackup(record: ProjectRecord): Promise<void> {
  const { path } = record
  if (path === null || !(await hasBackup(path)))
    throw new Failure('wrong-use', { reason: 'there is no earlier version of this project' })
  record.latest = encodeDocument(await openProject(backupPathOf(path)))
  record.unsaved = true
}

/** Answers for projects: opening, saving, the journal, and what earlier runs left behind. */
export function createProjectHandlers(parts: HostingParts): Handlers<typeof projectService> {
  const { projects, journals, jobs, videos, ports } = parts
  return {
    open: ({ fileId }) => openFile(parts, fileId),
    async resume({ projectId }) {
      const record = projectId === undefined ? projects.last() : projects.get(projectId)
      return record && toOpenProject(record)
    },
    async openBackup({ projectId }) {
      const record = projects.get(projectId)
      await openBackup(record)
      return toOpenProject(record)
    },
    save: (input) => save(parts, input),
    journal: (input) => journal(parts, input),
    recoveries: async () => Promise.all((await journals.abandoned()).map(toRecovery)),
    recover: ({ recoveryId }) => recoverWork(parts, recoveryId),
    async discardRecovery({ recoveryId }) {
      const known = (await journals.abandoned()).some(({ journalId }) => journalId === recoveryId)
      if (known) await journals.discard(recoveryId)
      return null
    },
    async close({ projectId }) {
      const record = projects.get(projectId)
      jobs.cancelOf(projectId)
      await ports.stop(0).catch(() => undefined)
      if (record.mediaId !== null) videos.forget(record.mediaId)
      await inOrder(record, () => record.journal.clear())
      projects.remove(projectId)
      return null
    },
    relink: (input) => relink(parts, input),
  }
}
