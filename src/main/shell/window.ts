import type { BrowserWindowConstructorOptions } from 'electron'
import type { ElectronCalls, ShellContents, ShellWindow } from './electronCalls'
import { rememberWindow, smallestWindow, type WindowState } from './windowState'

/** What a window may do: show its page in a sandbox, in a world of its own, without Node. */
export function windowOptions(preload: string, { bounds }: WindowState): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Hitpoint',
    backgroundColor: '#15171c',
    autoHideMenuBar: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      // Music and picture go on in a covered window.
      backgroundThrottling: false,
      spellcheck: false,
    },
  }
}

/** Keeps any page where it is: no navigation, no other window, no embedded page. */
export function confine(contents: ShellContents): void {
  for (const event of [
    'will-navigate',
    'will-redirect',
    'will-frame-navigate',
    'will-attach-webview',
  ] as const)
    contents.on(event, (navigation) => navigation.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

export interface WindowOptions {
  readonly preload: string
  readonly address: string
  readonly state: WindowState
  readonly stateFile: string
}

/** The main window, shown when its page has something to show. */
export function createMainWindow(
  { createWindow }: Pick<ElectronCalls, 'createWindow'>,
  { preload, address, state, stateFile }: WindowOptions,
): ShellWindow {
  const window = createWindow(windowOptions(preload, state))
  confine(window.webContents)
  rememberWindow(window, stateFile)
  window.on('ready-to-show', () => {
    if (state.maximized) window.maximize()
    if (state.fullScreen) window.setFullScreen(true)
    window.show()
  })
  void window.loadURL(address)
  return window
}
