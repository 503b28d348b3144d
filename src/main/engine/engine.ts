import type { EngineInfo, FfmpegInfo } from '../../contract/system'
import type { MediaInfo } from '../../core/media/mediaInfo'
import { createAnalysisCache } from './files/analysisCache'
import { createInferenceHost } from './inference/host'
import { createProviderChooser } from './inference/providerChoice'
import { createModelStore } from './inference/modelStore'
import type { InferenceProcess } from './inference/protocol'
import { createDecodeSlots } from './media/decodeSlots'
import { createHardwareDecoding } from './media/hardwareDecoding'
import { createFfmpegChoice } from './media/ffmpegChoice'
import { probeMedia } from './media/probe'
import { bundledSoundBankPath } from './sound/soundBank'
import { analyseVideo, type AnalyseOptions, type Analysis } from './workflow/analyse'
import { createEmotionNetworkChooser } from './workflow/emotionNetwork'
import { describeEngine, ffmpegInfoOf } from './workflow/describeEngine'
import { createExchangeEngine, type ExchangeEngine } from './workflow/exchangeEngine'
import { createFilmEngine, type FilmEngine } from './workflow/filmEngine'
import type { ComposingOptions, WorkOptions } from './workflow/progress'
import { createRunningWork } from './workflow/runningWork'
import { thumbnailsOf, type Thumbnail, type ThumbnailOptions } from './workflow/thumbnails'
import { fitVideo, type FitResult } from './workflow/fit'
import type { FilmRequest } from './workflow/film'
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
  /** Folder of a picture network that reads films instead of the built-in one; HITPOINT_EMOTION_MODEL when absent. */
  readonly emotionModelFolder?: string | undefined
  readonly startInference: () => InferenceProcess
  /** Hears what is worth a line in a log. */
  readonly log: (line: string) => void
}

/** Everything that Hitpoint can do with a film, the same for every host. */
export interface Engine extends ExchangeEngine {
  info(): Promise<EngineInfo>
  /**
   * Uses another ffmpeg from now on; null: the one of the options, or that is found. Throws Failure `ffmpeg-missing` when it is
   * none, and the one before stays.
   */
  useFfmpeg(path: string | null): Promise<FfmpegInfo>
  /** What a video says about itself, without decoding it. */
  probe(path: string, options?: Pick<WorkOptions, 'signal'>): Promise<MediaInfo>
  analyse(path: string, options?: AnalyseOptions): Promise<Analysis>
  /** Evenly spread small pictures of a video; `onThumbnail` hears the first ones at once. */
  thumbnails(path: string, options: ThumbnailOptions): Promise<readonly Thumbnail[]>
  /** Plans a film in several ways, without composing. */
  fit(request: FilmRequest, options?: WorkOptions): Promise<FitResult>
  score(request: ScoreRequest, options?: ComposingOptions): Promise<ScoreResult>
  /** What an editor asks of a film that stays open. */
  readonly film: FilmEngine
  /** Cancels what runs and ends the child processes. */
  close(): Promise<void>
}

/** Makes an engine. Nothing is started or read before it is asked for. */
export function createEngine(options: EngineOptions): Engine {
  const host = createInferenceHost({ start: options.startInference })
  const models = createModelStore(options.modelFolder)
  const cache = createAnalysisCache({ folder: options.cacheFolder })
  const hardware = createHardwareDecoding({ folder: options.cacheFolder, environment: process.env })
  const slots = createDecodeSlots()
  const providers = createProviderChooser({ host, folder: options.cacheFolder, environment: process.env })
  const emotionNetworks = createEmotionNetworkChooser(
    { models, host },
    options.emotionModelFolder ?? process.env['HITPOINT_EMOTION_MODEL'],
  )
  const runningWork = createRunningWork()
  const ffmpegChoice = createFfmpegChoice(options.ffmpegPath, process.env)
  const ffmpeg = () => ffmpegChoice.find()
  const tools = async () => ({
    ffmpeg: await ffmpeg(),
    ...{ hardware, slots, cache, host, models, emotionNetworks, providers },
  })
  return {
    ...createExchangeEngine({ version: options.version, ffmpeg, tools, runningWork }),
    film: createFilmEngine({ cacheFolder: options.cacheFolder, tools, runningWork }),
    info: () =>
      describeEngine({
        version: options.version,
        ffmpeg,
        models,
        host,
        providers,
        soundBankPath: bundledSoundBankPath,
      }),
    useFfmpeg: async (path) => ffmpegInfoOf(await ffmpegChoice.use(path)),
    probe: (path, work) =>
      runningWork.run(work?.signal, async (signal) => probeMedia(await ffmpeg(), path, { signal })),
    analyse: (path, work) =>
      runningWork.run(work?.signal, async (signal) => analyseVideo(path, await tools(), { ...work, signal })),
    thumbnails: (path, work) =>
      runningWork.run(work.signal, async (signal) => thumbnailsOf(path, await tools(), { ...work, signal })),
    fit: (request, work) =>
      runningWork.run(work?.signal, async (signal) => fitVideo(request, await tools(), { ...work, signal })),
    score: (request, work) =>
      runningWork.run(work?.signal, async (signal) => {
        const result = await scoreVideo(request, await tools(), { ...work, signal })
        if (result.composing && result.composing.provider !== 'cpu')
          options.log(`Composed with ${result.composing.provider}`)
        return result
      }),
    async close() {
      await runningWork.cancel()
      await host.stop()
    },
  }
}
