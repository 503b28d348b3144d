import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Failure } from '../../../core/base/failure'
import type { HitpointDocument } from '../../../core/document/document'
import { writeMidiFile } from '../../../core/export/midiFile'
import type { Score } from '../../../core/music/score'
import { rationalToNumber } from '../../../core/time/rational'
import type { Handlers } from '../../../contract/define'
import type { ExportedFile, ExportRequest, exportingService } from '../../../contract/exporting'
import { writeOutput, type OutputContent } from '../files/outputFiles'
import { targetName } from './folderListing'
import type { JobControl } from './jobs'
import { readDocument } from './openProjects'
import type { HostingParts } from './parts'

function scoreOf({ composition }: HitpointDocument, take: number): Score {
  const score = take === 0 ? composition?.score : composition?.takes?.[take - 1]?.score
  if (!score) throw new Failure('wrong-use', { reason: 'there is no such score yet, compose first' })
  return score
}

/** Where to write, and the name that a page shows. */
function placeOf(
  { files, outputFolder }: HostingParts,
  request: ExportRequest,
): { path: string; name: string } {
  if (request.targetId !== undefined) {
    const path = files.targetPath(request.targetId, request.format)
    return { path, name: basename(path) }
  }
  const media = basename(request.document.media.path)
  const name = targetName(request.format, request.name ?? basename(media, extname(media)))
  return { path: join(outputFolder, randomUUID(), name), name }
}

async function contentOf(
  { settings }: HostingParts,
  { format, take = 0 }: ExportRequest,
  document: HitpointDocument,
  title: string,
  { signal, progress }: JobControl,
): Promise<OutputContent> {
  const score = scoreOf(document, take)
  const { info } = document.media
  if (format === 'midi')
    return writeMidiFile(score, { title, frameRate: info.frameRate, startTimecode: info.timecode })
  // Loaded when it is wanted: the synthesizer takes longer to load than all the rest together.
  const { renderWav } = await import('../sound/renderWav')
  return renderWav(score, {
    durationSeconds: rationalToNumber(info.duration),
    soundBankPath: (await settings.soundBankPath()) ?? undefined,
    cancellation: signal,
    onProgress: (fraction) => progress('render', fraction),
  })
}

async function write(
  parts: HostingParts,
  request: ExportRequest,
  control: JobControl,
): Promise<ExportedFile> {
  const { path, name } = placeOf(parts, request)
  const title = basename(name, extname(name))
  const document = readDocument(request.document)
  const content = await contentOf(parts, request, document, title, control)
  control.progress('write', 0)
  // The user chose the place and was told that something is there.
  await writeOutput(path, content, { force: true, cancellation: control.signal })
  const { fileId } = parts.files.output(path, name)
  return { fileId, name, bytes: (await stat(path)).size, url: parts.addressOf(`outputs/${fileId}`) }
}

/** Answers for files to be taken away. */
export function createExportingHandlers(parts: HostingParts): Handlers<typeof exportingService> {
  const { jobs } = parts
  return {
    start: (request) =>
      Promise.resolve(
        jobs.start({ kind: 'export', projectId: request.projectId ?? null }, (control) =>
          write(parts, request, control),
        ),
      ),
    result: ({ jobId }) => jobs.result<ExportedFile>(jobId, 'export'),
  }
}
