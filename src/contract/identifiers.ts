import { z } from 'zod'

/**
 * Opaque names that the host hands out: random, good until the host ends. A page never holds a path, so whatever it
 * sends names only what the user opened, dropped, chose or was given on the command line.
 */
const identifier = z.string().min(1).max(64)

/** A video, project or sound bank that the user opened. */
export const fileId = identifier
/** The video of an open project: names its addresses. */
export const mediaId = identifier
/** An open project; saving, autosave and composing belong to it. */
export const projectId = identifier
/** A place to write to that the user chose. */
export const targetId = identifier
/** A folder that a listing host shows. */
export const folderId = identifier
/** A piece of long work. */
export const jobId = identifier

/** Address of a resource, relative to the page or absolute: usable as it is in `src`, `fetch` and `new URL(…, document.baseURI)`. */
export const resourceAddress = z.string().max(500)

export const nothing = z.object({})
/** The answer of a call that only does something. */
export const done = z.null()
