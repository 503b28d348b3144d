import type { JournalState } from '../../../contract/storedDocument'
import type { Composition, HitpointDocument } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { createStore, type Store } from '../../../core/document/store'
import type { Editor } from './editor'

/** Writes every edit to the host's journal within a second, and knows whether there is something to be saved. */
export interface Journal {
  /** `revision`: of the journal's last entry; that of before where it is the project of before. */
  opened(projectId: string, unsaved: boolean, revision?: number): void
  /** Nothing is open any more. */
  left(): void
  /** Does `work` after what is not written yet, and writes nothing meanwhile; answers what `work` does. */
  still<Result>(work: (revision: number) => Promise<Result>): Promise<Result>
  saved(document: HitpointDocument): void
  isUnsaved(): boolean
  readonly unsaved: Pick<Store<boolean>, 'get' | 'subscribe'>
}

/** Milliseconds after an edit; further edits in that time go along. */
const delay = 700

function stateOf(document: HitpointDocument, known: Composition | null | undefined): JournalState {
  const { composition, ...rest } = encodeDocument(document)
  const now = document.composition ?? null
  return now === known ? rest : { ...rest, composition: composition ?? null }
}

/** What goes into the host's journal, one state after the other. */
interface Writer {
  /** Another project, or none; what is open now is written already. */
  readonly open: (projectId: string | null, revision?: number) => void
  /** `document` is in the project's file. */
  readonly saved: (document: HitpointDocument) => void
  /** Soon; further edits go along. */
  readonly plan: () => void
  readonly still: Journal['still']
}

function createWriter(editor: Editor): Writer {
  let project: string | null = null
  let revision = -1
  /** What the journal holds. */
  let written: HitpointDocument | null = null
  let known: Composition | null | undefined
  let timer: ReturnType<typeof setTimeout> | null = null
  let writing: Promise<void> | null = null
  let isStill = false

  const send = async (document: HitpointDocument, projectId: string): Promise<void> => {
    const state = stateOf(document, known)
    const entry = { projectId, revision: revision + 1, base: revision, state }
    const answer = await editor.client.project.journal(entry)
    if (projectId !== project) return
    revision = answer.revision
    written = document
    known = document.composition ?? null
  }
  /** Writes what is not written yet; a trouble is told and not thrown. */
  const write = async (): Promise<void> => {
    timer = null
    const document = editor.document.get()
    if (!document || project === null || document === written || writing) return
    writing = send(document, project).catch(editor.notices.failed)
    await writing
    writing = null
    if (editor.document.get() !== document) plan()
  }
  const plan = (): void => {
    if (!isStill) timer ??= setTimeout(() => void write(), delay)
  }
  return {
    plan,
    open(projectId, lastRevision = revision) {
      project = projectId
      revision = lastRevision
      written = editor.document.get()
      known = undefined
    },
    saved(document) {
      written = document
      known = undefined
    },
    async still(work) {
      isStill = true
      if (timer) clearTimeout(timer)
      try {
        await writing
        await write()
        return await work(revision)
      } finally {
        isStill = false
        if (editor.document.get() !== written) plan()
      }
    },
  }
}

export function createJournal(editor: Editor): Journal {
  const unsaved = createStore(false)
  const writer = createWriter(editor)
  let savedDocument: HitpointDocument | null = null
  const tell = (): void => unsaved.edit('', () => editor.document.get() !== savedDocument)
  editor.document.subscribe(({ cause }) => {
    tell()
    if (cause !== 'open') writer.plan()
  })
  return {
    unsaved,
    isUnsaved: () => unsaved.get(),
    still: (work) => writer.still(work),
    opened(projectId, isUnsaved, revision) {
      writer.open(projectId, revision)
      savedDocument = isUnsaved ? null : editor.document.get()
      tell()
    },
    left() {
      writer.open(null)
      savedDocument = null
      tell()
    },
    saved(document) {
      writer.saved(document)
      savedDocument = document
      tell()
    },
  }
}
