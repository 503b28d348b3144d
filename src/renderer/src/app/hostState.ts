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

/** What of the session is a setting of the host. */
type KeptSetting = 'audioOutput' | 'playback' | 'layout'

/** Keeps a member of the session for the next time: the output, ports and click, sizes of the panes. */
export function keep(editor: Editor, member: KeptSetting): void {
  const save = calmly(() =>
    editor.notices.guard(() =>
      editor.client.system.changeSettings({ [member]: editor.session.get()[member] }),
    ),
  )
  editor.session.subscribe(({ before, after }) => {
    // Before the capabilities are known, what changes is what was kept.
    if (before.capabilities !== null && before[member] !== after[member]) save()
  })
}
