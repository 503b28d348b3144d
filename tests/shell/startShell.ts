import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../src/main/engine/engine'
import { startShell, type ShellOptions } from '../../src/main/shell/shell'
import type { SenderEvent } from '../../src/main/shell/electronCalls'
import { samplePath } from '../support/commandLine'
import { joinedProcess } from '../support/virtualPorts'
import { createFakeElectron, type FakeElectron, type FakeWindow } from './fakeElectron'

/** A shell over the fake Electron, with folders of its own. */
export interface TestShell {
  readonly fake: FakeElectron
  readonly folder: string
  readonly log: string[]
  /** The main window, once the app is ready. */
  window(): FakeWindow
  /** A call of the window's own page. */
  ask(channel: string, input?: unknown): Promise<{ ok: boolean; value?: unknown; failure?: { code: string } }>
  own(): SenderEvent
  readonly becomeReady: () => Promise<void>
  remove(): Promise<void>
}

export async function openShell(options: Partial<ShellOptions> = {}): Promise<TestShell> {
  const fake = createFakeElectron()
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-shell-'))
  await mkdir(join(folder, 'page'))
  await writeFile(join(folder, 'page/index.html'), '<title>Hitpoint</title>')
  await writeFile(join(folder, 'secret.html'), 'not for pages')
  const log: string[] = []
  const started = startShell({
    electron: fake.calls,
    system: 'linux',
    createEngine: () =>
      createEngine({
        version: '1.2.3',
        modelFolder: join(import.meta.dirname, '../../resources/models'),
        cacheFolder: join(folder, 'cache'),
        startInference: () => {
          throw new Error('this test needs no network')
        },
        log: (line) => log.push(line),
      }),
    startMidi: joinedProcess().start,
    folders: {
      ...{ data: join(folder, 'data'), temporary: join(folder, 'temporary'), page: join(folder, 'page') },
      ...{ preload: '/preload/index.cjs', sample: samplePath },
    },
    ownFiles: [],
    log: (line) => log.push(line),
    ...options,
  })
  const window = (): FakeWindow => {
    const [first] = fake.windows
    if (!first) throw new Error('there is no window yet')
    return first
  }
  const own = (): SenderEvent => ({
    senderFrame: { url: 'hitpoint://app/index.html?x=1#y', parent: null },
    sender: { id: window().webContents.id },
  })
  return {
    ...{ fake, folder, log, window, own },
    ask: (channel, input = {}) => fake.handlers.get(channel)!(own(), input) as ReturnType<TestShell['ask']>,
    async becomeReady() {
      fake.app.becomeReady()
      await started
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  }
}
