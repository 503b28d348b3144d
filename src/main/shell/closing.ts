import type { ElectronCalls, ShellWindow } from './electronCalls'
import type { WindowState } from '../engine/hosting/platform'

/** Title and end of a window. */
export interface Closing {
  setWindow(state: WindowState): void
  /** The page is done with its work: the window closes without a question. */
  closeWindow(): void
}

/**
 * A window whose page has something to be saved asks the page before it closes. Where the page cannot answer (it hangs or
 * crashed) it closes: the journal has the work.
 */
export function handleClosing(window: ShellWindow, isMac: boolean, askPage: () => void): Closing {
  let unsaved = false
  let answers = true
  window.on('unresponsive', () => (answers = false))
  window.on('responsive', () => (answers = true))
  window.webContents.on('render-process-gone', () => (unsaved = false))
  window.on('close', (event) => {
    if (!unsaved || !answers) return
    event.preventDefault()
    askPage()
  })
  return {
    setWindow(state) {
      unsaved = state.unsaved
      if (window.isDestroyed()) return
      const name = state.name ?? ''
      const mark = state.unsaved && !isMac ? '• ' : ''
      window.setTitle(name === '' ? 'Hitpoint' : `${mark}${name} — Hitpoint`)
      // macOS shows the dot and the file in the title bar itself.
      window.setDocumentEdited(state.unsaved)
      window.setRepresentedFilename(state.path ?? '')
    },
    closeWindow() {
      unsaved = false
      window.close()
    },
  }
}

/** The system's question about unsaved changes. */
export async function askUnsaved(
  { dialog }: Pick<ElectronCalls, 'dialog'>,
  window: ShellWindow,
  name: string,
): Promise<'save' | 'discard' | 'cancel'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes to “${name}”?`,
    detail: 'They are lost otherwise.',
    buttons: ['Save', 'Cancel', 'Don’t save'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return (['save', 'cancel', 'discard'] as const)[response] ?? 'cancel'
}
