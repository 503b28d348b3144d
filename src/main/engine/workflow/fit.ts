import { basename, dirname, extname, join, resolve } from 'node:path'
import type { HitpointDocument } from '../../../core/document/document'
import { projectExtension } from '../../../core/document/format'
import { planRequestOf } from '../../../core/document/planDocument'
import type { MediaWarning } from '../../../core/media/mediaWarning'
import type { Plan } from '../../../core/music/plan'
import { planSolutions } from '../../../core/music/planner/planScore'
import { maximumSolutions } from '../../../core/music/planner/rankSolutions'
import type { AnalyseTools } from './analyse'
import { openFilm, type FilmRequest } from './film'
import type { WorkOptions } from './progress'

/** The ranked tempo solutions of a film. */
export interface FitResult {
  readonly document: HitpointDocument
  /** Cheapest first; one plan's number in the list, counted from 1, is the `solution` of a score request. */
  readonly plans: readonly Plan[]
  readonly warnings: readonly MediaWarning[]
}

/** Analyses a video, or opens a project, and plans it in several ways, without composing or writing anything. */
export async function fitVideo(
  request: FilmRequest,
  tools: AnalyseTools,
  options: WorkOptions = {},
): Promise<FitResult> {
  const { input } = request
  const projectPath = join(dirname(resolve(input)), basename(input, extname(input)) + projectExtension)
  const { document, warnings } = await openFilm(request, projectPath, tools, options)
  return { document, plans: planSolutions(planRequestOf(document), maximumSolutions), warnings }
}
