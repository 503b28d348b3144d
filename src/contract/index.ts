import { analysisService } from './analysis'
import { compositionService } from './composition'
import type { Client, Emitter, Handlers, Service } from './define'
import { exportingService } from './exporting'
import { filesService } from './files'
import { importingService } from './importing'
import { jobsService } from './jobs'
import { mediaService } from './media'
import { midiService } from './midi'
import { projectService } from './project'
import { systemService } from './system'

/** Every service there is: the only list of calls in the repository. */
export const services = {
  system: systemService,
  files: filesService,
  project: projectService,
  media: mediaService,
  jobs: jobsService,
  analysis: analysisService,
  composition: compositionService,
  exporting: exportingService,
  midi: midiService,
  importing: importingService,
} as const

/** The same, to be looped over: preload, hosts and clients are derived by walking it. */
export const serviceList: readonly Service[] = Object.values(services)

export type Services = typeof services
/** What `window.hitpoint` offers a page. */
export type HitpointClient = { readonly [K in keyof Services]: Client<Services[K]> }
/** What a host hands to its border. */
export type HitpointHandlers = { readonly [K in keyof Services]: Handlers<Services[K]> }
/** How a host sends the events of every service. */
export type HitpointEmitters = { readonly [K in keyof Services]: Emitter<Services[K]> }
