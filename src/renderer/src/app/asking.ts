import type { FileKind, OpenedFile, TargetKind } from '../../../contract/files'
import type { Editor } from './editor'
import type { FilePicker } from './session'

/** Asks a question in the page; answers null when it was dismissed. */
export const ask = (editor: Editor, text: string, answers: readonly string[]): Promise<string | null> =>
  new Promise((resolve) =>
    editor.set({
      question: {
        text,
        answers,
        settle(answer) {
          editor.set({ question: null })
          resolve(answer)
        },
      },
    }),
  )

const pickInPage = (
  editor: Editor,
  purpose: FilePicker['purpose'],
  suggestedName: string,
): Promise<OpenedFile | { readonly targetId: string } | null> =>
  new Promise((resolve) =>
    editor.set({
      picker: {
        purpose,
        suggestedName,
        settle(chosen) {
          editor.set({ picker: null })
          resolve(chosen)
        },
      },
    }),
  )

/** Lets the user choose a file, by the system's picker where the host has one. */
export async function chooseFile(
  editor: Editor,
  purpose: 'open' | 'soundBank' | 'relink' | 'cutList' | 'midi' | 'program',
  kinds: readonly FileKind[],
): Promise<OpenedFile | null> {
  if (editor.session.get().capabilities?.picker === 'native')
    return editor.client.files.choose({ kinds: [...kinds] })
  const chosen = await pickInPage(editor, purpose, '')
  return chosen && 'fileId' in chosen ? chosen : null
}

const purposes = { project: 'saveProject', folder: 'saveFolder' } as const

/** Lets the user choose where to write; null when nothing was chosen. */
export async function chooseTarget(
  editor: Editor,
  kind: TargetKind,
  suggestedName: string,
): Promise<string | null> {
  if (editor.session.get().capabilities?.picker === 'native')
    return (await editor.client.files.chooseTarget({ kind, suggestedName }))?.targetId ?? null
  const chosen = await pickInPage(editor, purposes[kind], suggestedName)
  return chosen && 'targetId' in chosen ? chosen.targetId : null
}
