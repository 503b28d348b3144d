import { basename, dirname, extname, join, resolve } from 'node:path'
import { throwIfCancelled } from '../../../core/base/cancellation'
import { Failure, isFailure } from '../../../core/base/failure'
import { resolveRange, type CueRange } from '../../../core/document/cueText'
import type { HitpointDocument } from '../../../core/document/document'
import { compositionOf, type ExportOptions, type ExportSource } from '../../../core/export/exportSource'
import { safeFileName } from '../../../core/export/fileSet'
import { exportFormats, type ExportFormatName } from '../../../core/export/formats'
import { rationalToNumber } from '../../../core/time/rational'
import { locateMedia } from '../files/mediaReference'
import { assertWritable, writeOutput, type OutputContent } from '../files/outputFiles'
import { openProject } from '../files/projectFile'
import type { WorkOptions } from './progress'

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
  readonly files: readonly { readonly format: ExportFormatName; readonly path: string }[]
  /** The film is not where the project says; what refers to it names its old place. */
  readonly missingFilm?: Failure | undefined
}

interface Output {
  readonly format: ExportFormatName
  readonly path: string
  /** Made when it is its turn. */
  readonly content: () => OutputContent | Promise<OutputContent>
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

/** The mix; loaded when it is wanted, because the synthesizer takes longer to load than all the rest. */
async function mix(source: ExportSource, { signal, onProgress }: WorkOptions): Promise<OutputContent> {
  const { renderWav } = await import('../sound/renderWav')
  return renderWav(compositionOf(source).score, {
    durationSeconds: rationalToNumber(source.document.media.info.duration),
    cancellation: signal,
    onProgress: (fraction) => onProgress?.({ stage: 'render', fraction }),
  })
}

function outputsOf(
  name: ExportFormatName,
  source: ExportSource,
  request: ExportRequest,
  work: WorkOptions,
): Output[] {
  const format = exportFormats[name]
  const at = (path: string): string => join(resolve(request.outputFolder), path)
  if (format.made === 'here')
    return [...format.write(source, request.options)].map(([path, bytes]) => ({
      format: name,
      path: at(path),
      content: () => bytes,
    }))
  compositionOf(source)
  if (name !== 'wav')
    throw new Failure('wrong-use', {
      reason: `${name} cannot be exported yet, wav and the other formats can`,
    })
  return [{ format: name, path: at(`${safeFileName(source.title)}.wav`), content: () => mix(source, work) }]
}

/**
 * Writes a project in several formats. Everything that can be refused is refused before anything is written; each file
 * appears whole or not at all. Throws Failure `wrong-use`, `output-exists` and what opening and writing throw.
 */
export async function exportProject(
  request: ExportRequest,
  version: string,
  work: WorkOptions = {},
): Promise<ExportResult> {
  const document = await openProject(request.project)
  const film = await findFilm(request.project, document)
  const title = basename(request.project, extname(request.project))
  const source: ExportSource = { document, title, filmPath: film.path, version }
  const options: ExportOptions = request.range
    ? { ...request.options, part: { kind: 'range', ...resolveRange(request.range, document.media.info) } }
    : request.options
  const outputs = request.formats.flatMap((name) => outputsOf(name, source, { ...request, options }, work))
  for (const { path } of outputs) await assertWritable(path, { force: request.force })
  // What is rendered is the largest and likeliest to fail.
  const ordered = [...outputs].sort((a, b) => Number(b.format === 'wav') - Number(a.format === 'wav'))
  for (const { path, content } of ordered) {
    throwIfCancelled(work.signal)
    await writeOutput(path, await content(), { force: request.force, cancellation: work.signal })
  }
  return { files: outputs.map(({ format, path }) => ({ format, path })), missingFilm: film.missing }
}
