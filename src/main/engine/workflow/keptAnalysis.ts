import { Failure } from '../../../core/base/failure'
import { emotionScenes, type EmotionScene } from '../../../core/emotion/emotionScenes'
import type { MediaInfo } from '../../../core/media/mediaInfo'
import { detectTransitions, type DetectionOptions } from '../../../core/timeline/detectTransitions'
import type { Transition } from '../../../core/timeline/transition'
import { stepKinds } from '../../../core/timeline/transitionLikelihoods'
import { secondsOfPicture } from '../../../core/timeline/transitionScores'
import { contentFingerprint } from '../files/contentFingerprint'
import {
  analysisKey,
  chosenTrack,
  emotionOf,
  readMeasurements,
  type AnalyseTools,
  type Measurements,
} from './analyse'

/** A video whose analysis was kept. */
export interface AnalysedVideo {
  readonly path: string
  readonly info: MediaInfo
  readonly audioTrack?: number | undefined
}

/** What analyses left behind, without decoding anything: quick enough for a slider. */
export interface KeptAnalyses {
  /** Throws Failure `wrong-use` before there is an analysis of the file as it is now. */
  detect(video: AnalysedVideo, tools: AnalyseTools, options: DetectionOptions): Promise<readonly Transition[]>
  /** Times and likelihoods of every picture, as the contract's `scoreCurve` lays them out. */
  scores(video: AnalysedVideo, tools: AnalyseTools): Promise<ScoreCurve>
  /** The film as scenes of one mood each, with what every path says of them. */
  scenes(video: AnalysedVideo, tools: AnalyseTools): Promise<readonly EmotionScene[]>
}

export interface ScoreCurve {
  readonly count: number
  readonly bytes: Uint8Array
}

/** Times as Float64, then the likelihoods of a cut and of the likeliest gradual transition, a byte each. */
export function encodeScoreCurve({
  scores,
  likelihoods,
}: Pick<Measurements, 'scores' | 'likelihoods'>): ScoreCurve {
  const { count } = scores
  const bytes = new Uint8Array(count * 10)
  const view = new DataView(bytes.buffer)
  const gradual = stepKinds.filter((kind) => kind !== 'cut')
  for (let picture = 0; picture < count; picture += 1) {
    view.setFloat64(picture * 8, secondsOfPicture(scores, picture), true)
    bytes[count * 8 + picture] = likelihoods.cut[picture]!
    bytes[count * 9 + picture] = Math.max(...gradual.map((kind) => likelihoods[kind][picture]!))
  }
  return { count, bytes }
}

/** Keeps the measurements of the film that was asked for last in memory. */
export function createKeptAnalyses(): KeptAnalyses {
  let last: { readonly name: string; readonly measurements: Measurements } | null = null
  async function measurementsOf(video: AnalysedVideo, tools: AnalyseTools): Promise<Measurements> {
    const { path, info } = video
    const [content, transitions, emotion] = await Promise.all([
      contentFingerprint(path),
      tools.models.resolve('transitions'),
      tools.emotionNetworks.choose(),
    ])
    const key = analysisKey(content, chosenTrack(info, video.audioTrack), [transitions, emotion.network])
    const name = JSON.stringify(key)
    if (last?.name === name) return last.measurements
    const measurements = await readMeasurements(tools.cache, key)
    if (!measurements) throw new Failure('wrong-use', { reason: 'the video was not analysed yet' })
    last = { name, measurements }
    return measurements
  }
  return {
    async detect(video, tools, options) {
      const { scores, likelihoods } = await measurementsOf(video, tools)
      return detectTransitions(scores, likelihoods, options)
    },
    scores: async (video, tools) => encodeScoreCurve(await measurementsOf(video, tools)),
    async scenes(video, tools) {
      const measurements = await measurementsOf(video, tools)
      const { emotion } = emotionOf(measurements, video.info)
      return emotionScenes(emotion, detectTransitions(measurements.scores, measurements.likelihoods))
    },
  }
}
