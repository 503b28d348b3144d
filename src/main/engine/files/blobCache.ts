import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOutput } from './outputFiles'

/** Files that can be made again at any time, by a key; the least used go when they grow too many. */
export interface BlobCache {
  /** Path of an entry, or null; an entry that is asked for counts as used. */
  find(key: string): Promise<string | null>
  /** Stores bytes; false when that was not possible (a full disk, no permission). */
  put(key: string, bytes: Uint8Array): Promise<boolean>
  /**
   * Lets `make` write a file of the cache's extension at the path that it is given, and stores it when that ends well.
   * Resolves to its path; nothing is left behind when `make` throws.
   */
  make(key: string, make: (temporaryPath: string) => Promise<void>): Promise<string>
}

export interface BlobCacheOptions {
  readonly folder: string
  /** With the dot; only files with it are counted and removed. */
  readonly extension: string
  readonly maximumBytes: number
}

/** Entries that are written between two looks at the size of the folder. */
const writesPerSweep = 32

async function removeLeastUsed({ folder, extension, maximumBytes }: BlobCacheOptions): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension))
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const facts = await stat(path).catch(() => null)
      return { path, bytes: facts?.size ?? 0, usedAt: facts?.mtimeMs ?? 0 }
    }),
  )
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of files.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= maximumBytes) return
    await rm(path, { force: true })
    total -= bytes
  }
}

/** Opens a cache; its folder is made at the first write. */
export function createBlobCache(options: BlobCacheOptions): BlobCache {
  const { folder, extension } = options
  const pathOf = (key: string): string =>
    join(folder, createHash('sha256').update(key).digest('hex').slice(0, 40) + extension)
  let writes = 0
  const sweep = async (): Promise<void> => {
    if (writes++ % writesPerSweep === 0) await removeLeastUsed(options).catch(() => undefined)
  }
  return {
    async find(key) {
      const path = pathOf(key)
      const now = new Date()
      return utimes(path, now, now).then(
        () => path,
        () => null,
      )
    },
    async put(key, bytes) {
      try {
        await writeOutput(pathOf(key), bytes, { force: true })
        await sweep()
        return true
      } catch {
        return false
      }
    },
    async make(key, make) {
      await mkdir(folder, { recursive: true })
      const temporary = join(folder, `unfinished-${randomUUID()}${extension}`)
      try {
        await make(temporary)
        await rename(temporary, pathOf(key))
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined)
        throw error
      }
      await sweep()
      return pathOf(key)
    },
  }
}
