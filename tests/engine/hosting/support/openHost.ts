import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { samplePath } from '../../../support/commandLine'
import { joinedProcess } from '../../../support/virtualPorts'
import { Failure } from '../../../../src/core/base/failure'
import type { PortProcess } from '../../../../src/main/engine/midi/portsHost'
import { createEngine, type Engine } from '../../../../src/main/engine/engine'
import {
  createHosting,
  emittersOver,
  type HostedPage,
  type Hosting,
} from '../../../../src/main/engine/hosting/hosting'
import type { HostPlatform } from '../../../../src/main/engine/hosting/platform'

/** Ports that no test of this host plays on. */
const noMidi = joinedProcess(undefined, () =>
  Promise.reject(new Failure('midi-unavailable', { reason: 'this test has none' })),
).start

export interface SentEvent {
  readonly service: string
  readonly event: string
  readonly payload: unknown
}

/** Handlers around a real engine, with folders of their own and every event kept. */
export interface TestHost {
  readonly folder: string
  /** With its first page. */
  readonly hosting: Hosting & HostedPage
  readonly engine: Engine
  readonly events: SentEvent[]
  readonly reports: unknown[]
  /** Another host over the same data, as after a start anew. */
  again(): TestHost
  close(): Promise<void>
}

const noInference = (): never => {
  throw new Error('this test needs no network')
}

type StartInference = Parameters<typeof createEngine>[0]['startInference']

function openIn(
  folder: string,
  given: Partial<HostPlatform>,
  startInference: StartInference,
  startMidi: () => PortProcess,
): TestHost {
  const events: SentEvent[] = []
  const reports: unknown[] = []
  const engine = createEngine({
    version: '0',
    modelFolder: join(import.meta.dirname, '../../../../resources/models'),
    cacheFolder: join(folder, 'cache'),
    startInference,
    log: () => undefined,
  })
  const emit = emittersOver((service, event, payload) => events.push({ service, event, payload }))
  const created = createHosting({
    engine,
    platform: {
      capabilities: {
        ...{ host: 'web', platform: 'linux', picker: 'listed', drop: false },
        ...{ nativeMenu: false, reveal: false, dragOut: false, closeQuestion: false },
      },
      listedFolder: join(folder, 'films'),
      ...given,
    },
    dataFolder: join(folder, 'data'),
    temporaryFolder: join(folder, 'temporary'),
    samplePath,
    resourceBase: '',
    startMidi,
    emit,
    report: (error) => reports.push(error),
  })
  const hosting = { ...created, ...created.openPage(emit) }
  return {
    ...{ folder, hosting, engine, events, reports },
    again: () => openIn(folder, given, startInference, startMidi),
    async close() {
      await hosting.close()
      await engine.close()
    },
  }
}

/** A host in a new folder; `remove` takes it away. */
export async function openHost(
  platform: Partial<HostPlatform> = {},
  startInference: StartInference = noInference,
  startMidi: () => PortProcess = noMidi,
): Promise<TestHost & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hitpoint-host-'))
  await mkdir(join(folder, 'films'))
  const host = openIn(folder, platform, startInference, startMidi)
  return {
    ...host,
    async remove() {
      await host.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
