import { extname } from 'node:path'
import { Failure } from '../../../core/base/failure'
import { resolveCues, type CueRange } from '../../../core/document/cueText'
import { defaultSettings } from '../../../core/document/defaultSettings'
import type { HitpointDocument, HitSetting, ScoreSettings } from '../../../core/document/document'
import { markHits, type HitMark } from '../../../core/document/hitText'
import { projectExtension } from '../../../core/document/format'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import type { PlanSettings } from '../../../core/music/plan'
import type { DetectionOptions } from '../../../core/timeline/detectTransitions'
import { createMediaReference, locateMedia, storedMediaPath } from '../files/mediaReference'
import { openProject } from '../files/projectFile'
import { analyseVideo, type AnalyseTools } from './analyse'
import type { EarlierComposition } from './composeDocument'
import type { WorkOptions } from './progress'

/** A film and the wishes that replace its settings. */
export interface FilmRequest {
  /** A video, or a `.hitpoint` project. */
  readonly input: string
  readonly seed?: number | undefined
  readonly hits?: HitSetting | undefined
  /** Single hits that the user marks. */
  readonly marks?: readonly HitMark[] | undefined
  readonly preset?: string | undefined
  readonly tempo?: Pick<PlanSettings, 'minimumTempo' | 'maximumTempo'> | undefined
  readonly metre?: PlanSettings['metre'] | undefined
  readonly key?: PlanSettings['key'] | undefined
  /** Which of the ranked tempo solutions is taken, 1 = the cheapest. */
  readonly solution?: number | undefined
  /** Where there is music; replaces all cues. */
  readonly cues?: readonly CueRange[] | undefined
  /** Which sound of a video is read, 0-based; the file's default track when absent. Not for projects. */
  readonly audioTrack?: number | undefined
  /** Thresholds of transitions. Not for projects. */
  readonly detection?: DetectionOptions | undefined
}

/** A film that is analysed or opened, with the wishes of the request in its document. */
export interface Film {
  readonly document: HitpointDocument
  /** The project as it was opened, when it holds a composition. */
  readonly earlier?: EarlierComposition | undefined
  readonly warnings: readonly MediaWarning[]
}

const isProject = (path: string): boolean => extname(path).toLowerCase() === projectExtension

/**
 * Opens a project, or analyses a video, and puts the request's wishes into its document; a composition that they
 * contradict is dropped. `projectPath`: the project file that the document will be stored in.
 */
export async function openFilm(
  request: FilmRequest,
  projectPath: string,
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
    const media = { ...document.media, path: storedMediaPath(projectPath, videoPath) }
    const { composition } = document
    return {
      document: withWishes({ ...document, media }, request),
      earlier: composition && { document, composition },
      warnings: [],
    }
  }
  const { info, transitions, curve, warnings } = await analyseVideo(request.input, tools, {
    ...options,
    audioTrack: request.audioTrack,
    detection: request.detection,
  })
  const media = await createMediaReference(projectPath, request.input, info)
  const document = { media, transitions, detectedCurve: curve, curve, settings: defaultSettings, cues: [] }
  return { document: withWishes(document, request), warnings }
}

function withWishes(document: HitpointDocument, request: FilmRequest): HitpointDocument {
  const { seed, hits, preset, tempo, metre, key, solution } = request
  const settings: ScoreSettings = {
    ...document.settings,
    ...tempo,
    ...(seed !== undefined && { seed }),
    ...(hits !== undefined && { hits }),
    ...(preset !== undefined && { preset }),
    ...(metre !== undefined && { metre }),
    ...(key !== undefined && { key }),
    ...(solution !== undefined && { solution }),
  }
  const cues = request.cues ? resolveCues(request.cues, document.media.info) : document.cues
  const transitions = markHits(document.transitions, request.marks ?? [], document.media.info)
  const asked = JSON.stringify([settings, cues, transitions])
  const isSame = asked === JSON.stringify([document.settings, document.cues, document.transitions])
  return isSame ? document : { ...document, settings, cues, transitions, composition: undefined }
}
