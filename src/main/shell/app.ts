import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  protocol,
  screen,
  session,
  shell as systemShell,
} from 'electron'
import { createEngine } from '../engine/engine'
import type { ElectronCalls, ShellWindow } from './electronCalls'
import { startInferenceUtility } from './inferenceProcess'
import { filesOfArguments } from './openings'
import { startMidiUtility } from './midiProcess'
import { dragIconSize, drawDragIcon } from './dragIcon'
import { searchPath } from './searchPath'
import { startShell } from './shell'

const real = (window: ShellWindow): BrowserWindow => window as BrowserWindow

/** Electron's own calls, as the shell asks for them. The session is there once the app is ready. */
const electron: ElectronCalls = {
  app,
  ipcMain: { handle: (channel, listener) => ipcMain.handle(channel, listener) },
  dialog: {
    showOpenDialog: (window, options) => dialog.showOpenDialog(real(window), options),
    showSaveDialog: (window, options) => dialog.showSaveDialog(real(window), options),
    showMessageBox: (window, options) => dialog.showMessageBox(real(window), options),
  },
  protocol,
  get session() {
    return session.defaultSession
  },
  createWindow: (options) => new BrowserWindow(options) satisfies ShellWindow,
  workAreas: () => screen.getAllDisplays().map(({ workArea }) => workArea),
  setMenu(template) {
    const menu = Menu.buildFromTemplate(template)
    Menu.setApplicationMenu(menu)
    return menu
  },
  showItemInFolder: (path) => void systemShell.showItemInFolder(path),
  writeClipboard: (text) => void clipboard.writeText(text),
  dragIcon: () => nativeImage.createFromBitmap(drawDragIcon(), { width: dragIconSize, height: dragIconSize }),
}

/** Starts the shell with the real Electron. */
export async function startApp(): Promise<void> {
  app.enableSandbox()
  process.env['PATH'] = searchPath(process.env['PATH'], process.platform)
  const log = (line: string): void => console.error(line)
  const resources = app.isPackaged ? process.resourcesPath : join(import.meta.dirname, '../../resources')
  const data = app.getPath('userData')
  await startShell({
    electron,
    system: process.platform,
    createEngine: () =>
      createEngine({
        version: app.getVersion(),
        modelFolder: join(resources, 'models'),
        cacheFolder: join(data, 'cache'),
        startInference: startInferenceUtility,
        log,
      }),
    startMidi: startMidiUtility,
    folders: {
      data,
      temporary: join(app.getPath('temp'), `hitpoint-${process.pid}`),
      page: join(import.meta.dirname, '../renderer'),
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sample: join(resources, 'sample/sample.mp4'),
    },
    developmentAddress: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'],
    // The first argument is the program, and while developing the second is the folder of the app.
    ownFiles: filesOfArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd()),
    log,
  })
}
