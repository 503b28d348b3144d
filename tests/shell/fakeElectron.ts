import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, CustomScheme, MenuItemConstructorOptions } from 'electron'
import { vi } from 'vitest'
import type { ElectronCalls, PreventableEvent, SenderEvent } from '../../src/main/shell/electronCalls'

/** An event whose default was prevented or not. */
export function preventable(): PreventableEvent & { prevented: boolean } {
  const event = {
    prevented: false,
    preventDefault() {
      event.prevented = true
    },
  }
  return event
}

export class FakeContents extends EventEmitter {
  readonly sent: { readonly channel: string; readonly payload: unknown }[] = []
  openHandler: (() => { action: 'deny' }) | null = null
  readonly reload = vi.fn()
  readonly startDrag = vi.fn()
  constructor(readonly id: number) {
    super()
  }
  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload })
  }
  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.openHandler = handler
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents: FakeContents
  readonly loaded: string[] = []
  title = ''
  edited = false
  represented = ''
  destroyed = false
  minimized = false
  shown = false
  focused = 0
  bounds = { x: 10, y: 20, width: 1200, height: 700 }
  constructor(
    id: number,
    readonly options: BrowserWindowConstructorOptions,
  ) {
    super()
    this.webContents = new FakeContents(id)
  }
  loadURL(address: string): Promise<void> {
    this.loaded.push(address)
    return Promise.resolve()
  }
  show = (): void => void (this.shown = true)
  focus = (): void => void (this.focused += 1)
  /** As the real one: asks, then closes unless somebody prevents it. */
  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (event.prevented) return
    this.destroy()
  }
  destroy(): void {
    this.destroyed = true
    this.emit('closed')
  }
  isDestroyed = (): boolean => this.destroyed
  isMinimized = (): boolean => this.minimized
  isMaximized = (): boolean => false
  isFullScreen = (): boolean => false
  restore = (): void => void (this.minimized = false)
  maximize = vi.fn()
  setFullScreen = vi.fn()
  getNormalBounds = () => this.bounds
  setTitle = (title: string): void => void (this.title = title)
  setDocumentEdited = (edited: boolean): void => void (this.edited = edited)
  setRepresentedFilename = (path: string): void => void (this.represented = path)
}

type Handler = (event: SenderEvent, input: unknown) => Promise<unknown>
type PermissionHandler = (
  contents: { readonly id: number } | null,
  permission: string,
  answer: (granted: boolean) => void,
) => void

class FakeApp extends EventEmitter {
  isPackaged = false
  readonly quit = vi.fn()
  readonly addRecentDocument = vi.fn()
  readonly clearRecentDocuments = vi.fn()
  readonly requestSingleInstanceLock = vi.fn(() => true)
  becomeReady: () => void = () => undefined
  private readonly ready = new Promise<void>((resolve) => (this.becomeReady = resolve))
  whenReady = (): Promise<void> => this.ready
  getVersion = (): string => '1.2.3'
}

/** The calls of Electron that the shell uses, without Electron: what was asked for is kept to be looked at. */
export function createFakeElectron() {
  const app = new FakeApp()
  const handlers = new Map<string, Handler>()
  const windows: FakeWindow[] = []
  const schemes: CustomScheme[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const protocols = new Map<string, (request: Request) => Promise<Response>>()
  const permissions: {
    request: PermissionHandler | null
    check: ((contents: { readonly id: number } | null, permission: string) => boolean) | null
    device: (() => boolean) | null
  } = { request: null, check: null, device: null }
  const dialog = {
    showOpenDialog: vi.fn().mockResolvedValue({ canceled: true, filePaths: [] }),
    showSaveDialog: vi.fn().mockResolvedValue({ canceled: true }),
    showMessageBox: vi.fn().mockResolvedValue({ response: 0 }),
  }
  const menuItem = (id: string): MenuItemConstructorOptions | undefined =>
    menus
      .at(-1)
      ?.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])
      .find((item) => item.id === id)
  const calls: ElectronCalls = {
    app,
    ipcMain: { handle: (channel, listener) => void handlers.set(channel, listener) },
    protocol: {
      registerSchemesAsPrivileged: (added) => void schemes.push(...added),
      handle: (scheme, handler) => void protocols.set(scheme, handler),
    },
    session: {
      setPermissionRequestHandler: (handler) => (permissions.request = handler),
      setPermissionCheckHandler: (handler) => (permissions.check = handler),
      setDevicePermissionHandler: (handler) => (permissions.device = handler),
    },
    dialog,
    createWindow(options) {
      const window = new FakeWindow(windows.length + 1, options)
      windows.push(window)
      app.emit('web-contents-created', {}, window.webContents)
      return window
    },
    workAreas: () => [{ x: 0, y: 0, width: 1920, height: 1080 }],
    setMenu(template) {
      menus.push(template)
      return {
        getMenuItemById: (id) => (menuItem(id) ?? null) as { enabled: boolean; checked: boolean } | null,
      }
    },
    showItemInFolder: vi.fn(),
    writeClipboard: vi.fn(),
    dragIcon: vi.fn(() => ({ isEmpty: () => false }) as never),
  }
  return { calls, app, handlers, windows, schemes, menus, menuItem, protocols, permissions, dialog }
}

export type FakeElectron = ReturnType<typeof createFakeElectron>
