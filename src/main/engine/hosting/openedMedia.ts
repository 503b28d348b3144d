import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { OpenedMedia } from '../../../contract/project'

/** The videos that the user opened in this host. Pages hold ids; only the engine's side knows paths. */
export interface OpenedMediaRegistry {
  open(path: string): OpenedMedia
  /** Throws the failure `wrong-use` for an id that was never handed out. */
  pathOf(mediaId: string): string
  current(): OpenedMedia | null
}

export function createOpenedMediaRegistry(): OpenedMediaRegistry {
  const paths = new Map<string, string>()
  let current: OpenedMedia | null = null
  return {
    open(path) {
      current = { mediaId: randomUUID(), name: basename(path) }
      paths.set(current.mediaId, path)
      return current
    },
    pathOf(mediaId) {
      const path = paths.get(mediaId)
      if (path === undefined) throw new Failure('wrong-use', { reason: 'that video is not open' })
      return path
    },
    current: () => current,
  }
}
