import type { JournalState } from '../../../contract/storedDocument'
import type { Composition, HitpointDocument } from '../../../core/document/document'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { createStore, type Store } from '../../../core/document/store'
import type { Editor } from './editor'

/** Writes every edit to the host's journal within a second, and knows whether there is something to be saved. */
export interface Journal {
  opened(projectId: string, unsaved: boolean): void
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

export function createJournal(editor: Editor): Journal {
  const unsaved = createStore(false)
  let savedDocument: HitpointDocument | null = null
  let projectId: string | null = null
  let revision = 0
  /** What the journal holds. */
  let written: HitpointDocument | null = null
  let known: Composition | null | undefined
  let timer: ReturnType<typeof setTimeout> | null = null
  let isWriting = false

  const write = async (): Promise<void> => {
    timer = null
    const document = editor.document.get()
    const project = projectId
    if (!document || project === null || document === written || isWriting) return
    isWriting = true
    try {
      const state = stateOf(document, known)
      await editor.client.project.journal({ projectId: project, revision: ++revision, state })
      if (project === projectId) {
        written = document
        known = document.composition ?? null
      }
    } catch (error) {
      editor.notices.failed(error)
    } finally {
      isWriting = false
      if (editor.document.get() !== document) plan()
    }
  }
  const plan = (): void => {
    timer ??= setTimeout(() => void write(), delay)
  }
  const tell = (): void => unsaved.edit('', () => editor.document.get() !== savedDocument)
  editor.document.subscribe(({ cause }) => {
    tell()
    if (cause !== 'open') plan()
  })
  return {
    unsaved,
    isUnsaved: () => unsaved.get(),
    opened(id, isUnsaved) {
      projectId = id
      known = undefined
      written = isUnsaved ? editor.document.get() : null
      savedDocument = isUnsaved ? null : editor.document.get()
      tell()
    },
    saved(document) {
      savedDocument = document
      written = document
      known = undefined
      tell()
    },
  }
}
