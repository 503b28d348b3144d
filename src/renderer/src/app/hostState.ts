import { commandIds } from '../../../core/document/commands'
import type { Editor } from './editor'
import type { Commands } from './useCommands'

/** What the host is kept told of: which commands of its menus can be chosen, and settings that outlive the page. */

/** Milliseconds in which further changes go along. */
const delay = 250

/** Calls `work` once a while after the last of many calls. */
function calmly(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  return () => {
    if (timer) clearTimeout(timer)
    timer = setTimeout(work, delay)
  }
}

/** Greys the commands of native menus that cannot be done now. */
export function tellCommandStates(editor: Editor, commands: Commands): void {
  let told: Readonly<Record<string, boolean>> = {}
  const tell = (): void => {
    if (editor.session.get().capabilities?.nativeMenu !== true) return
    const now = Object.fromEntries(commandIds.map((id) => [id, commands.canRun(id)]))
    const changed = Object.entries(now).filter(([id, enabled]) => told[id] !== enabled)
    if (changed.length === 0) return
    told = now
    const states = Object.fromEntries(changed.map(([id, enabled]) => [id, { enabled }]))
    void editor.client.system.setCommandStates({ states }).catch(() => undefined)
  }
  commands.subscribe(calmly(tell))
}

/** Keeps the output for the next time. */
export function keepSettings(editor: Editor): void {
  const save = calmly(() => {
    const { audioOutput } = editor.session.get()
    editor.notices.guard(() => editor.client.system.changeSettings({ audioOutput }))
  })
  editor.session.subscribe(({ before, after }) => {
    if (before.capabilities !== null && before.audioOutput !== after.audioOutput) save()
  })
}
