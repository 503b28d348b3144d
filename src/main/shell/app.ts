import { join } from 'node:path'
import { app, BrowserWindow, session } from 'electron'
import { createEngine } from '../engine/engine'
import { createHandlers } from '../engine/hosting/handlers'
import { createOpenedMediaRegistry } from '../engine/hosting/openedMedia'
import { channelOf } from '../../contract/define'
import { serveContract } from './border'
import { startInferenceUtility } from './inferenceProcess'
import { createWindow } from './window'

/** Starts the Electron app: one instance, one window, the contract behind it. */
export async function startShell(): Promise<void> {
  if (!app.requestSingleInstanceLock()) return app.quit()
  await app.whenReady()
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.defaultSession.setPermissionCheckHandler(() => false)

  const resources = app.isPackaged ? process.resourcesPath : join(import.meta.dirname, '../../resources')
  const media = createOpenedMediaRegistry()
  const videoPath = process.argv.slice(app.isPackaged ? 1 : 2).find((argument) => !argument.startsWith('-'))
  if (videoPath !== undefined) media.open(videoPath)
  const engine = createEngine({
    version: app.getVersion(),
    modelFolder: join(resources, 'models'),
    cacheFolder: join(app.getPath('userData'), 'cache'),
    startInference: startInferenceUtility,
    log: (line) => console.error(line),
  })
  const handlers = createHandlers(engine, media, (event, payload) => {
    for (const window of BrowserWindow.getAllWindows())
      window.webContents.send(channelOf('project', event), payload)
  })
  serveContract(handlers, (error) => console.error(error))

  const window = createWindow()
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => {
    void engine.close().then(() => app.quit())
  })
}
