import { randomUUID } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { HitpointDocument, MediaReference } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { decodeDocument } from '../../../core/document/decodeDocument'
import type { ProjectFile } from '../../../core/document/fileSchema'
import type { JournalState } from '../../../contract/storedDocument'
import type { Journal } from '../files/journal'

/** What a video is told apart by. */
export type MediaIdentity = Pick<MediaReference, 'bytes' | 'quickHash'>

/** A project as the host holds it: where its files are, and the last state of its document that it was told. */
export interface ProjectRecord {
  readonly projectId: string
  /** Null until it is saved under a name. */
  path: string | null
  mediaPath: string
  /** Null where the video was not found. */
  mediaId: string | null
  mediaProblem: 'moved' | 'changed' | null
  identity: MediaIdentity
  /** The last state that was opened, saved or put into the journal. */
  latest: ProjectFile
  unsaved: boolean
  /** Of the last entry of the journal; -1 before there is one. */
  revision: number
  readonly journal: Journal
  /** Writes of the project, one after the other. */
  writing: Promise<unknown>
}

export type NewRecord = Omit<ProjectRecord, 'projectId' | 'revision' | 'writing' | 'journal' | 'mediaId'> & {
  /** Another one than a new one, for work that goes on. */
  readonly projectId?: string
}

/** The projects that are open, and the videos that belong to them. */
export interface OpenProjects {
  add(record: NewRecord): ProjectRecord
  /** Throws Failure `wrong-use` for a project that is not open. */
  get(projectId: string): ProjectRecord
  last(): ProjectRecord | null
  /** The project of a file, by whatever spelling or link it is named; null while it is not open. */
  ofFile(path: string): Promise<ProjectRecord | null>
  /** Does one opening after the other, so that a file that is opened twice at once is one project. */
  inTurn<Result>(open: () => Promise<Result>): Promise<Result>
  remove(projectId: string): void
  /** Gives the project a new id for its video at `mediaPath`; the old one ends. */
  show(record: ProjectRecord): string
  /** Throws Failure `wrong-use` for an id that was never handed out or whose project was closed. */
  ofMedia(mediaId: string): ProjectRecord
}

/** Where a path leads in the end; the path itself where nothing is. */
const realPathOf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path))

export function createOpenProjects(openJournal: (projectId: string) => Journal): OpenProjects {
  const records = new Map<string, ProjectRecord>()
  const media = new Map<string, ProjectRecord>()
  let opening: Promise<unknown> = Promise.resolve()
  return {
    add({ projectId = randomUUID(), ...rest }) {
      const record: ProjectRecord = {
        ...rest,
        ...{ projectId, mediaId: null, revision: -1, writing: Promise.resolve() },
        journal: openJournal(projectId),
      }
      records.set(projectId, record)
      return record
    },
    get(projectId) {
      const record = records.get(projectId)
      if (!record) throw new Failure('wrong-use', { reason: 'that project is not open' })
      return record
    },
    last: () => [...records.values()].at(-1) ?? null,
    async ofFile(path) {
      const wanted = await realPathOf(path)
      for (const record of records.values())
        if (record.path !== null && (await realPathOf(record.path)) === wanted) return record
      return null
    },
    inTurn(open) {
      const opened = opening.then(open)
      opening = opened.catch(() => undefined)
      return opened
    },
    remove(projectId) {
      const record = records.get(projectId)
      if (record?.mediaId) media.delete(record.mediaId)
      records.delete(projectId)
    },
    show(record) {
      if (record.mediaId) media.delete(record.mediaId)
      record.mediaId = randomUUID()
      media.set(record.mediaId, record)
      return record.mediaId
    },
    ofMedia(mediaId) {
      const record = media.get(mediaId)
      if (!record) throw new Failure('wrong-use', { reason: 'that video is not open' })
      return record
    },
  }
}

/** Name of a project: of its file, or of its video. */
export const nameOf = ({ path, mediaPath }: Pick<ProjectRecord, 'path' | 'mediaPath'>): string => {
  const file = path ?? mediaPath
  return basename(file, extname(file))
}

/** Does one write of a project after the other, whatever became of the one before. */
export function inOrder<Result>(record: ProjectRecord, write: () => Promise<Result>): Promise<Result> {
  const writing = record.writing.then(write, write)
  record.writing = writing.catch(() => undefined)
  return writing
}

/** A state of the journal as a whole project file; a composition that it does not carry is the latest one. */
export function wholeState(record: ProjectRecord, state: JournalState): ProjectFile {
  const { composition = record.latest.composition ?? null, ...rest } = state
  return composition === null ? rest : { ...rest, composition }
}

/** The document of a page's project file. Throws Failure `wrong-use` where its numbers contradict each other. */
export function readDocument(file: ProjectFile): HitpointDocument {
  try {
    return decodeDocument(file)
  } catch (error) {
    throw new Failure('wrong-use', { reason: error instanceof Error ? error.message : String(error) })
  }
}

/** The same document with another path of its video. */
export const withMedia = (file: ProjectFile, media: Partial<ProjectFile['media']>): ProjectFile => ({
  ...file,
  media: { ...file.media, ...media },
})

export const storedForm = (document: HitpointDocument): ProjectFile => encodeDocument(document)

/** Absolute path that a project's reference means. */
export const referencedPath = (projectPath: string, reference: { readonly path: string }): string =>
  resolve(dirname(projectPath), reference.path)
