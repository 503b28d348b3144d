import { stat } from 'node:fs/promises'
import { Failure } from '../../../core/base/failure'
import type { Handlers } from '../../../contract/define'
import type { filesService } from '../../../contract/files'
import type { HostingParts } from './parts'
import { targetName } from './folderListing'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Refuses what this kind of host cannot do. */
export function only<Ability>(ability: Ability | null | undefined, what: string): Ability {
  if (ability === null || ability === undefined)
    throw new Failure('wrong-use', { reason: `${what} is not possible in this window` })
  return ability
}

/** Answers how a page gets at files. */
export function createFilesHandlers(parts: HostingParts): Handlers<typeof filesService> {
  const { files, listing, platform, recent, waiting } = parts
  return {
    async choose({ kinds }) {
      const path = await only(platform.chooseFile, 'the system’s picker')(kinds)
      return path === null ? null : files.open(path)
    },
    async chooseTarget({ kind, suggestedName }) {
      const path = await only(platform.chooseTarget, 'the system’s picker')(
        kind,
        targetName(kind, suggestedName),
      )
      return path === null ? null : files.target(kind, path, false)
    },
    list: ({ folderId, kinds }) => only(listing, 'a list of files').list(folderId, kinds),
    async nameTarget({ folderId, kind, name }) {
      const path = only(listing, 'a list of files').pathIn(folderId, kind, name)
      // A folder is written into, not replaced.
      return files.target(kind, path, kind !== 'folder' && (await exists(path)))
    },
    sample: () => Promise.resolve(files.open(parts.samplePath)),
    recent: async () =>
      (await recent.list()).map(({ path, openedAt, missing }) => ({
        ...files.open(path),
        openedAt,
        missing,
      })),
    async clearRecent() {
      await recent.clear()
      platform.clearRecent?.()
      return null
    },
    takeOpened: () => Promise.resolve(waiting.splice(0)),
    reveal({ fileId }) {
      only(platform.reveal, 'showing a file in its folder')(files.pathOf(fileId))
      return Promise.resolve(null)
    },
  }
}
