import { basename, dirname, extname, resolve } from 'node:path'
import { isFailure, type Failure } from '../../../core/base/failure'
import { resolveRange, type CueRange } from '../../../core/document/cueText'
import type { HitpointDocument } from '../../../core/document/document'
import type { ExportOptions, ExportSource } from '../../../core/export/exportSource'
import type { ExportFormatName } from '../../../core/export/formats'
import { locateMedia } from '../files/mediaReference'
import { openProject } from '../files/projectFile'
import type { WorkOptions } from './progress'
import type { SoundTools } from './soundExport'
import { writeExports, type ExportedPath } from './writeExports'

export interface ExportRequest {
  /** Path of a `.hitpoint` project. */
  readonly project: string
  readonly formats: readonly ExportFormatName[]
  readonly outputFolder: string
  readonly options: ExportOptions
  /** Only this part of the film, instead of what the options say. */
  readonly range?: CueRange | undefined
  /** Replace existing files. */
  readonly force: boolean
}

export interface ExportResult {
  /** Paths of what was written, by format. */
  readonly files: readonly ExportedPath[]
  /** The film is not where the project says; what refers to it names its old place. */
  readonly missingFilm?: Failure | undefined
}

/** Where the film is; where it was when it is gone, because a cut list is worth having all the same. */
async function findFilm(
  project: string,
  document: HitpointDocument,
): Promise<{ readonly path: string; readonly missing?: Failure }> {
  try {
    return { path: await locateMedia(project, document.media) }
  } catch (error) {
    if (!isFailure(error) || !['media-moved', 'media-changed'].includes(error.code)) throw error
    return { path: resolve(dirname(resolve(project)), document.media.path), missing: error }
  }
}

/** Whether the film itself is read: its picture for a preview, its speech for a mix below it. */
const needsFilm = ({ formats, options }: ExportRequest): boolean =>
  formats.includes('preview') || ((options.ducking ?? 0) > 0 && formats.includes('wav'))

/**
 * Writes a project in several formats ({@link writeExports}). Throws Failure `wrong-use`, `output-exists` and what opening
 * and writing throw; `media-moved` for what is made of a film that is gone.
 */
export async function exportProject(
  request: ExportRequest,
  version: string,
  tools: SoundTools,
  work: WorkOptions = {},
): Promise<ExportResult> {
  const document = await openProject(request.project)
  const film = await findFilm(request.project, document)
  if (film.missing && needsFilm(request)) throw film.missing
  const title = basename(request.project, extname(request.project))
  const source: ExportSource = { document, title, filmPath: film.path, version }
  const options: ExportOptions = request.range
    ? { ...request.options, part: { kind: 'range', ...resolveRange(request.range, document.media.info) } }
    : request.options
  const { formats, outputFolder: folder, force } = request
  const files = await writeExports(source, { formats, folder, options, force }, tools, work)
  return { files, missingFilm: film.missing }
}
