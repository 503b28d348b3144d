import { describe, expect, it } from 'vitest'
import { commandIds, commandOf } from '../../../src/core/document/commands'
import {
  commandOfPress,
  conflictsOf,
  keyText,
  keysOf,
  pressName,
  type KeyPress,
} from '../../../src/core/document/keyBindings'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('the table of commands', () => {
  it('gives no key to two commands, and no label twice', () => {
    const keys = commandIds.flatMap((id) => commandOf(id).keys)
    expect(new Set(keys).size).toBe(keys.length)
    const labels = commandIds.map((id) => commandOf(id).label)
    expect(new Set(labels).size).toBe(labels.length)
    for (const id of commandIds) expect(conflictsOf(id, keysOf(id, {})[0] ?? 'none', {})).toEqual([])
  })

  it('finds the editor’s keys', () => {
    const find = (key: string, held?: Partial<KeyPress>, isMac = false) =>
      commandOfPress(pressName(press(key, held), isMac) ?? '', {})
    expect(find(' ')).toBe('transport.play')
    expect(find('j')).toBe('transport.reverse')
    expect(find('m')).toBe('cuts.add')
    expect(find('M', { shiftKey: true })).toBe('cuts.merge')
    expect(find('?', { shiftKey: true })).toBe('help.keys')
    expect(find('ArrowLeft', { shiftKey: true })).toBe('transport.secondBack')
    expect(find('z', { ctrlKey: true })).toBe('edit.undo')
    expect(find('z', { metaKey: true }, true)).toBe('edit.undo')
    expect(find('Z', { ctrlKey: true, shiftKey: true })).toBe('edit.redo')
    expect(find('ь', { code: 'KeyM' })).toBe('cuts.add')
    expect(find('¬', { code: 'KeyL', altKey: true }, true)).toBe('score.lockRange')
    expect(pressName(press('Shift', { shiftKey: true }), false)).toBeNull()
  })

  it('lets a key be given to another command', () => {
    const bindings = { 'cuts.add': ['F5'], 'transport.play': [] }
    expect(commandOfPress('F5', bindings)).toBe('cuts.add')
    expect(commandOfPress('M', bindings)).toBeUndefined()
    expect(commandOfPress('Space', bindings)).toBeUndefined()
    expect(conflictsOf('cuts.add', 'G', bindings)).toEqual(['score.generate'])
  })

  it('writes keys for reading', () => {
    expect(keyText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z')
    expect(keyText('Mod+Shift+Z', true)).toBe('⌘⇧Z')
    expect(keyText('ArrowLeft', false)).toBe('←')
    expect(keyText('+', false)).toBe('+')
  })
})
