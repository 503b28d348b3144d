import { projectService } from './project'
import { systemService } from './system'
import type { Client, Handlers, Service } from './define'

/** Every service there is: the only list of calls in the repository. */
export const services = { system: systemService, project: projectService } as const

/** The same, to be looped over: preload, hosts and clients are derived by walking it. */
export const serviceList: readonly Service[] = Object.values(services)

export type Services = typeof services
/** What `window.hitpoint` offers a page. */
export type HitpointClient = { readonly [K in keyof Services]: Client<Services[K]> }
/** What a host hands to its border. */
export type HitpointHandlers = { readonly [K in keyof Services]: Handlers<Services[K]> }
