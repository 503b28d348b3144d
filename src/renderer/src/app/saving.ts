import { encodeDocument } from '../../../core/document/encodeDocument'
import { chooseTarget } from './asking'
import type { Editor } from './editor'
import type { Journal } from './journal'

/** Saves the open project, under another name where wished; true when it was saved. */
export type Saving = (as?: boolean) => Promise<boolean>

async function write(editor: Editor, journal: Journal, targetId: string | undefined): Promise<boolean> {
  const { project } = editor.session.get()
  if (!project) return false
  return journal.still(async (base) => {
    // What stands now, not what stood when the name was asked for: work may have ended meanwhile.
    const document = editor.document.get()
    if (!document) return false
    const { name, hasFile, hasBackup } = await editor.client.project.save({
      projectId: project.projectId,
      document: encodeDocument(document),
      base,
      ...(targetId !== undefined && { targetId }),
    })
    const now = editor.session.get().project
    if (now?.projectId !== project.projectId) return true
    editor.set({ project: { ...now, name, hasFile, hasBackup } })
    journal.saved(document)
    return true
  })
}

/**
 * One save after the other: what is asked for while another save runs comes after it, and while a name is being chosen
 * it is that very save.
 */
export function createSaving(editor: Editor, journal: Journal): Saving {
  let choosing: Promise<boolean> | null = null
  let last: Promise<unknown> = Promise.resolve()
  const inOrder = (targetId?: string): Promise<boolean> => {
    const next = last.then(() => write(editor, journal, targetId))
    last = next.catch(() => undefined)
    return next
  }
  const underName = async (name: string): Promise<boolean> => {
    const targetId = await chooseTarget(editor, 'project', name)
    return targetId === null ? false : inOrder(targetId)
  }
  return async (as = false) => {
    const { project } = editor.session.get()
    if (!project) return false
    if (choosing) return choosing
    if (!as && project.hasFile) return inOrder()
    choosing = underName(project.name)
    try {
      return await choosing
    } finally {
      choosing = null
    }
  }
}
