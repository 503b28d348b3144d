import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { commandIds, commandOf, menus } from '../../src/core/document/commands'
import { acceleratorOf, menuTemplate, type MenuOptions } from '../../src/main/shell/menu'
import { createMenuBar } from '../../src/main/shell/menuBar'
import { createFakeElectron } from './fakeElectron'

const options = (changes: Partial<MenuOptions> = {}): MenuOptions => ({
  ...{ isMac: false, withDeveloperTools: false, bindings: {}, states: {}, recent: [] },
  ...{ onCommand: vi.fn(), onRecent: vi.fn(), onClearRecent: vi.fn() },
  ...changes,
})

const submenuOf = (item: MenuItemConstructorOptions): MenuItemConstructorOptions[] =>
  Array.isArray(item.submenu) ? item.submenu : []

/** Every item of every menu, whatever its depth. */
const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...flatten(submenuOf(item))])

const commandItems = (template: MenuItemConstructorOptions[]) =>
  flatten(template).filter(({ id }) => id !== undefined)

describe.each([true, false])('the native menus, on macOS: %s (docs/spec/host.md, H70-H72)', (isMac) => {
  it('are the command table: every command once, in its menu, under its label', () => {
    const template = menuTemplate(options({ isMac }))
    const found = template.flatMap((menu) =>
      submenuOf(menu)
        .filter(({ id }) => id !== undefined)
        .map(({ id, label }) => [menu.label, id, label]),
    )
    const expected = menus.flatMap((menu) =>
      commandIds.filter((id) => commandOf(id).menu === menu).map((id) => [menu, id, commandOf(id).label]),
    )
    expect(found).toEqual(expected)
    expect(found).toHaveLength(commandIds.length)
  })

  it('say each command’s id when it is chosen', () => {
    const onCommand = vi.fn()
    for (const item of commandItems(menuTemplate(options({ isMac, onCommand }))))
      item.click!({} as never, undefined, {})
    expect(onCommand.mock.calls.map(([id]) => id as string)).toEqual(
      menus.flatMap((menu) => commandIds.filter((id) => commandOf(id).menu === menu)),
    )
  })

  it('show no key twice, and none that a text field needs for itself', () => {
    const items = flatten(menuTemplate(options({ isMac })))
    const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => !/CommandOrControl|Alt|^F\d/.test(String(key)))).toEqual([])
    if (isMac) expect(keys).not.toContain('CommandOrControl+C')
    expect(
      commandItems(menuTemplate(options({ isMac }))).filter((item) => item.registerAccelerator === true),
    ).toEqual([])
  })

  it('show the user’s keys', () => {
    const template = menuTemplate(
      options({ isMac, bindings: { 'score.generate': ['G', 'Mod+Shift+G'], 'file.save': [] } }),
    )
    const items = new Map(commandItems(template).map((item) => [item.id, item.accelerator]))
    expect(items.get('score.generate')).toBe('CommandOrControl+Shift+G')
    expect(items.get('file.save')).toBeUndefined()
  })
})

it('give text fields their keys on macOS', () => {
  const items = flatten(menuTemplate(options({ isMac: true })))
  expect(items.map(({ role }) => role)).toEqual(
    expect.arrayContaining(['copy', 'paste', 'cut', 'selectAll', 'undo', 'redo']),
  )
})

it('have developer tools while developing only', () => {
  const roles = (withDeveloperTools: boolean) =>
    flatten(menuTemplate(options({ withDeveloperTools }))).map(({ role }) => role)
  expect(roles(true)).toContain('toggleDevTools')
  expect(roles(false)).not.toContain('toggleDevTools')
  expect([...roles(false), ...roles(true)]).not.toContain('reload')
})

it('open recent files', () => {
  const onRecent = vi.fn()
  const recent = [{ path: '/films/a.mp4', name: 'a.mp4' }]
  const item = flatten(menuTemplate(options({ recent, onRecent }))).find(({ label }) => label === 'a.mp4')!
  item.click!({} as never, undefined, {})
  expect(onRecent).toHaveBeenCalledWith('/films/a.mp4')
})

it.each([
  ['Mod+Shift+Z', 'CommandOrControl+Shift+Z'],
  ['Alt+ArrowLeft', 'Alt+Left'],
  ['Mod++', 'CommandOrControl+Plus'],
  ['Mod+=', 'CommandOrControl+='],
  ['F1', 'F1'],
  ['Space', null],
  ['J', null],
  ['Shift+L', null],
  ['Escape', null],
])('write the key %s as %s', (key, accelerator) => expect(acceleratorOf(key)).toBe(accelerator))

describe('a menu bar that is shown (H73)', () => {
  const bar = () => {
    const fake = createFakeElectron()
    const menuBar = createMenuBar(fake.calls, {
      ...{ isMac: false, withDeveloperTools: false },
      ...{ onCommand: vi.fn(), onRecent: vi.fn(), onClearRecent: vi.fn() },
    })
    return { fake, menuBar }
  }

  it('disables commands in place, and passes over ids that it does not know', () => {
    const { fake, menuBar } = bar()
    menuBar.setStates({ 'edit.undo': { enabled: false }, 'no.such': { enabled: true } })
    expect(fake.menuItem('edit.undo')!.enabled).toBe(false)
    expect(fake.menuItem('edit.redo')!.enabled).toBe(true)
    expect(fake.menus).toHaveLength(1)
  })

  it('ticks commands, and keeps their state when it is built anew', () => {
    const { fake, menuBar } = bar()
    menuBar.setStates({ 'view.follow': { enabled: true, checked: true }, 'edit.undo': { enabled: false } })
    expect(fake.menuItem('view.follow')).toMatchObject({ type: 'checkbox', checked: true })
    menuBar.setStates({ 'view.follow': { enabled: true, checked: false } })
    expect(fake.menuItem('view.follow')!.checked).toBe(false)
    menuBar.setBindings({ 'file.open': ['Mod+Shift+O'] })
    expect(fake.menuItem('file.open')!.accelerator).toBe('CommandOrControl+Shift+O')
    expect(fake.menuItem('edit.undo')!.enabled).toBe(false)
  })
})
