import { open } from 'node:fs/promises'
import { Failure, isFailure } from '../../../core/base/failure'
import type { HitpointDocument } from '../../../core/document/document'
import { maximumProjectBytes, parseDocument, printDocument } from '../../../core/document/format'
import { classifyFileError } from './fileErrors'
import { writeOutput, type OutputOptions } from './outputFiles'

/**
 * Saves a project whole or not at all; an existing file is replaced unless `force` is false.
 * Throws Failure `disk-full`, `output-not-writable` or `output-exists`; what was there before is then untouched.
 */
export async function saveProject(
  path: string,
  document: HitpointDocument,
  options: OutputOptions = { force: true },
): Promise<void> {
  await writeOutput(path, printDocument(document), options)
}

async function readText(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const facts = await file.stat()
    if (facts.isDirectory()) throw new Failure('file-is-directory', { path })
    if (!facts.isFile()) throw new Failure('project-damaged', { reason: 'it is not a plain file' })
    if (facts.size > maximumProjectBytes)
      throw new Failure('project-too-large', { bytes: facts.size, limit: maximumProjectBytes })
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

/**
 * Opens a project. Throws Failure `file-missing`, `file-is-directory`, `file-not-readable`, `project-too-large`,
 * `project-damaged` or `project-newer`, each with the path.
 */
export async function openProject(path: string): Promise<HitpointDocument> {
  try {
    return parseDocument(await readText(path))
  } catch (error) {
    if (isFailure(error)) throw new Failure(error.code, { path, ...error.context }, { cause: error })
    throw classifyFileError(error, path, 'read')
  }
}
