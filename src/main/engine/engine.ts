import type { EngineInfo } from '../../contract/system'
import { createAnalysisCache } from './files/analysisCache'
import { createInferenceHost } from './inference/host'
import { createModelStore } from './inference/modelStore'
import type { InferenceProcess } from './inference/protocol'
import { resolveFfmpeg, type FfmpegTool } from './media/ffmpeg'
import { bundledSoundBankPath } from './sound/soundBank'
import { analyseVideo, type AnalyseOptions, type Analysis } from './workflow/analyse'
import { describeEngine } from './workflow/describeEngine'
import type { WorkOptions } from './workflow/progress'
import { scoreVideo, type ScoreRequest, type ScoreResult } from './workflow/score'

export type { EngineProgress } from './workflow/progress'

export interface EngineOptions {
  readonly version: string
  /** `resources/models` of the installation. */
  readonly modelFolder: string
  /** Where rebuildable measurements are kept; the system's cache folder by default. */
  readonly cacheFolder?: string | undefined
  /** Path of ffmpeg from the settings. */
  readonly ffmpegPath?: string | undefined
  readonly startInference: () => InferenceProcess
  /** Hears what is worth a line in a log. */
  readonly log: (line: string) => void
}

/** Everything that Hitpoint can do with a film, the same for every host. */
export interface Engine {
  info(): Promise<EngineInfo>
  analyse(path: string, options?: AnalyseOptions): Promise<Analysis>
  score(request: ScoreRequest, options?: WorkOptions): Promise<ScoreResult>
  /** Ends the child processes. */
  close(): Promise<void>
}

/** Makes an engine. Nothing is started or read before it is asked for. */
export function createEngine(options: EngineOptions): Engine {
  const host = createInferenceHost({ start: options.startInference })
  const models = createModelStore(options.modelFolder)
  const cache = createAnalysisCache({ folder: options.cacheFolder })
  let found: Promise<FfmpegTool> | undefined
  const ffmpeg = (): Promise<FfmpegTool> => {
    found ??= resolveFfmpeg({ setting: options.ffmpegPath, environment: process.env })
    // An ffmpeg that is installed in the meantime must be found at the next try.
    found.catch(() => (found = undefined))
    return found
  }
  return {
    info: () =>
      describeEngine({ version: options.version, ffmpeg, models, host, soundBankPath: bundledSoundBankPath }),
    analyse: async (path, work) => analyseVideo(path, { ffmpeg: await ffmpeg(), cache, host, models }, work),
    async score(request, work) {
      const result = await scoreVideo(request, { ffmpeg: await ffmpeg(), cache, host, models }, work)
      if (result.composing && result.composing.provider !== 'cpu')
        options.log(`Composed with ${result.composing.provider}`)
      return result
    },
    close: () => host.stop(),
  }
}
