import { basename, extname, join, resolve } from 'node:path'
import { throwIfCancelled } from '../../../core/base/cancellation'
import { Failure } from '../../../core/base/failure'
import type {
  Composition,
  HitpointDocument,
  HitSetting,
  ScoreSettings,
} from '../../../core/document/document'
import { projectExtension } from '../../../core/document/format'
import { hitRequests } from '../../../core/document/hitRequests'
import { writeMidiFile } from '../../../core/export/midiFile'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import { planScore } from '../../../core/music/planner/planScore'
import { findPreset, presetNames } from '../../../core/music/presets'
import { rationalToNumber, rationalToSeconds } from '../../../core/time/rational'
import type { DetectionOptions } from '../../../core/timeline/detectTransitions'
import { composeScore, type CompositionReport } from '../compose/composeScore'
import { createMediaReference, locateMedia, storedMediaPath } from '../files/mediaReference'
import { assertWritable, writeOutput } from '../files/outputFiles'
import { openProject, saveProject } from '../files/projectFile'
import { analyseVideo, type AnalyseTools } from './analyse'
import type { WorkOptions } from './progress'

export interface ScoreRequest {
  /** A video, or a `.hitpoint` project. */
  readonly input: string
  readonly outputFolder: string
  readonly seed?: number | undefined
  readonly hits?: HitSetting | undefined
  readonly preset?: string | undefined
  /** Which sound of a video is read, 0-based; the file's default track when absent. Not for projects. */
  readonly audioTrack?: number | undefined
  /** Thresholds of transitions. Not for projects. */
  readonly detection?: DetectionOptions | undefined
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

/** What a new project starts with. */
export const defaultSettings: ScoreSettings = {
  minimumTempo: 60,
  maximumTempo: 160,
  metre: { numerator: 4, denominator: 4 },
  key: 'automatic',
  preset: presetNames[0]!,
  seed: 1,
  hits: 'auto',
  solution: 1,
}

interface Film {
  readonly document: HitpointDocument
  readonly videoPath: string
  readonly warnings: readonly MediaWarning[]
}

function outputFiles(request: ScoreRequest): ScoreFiles {
  const name = basename(request.input, extname(request.input))
  const path = (extension: string): string => join(resolve(request.outputFolder), name + extension)
  return { midi: path('.mid'), project: path(projectExtension), wav: request.wav ? path('.wav') : undefined }
}

const isProject = (path: string): boolean => extname(path).toLowerCase() === projectExtension

async function openFilm(
  request: ScoreRequest,
  files: ScoreFiles,
  tools: AnalyseTools,
  options: WorkOptions,
): Promise<Film> {
  if (isProject(request.input)) {
    if (request.audioTrack !== undefined || request.detection !== undefined)
      throw new Failure('wrong-use', {
        reason: 'a project keeps its analysis, score its video to analyse it in another way',
      })
    const document = await openProject(request.input)
    const videoPath = await locateMedia(request.input, document.media)
    const media = { ...document.media, path: storedMediaPath(files.project, videoPath) }
    return { document: { ...document, media }, videoPath, warnings: [] }
  }
  const { info, transitions, curve, warnings } = await analyseVideo(request.input, tools, {
    ...options,
    audioTrack: request.audioTrack,
    detection: request.detection,
  })
  const media = await createMediaReference(files.project, request.input, info)
  return {
    document: { media, transitions, detectedCurve: curve, curve, settings: defaultSettings, cues: [] },
    videoPath: request.input,
    warnings,
  }
}

function withRequestedSettings(document: HitpointDocument, request: ScoreRequest): HitpointDocument {
  const settings: ScoreSettings = {
    ...document.settings,
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.hits !== undefined && { hits: request.hits }),
    ...(request.preset !== undefined && { preset: request.preset }),
  }
  const unchanged = JSON.stringify(settings) === JSON.stringify(document.settings)
  return unchanged ? document : { ...document, settings, composition: undefined }
}

/** Plans and composes what the document asks for. */
async function compose(
  document: HitpointDocument,
  { host, models }: AnalyseTools,
  { signal, onProgress }: WorkOptions,
): Promise<{ readonly composition: Composition; readonly report: CompositionReport }> {
  const { settings, curve } = document
  const preset = findPreset(settings.preset)
  if (!preset) throw new Failure('wrong-use', { reason: `there is no preset ${settings.preset}` })
  const plan = planScore({
    duration: rationalToSeconds(document.media.info.duration),
    hits: hitRequests(document.transitions, settings.hits),
    curve,
    settings,
    ensemble: preset.ensemble,
    families: preset.families,
  })
  const { score, model, report } = await composeScore({
    plan,
    curve,
    presetName: preset.name,
    seed: settings.seed,
    host,
    models,
    signal,
    onProgress: (fraction) => onProgress?.({ stage: 'compose', fraction }),
  })
  return { composition: { plan, score, model }, report }
}

/** Writes the largest and likeliest to fail first; each file appears whole or not at all. */
async function writeFiles(
  files: ScoreFiles,
  document: HitpointDocument,
  composition: Composition,
  request: ScoreRequest,
  { signal, onProgress }: WorkOptions,
): Promise<void> {
  const output = { force: request.force, cancellation: signal }
  const { info } = document.media
  if (files.wav !== undefined) {
    // Loaded when it is wanted: the synthesizer takes longer to load than all the rest together.
    const { renderWav } = await import('../sound/renderWav')
    const sound = renderWav(composition.score, {
      durationSeconds: rationalToNumber(info.duration),
      cancellation: signal,
      onProgress: (fraction) => onProgress?.({ stage: 'render', fraction }),
    })
    await writeOutput(files.wav, sound, output)
  }
  throwIfCancelled(signal)
  const midi = writeMidiFile(composition.score, {
    title: basename(files.midi, '.mid'),
    frameRate: info.frameRate,
    startTimecode: info.timecode,
  })
  await writeOutput(files.midi, midi, output)
  await saveProject(files.project, document, output)
}

/**
 * One film from the input to the files: analyse (or open the project), plan, compose, write. A project whose settings
 * are not changed by the request is written again note for note. Throws before any work when an output exists and
 * `force` is not set; nothing stands under a final name that is not whole.
 */
export async function scoreVideo(
  request: ScoreRequest,
  tools: AnalyseTools,
  options: WorkOptions = {},
): Promise<ScoreResult> {
  const files = outputFiles(request)
  for (const path of [files.midi, files.project, files.wav])
    if (path !== undefined) await assertWritable(path, { force: request.force })
  const film = await openFilm(request, files, tools, options)
  const wanted = withRequestedSettings(film.document, request)
  const composed = wanted.composition ? null : await compose(wanted, tools, options)
  const composition = composed?.composition ?? wanted.composition!
  const document: HitpointDocument = { ...wanted, composition }
  await writeFiles(files, document, composition, request, options)
  return {
    files,
    document,
    composition,
    composing: composed?.report,
    reused: composed === null,
    warnings: film.warnings,
  }
}
