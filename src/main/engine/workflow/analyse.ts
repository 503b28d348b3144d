import { throwIfCancelled } from '../../../core/base/cancellation'
import { Failure } from '../../../core/base/failure'
import type { EmotionCurve } from '../../../core/emotion/emotionCurve'
import {
  readEmotionFeatures,
  writeEmotionFeatures,
  type EmotionFeatures,
} from '../../../core/emotion/emotionFeatures'
import {
  readEmotionReadings,
  writeEmotionReadings,
  type EmotionReading,
} from '../../../core/emotion/emotionReadings'
import { estimateEmotion, type EmotionSecond } from '../../../core/emotion/estimateEmotion'
import { createEmotionFeatureAnalyser } from '../../../core/emotion/featureAnalyser'
import { fitEmotionCurve } from '../../../core/emotion/fitCurve'
import { moodBorders } from '../../../core/emotion/moodBorders'
import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { isPassing, type MediaWarning } from '../../../core/media/mediaWarning'
import { rationalToNumber, rationalToSeconds } from '../../../core/time/rational'
import { detectTransitions, type DetectionOptions } from '../../../core/timeline/detectTransitions'
import { classifyInParts } from '../../../core/timeline/scoreParts'
import type { Transition } from '../../../core/timeline/transition'
import {
  decodeTransitionLikelihoods,
  encodeTransitionLikelihoods,
  type TransitionLikelihoods,
} from '../../../core/timeline/transitionLikelihoods'
import { createTransitionScorer } from '../../../core/timeline/transitionScorer'
import {
  decodeTransitionScores,
  encodeTransitionScores,
  type TransitionScores,
} from '../../../core/timeline/transitionScores'
import type { AnalysisCache, AnalysisKey } from '../files/analysisCache'
import { contentFingerprint } from '../files/contentFingerprint'
import type { InferenceHost } from '../inference/host'
import type { ModelStore, StoredModel } from '../inference/modelStore'
import type { ProviderChooser } from '../inference/providerChoice'
import { decodeMedia } from '../media/decode'
import { refineMediaInfo, type DecodeSummary } from '../media/decodeSummary'
import type { DecodeSlots } from '../media/decodeSlots'
import type { FfmpegTool } from '../media/ffmpeg'
import type { HardwareDecoding } from '../media/hardwareDecoding'
import { decodeWithHardware } from '../media/hardwareFallback'
import { probeMedia } from '../media/probe'
import type { WorkOptions } from './progress'
import type { EmotionNetworkChooser } from './emotionNetwork'
import { createPictureReader } from './readPictures'

/** What the analysis of a video found. */
export interface Analysis {
  readonly info: MediaInfo
  /** The track whose sound was read, 0-based; null where the video has no sound or it could not be decoded. */
  readonly audioTrack: number | null
  readonly transitions: readonly Transition[]
  readonly curve: EmotionCurve
  /** What the curve was fitted to, second by second. */
  readonly emotion: readonly EmotionSecond[]
  readonly warnings: readonly MediaWarning[]
  /** True when the video was not decoded again. */
  readonly cached: boolean
}

export interface AnalyseOptions extends WorkOptions {
  /** 0-based; the file's default track when absent. */
  readonly audioTrack?: number | undefined
  /** Thresholds of transitions; another choice needs no other decode. */
  readonly detection?: DetectionOptions | undefined
}

export interface AnalyseTools {
  readonly ffmpeg: FfmpegTool
  readonly hardware: HardwareDecoding
  readonly slots: DecodeSlots
  readonly cache: AnalysisCache
  readonly host: InferenceHost
  readonly models: ModelStore
  readonly emotionNetworks: EmotionNetworkChooser
  /** The CPU only when absent. */
  readonly providers?: ProviderChooser | undefined
}

/** Raised whenever what is measured changes, so that older entries are not used. */
const measurementVersion = 'measurements-5'

export interface Measurements {
  readonly scores: TransitionScores
  readonly likelihoods: TransitionLikelihoods
  readonly features: EmotionFeatures
  readonly readings: readonly EmotionReading[]
  readonly summary: DecodeSummary
}

/** What the cache holds of an analysis; null when any of it is missing or of another version. */
export async function readMeasurements(cache: AnalysisCache, key: AnalysisKey): Promise<Measurements | null> {
  const entry = await cache.read(key)
  const sections = entry?.sections ?? {}
  const read = <Value>(name: string, decode: (bytes: Uint8Array) => Value | undefined | null) =>
    sections[name] ? decode(sections[name]) : undefined
  const scores = read('scores', decodeTransitionScores)
  const likelihoods = read('likelihoods', decodeTransitionLikelihoods)
  const features = read('features', readEmotionFeatures)
  const readings = read('readings', readEmotionReadings)
  if (!entry || !scores || !features || !readings || likelihoods?.count !== scores.count) return null
  return { scores, likelihoods, features, readings, summary: entry.facts as DecodeSummary }
}

const hashOf = ({ identity }: StoredModel): string => `${identity.name}-${identity.sha256.slice(0, 16)}`

/** One film to be measured. */
interface Job {
  readonly path: string
  readonly info: MediaInfo
  readonly audioTrack: number | null
  readonly network: StoredModel
  readonly pictureNetwork: StoredModel
  readonly key: AnalysisKey
}

async function measure(
  { path, info, audioTrack, network, pictureNetwork }: Job,
  tools: AnalyseTools,
  { signal, onProgress }: WorkOptions,
): Promise<Measurements> {
  // The network's process starts while the film is decoded. Whether it can is known when it is needed.
  tools.host.providers().catch(() => undefined)
  const framesPerSecond = rationalToNumber(info.frameRate)
  // A few more, because a claimed length may be a little short.
  const expectedPictures = rationalToNumber(info.duration) * framesPerSecond + 100
  const decode = async (hardware: string | null): Promise<Omit<Measurements, 'likelihoods'>> => {
    const scorer = createTransitionScorer(framesPerSecond, expectedPictures)
    const listener = createEmotionFeatureAnalyser()
    const reader = createPictureReader(tools.host, pictureNetwork, info, signal)
    const summary = await decodeMedia(tools.ffmpeg, path, info, {
      pictureAnalysers: [scorer, listener],
      soundAnalysers: [listener],
      sampler: reader,
      audioTrack,
      hardware,
      signal,
      onProgress: (fraction) => onProgress?.({ stage: 'analyse', fraction }),
    })
    const readings = await reader.finish()
    return { scores: scorer.scores(), features: listener.finish(), readings, summary }
  }
  const film = { path, info, signal }
  const measured = await tools.slots.run(() => decodeWithHardware(tools, film, decode), signal)
  const likelihoods = await classifyInParts(measured.scores, (part) =>
    tools.host.run('transitions', part, { model: network, signal }),
  )
  return { ...measured, likelihoods }
}

/** The wanted track, or the film's default one. Throws Failure `wrong-use` for one that it does not have. */
export function chosenTrack(info: MediaInfo, wanted: number | undefined): number | null {
  if (wanted === undefined) return defaultAudioTrack(info.audioTracks)
  if (!info.audioTracks[wanted])
    throw new Failure('wrong-use', { audioTrack: wanted, tracks: info.audioTracks.length })
  return wanted
}

/** Measures the film and keeps the result for the next time, unless the next time may go better. */
async function measureAndKeep(job: Job, tools: AnalyseTools, options: WorkOptions): Promise<Measurements> {
  const measured = await measure(job, tools, options)
  throwIfCancelled(options.signal)
  const { scores, likelihoods, features, readings, summary } = measured
  if ((await contentFingerprint(job.path).catch(() => '')) !== job.key.content)
    return { ...measured, summary: { ...summary, warnings: [...summary.warnings, { code: 'file-changed' }] } }
  if (summary.warnings.some(isPassing)) return measured
  const sections = {
    scores: encodeTransitionScores(scores),
    likelihoods: encodeTransitionLikelihoods(likelihoods),
    features: writeEmotionFeatures(features),
    readings: writeEmotionReadings(readings),
  }
  await tools.cache.write(job.key, { facts: summary, sections })
  return measured
}

/** Names an analysis of a film (its `contentFingerprint`) by its networks, with the sound of one track. */
export const analysisKey = (
  content: string,
  audioTrack: number | null,
  networks: readonly StoredModel[],
): AnalysisKey => ({
  content,
  analysis: [measurementVersion, `audio-${audioTrack ?? 'none'}`, ...networks.map(hashOf)].join(' '),
})

/** The emotion second by second, and the borders of shots that it was read with. */
export function emotionOf(
  { scores, likelihoods, features, readings }: Omit<Measurements, 'summary'>,
  info: MediaInfo,
  detection?: DetectionOptions,
): { readonly emotion: readonly EmotionSecond[]; readonly borders: readonly Transition[] } {
  const borders = detectTransitions(scores, likelihoods, moodBorders(detection))
  return { emotion: estimateEmotion(features, readings, borders, rationalToSeconds(info.duration)), borders }
}

/**
 * Probes a video, decodes it once for all analysers (or takes the measurements of an unchanged file and the same audio
 * track from the cache), finds its transitions and reads its emotion. Throws the failures of probe and decode, and
 * `wrong-use` for an audio track that the video does not have.
 */
export async function analyseVideo(
  path: string,
  tools: AnalyseTools,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  const content = contentFingerprint(path)
  // The probe says better what is wrong with a file.
  content.catch(() => undefined)
  const claimed = await probeMedia(tools.ffmpeg, path, { signal: options.signal })
  const audioTrack = chosenTrack(claimed, options.audioTrack)
  const network = await tools.models.resolve('transitions')
  const { network: pictureNetwork, warnings: ownWarnings } = await tools.emotionNetworks.choose(
    options.signal,
  )
  const key = analysisKey(await content, audioTrack, [network, pictureNetwork])
  const known = await readMeasurements(tools.cache, key)
  const job = { path, info: claimed, audioTrack, network, pictureNetwork, key }
  const { scores, likelihoods, features, readings, summary } =
    known ?? (await measureAndKeep(job, tools, options))
  throwIfCancelled(options.signal)
  options.onProgress?.({ stage: 'analyse', fraction: 1 })
  const info = refineMediaInfo(claimed, summary)
  const transitions = detectTransitions(scores, likelihoods, options.detection)
  const { emotion, borders } = emotionOf({ scores, likelihoods, features, readings }, info, options.detection)
  return {
    info,
    audioTrack: summary.warnings.some(({ code }) => code === 'sound-not-readable') ? null : audioTrack,
    transitions,
    curve: fitEmotionCurve(emotion, borders),
    emotion,
    warnings: [...ownWarnings, ...summary.warnings],
    cached: known !== null,
  }
}
