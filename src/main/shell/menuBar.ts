import type { CommandId } from '../../core/document/commands'
import type { KeyBindings } from '../../core/document/keyBindings'
import type { CommandState } from '../engine/hosting/platform'
import type { ElectronCalls, ShellMenu } from './electronCalls'
import { menuTemplate, type MenuOptions } from './menu'

/** The native menu as it stands. */
export interface MenuBar {
  setStates(states: Readonly<Record<string, CommandState>>): void
  setBindings(bindings: KeyBindings): void
  setRecent(recent: MenuOptions['recent']): void
}

export interface MenuBarOptions extends Pick<
  MenuOptions,
  'isMac' | 'withDeveloperTools' | 'onRecent' | 'onClearRecent'
> {
  readonly onCommand: (id: CommandId) => void
}

/** Builds the menu and keeps it up to date: built anew for other keys and recent files, changed in place for states. */
export function createMenuBar({ setMenu }: Pick<ElectronCalls, 'setMenu'>, options: MenuBarOptions): MenuBar {
  let bindings: KeyBindings = {}
  let recent: MenuOptions['recent'] = []
  let states: Readonly<Record<string, CommandState>> = {}
  let menu: ShellMenu
  const build = (): void => {
    menu = setMenu(menuTemplate({ ...options, bindings, recent, states }))
  }
  build()
  return {
    setStates(changed) {
      const before = states
      states = { ...states, ...changed }
      // A tick needs an item of another type.
      const isNewTick = Object.entries(changed).some(
        ([id, { checked }]) => (checked !== undefined) !== (before[id]?.checked !== undefined),
      )
      if (isNewTick) return build()
      for (const [id, { enabled, checked }] of Object.entries(changed)) {
        const item = menu.getMenuItemById(id)
        if (!item) continue
        item.enabled = enabled
        if (checked !== undefined) item.checked = checked
      }
    },
    setBindings(next) {
      bindings = next
      build()
    },
    setRecent(next) {
      recent = next
      build()
    },
  }
}
