import { randomUUID } from 'node:crypto'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { projectExtension } from '../../../core/document/format'
import type { FileKind, Listing, TargetKind } from '../../../contract/files'
import { classifyFileError } from '../files/fileErrors'
import { kindOf, type FileRegistry } from './fileRegistry'

/** Shows the folder that a host was started in, and those below it, by ids. */
export interface FolderListing {
  list(folderId: string | undefined, kinds: readonly FileKind[]): Promise<Listing>
  /** Path of a file of that name in a listed folder, with its extension. Throws Failure `wrong-use`. */
  pathIn(folderId: string, kind: TargetKind, name: string): string
}

const maximumEntries = 2000
const videoExtensions: ReadonlySet<string> = new Set(
  (
    '3g2 3gp asf avi divx dv f4v flv gxf h264 hevc ivf m2t m2ts m2v m4v mkv mov mp4 mpeg mpg mts mxf nut obu ogm ogv ' +
    'rm rmvb ts vob webm wmv wtv y4m'
  )
    .split(' ')
    .map((name) => `.${name}`),
)

const extensions: Readonly<Record<TargetKind, string>> = {
  project: projectExtension,
  folder: '',
}

/** A name with its extension. Throws Failure `wrong-use` for what is no plain file name on every system. */
export function targetName(kind: TargetKind, name: string): string {
  const extension = extensions[kind]
  const plain = name.trim()
  const isPlain =
    plain !== '' && !/[\\/:*?"<>|\u0000-\u001f]/u.test(plain) && !/^\.+$/.test(plain) && !plain.endsWith('.')
  if (!isPlain) throw new Failure('wrong-use', { reason: `“${name}” cannot be a file name` })
  return plain.toLowerCase().endsWith(extension) ? plain : plain + extension
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly isFolder: boolean
  readonly bytes: number
  readonly modifiedAt: string
}

const isListed = (path: string, kinds: readonly FileKind[]): boolean => {
  const kind = kindOf(path)
  return kinds.includes(kind) && (kind !== 'video' || videoExtensions.has(extname(path).toLowerCase()))
}

const isInside = (path: string, realRoot: string): boolean =>
  path === realRoot || path.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)

/** What a name in a folder leads to; null for what is not shown: links out of the root, devices, what cannot be read. */
async function look(folder: string, name: string, realRoot: string): Promise<Entry | null> {
  try {
    const path = await realpath(join(folder, name))
    if (!isInside(path, realRoot)) return null
    const facts = await stat(path)
    if (!facts.isDirectory() && !facts.isFile()) return null
    const modifiedAt = facts.mtime.toISOString()
    return { name, path, isFolder: facts.isDirectory(), bytes: facts.size, modifiedAt }
  } catch {
    return null
  }
}

/** `root`: nothing outside it is shown, whatever links lead there. */
export function createFolderListing(root: string, files: FileRegistry): FolderListing {
  const folders = new Map<string, string>()
  const ids = new Map<string, string>()
  const idOf = (path: string): string => {
    const id = ids.get(path) ?? randomUUID()
    ids.set(path, id)
    folders.set(id, path)
    return id
  }

  return {
    async list(folderId, kinds) {
      const realRoot = await realpath(root).catch((error: unknown) => {
        throw classifyFileError(error, root, 'read')
      })
      const folder = folderId === undefined ? realRoot : folders.get(folderId)
      if (folder === undefined || !isInside(folder, realRoot))
        throw new Failure('wrong-use', { reason: 'that folder is not shown' })
      const names = await readdir(folder).catch((error: unknown) => {
        throw classifyFileError(error, folder, 'read')
      })
      const visible = names.filter((name) => !name.startsWith('.')).sort((a, b) => a.localeCompare(b))
      const found = await Promise.all(
        visible.slice(0, maximumEntries).map((name) => look(folder, name, realRoot)),
      )
      const entries = found.filter((entry) => entry !== null)
      const shown = entries.filter(({ isFolder, path }) => isFolder || isListed(path, kinds))
      return {
        folderId: idOf(folder),
        name: basename(folder) || folder,
        parentId: folder === realRoot ? null : idOf(join(folder, '..')),
        shortened: visible.length > maximumEntries,
        entries: shown
          .sort((a, b) => Number(b.isFolder) - Number(a.isFolder))
          .map(({ name, path, isFolder, bytes, modifiedAt }) => ({
            name,
            bytes,
            modifiedAt,
            ...(isFolder
              ? { kind: 'folder' as const, folderId: idOf(path) }
              : { kind: kindOf(path), fileId: files.open(path).fileId }),
          })),
      }
    },
    pathIn(folderId, kind, name) {
      const folder = folders.get(folderId)
      if (folder === undefined) throw new Failure('wrong-use', { reason: 'that folder is not shown' })
      return join(folder, targetName(kind, name))
    },
  }
}
