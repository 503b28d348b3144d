import type { HitpointEmitters } from '../../../contract/index'
import type { OpenedFile } from '../../../contract/files'
import type { Engine } from '../engine'
import type { JournalFolder } from '../files/journal'
import type { RecentFiles } from '../files/recentFiles'
import type { FileRegistry } from './fileRegistry'
import type { FolderListing } from './folderListing'
import type { Jobs } from './jobs'
import type { OpenProjects } from './openProjects'
import type { HostPlatform } from './platform'
import type { SettingsStore } from './settingsStore'
import type { PagePorts } from './sharedPorts'
import type { ShownVideos } from './shownVideos'

/** What all pages of a host share. */
export interface SharedParts {
  readonly engine: Engine
  readonly platform: HostPlatform
  readonly files: FileRegistry
  /** Null where the system's own picker is used. */
  readonly listing: FolderListing | null
  readonly projects: OpenProjects
  readonly videos: ShownVideos
  readonly jobs: Jobs
  readonly journals: JournalFolder
  readonly recent: RecentFiles
  readonly settings: SettingsStore
  /** Files opened from outside that no page took yet. */
  readonly waiting: OpenedFile[]
  /** For exports without a target. */
  readonly outputFolder: string
  readonly samplePath: string
  readonly emit: HitpointEmitters
  /** Hears what was not foreseen. */
  readonly report: (error: unknown) => void
  /** The address of a resource (resources.ts) as pages use it. */
  readonly addressOf: (resource: string) => string
}

/** What the handlers of all services work with that answer one page. */
export interface HostingParts extends SharedParts {
  readonly ports: PagePorts
}
