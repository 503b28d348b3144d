import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  Item,
  MessageBoxOptions,
  NativeImage,
  OpenDialogOptions,
  Rectangle,
  SaveDialogOptions,
} from 'electron'

/**
 * The calls of Electron that the shell uses, and no others: the shell is written against these, app.ts hands it the
 * real ones, and tests a small fake. Nothing but app.ts, inferenceProcess.ts and midiProcess.ts imports the package itself.
 */

export interface PreventableEvent {
  preventDefault(): void
}

export interface ShellApp {
  readonly isPackaged: boolean
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean
  whenReady(): Promise<unknown>
  quit(): void
  getVersion(): string
  addRecentDocument(path: string): void
  clearRecentDocuments(): void
  on(event: 'open-file', listener: (event: PreventableEvent, path: string) => void): unknown
  on(
    event: 'second-instance',
    listener: (event: unknown, argv: string[], folder: string, additionalData: unknown) => void,
  ): unknown
  on(event: 'window-all-closed', listener: () => void): unknown
  on(event: 'will-quit', listener: (event: PreventableEvent) => void): unknown
  on(
    event: 'child-process-gone',
    listener: (event: unknown, details: { type: string; reason: string; name?: string }) => void,
  ): unknown
  on(event: 'web-contents-created', listener: (event: unknown, contents: ShellContents) => void): unknown
}

export interface ShellFrame {
  readonly url: string
  readonly parent: unknown
}

/** What a call over IPC says of where it comes from. */
export interface SenderEvent {
  readonly senderFrame: ShellFrame | null
  readonly sender: { readonly id: number }
}

export interface ShellIpc {
  handle(channel: string, listener: (event: SenderEvent, input: unknown) => Promise<unknown>): void
}

export interface ShellContents {
  readonly id: number
  send(channel: string, payload: unknown): void
  reload(): void
  startDrag(item: Item): void
  setWindowOpenHandler(handler: () => { action: 'deny' }): void
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview',
    listener: (event: PreventableEvent) => void,
  ): unknown
  on(event: 'did-start-loading', listener: () => void): unknown
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { reason: string; exitCode: number }) => void,
  ): unknown
}

export interface ShellWindow {
  readonly webContents: ShellContents
  loadURL(address: string): Promise<void>
  show(): void
  focus(): void
  close(): void
  destroy(): void
  isDestroyed(): boolean
  isMinimized(): boolean
  isMaximized(): boolean
  isFullScreen(): boolean
  restore(): void
  maximize(): void
  setFullScreen(full: boolean): void
  getNormalBounds(): Rectangle
  setTitle(title: string): void
  setDocumentEdited(edited: boolean): void
  setRepresentedFilename(path: string): void
  on(event: 'close', listener: (event: PreventableEvent) => void): unknown
  on(
    event:
      | 'resize'
      | 'move'
      | 'maximize'
      | 'unmaximize'
      | 'closed'
      | 'unresponsive'
      | 'responsive'
      | 'ready-to-show',
    listener: () => void,
  ): unknown
}

export interface ShellMenu {
  getMenuItemById(id: string): { enabled: boolean; checked: boolean } | null
}

export interface ShellSession {
  setPermissionRequestHandler(
    handler: (
      contents: { readonly id: number } | null,
      permission: string,
      answer: (granted: boolean) => void,
    ) => void,
  ): void
  setPermissionCheckHandler(
    handler: (contents: { readonly id: number } | null, permission: string) => boolean,
  ): void
  setDevicePermissionHandler(handler: () => boolean): void
}

export interface ShellDialogs {
  showOpenDialog(
    window: ShellWindow,
    options: OpenDialogOptions,
  ): Promise<{ readonly canceled: boolean; readonly filePaths: string[] }>
  showSaveDialog(
    window: ShellWindow,
    options: SaveDialogOptions,
  ): Promise<{ readonly canceled: boolean; readonly filePath?: string }>
  showMessageBox(window: ShellWindow, options: MessageBoxOptions): Promise<{ readonly response: number }>
}

export interface ShellProtocol {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void
}

export interface ElectronCalls {
  readonly app: ShellApp
  readonly ipcMain: ShellIpc
  readonly protocol: ShellProtocol
  /** There once the app is ready. */
  readonly session: ShellSession
  readonly dialog: ShellDialogs
  readonly createWindow: (options: BrowserWindowConstructorOptions) => ShellWindow
  /** Work areas of the screens. */
  readonly workAreas: () => readonly Rectangle[]
  readonly setMenu: (template: MenuItemConstructorOptions[]) => ShellMenu
  readonly showItemInFolder: (path: string) => void
  readonly writeClipboard: (text: string) => void
  /** What a drag out of the window shows; macOS refuses an empty one. */
  readonly dragIcon: () => NativeImage
}
