import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { classifyFileError } from './fileErrors'
import { writeOutput } from './outputFiles'

/** Path of the version before the last save: beside the project, `film.hitpoint.bak`. */
export const backupPathOf = (path: string): string => `${path}.bak`

export const hasBackup = (path: string): Promise<boolean> =>
  stat(backupPathOf(path)).then(
    (facts) => facts.isFile(),
    () => false,
  )

/**
 * Copies the file that is about to be replaced to its backup, whole or not at all. Nothing happens where there is no
 * file. Throws Failure `disk-full` or `output-not-writable`.
 */
export async function keepBackup(path: string): Promise<void> {
  const facts = await stat(path).catch(() => null)
  if (!facts?.isFile()) return
  try {
    await writeOutput(backupPathOf(path), createReadStream(path), { force: true })
  } catch (error) {
    throw classifyFileError(error, backupPathOf(path), 'write')
  }
}
