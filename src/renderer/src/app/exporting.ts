import type { ExportedFile, ExportSettings } from '../../../contract/exporting'
import { isFailure } from '../../../core/base/failure'
import { encodeDocument } from '../../../core/document/encodeDocument'
import type { ExportFormatName } from '../../../core/export/formats'
import { ask, chooseTarget } from './asking'
import type { Editor } from './editor'

/** What the export dialog asks for. */
export interface ExportWishes {
  readonly formats: readonly ExportFormatName[]
  readonly settings: ExportSettings
  /** Into a folder that the user chooses next; otherwise for downloads. */
  readonly intoFolder: boolean
}

/** Exports the shown take. Null when the user thought better of it; a stopped or failed export throws. */
export async function exportFilm(editor: Editor, wishes: ExportWishes): Promise<ExportedFile[] | null> {
  const document = editor.document.get()
  const { project, take } = editor.session.get()
  if (!document || !project) return null
  const name = take === 0 ? project.name : `${project.name} take ${take + 1}`
  const targetId = wishes.intoFolder ? await chooseTarget(editor, 'folder', `${name} export`) : undefined
  if (targetId === null) return null
  const run = async (replace: boolean): Promise<ExportedFile[]> => {
    const { jobId } = await editor.client.exporting.start({
      projectId: project.projectId,
      document: encodeDocument(document),
      formats: [...wishes.formats],
      settings: wishes.settings,
      take: document.composition ? take : 0,
      name,
      replace,
      ...(targetId !== undefined && { targetId }),
    })
    return editor.client.exporting.result({ jobId })
  }
  try {
    return await run(false)
  } catch (error) {
    if (!isFailure(error) || error.code !== 'output-exists') throw error
    const answer = await ask(editor, 'Files of these names are already in that folder.', [
      'Replace them',
      'Cancel',
    ])
    return answer === 'Replace them' ? run(true) : null
  }
}
