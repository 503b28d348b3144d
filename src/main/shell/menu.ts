import type { MenuItemConstructorOptions } from 'electron'
import { commandIds, commandOf, menus, type CommandId, type Menu } from '../../core/document/commands'
import { keysOf, type KeyBindings } from '../../core/document/keyBindings'
import type { CommandState } from '../engine/hosting/platform'

export interface MenuOptions {
  readonly isMac: boolean
  /** Shown while developing only. */
  readonly withDeveloperTools: boolean
  readonly bindings: KeyBindings
  readonly states: Readonly<Record<string, CommandState>>
  readonly recent: readonly { readonly path: string; readonly name: string }[]
  readonly onCommand: (id: CommandId) => void
  readonly onRecent: (path: string) => void
  readonly onClearRecent: () => void
}

const keyNames: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  '+': 'Plus',
}

/**
 * A key of the table as Electron writes it. Null for keys without Cmd, Ctrl or Alt: a menu would take them from text
 * fields; the page hears them itself.
 */
export function acceleratorOf(key: string): string | null {
  // The sign + is both a key and what stands between keys.
  const parts = key.endsWith('++') ? [...key.slice(0, -2).split('+'), '+'] : key.split('+')
  const isFunctionKey = /^F\d{1,2}$/.test(parts.at(-1) ?? '')
  if (!isFunctionKey && !parts.includes('Mod') && !parts.includes('Alt')) return null
  return parts.map((part) => keyNames[part] ?? part).join('+')
}

/** Text fields need these of the menu on macOS; there the page's commands under the same keys do without a key of the menu. */
const textRoles = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'] as const
const textKeys: ReadonlySet<string> = new Set(['Mod+Z', 'Mod+Shift+Z', 'Mod+X', 'Mod+C', 'Mod+V', 'Mod+A'])

function commandItem(id: CommandId, options: MenuOptions): MenuItemConstructorOptions {
  const { isMac, bindings, states, onCommand } = options
  const keys = keysOf(id, bindings).filter((key) => !(isMac && textKeys.has(key)))
  const accelerator = keys.map(acceleratorOf).find((key) => key !== null)
  const state = states[id]
  return {
    id,
    label: commandOf(id).label,
    enabled: state?.enabled ?? true,
    ...(state?.checked !== undefined && { type: 'checkbox', checked: state.checked }),
    // Shown, not taken: the page hears its keys itself, and a command must not run twice.
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    click: () => onCommand(id),
  }
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

function recentMenu({ recent, onRecent, onClearRecent }: MenuOptions): MenuItemConstructorOptions {
  const items = recent.map(({ path, name }) => ({ label: name, toolTip: path, click: () => onRecent(path) }))
  return {
    label: 'Open recent',
    enabled: recent.length > 0,
    submenu: [...items, separator, { label: 'Clear', click: onClearRecent }],
  }
}

/** What a menu has beside the table's commands. */
function additions(menu: Menu, options: MenuOptions): readonly MenuItemConstructorOptions[] {
  const { isMac, withDeveloperTools } = options
  if (menu === 'File') return [separator, recentMenu(options), separator, { role: isMac ? 'close' : 'quit' }]
  if (menu === 'Edit' && isMac)
    return [separator, { label: 'Text', submenu: textRoles.map((role) => ({ role })) }]
  if (menu === 'View') {
    const developer: MenuItemConstructorOptions[] = withDeveloperTools ? [{ role: 'toggleDevTools' }] : []
    return [separator, { role: 'togglefullscreen' }, ...developer]
  }
  if (menu === 'Help' && !isMac) return [separator, { role: 'about' }]
  return []
}

/** The native menus: every command of the table in its menu and in the table's order, then the system's own items. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const own = menus.map((menu): MenuItemConstructorOptions => {
    const items = commandIds.filter((id) => commandOf(id).menu === menu).map((id) => commandItem(id, options))
    return {
      label: menu,
      ...(menu === 'Help' && { role: 'help' as const }),
      submenu: [...items, ...additions(menu, options)],
    }
  })
  return options.isMac
    ? [{ role: 'appMenu' }, ...own.slice(0, -1), { role: 'windowMenu' }, ...own.slice(-1)]
    : own
}
