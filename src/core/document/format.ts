import { Failure } from '../base/failure'
import { decodeDocument } from './decodeDocument'
import type { HitpointDocument } from './document'
import { encodeDocument } from './encodeDocument'
import { projectFileSchema, type ProjectFile } from './fileSchema'
import { migrations } from './migrations'
import { migrate } from './migrations/migrate'
import { printJson } from './printJson'

/** Name extension of project files. */
export const projectExtension = '.hitpoint'
/** The version that this program writes. */
export const projectVersion = 5
/** Larger files are refused before they are parsed: a film hour with 30,000 notes takes under a megabyte. */
export const maximumProjectBytes = 64 * 1024 * 1024

const damaged = (reason: string, cause?: unknown): Failure =>
  new Failure('project-damaged', { reason }, { cause })
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function validate(project: unknown): ProjectFile {
  const result = projectFileSchema.safeParse(project)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new RangeError(
    issue ? `${issue.path.join('.') || 'file'}: ${issue.message}` : 'it does not match the format',
  )
}

/**
 * The text of a project file. What it prints can be opened again: it is read back before it is returned.
 * Throws Failure `internal` for a document that holds impossible values, so that it never replaces a good file.
 */
export function printDocument(document: HitpointDocument): string {
  const stored = encodeDocument(document)
  try {
    decodeDocument(validate(stored))
  } catch (error) {
    throw new Failure(
      'internal',
      { reason: `the project cannot be saved: ${messageOf(error)}` },
      { cause: error },
    )
  }
  return `${printJson(stored)}\n`
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  let project: unknown
  try {
    project = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text)
  } catch (error) {
    throw damaged(text.trim() === '' ? 'the file is empty' : 'it is not JSON', error)
  }
  if (typeof project !== 'object' || project === null || Array.isArray(project) || !('format' in project))
    throw damaged('it is not a Hitpoint project')
  return project
}

/**
 * The document in the text of a project file, brought to the current version.
 * Throws Failure `project-too-large`, `project-damaged` (with a reason) or `project-newer` (with its version).
 */
export function parseDocument(text: string): HitpointDocument {
  if (text.length > maximumProjectBytes)
    throw new Failure('project-too-large', { bytes: text.length, limit: maximumProjectBytes })
  const project = parseJson(text)
  const { format, version } = project
  if (format !== 'hitpoint') throw damaged('it is not a Hitpoint project')
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw damaged('it has no version')
  if (version > projectVersion) throw new Failure('project-newer', { version, readable: projectVersion })
  try {
    return decodeDocument(validate(migrate(project, version, projectVersion, migrations)))
  } catch (error) {
    throw damaged(messageOf(error), error)
  }
}
