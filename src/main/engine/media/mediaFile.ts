import { open, stat } from 'node:fs/promises'
import { Failure } from '../../../core/base/failure'
import { classifyFileError } from '../files/fileErrors'

/**
 * Makes sure that `path` is a regular file with content that this user may read. Throws `file-missing`,
 * `file-is-directory`, `file-empty` or `file-not-readable`, each with the path.
 */
export async function requireMediaFile(path: string): Promise<{ readonly bytes: number }> {
  try {
    const status = await stat(path)
    if (status.isDirectory()) throw new Failure('file-is-directory', { path })
    // A pipe or device could block for ever.
    if (!status.isFile()) throw new Failure('not-a-video', { path, reason: 'special file' })
    if (status.size === 0) throw new Failure('file-empty', { path })
    await (await open(path, 'r')).close()
    return { bytes: status.size }
  } catch (error) {
    throw classifyFileError(error, path, 'read')
  }
}
