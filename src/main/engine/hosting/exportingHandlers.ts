import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { HitpointDocument } from '../../../core/document/document'
import { defaultExportOptions, type ExportOptions } from '../../../core/export/exportSource'
import type { Handlers } from '../../../contract/define'
import type { ExportedFile, ExportRequest, exportingService } from '../../../contract/exporting'
import type { ExportedPath } from '../workflow/writeExports'
import { only } from './filesHandlers'
import type { JobControl } from './jobs'
import { readDocument } from './openProjects'
import type { HostingParts } from './parts'

/** The document with another take as its score. Throws Failure `wrong-use` where there is no such take. */
function withTake(document: HitpointDocument, take: number): HitpointDocument {
  if (take === 0) return document
  const { composition } = document
  const chosen = composition?.takes?.[take - 1]
  if (!composition || !chosen)
    throw new Failure('wrong-use', { reason: 'there is no such score yet, compose first' })
  return { ...document, composition: { ...composition, score: chosen.score } }
}

function optionsOf({ settings = {} }: ExportRequest): ExportOptions {
  const { part, markers, timing, preRollBars, guideTrack, startTimecode, lufs, filmSound, ducking } = settings
  return {
    ...defaultExportOptions,
    ...(part && { part }),
    ...(markers && { markers }),
    ...(timing && { timing }),
    ...(preRollBars !== undefined && { preRollBars }),
    ...(guideTrack !== undefined && { guideTrack }),
    startTimecode,
    lufs,
    filmSound,
    ducking,
  }
}

const handedOut =
  ({ files, addressOf }: HostingParts, isChosen: boolean) =>
  async ({ format, path }: ExportedPath): Promise<ExportedFile> => {
    const { fileId, name } = files.output(path, basename(path))
    const { size: bytes } = await stat(path)
    return { fileId, format, name, bytes, url: addressOf(`outputs/${fileId}`), ...(isChosen && { path }) }
  }

async function write(
  parts: HostingParts,
  request: ExportRequest,
  { signal, progress }: JobControl,
): Promise<ExportedFile[]> {
  const { engine, files, outputFolder, projects, settings } = parts
  const document = withTake(readDocument(request.document), request.take ?? 0)
  const filmPath =
    request.projectId === undefined ? document.media.path : projects.get(request.projectId).mediaPath
  const folder =
    request.targetId === undefined
      ? join(outputFolder, randomUUID())
      : files.targetPath(request.targetId, 'folder')
  const title = request.name ?? basename(filmPath, extname(filmPath))
  progress('write', 0)
  const written = await engine.exportDocument(
    { document, title, filmPath },
    {
      formats: [...new Set(request.formats)],
      folder,
      options: optionsOf(request),
      force: request.replace === true,
    },
    {
      signal,
      soundBankPath: (await settings.soundBankPath()) ?? undefined,
      onProgress: ({ fraction }) => progress('render', fraction),
    },
  )
  return Promise.all(written.map(handedOut(parts, request.targetId !== undefined)))
}

/** Answers for files to be taken away. */
export function createExportingHandlers(parts: HostingParts): Handlers<typeof exportingService> {
  const { jobs, files, platform } = parts
  const pathOf = (fileId: string): string => {
    const output = files.outputOf(fileId)
    if (!output) throw new Failure('wrong-use', { reason: 'that file was not exported' })
    return output.path
  }
  return {
    start: (request) =>
      Promise.resolve(
        jobs.start({ kind: 'export', projectId: request.projectId ?? null }, (control) =>
          write(parts, request, control),
        ),
      ),
    result: ({ jobId }) => jobs.result<ExportedFile[]>(jobId, 'export'),
    copyPath({ fileId }) {
      only(platform.copyText, 'the system’s clipboard')(pathOf(fileId))
      return Promise.resolve(null)
    },
    drag({ fileIds }) {
      only(platform.dragOut, 'dragging files out')(fileIds.map(pathOf))
      return Promise.resolve(null)
    },
  }
}
