import type { HitpointDocument } from '../../../core/document/document'
import type { EmotionScene } from '../../../core/emotion/emotionScenes'
import { planRequestOf } from '../../../core/document/planDocument'
import type { Plan } from '../../../core/music/plan'
import { planSolutions } from '../../../core/music/planner/planScore'
import { maximumSolutions } from '../../../core/music/planner/rankSolutions'
import type { DetectionOptions } from '../../../core/timeline/detectTransitions'
import type { Transition } from '../../../core/timeline/transition'
import { readPlayback, type Playback } from '../media/playback'
import type { WaveformPeaks } from '../media/waveform'
import type { AnalyseTools } from './analyse'
import { composeDocument, type ComposedDocument, type CompositionWishes } from './composeDocument'
import { createFilmFiles, type PictureWish, type ShownVideo } from './filmFiles'
import { createKeptAnalyses, type AnalysedVideo, type ScoreCurve } from './keptAnalysis'
import type { ComposingOptions, WorkOptions } from './progress'
import type { RunningWork } from './runningWork'

/** What an editor needs of a film that stays open. */
export interface FilmEngine {
  /** Whether Chromium plays a video, and how its clock stands to the film's. */
  playback(video: ShownVideo): Promise<Playback>
  /** A picture of the film as JPEG, kept for the next time. */
  picture(video: ShownVideo, wish: PictureWish): Promise<Uint8Array>
  /** Peaks of a sound track (the default one when undefined), kept for the next time. */
  waveform(
    video: ShownVideo,
    audioTrack: number | undefined,
    options?: WorkOptions,
  ): Promise<WaveformPeaks & { readonly audioTrack: number }>
  /** Path of the proxy of a video, null before one was made. */
  findProxy(video: ShownVideo): Promise<string | null>
  makeProxy(video: ShownVideo, options?: WorkOptions): Promise<string>
  /** Transitions by other thresholds from an analysis that was kept. */
  detect(video: AnalysedVideo, detection: DetectionOptions): Promise<readonly Transition[]>
  scoreCurve(video: AnalysedVideo): Promise<ScoreCurve>
  /** Scenes of one mood each, as an earlier analysis read them; throws like `detect`. */
  scenes(video: AnalysedVideo): Promise<readonly EmotionScene[]>
  /** Plans and composes a document around what stays of its own composition. */
  compose(
    document: HitpointDocument,
    wishes: CompositionWishes & { readonly seed?: number | undefined },
    options?: ComposingOptions,
  ): Promise<ComposedDocument>
  /** The ranked tempo solutions of a document, cheapest first. */
  solutions(document: HitpointDocument): readonly Plan[]
  /** What composes, and on which execution provider. */
  composer(): Promise<{ readonly name: string; readonly version: string; readonly provider: string }>
}

export interface FilmEngineParts {
  readonly cacheFolder: string | undefined
  readonly tools: () => Promise<AnalyseTools>
  readonly runningWork: RunningWork
}

const earlierOf = (document: HitpointDocument) =>
  document.composition && { document, composition: document.composition }

/** The part of an engine that serves an open project. */
export function createFilmEngine({ cacheFolder, tools, runningWork }: FilmEngineParts): FilmEngine {
  const files = createFilmFiles(cacheFolder)
  const kept = createKeptAnalyses()
  const run = <Options extends WorkOptions, Result>(
    options: Options | undefined,
    work: (tools: AnalyseTools, options: Options & WorkOptions) => Promise<Result>,
  ): Promise<Result> =>
    runningWork.run(options?.signal, async (signal) =>
      work(await tools(), { ...options, signal } as Options & WorkOptions),
    )
  return {
    playback: ({ path, info }) =>
      run({}, ({ ffmpeg }, { signal }) => readPlayback(ffmpeg, path, info, signal)),
    picture: (video, wish) =>
      run(wish, (given, { signal }) => files.picture(video, given, { ...wish, signal })),
    waveform: (video, audioTrack, options) =>
      run(options, (given, work) => files.waveform(video, audioTrack, given, work)),
    findProxy: (video) => files.findProxy(video),
    makeProxy: (video, options) => run(options, (given, work) => files.makeProxy(video, given, work)),
    detect: async (video, detection) => kept.detect(video, await tools(), detection),
    scoreCurve: async (video) => kept.scores(video, await tools()),
    scenes: async (video) => kept.scenes(video, await tools()),
    compose: (document, { seed, ...wishes }, options) =>
      run(options, (given, work) =>
        composeDocument(
          seed === undefined ? document : { ...document, settings: { ...document.settings, seed } },
          wishes,
          earlierOf(document),
          given,
          work,
        ),
      ),
    solutions: (document) => planSolutions(planRequestOf(document), maximumSolutions),
    async composer() {
      const { models, providers } = await tools()
      const model = await models.resolve('composer')
      const choice = await providers?.choose(model)
      const { name, version } = model.identity
      return { name, version, provider: choice?.providers[0] ?? 'cpu' }
    },
  }
}
