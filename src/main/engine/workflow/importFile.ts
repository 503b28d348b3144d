import { open } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Failure, isFailure } from '../../../core/base/failure'
import type { HitpointDocument, MediaReference } from '../../../core/document/document'
import { editorRate } from '../../../core/document/filmShots'
import {
  reconformDocument,
  type ReconformedDocument,
  type ReconformReport,
} from '../../../core/document/reconformDocument'
import {
  importMidi,
  type ImportedMidi,
  type MidiImportReport,
} from '../../../core/export/midiImport/importMidi'
import { parseTimecode, timecodeToFrames } from '../../../core/time/timecode'
import type { EditorTimeline } from '../../../core/timeline/formats/editorTimeline'
import { maximumEditorFileCharacters, readEditorFile } from '../../../core/timeline/formats/readEditorFile'
import { backupPathOf, keepBackup } from '../files/backup'
import { classifyFileError } from '../files/fileErrors'
import { createMediaReference, locateMedia, storedMediaPath } from '../files/mediaReference'
import { assertWritable } from '../files/outputFiles'
import { openProject, saveProject } from '../files/projectFile'
import { probeMedia } from '../media/probe'
import type { AnalyseTools } from './analyse'
import { composeDocument } from './composeDocument'
import type { ComposingOptions } from './progress'

export interface ImportRequest {
  /** Path of a `.hitpoint` project; rewritten unless there is an output folder. */
  readonly project: string
  readonly outputFolder?: string | undefined
  /** Replace a project in the output folder. */
  readonly force: boolean
  /** A cut list of the film's new cut. */
  readonly cuts?: string | undefined
  /** A cut list of the cut that the project has. */
  readonly oldCuts?: string | undefined
  /** The film in its new cut. */
  readonly video?: string | undefined
  /** Compose anew around the locks that hold. */
  readonly compose?: boolean | undefined
  /** A MIDI file that was edited in a DAW. */
  readonly midi?: string | undefined
  readonly preRollBars?: number | undefined
}

export interface ImportResult {
  readonly project: string
  /** Path of the project as it was, where it was rewritten in place. */
  readonly backup?: string | undefined
  readonly document: HitpointDocument
  readonly cuts?: (ReconformReport & { readonly lostScore: boolean; readonly composed: boolean }) | undefined
  readonly midi?: MidiImportReport | undefined
}

/** A file's bytes; refuses what is larger than any file of its kind. */
async function readInput(path: string, limit: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const facts = await file.stat()
      if (facts.isDirectory()) throw new Failure('file-is-directory', { path })
      if (facts.size > limit)
        throw new Failure('wrong-use', {
          reason: `“${path}” is too large, at most ${limit / 1024 / 1024} MB`,
        })
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw classifyFileError(error, path, 'read')
  }
}

/** Text in UTF-8, or UTF-16 where a byte order mark says so; some editors write that. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

/** Names the file in a failure of reading it. */
async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isFailure(error) && error.code !== 'wrong-use')
      throw new Failure(error.code, { path, ...error.context }, { cause: error })
    throw error
  }
}

const readCuts = (path: string, { info }: MediaReference): Promise<EditorTimeline> =>
  named(path, async () => {
    const frameRate = editorRate(info.frameRate)
    const timecode = parseTimecode(info.timecode ?? '')
    const startFrame = timecode ? timecodeToFrames(timecode, frameRate) : 0
    return readEditorFile(decode(await readInput(path, maximumEditorFileCharacters)), {
      frameRate,
      startFrame,
    })
  })

/** A document with the MIDI file at a path. Throws what `importMidi` throws, with the path. */
export async function readMidiInto(
  document: HitpointDocument,
  path: string,
  preRollBars: number | undefined,
): Promise<ImportedMidi> {
  const bytes = await readInput(path, 64 * 1024 * 1024)
  return named(path, () => Promise.resolve().then(() => importMidi(document, bytes, { preRollBars })))
}

/** Paths of what tells of a new cut. */
export type CutFiles = Pick<ImportRequest, 'oldCuts' | 'video'> & { readonly cuts: string }

/**
 * A document with the cut list at a path, of a project that is or will be at `target`. Throws what `reconformDocument` throws,
 * `cuts-not-readable` with the path, and what a film throws that cannot be read.
 */
export async function readCutsInto(
  document: HitpointDocument,
  { cuts, oldCuts, video }: CutFiles,
  target: string,
  tools: () => Promise<Pick<AnalyseTools, 'ffmpeg'>>,
  signal?: AbortSignal,
): Promise<ReconformedDocument> {
  const media =
    video === undefined
      ? undefined
      : await createMediaReference(target, video, await probeMedia((await tools()).ffmpeg, video, { signal }))
  const before = oldCuts === undefined ? undefined : await readCuts(oldCuts, document.media)
  const after = await readCuts(cuts, media ?? document.media)
  return reconformDocument(document, { after, before, media })
}

async function takeCuts(
  document: HitpointDocument,
  request: ImportRequest & CutFiles,
  target: string,
  tools: () => Promise<AnalyseTools>,
  options: ComposingOptions,
): Promise<Pick<ImportResult, 'document' | 'cuts'>> {
  const read = await readCutsInto(document, request, target, tools, options.signal)
  const { document: fresh, earlier, report } = read
  const composes = request.compose === true
  const composed = composes
    ? await composeDocument(
        fresh,
        { replan: true },
        earlier && { document: fresh, composition: earlier },
        await tools(),
        options,
      )
    : null
  return {
    document: composed?.document ?? fresh,
    cuts: {
      ...report,
      lostScore: earlier !== undefined && !fresh.composition && !composes,
      composed: composes,
    },
  }
}

/** The project with its film named from where it will be stored; as it was when the film is not there. */
async function withFilmFrom(request: ImportRequest, target: string): Promise<HitpointDocument> {
  const document = await openProject(request.project)
  if (request.outputFolder === undefined) return document
  const film = await locateMedia(request.project, document.media)
  return { ...document, media: { ...document.media, path: storedMediaPath(target, film) } }
}

/**
 * Takes what came back from an editor or a DAW into a project: a new cut list (docs/spec/reconform.md) or an edited MIDI file
 * (docs/spec/midi-export.md, M18 to M21). Throws Failure `wrong-use`, `cuts-not-readable`, `midi-not-readable`,
 * `midi-does-not-fit` and what opening and saving throw; the project is then untouched. A project that is rewritten
 * in place is kept beside it as `NAME.hitpoint.bak`.
 */
export async function importFile(
  request: ImportRequest,
  tools: () => Promise<AnalyseTools>,
  options: ComposingOptions = {},
): Promise<ImportResult> {
  const { cuts, midi, outputFolder } = request
  if ((cuts === undefined) === (midi === undefined))
    throw new Failure('wrong-use', { reason: 'name what to import, either a cut list or a MIDI file' })
  const target =
    outputFolder === undefined ? request.project : join(resolve(outputFolder), basename(request.project))
  const output = { force: outputFolder === undefined || request.force, cancellation: options.signal }
  await assertWritable(target, output)
  const document = await withFilmFrom(request, target)
  const save = async (taken: HitpointDocument): Promise<string | undefined> => {
    if (outputFolder === undefined) await keepBackup(target)
    await saveProject(target, taken, output)
    return outputFolder === undefined ? backupPathOf(target) : undefined
  }
  if (cuts !== undefined) {
    const taken = await takeCuts(document, { ...request, cuts }, target, tools, options)
    return { project: target, backup: await save(taken.document), ...taken }
  }
  const taken = await readMidiInto(document, midi!, request.preRollBars)
  const backup = await save(taken.document)
  return { project: target, backup, document: taken.document, midi: taken.report }
}
