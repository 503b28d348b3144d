import { join } from 'node:path'
import { channelOf } from '../../contract/define'
import type { Engine } from '../engine/engine'
import { createHosting, emittersOver, type HostedPage, type Hosting } from '../engine/hosting/hosting'
import type { PortProcess } from '../engine/midi/portsHost'
import type { HostPlatform } from '../engine/hosting/platform'
import { createJsonFile } from '../engine/files/jsonFile'
import { isOwnPage, serveContract } from './border'
import { askUnsaved, handleClosing, type Closing } from './closing'
import type { ElectronCalls, ShellWindow } from './electronCalls'
import { createMenuBar, type MenuBar } from './menuBar'
import { createOpenings } from './openings'
import { builtPageAddress, pageOrigin, registerPageScheme, servePageScheme } from './pageScheme'
import { refusePermissions } from './permissions'
import { createPickers } from './pickers'
import { handleTrouble } from './trouble'
import { confine, createMainWindow } from './window'
import { readWindowState } from './windowState'

export interface ShellOptions {
  readonly electron: ElectronCalls
  readonly createEngine: () => Engine
  readonly startMidi: () => PortProcess
  readonly system: NodeJS.Platform
  readonly folders: {
    readonly data: string
    readonly temporary: string
    readonly page: string
    readonly preload: string
    readonly sample: string
  }
  /** electron-vite's server while developing; the built page otherwise. */
  readonly developmentAddress?: string | undefined
  /** Files named on the command line. */
  readonly ownFiles: readonly string[]
  readonly log: (line: string) => void
}

const systemNames: Readonly<Partial<Record<NodeJS.Platform, 'macos' | 'windows'>>> = {
  darwin: 'macos',
  win32: 'windows',
}

/** The parts of a running app that come into being one after the other. */
interface Running {
  window: ShellWindow
  closing: Closing
  menuBar: MenuBar
  hosting: Hosting
  page: HostedPage
}

function createPlatform(
  { electron, system, log }: ShellOptions,
  running: Running,
  refreshRecent: () => void,
): HostPlatform {
  const { app } = electron
  return {
    capabilities: {
      ...{ host: 'electron', platform: systemNames[system] ?? 'linux', picker: 'native' },
      ...{ drop: true, nativeMenu: true, reveal: true, dragOut: true, closeQuestion: true },
    },
    ...createPickers(electron, () => running.window),
    reveal: (path) => electron.showItemInFolder(path),
    dragOut: (paths) => {
      const [file = '', ...others] = paths
      const icon = electron.dragIcon()
      running.window.webContents.startDrag({ file, ...(others.length > 0 && { files: [...paths] }), icon })
    },
    copyText: (text) => electron.writeClipboard(text),
    askUnsaved: (name) => askUnsaved(electron, running.window, name),
    setWindow: (state) => running.closing.setWindow(state),
    closeWindow: () => running.closing.closeWindow(),
    setCommandStates: (states) => running.menuBar.setStates(states),
    addRecent(path) {
      app.addRecentDocument(path)
      refreshRecent()
    },
    clearRecent() {
      app.clearRecentDocuments()
      log('The list of recent files was emptied')
      refreshRecent()
    },
  }
}

/** Menus from the command table, with the user's keys and recent files. */
function startMenus({ electron, system, developmentAddress }: ShellOptions, running: Running): () => void {
  const { hosting, page } = running
  const { system: systemHandlers, files } = page.handlers
  const send = (commandId: string): void =>
    running.window.webContents.send(channelOf('system', 'onCommand'), { commandId })
  running.menuBar = createMenuBar(electron, {
    isMac: system === 'darwin',
    withDeveloperTools: developmentAddress !== undefined,
    onCommand: send,
    onRecent: (path) => void hosting.openFromOutside(path),
    onClearRecent: () => void files.clearRecent({}),
  })
  void systemHandlers.settings({}).then(({ keyBindings }) => running.menuBar.setBindings(keyBindings))
  return () =>
    void files
      .recent({})
      .then((recent) =>
        running.menuBar.setRecent(
          recent
            .filter(({ missing }) => !missing)
            .map(({ folder, name }) => ({ path: join(folder, name), name })),
        ),
      )
}

/** Starts the app: one instance, one window, the contract behind it. Resolves when the window is made. */
export async function startShell(options: ShellOptions): Promise<void> {
  const { electron, folders, developmentAddress, log } = options
  const { app, protocol, ipcMain } = electron
  if (!app.requestSingleInstanceLock({ files: [...options.ownFiles] })) return app.quit()
  const running = {} as Running
  const ownContents = (): number | null =>
    running.window?.isDestroyed() === false ? running.window.webContents.id : null
  const openings = createOpenings(app, options.ownFiles, () => {
    // The other start may come before there is a window.
    if (ownContents() === null) return
    if (running.window.isMinimized()) running.window.restore()
    running.window.focus()
  })
  registerPageScheme(protocol)
  app.on('web-contents-created', (_event, contents) => confine(contents))
  await app.whenReady()

  refusePermissions(electron.session, ownContents)
  const report = (error: unknown): void =>
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  let refreshRecent = (): void => undefined
  const engine = options.createEngine()
  const emit = emittersOver((service, event, payload) => {
    if (ownContents() !== null) running.window.webContents.send(channelOf(service, event), payload)
    if (service === 'system' && event === 'onSettings')
      running.menuBar.setBindings((payload as { keyBindings: Record<string, string[]> }).keyBindings)
  })
  running.hosting = createHosting({
    engine,
    platform: createPlatform(options, running, () => refreshRecent()),
    ...{ dataFolder: folders.data, temporaryFolder: folders.temporary, samplePath: folders.sample, report },
    resourceBase: developmentAddress === undefined ? '' : `${pageOrigin}/`,
    startMidi: options.startMidi,
    emit,
  })
  running.page = running.hosting.openPage(emit)
  servePageScheme(protocol, {
    pageFolder: folders.page,
    answerResource: running.hosting.answerResource,
    developmentAddress,
  })
  const origin = developmentAddress === undefined ? pageOrigin : new URL(developmentAddress).origin
  serveContract(ipcMain, {
    handlers: running.page.handlers,
    adopt: running.hosting.adopt,
    isOwn: (event) => isOwnPage(event, ownContents, origin),
    report,
  })
  await openWindow(options, running, report)
  refreshRecent = startMenus(options, running)
  refreshRecent()
  openings.connect((path) => void running.hosting.openFromOutside(path))
  app.on('window-all-closed', () => app.quit())
  endWith(app, () => running.hosting.close().then(() => engine.close()))
}

/** Lets the app end only when its work has: a converter that goes on alone would fill the disk. */
function endWith(app: ElectronCalls['app'], close: () => Promise<void>): void {
  let closing: Promise<void> | null = null
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    closing ??= close()
      .catch(() => undefined)
      .then(() => {
        closed = true
        app.quit()
      })
  })
}

async function openWindow(
  { electron, folders, system, developmentAddress }: ShellOptions,
  running: Running,
  report: (error: unknown) => void,
): Promise<void> {
  const stateFile = join(folders.data, 'window.json')
  running.window = createMainWindow(electron, {
    preload: folders.preload,
    address: developmentAddress ?? builtPageAddress,
    state: readWindowState(await createJsonFile(stateFile).read(), electron.workAreas()),
    stateFile,
  })
  running.closing = handleClosing(running.window, system === 'darwin', () =>
    running.window.webContents.send(channelOf('system', 'onCloseRequested'), {}),
  )
  handleTrouble(electron, running.window, report)
  // Loaded again, crashed or closed: the page that played is gone.
  const pageLeft = (): void => void running.page.leave()
  running.window.webContents.on('did-start-loading', pageLeft)
  running.window.webContents.on('render-process-gone', pageLeft)
  running.window.on('closed', pageLeft)
}
