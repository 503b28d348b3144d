import { basename, extname, join, resolve } from 'node:path'
import { throwIfCancelled } from '../../../core/base/cancellation'
import type { Composition, HitpointDocument } from '../../../core/document/document'
import { projectExtension } from '../../../core/document/format'
import { writeMidiFile } from '../../../core/export/midiFile'
import { quantiseScore } from '../../../core/music/perform/quantise'
import type { Score } from '../../../core/music/score'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import { rationalToNumber } from '../../../core/time/rational'
import type { CompositionReport } from '../compose/composeScore'
import { assertWritable, writeOutput } from '../files/outputFiles'
import { saveProject } from '../files/projectFile'
import type { AnalyseTools } from './analyse'
import { asksForComposing, asksForGrid, composeDocument, type CompositionWishes } from './composeDocument'
import { openFilm, type FilmRequest } from './film'
import type { ComposingOptions, WorkOptions } from './progress'

export interface ScoreRequest extends FilmRequest {
  /** How it is composed, and what stays of a project's score. */
  readonly composition?: CompositionWishes | undefined
  readonly outputFolder: string
  readonly wav: boolean
  /** Replace existing files. */
  readonly force: boolean
}

export interface ScoreFiles {
  readonly midi: string
  readonly project: string
  readonly wav?: string | undefined
}

export interface ScoreResult {
  readonly files: ScoreFiles
  readonly document: HitpointDocument
  readonly composition: Composition
  /** How composing went; absent when the project's own score was written again. */
  readonly composing?: CompositionReport | undefined
  readonly reused: boolean
  readonly warnings: readonly MediaWarning[]
}

function outputFiles(request: ScoreRequest): ScoreFiles {
  const name = basename(request.input, extname(request.input))
  const path = (extension: string): string => join(resolve(request.outputFolder), name + extension)
  return { midi: path('.mid'), project: path(projectExtension), wav: request.wav ? path('.wav') : undefined }
}

/** The further takes stand beside the score: film.take-2.mid and so on. */
export const takeFiles = ({ midi }: ScoreFiles, { takes = [] }: Composition): string[] =>
  takes.map((_, index) => midi.replace(/\.mid$/, `.take-${index + 2}.mid`))

/** Writes the largest and likeliest to fail first; each file appears whole or not at all. */
async function writeFiles(
  files: ScoreFiles,
  document: HitpointDocument,
  composition: Composition,
  request: ScoreRequest,
  { signal, onProgress }: WorkOptions,
): Promise<void> {
  const written = (score: Score): Score =>
    asksForGrid(request.composition) ? quantiseScore(score, composition.plan) : score
  const output = { force: request.force, cancellation: signal }
  const { info } = document.media
  if (files.wav !== undefined) {
    // Loaded when it is wanted: the synthesizer takes longer to load than all the rest together.
    const { renderWav } = await import('../sound/renderWav')
    const sound = renderWav(written(composition.score), {
      durationSeconds: rationalToNumber(info.duration),
      cancellation: signal,
      onProgress: (fraction) => onProgress?.({ stage: 'render', fraction }),
    })
    await writeOutput(files.wav, sound, output)
  }
  throwIfCancelled(signal)
  const scores = [composition.score, ...(composition.takes ?? []).map(({ score }) => score)]
  for (const [index, path] of [files.midi, ...takeFiles(files, composition)].entries()) {
    const midi = writeMidiFile(written(scores[index]!), {
      title: basename(path, '.mid'),
      frameRate: info.frameRate,
      startTimecode: info.timecode,
    })
    await writeOutput(path, midi, output)
  }
  await saveProject(files.project, document, output)
}

/**
 * One film from the input to the files: analyse (or open the project), plan, compose, write. A project whose settings
 * are not changed by the request is written again note for note, or moved onto the grid when only that is asked for. Throws before any work when an output exists and
 * `force` is not set; nothing stands under a final name that is not whole.
 */
export async function scoreVideo(
  request: ScoreRequest,
  tools: AnalyseTools,
  options: ComposingOptions = {},
): Promise<ScoreResult> {
  const files = outputFiles(request)
  for (const path of [files.midi, files.project, files.wav])
    if (path !== undefined) await assertWritable(path, { force: request.force })
  const { document: wanted, earlier, warnings } = await openFilm(request, files.project, tools, options)
  const wishes = request.composition ?? {}
  const stands = !asksForComposing(wishes) || asksForGrid(wishes)
  const isComposed = wanted.composition !== undefined && stands
  const composed = isComposed ? null : await composeDocument(wanted, wishes, earlier, tools, options)
  const document = composed?.document ?? wanted
  const composition = document.composition!
  await writeFiles(files, document, composition, request, options)
  return {
    files,
    document,
    composition,
    composing: composed?.report,
    reused: composed === null,
    warnings,
  }
}
