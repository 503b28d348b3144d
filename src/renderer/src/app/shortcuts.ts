import { commandOfPress, pressName } from '../../../core/document/keyBindings'
import type { Editor } from './editor'
import type { Commands } from './useCommands'

export const isMac = (): boolean => /mac/iu.test(navigator.platform)

/** Keys that a focused control needs for itself. */
const ownKeys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Space', 'Enter'])
const textInputs = new Set(['text', 'number', 'search'])

function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return textInputs.has(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}

/** Whether the focused control takes this key: a slider its arrows, a button its space, a text all but commands. */
function isTaken(press: string, target: EventTarget | null): boolean {
  if (isText(target)) return !['Escape', 'Mod+S', 'Mod+Shift+S', 'Mod+O', 'F1'].includes(press)
  if (target instanceof HTMLSelectElement) return !press.startsWith('Mod+')
  if (target instanceof HTMLInputElement) return ownKeys.has(press)
  const inDialog = target instanceof Element && target.closest('dialog') !== null
  if (inDialog) return true
  return target instanceof HTMLButtonElement && (press === 'Space' || press === 'Enter')
}

/** A button that was clicked gives up the focus, so that the space bar plays; one that was pressed by key keeps it. */
function letGo({ detail, target }: MouseEvent): void {
  const button = target instanceof Element ? target.closest('button') : null
  if (detail > 0 && button && !button.closest('dialog')) button.blur()
}

/** Answers keys by the command table, wherever the focus is; answers the end of it. */
export function answerKeys(editor: Editor, commands: Commands): () => void {
  const listener = (event: KeyboardEvent): void => {
    const press = pressName(event, isMac())
    if (press === null || event.defaultPrevented || isTaken(press, event.target)) return
    const command = commandOfPress(press, editor.session.get().keyBindings)
    if (!command) return
    event.preventDefault()
    commands.run(command)
  }
  window.addEventListener('keydown', listener)
  window.addEventListener('click', letGo)
  return () => {
    window.removeEventListener('keydown', listener)
    window.removeEventListener('click', letGo)
  }
}
