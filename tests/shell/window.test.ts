import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesOfArguments } from '../../src/main/shell/openings'
import { searchPath } from '../../src/main/shell/searchPath'
import { readWindowState, smallestWindow } from '../../src/main/shell/windowState'
import { preventable } from './fakeElectron'
import { openShell, type TestShell } from './startShell'

let shell: TestShell

beforeEach(async () => {
  shell = await openShell()
})
afterEach(() => shell.remove())

const sent = (channel: string) =>
  shell.window().webContents.sent.filter((message) => message.channel === channel)
const taken = async (): Promise<string[]> => {
  const { value } = await shell.ask('hitpoint:files.takeOpened')
  return (value as { name: string }[]).map(({ name }) => name)
}

describe('the window (docs/spec/host.md, H63-H65)', () => {
  beforeEach(() => shell.becomeReady())

  it('is sandboxed and isolated, without Node, and shows the page’s own scheme', () => {
    const { options, loaded } = shell.window()
    expect(options.webPreferences).toMatchObject({
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
      ...{ nodeIntegrationInWorker: false, webviewTag: false, navigateOnDragDrop: false },
      preload: '/preload/index.cjs',
    })
    expect(loaded).toEqual(['hitpoint://app/index.html'])
  })

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'stays on its page: %s',
    (name) => {
      const event = preventable()
      shell.window().webContents.emit(name, event)
      expect(event.prevented).toBe(true)
    },
  )

  it('opens no other window', () => {
    expect(shell.window().webContents.openHandler!()).toEqual({ action: 'deny' })
  })

  it('has no permission but the choice of an output, and only its own page has that', () => {
    const { request, check, device } = shell.fake.permissions
    const own = { id: shell.window().webContents.id }
    const asked = (contents: { id: number } | null, permission: string): boolean => {
      let granted: boolean | null = null
      request!(contents, permission, (answer) => (granted = answer))
      expect(check!(contents, permission)).toBe(granted)
      return granted!
    }
    for (const permission of [
      ...['media', 'midi', 'midiSysex', 'geolocation', 'notifications', 'clipboard-read', 'openExternal'],
      ...['fileSystem', 'hid', 'serial', 'usb', 'display-capture', 'pointerLock', 'unknown'],
    ])
      expect([permission, asked(own, permission)]).toEqual([permission, false])
    expect(asked(own, 'speaker-selection')).toBe(true)
    expect(asked({ id: 99 }, 'speaker-selection')).toBe(false)
    expect(asked(null, 'speaker-selection')).toBe(false)
    expect(device!()).toBe(false)
  })

  it('shows the project’s name and whether it is saved', async () => {
    await shell.ask('hitpoint:system.setWindow', { name: 'film', unsaved: true })
    expect(shell.window()).toMatchObject({ title: '• film — Hitpoint', edited: true })
    await shell.ask('hitpoint:system.setWindow', { name: null, unsaved: false })
    expect(shell.window()).toMatchObject({ title: 'Hitpoint', edited: false })
  })
})

describe('closing (H66)', () => {
  beforeEach(() => shell.becomeReady())
  const unsaved = () => shell.ask('hitpoint:system.setWindow', { name: 'film', unsaved: true })

  it('closes at once when nothing is unsaved, and the app ends', () => {
    shell.window().close()
    expect(shell.window().destroyed).toBe(true)
    shell.fake.app.emit('window-all-closed')
    expect(shell.fake.app.quit).toHaveBeenCalledOnce()
  })

  it('asks the page first, which closes it when the user decided', async () => {
    await unsaved()
    shell.window().close()
    expect(shell.window().destroyed).toBe(false)
    expect(sent('hitpoint:system.onCloseRequested')).toHaveLength(1)
    shell.fake.dialog.showMessageBox.mockResolvedValueOnce({ response: 2 })
    expect((await shell.ask('hitpoint:system.askUnsaved', { name: 'film' })).value).toBe('discard')
    await shell.ask('hitpoint:system.closeWindow')
    expect(shell.window().destroyed).toBe(true)
  })

  it('lets the app end when its work has', async () => {
    const event = preventable()
    shell.fake.app.emit('will-quit', event)
    shell.fake.app.emit('will-quit', preventable())
    expect(event.prevented).toBe(true)
    await expect.poll(() => shell.fake.app.quit.mock.calls.length).toBe(1)
    const second = preventable()
    shell.fake.app.emit('will-quit', second)
    expect(second.prevented).toBe(false)
  })

  it.each(['unresponsive', 'crashed'])('does not wait for a page that cannot answer: %s', async (how) => {
    await unsaved()
    if (how === 'unresponsive') shell.window().emit('unresponsive')
    else shell.window().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    shell.window().close()
    expect(shell.window().destroyed).toBe(true)
  })

  it.each([
    [0, 'save'],
    [1, 'cancel'],
    [2, 'discard'],
  ])('takes button %i for %s', async (response, answer) => {
    shell.fake.dialog.showMessageBox.mockResolvedValueOnce({ response })
    expect((await shell.ask('hitpoint:system.askUnsaved', { name: 'film' })).value).toBe(answer)
  })
})

describe('trouble (H67)', () => {
  beforeEach(() => shell.becomeReady())
  const crash = (reason: string) =>
    shell.window().webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })

  it('loads a crashed page again, and asks when it crashes again at once', async () => {
    crash('crashed')
    expect(shell.window().webContents.reload).toHaveBeenCalledOnce()
    shell.fake.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 })
    crash('oom')
    await expect.poll(() => shell.fake.app.quit.mock.calls.length).toBe(1)
    expect(shell.window().webContents.reload).toHaveBeenCalledOnce()
    expect(shell.log.join('\n')).toContain('oom')
  })

  it('does nothing about a page that ended in peace', () => {
    crash('clean-exit')
    expect(shell.window().webContents.reload).not.toHaveBeenCalled()
  })

  it('lets the user load a hanging page again, or wait', async () => {
    shell.window().emit('unresponsive')
    await expect.poll(() => shell.fake.dialog.showMessageBox.mock.calls.length).toBe(1)
    expect(shell.window().webContents.reload).not.toHaveBeenCalled()
    shell.fake.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 })
    await Promise.resolve()
    shell.window().emit('unresponsive')
    await expect.poll(() => shell.window().webContents.reload.mock.calls.length).toBe(1)
  })

  it('writes down that a child process ended', () => {
    shell.fake.app.emit(
      'child-process-gone',
      {},
      { type: 'Utility', reason: 'crashed', name: 'Hitpoint inference' },
    )
    expect(shell.log.join('\n')).toContain('Hitpoint inference ended: crashed')
  })
})

describe('files from the system (H68)', () => {
  it('are not lost when they come before the app is ready', async () => {
    const event = preventable()
    shell.fake.app.emit('open-file', event, '/films/early.mp4')
    expect(event.prevented).toBe(true)
    shell.fake.app.emit('second-instance', {}, [], '/', { files: ['/films/second.mp4'] })
    await shell.becomeReady()
    shell.fake.app.emit('open-file', preventable(), '/films/late.hitpoint')
    expect(await taken()).toEqual(['early.mp4', 'second.mp4', 'late.hitpoint'])
    expect(await taken()).toEqual([])
    expect(sent('hitpoint:files.onOpened').length).toBeGreaterThan(0)
  })

  it('come from the command line, and from another start of the app', async () => {
    const other = await openShell({ ownFiles: ['/films/own.mp4'] })
    expect(other.fake.app.requestSingleInstanceLock).toHaveBeenCalledWith({ files: ['/films/own.mp4'] })
    await other.becomeReady()
    other.window().minimized = true
    other.fake.app.emit('second-instance', {}, ['x', '--flag', '/films/reordered.mp4'], '/', {
      files: ['/films/second.mp4', 7],
    })
    expect(other.window()).toMatchObject({ minimized: false, focused: 1 })
    const { value } = await other.ask('hitpoint:files.takeOpened')
    expect((value as { name: string }[]).map(({ name }) => name)).toEqual(['own.mp4', 'second.mp4'])
    await other.remove()
  })

  it('go to the instance that runs, and this one ends', async () => {
    const second = await openShell({
      electron: (() => {
        shell.fake.app.requestSingleInstanceLock.mockReturnValueOnce(false)
        return shell.fake.calls
      })(),
    })
    await second.remove()
    expect(shell.fake.app.quit).toHaveBeenCalledOnce()
    await shell.becomeReady()
  })

  it('are what an argument list names and is there', () => {
    const there = (path: string) => path !== '/films/missing.mp4'
    expect(
      filesOfArguments(
        ['--inspect=0', '.', 'a.mp4', '/x/b.hitpoint', 'missing.mp4', '-psn_0'],
        '/films',
        there,
      ),
    ).toEqual(['/films/a.mp4', '/x/b.hitpoint'])
  })
})

describe('the system’s pickers (H10)', () => {
  beforeEach(() => shell.becomeReady())

  it('open videos and projects', async () => {
    shell.fake.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/films/a.mp4'] })
    expect(await shell.ask('hitpoint:files.choose', { kinds: ['video', 'project'] })).toMatchObject({
      value: { name: 'a.mp4', kind: 'video' },
    })
    const [, options] = shell.fake.dialog.showOpenDialog.mock.lastCall as [
      unknown,
      { filters: { name: string }[] },
    ]
    expect(options.filters.map(({ name }) => name)).toEqual([
      ...['All that can be opened', 'Videos', 'Hitpoint projects', 'All files'],
    ])
    expect((await shell.ask('hitpoint:files.choose', { kinds: ['video'] })).value).toBeNull()
  })

  it('choose where to save, with the extension', async () => {
    shell.fake.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/films/my.film' })
    const request = { kind: 'project', suggestedName: 'my film' }
    expect(await shell.ask('hitpoint:files.chooseTarget', request)).toMatchObject({
      value: { name: 'my.film.hitpoint', exists: false },
    })
    const [, options] = shell.fake.dialog.showSaveDialog.mock.lastCall as [unknown, { defaultPath: string }]
    expect(options.defaultPath).toBe('my film.hitpoint')
  })

  it('choose a folder for exported files', async () => {
    shell.fake.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/films/out'] })
    const request = { kind: 'folder', suggestedName: 'my film' }
    expect(await shell.ask('hitpoint:files.chooseTarget', request)).toMatchObject({
      value: { name: 'out', exists: false },
    })
    const [, options] = shell.fake.dialog.showOpenDialog.mock.lastCall as [unknown, { properties: string[] }]
    expect(options.properties).toContain('openDirectory')
  })
})

it('finds ffmpeg where a Mac’s package managers put it (docs/decisions/0003)', () => {
  expect(searchPath('/usr/bin:/usr/local/bin', 'darwin')).toBe(
    '/usr/bin:/usr/local/bin:/opt/homebrew/bin:/opt/local/bin',
  )
  expect(searchPath(undefined, 'darwin')).toContain('/opt/homebrew/bin')
  expect(searchPath('/usr/bin', 'linux')).toBe('/usr/bin')
})

describe('where the window is (H69)', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }

  it('is in the middle at first, and where it was later', () => {
    expect(readWindowState(undefined, [screen]).bounds).toEqual({ x: 240, y: 90, width: 1440, height: 900 })
    const bounds = { x: 5, y: 6, width: 1000, height: 700 }
    expect(readWindowState({ bounds, maximized: true }, [screen])).toEqual({
      bounds,
      maximized: true,
      fullScreen: false,
    })
  })

  it.each([
    ['off every screen', { x: 5000, y: 0, width: 1000, height: 700 }],
    ['above the screen', { x: 0, y: -300, width: 1000, height: 700 }],
    ['no rectangle', { x: 0, y: 'top' }],
  ])('is where it can be reached: %s', (_what, bounds) => {
    expect(readWindowState({ bounds }, [screen]).bounds.x).toBe(240)
  })

  it('is never too small to be used', () => {
    const { bounds } = readWindowState({ bounds: { x: 0, y: 0, width: 10, height: 10 } }, [screen])
    expect(bounds).toMatchObject(smallestWindow)
  })

  it('is remembered', async () => {
    await mkdir(join(shell.folder, 'data'))
    const bounds = { x: 100, y: 100, width: 1100, height: 650 }
    await writeFile(join(shell.folder, 'data/window.json'), JSON.stringify({ bounds }))
    await shell.becomeReady()
    expect(shell.window().options).toMatchObject(bounds)
    shell.window().bounds = { x: 1, y: 2, width: 1300, height: 800 }
    shell.window().close()
    const stored = () =>
      readFile(join(shell.folder, 'data/window.json'), 'utf8').then((text) => JSON.parse(text) as unknown)
    await expect.poll(stored).toMatchObject({ bounds: { x: 1, y: 2, width: 1300, height: 800 } })
  })
})
