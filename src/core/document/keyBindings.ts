import { commandIds, commandOf, type CommandId } from './commands'

/** What of a key press decides: a DOM KeyboardEvent has it. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Keys that a user gave to commands in place of the table's own; an empty list takes the keys away. */
export type KeyBindings = Readonly<Partial<Record<CommandId, readonly string[]>>>

/** The keys of a command. */
export const keysOf = (id: CommandId, bindings: KeyBindings): readonly string[] =>
  bindings[id] ?? commandOf(id).keys

const letterOf = (code: string): string | undefined => /^Key([A-Z])$/u.exec(code)?.[1]

/** A letter's own name, on keyboards without Latin letters the one at its place; every other key as it is. */
function keyName({ key, code, altKey }: KeyPress): string {
  if (key === ' ' || key === 'Spacebar') return 'Space'
  if (/^[a-z]$/iu.test(key)) return key.toUpperCase()
  // With Alt, macOS gives the letter that is written, such as ç.
  const letter = letterOf(code)
  if (letter !== undefined && key.length === 1 && (altKey || key.charCodeAt(0) > 127)) return letter
  return key
}

/** The name of a press as the table writes it: `Mod+Shift+Z`. Null while only modifiers are held. */
export function pressName(press: KeyPress, isMac: boolean): string | null {
  const name = keyName(press)
  if (['Control', 'Meta', 'Alt', 'Shift', 'Dead', 'Unidentified'].includes(name)) return null
  const isMod = isMac ? press.metaKey : press.ctrlKey
  // A sign such as ? already says that Shift is held.
  const showsShift = press.shiftKey && (name.length > 1 || /[A-Z]/u.test(name))
  return [isMod ? 'Mod' : '', press.altKey ? 'Alt' : '', showsShift ? 'Shift' : '', name]
    .filter((part) => part !== '')
    .join('+')
}

/** The command of a press, if any. */
export const commandOfPress = (press: string, bindings: KeyBindings): CommandId | undefined =>
  commandIds.find((id) => keysOf(id, bindings).includes(press))

/** Commands that would answer to the same key: a binding to them must be refused or moved. */
export const conflictsOf = (id: CommandId, key: string, bindings: KeyBindings): readonly CommandId[] =>
  commandIds.filter((other) => other !== id && keysOf(other, bindings).includes(key))

const symbols: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
}

/** A key for reading: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function keyText(key: string, isMac: boolean): string {
  const parts = key === '+' ? ['+'] : key.split('+').map((part) => (part === '' ? '+' : part))
  const words = parts.map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
    if (isMac && part === 'Shift') return '⇧'
    if (isMac && part === 'Alt') return '⌥'
    return symbols[part] ?? part
  })
  return words.join(isMac ? '' : '+')
}
