import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { serviceList, type HitpointEmitters, type HitpointHandlers } from '../../../contract/index'
import type { Engine } from '../engine'
import { createJournalFolder } from '../files/journal'
import { createRecentFiles } from '../files/recentFiles'
import { createMidiPorts, type PortProcess } from '../midi/portsHost'
import { createAnalysisHandlers } from './analysisHandlers'
import { createCompositionHandlers } from './compositionHandlers'
import { createExportingHandlers } from './exportingHandlers'
import { createFileRegistry } from './fileRegistry'
import { createFilesHandlers } from './filesHandlers'
import { createImportingHandlers } from './importingHandlers'
import { createFolderListing } from './folderListing'
import { createJobs } from './jobs'
import { createMediaHandlers } from './mediaHandlers'
import { createMidiHandlers, tellOfPorts } from './midiHandlers'
import { createOpenProjects } from './openProjects'
import type { HostingParts, SharedParts } from './parts'
import type { HostPlatform } from './platform'
import { createProjectHandlers } from './projectHandlers'
import { createResources, type AnswerResource } from './resources'
import { createSettingsStore } from './settingsStore'
import { sharePorts } from './sharedPorts'
import { createShownVideos } from './shownVideos'
import { createSystemHandlers } from './systemHandlers'
import type { OpenedFile } from '../../../contract/files'

export interface HostingOptions {
  readonly engine: Engine
  readonly platform: HostPlatform
  /** Settings, recent files, unsaved work. */
  readonly dataFolder: string
  /** For files without a place of their own; emptied at the end. */
  readonly temporaryFolder: string
  readonly samplePath: string
  /** Put before a resource's path; empty where the page's own address leads to it. */
  readonly resourceBase: string
  /** Starts the process of the MIDI ports; asked when a page first asks for ports. */
  readonly startMidi: () => PortProcess
  readonly emit: HitpointEmitters
  readonly report: (error: unknown) => void
}

/** What one page is answered by. */
export interface HostedPage {
  readonly handlers: HitpointHandlers
  /** The page is gone or loaded anew, however it ended: what it played on MIDI ports is silenced, what other pages play goes on. */
  leave(): Promise<void>
}

/** Everything that answers pages, the same for the Electron shell and the web host. */
export interface Hosting {
  /** One more page; `emit` reaches it alone. */
  openPage(emit: HitpointEmitters): HostedPage
  readonly answerResource: AnswerResource
  /** A file that came from outside (command line, file manager, drop): pages ask for it or are told. */
  openFromOutside(path: string): OpenedFile
  /** A file that the user dropped on the window. */
  readonly adopt: (path: string) => OpenedFile
  /** Stops the work, silences MIDI ports and removes what lies in the temporary folder. */
  close(): Promise<void>
}

/** Makes the handlers of the whole contract around an engine. The engine stays its owner's to close. */
export function createHosting(options: HostingOptions): Hosting {
  const { engine, platform, dataFolder, temporaryFolder, samplePath, emit, report, resourceBase } = options
  const files = createFileRegistry()
  const journals = createJournalFolder(join(dataFolder, 'unsaved'))
  const projects = createOpenProjects((projectId) => journals.open(projectId))
  const videos = createShownVideos(engine, projects, (mediaId, what) =>
    emit.media('onChanged', { mediaId, what }),
  )
  const { listedFolder } = platform
  const midi = createMidiPorts(options.startMidi)
  const shared = sharePorts(midi)
  const parts: SharedParts = {
    ...{ engine, platform, files, projects, videos, journals, samplePath, emit, report },
    listing: listedFolder === undefined ? null : createFolderListing(listedFolder, files),
    jobs: createJobs((job) => emit.jobs('onJob', job), report),
    recent: createRecentFiles(join(dataFolder, 'recent.json')),
    settings: createSettingsStore(join(dataFolder, 'settings.json')),
    waiting: [],
    outputFolder: join(temporaryFolder, 'outputs'),
    addressOf: (resource) => resourceBase + resource,
  }
  useChosenFfmpeg(parts)
  return {
    openPage(page) {
      const ports = shared.join(tellOfPorts(page.midi))
      return { handlers: createHandlers({ ...parts, ports }), leave: () => ports.leave() }
    },
    answerResource: createResources(parts),
    openFromOutside(path) {
      const file = files.open(path)
      parts.waiting.push(file)
      emit.files('onOpened', {})
      return file
    },
    adopt: (path) => files.open(path),
    async close() {
      await midi.close()
      videos.close()
      for (const { jobId, state } of parts.jobs.list()) if (state === 'running') parts.jobs.cancel(jobId)
      await rm(parts.outputFolder, { recursive: true, force: true }).catch(() => undefined)
    },
  }
}

/** The handlers of the whole contract for one page. */
const createHandlers = (parts: HostingParts): HitpointHandlers => ({
  system: createSystemHandlers(parts),
  files: createFilesHandlers(parts),
  project: createProjectHandlers(parts),
  media: createMediaHandlers(parts),
  jobs: {
    list: () => Promise.resolve(parts.jobs.list()),
    cancel({ jobId }) {
      parts.jobs.cancel(jobId)
      return Promise.resolve(null)
    },
  },
  analysis: createAnalysisHandlers(parts),
  composition: createCompositionHandlers(parts),
  exporting: createExportingHandlers(parts),
  midi: createMidiHandlers(parts),
  importing: createImportingHandlers(parts),
})

/** The ffmpeg of the settings, while it is there; else the one that is found, and a line in the log. */
function useChosenFfmpeg({ engine, settings, report }: SharedParts): void {
  const use = async (): Promise<void> => {
    const path = await settings.ffmpegPath()
    if (path !== null) await engine.useFfmpeg(path)
  }
  use().catch(report)
}

/** Emitters of every service over one way of sending. */
export const emittersOver = (
  send: (service: string, event: string, payload: unknown) => void,
): HitpointEmitters =>
  Object.fromEntries(
    serviceList.map(({ name }) => [
      name,
      (event: string, payload: unknown): void => send(name, event, payload),
    ]),
  ) as HitpointEmitters
