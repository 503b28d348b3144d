import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, link, mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { throwIfCancelled, type Cancellation } from '../../../core/base/cancellation'
import { Failure } from '../../../core/base/failure'
import { classifyFileError } from './fileErrors'

export type OutputContent = Uint8Array | string | AsyncIterable<Uint8Array>

export interface OutputOptions {
  /** Replace a file that is already there. */
  readonly force: boolean
  readonly cancellation?: Cancellation | undefined
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path)
  return (await exists(parent)) || parent === path ? parent : nearestFolder(parent)
}

/**
 * Checks before any work that a file can be written: nothing is there (or it may be replaced), and its folder, or the
 * nearest one above that exists, takes new files. Writes nothing.
 * Throws Failure `output-exists`, `file-is-directory` or `output-not-writable`.
 */
export async function assertWritable(path: string, options: Pick<OutputOptions, 'force'>): Promise<void> {
  try {
    const present = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (present?.isDirectory()) throw new Failure('file-is-directory', { path })
    if (present && !options.force) throw new Failure('output-exists', { path })
    const folder = await nearestFolder(path)
    if (!(await stat(folder)).isDirectory())
      throw new Failure('output-not-writable', { path, reason: `“${folder}” is not a folder` })
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw classifyFileError(error, path, 'write')
  }
}

/** Makes a folder and those above it. Node's own recursive mkdir never ends where a file system such as /proc takes none. */
async function makeFolder(folder: string): Promise<void> {
  if (await exists(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  await mkdir(folder).catch(async (error: unknown) => {
    if (!(await exists(folder))) throw error
  })
}

async function writeContent(
  file: FileHandle,
  content: OutputContent,
  cancellation?: Cancellation,
): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) return file.writeFile(content)
  for await (const block of content) {
    throwIfCancelled(cancellation)
    await file.writeFile(block)
  }
}

/** Gives the finished temporary file its name. Without `force`, by a link, which fails where a rename would replace. */
async function publish(temporary: string, path: string, force: boolean): Promise<void> {
  if (force) return rename(temporary, path)
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await exists(path)))
      throw new Failure('output-exists', { path }, { cause: error })
    // FAT, exFAT and some network drives have no links.
    return rename(temporary, path)
  }
  await rm(temporary, { force: true })
}

/** Makes the rename itself durable where the system allows a folder to be synced (not on Windows). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/**
 * Writes a file whole or not at all: into a temporary file in the same folder, synced to the disk, then renamed.
 * The folder is made when it is missing. Nothing is left behind on failure or cancel, and nothing is replaced unless
 * `force` is set. Own code because `write-file-atomic` 7 calls `write` once and ignores how much it wrote: on a disk
 * that fills up it renames a truncated file into place.
 * Throws Failure `output-exists`, `output-not-writable`, `disk-full`, `cancelled`, or what the content's source throws.
 */
export async function writeOutput(
  path: string,
  content: OutputContent,
  options: OutputOptions,
): Promise<void> {
  await assertWritable(path, options)
  throwIfCancelled(options.cancellation)
  // A link is written through, not replaced by a file.
  const target = await realpath(path).catch(() => path)
  const folder = dirname(target)
  const temporary = join(folder, `.hitpoint-${randomUUID()}.tmp`)
  try {
    await makeFolder(folder)
    const file = await open(temporary, 'wx')
    try {
      await writeContent(file, content, options.cancellation)
      throwIfCancelled(options.cancellation)
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(temporary, target, options.force)
    await syncFolder(folder)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw classifyFileError(error, path, 'write')
  }
}
