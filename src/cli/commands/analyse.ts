import { emotionScenes, type EmotionScene } from '../../core/emotion/emotionScenes'
import type { ValenceArousal } from '../../core/emotion/emotionCurve'
import { audioTrackText } from '../../core/media/audioTrackText'
import { displaySize, type MediaInfo } from '../../core/media/mediaInfo'
import { warningText } from '../../core/media/mediaWarning'
import { rationalToNumber, type Rational } from '../../core/time/rational'
import type { Transition } from '../../core/timeline/transition'
import type { Analysis } from '../../main/engine/workflow/analyse'
import { detectionOf } from '../detection'
import { trackIndex } from '../trackIndex'
import type { CommandContext } from '../run'

export interface AnalyseOptions {
  /** Counted from 1. */
  readonly audioTrack?: number
  /** 0..1 */
  readonly threshold?: number
  /** Seconds. */
  readonly minShot?: number
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `hitpoint analyse VIDEO`: transitions and emotion curve. */
export async function analyseCommand(
  { engine, terminal, signal }: CommandContext,
  video: string,
  options: AnalyseOptions,
): Promise<void> {
  const analysis = await engine.analyse(video, {
    audioTrack: trackIndex(options.audioTrack),
    detection: detectionOf(options),
    signal,
    onProgress: (progress) => terminal.progress(progress),
  })
  for (const warning of analysis.warnings) terminal.problem(`Warning: ${warningText(warning)}`)
  if (options.json) terminal.result(JSON.stringify(analysisOutput(analysis), null, 2))
  else for (const line of analysisLines(analysis)) terminal.result(line)
}

const fractionText = ({ numerator, denominator }: Rational): string => `${numerator}/${denominator}`

const transitionOutput = (transition: Transition): Record<string, unknown> => ({
  time: rationalToNumber(transition.time),
  start: rationalToNumber(transition.start),
  end: rationalToNumber(transition.end),
  frame: transition.frame,
  kind: transition.kind,
  confidence: transition.confidence,
})

function analysisOutput({
  info,
  audioTrack,
  transitions,
  curve,
  emotion,
  warnings,
  cached,
}: Analysis): object {
  return {
    media: {
      ...info,
      duration: rationalToNumber(info.duration),
      startTime: rationalToNumber(info.startTime),
      frameRate: fractionText(info.frameRate),
      pixelAspectRatio: fractionText(info.pixelAspectRatio),
      display: displaySize(info),
      audioTracks: info.audioTracks.map(({ index, ...track }) => ({
        number: index + 1,
        ...track,
        read: index === audioTrack,
      })),
    },
    cuts: transitions.map(transitionOutput),
    emotion: { points: curve.points, scenes: emotionScenes(emotion, transitions), seconds: emotion },
    warnings: warnings.map((warning) => ({ ...warning, text: warningText(warning) })),
    cached,
  }
}

/** `720×576 shown as 1024×576`; only the coded size where a player shows just that. */
function sizeText(info: MediaInfo): string {
  const shown = displaySize(info)
  const coded = `${info.width}×${info.height}`
  return shown.width === info.width && shown.height === info.height
    ? coded
    : `${coded} shown as ${shown.width}×${shown.height}`
}

function* analysisLines({ info, audioTrack, transitions, curve, emotion }: Analysis): Generator<string> {
  const rate = rationalToNumber(info.frameRate)
  yield (
    `${sizeText(info)}, ${info.videoCodec}, ${rate.toFixed(3)} frames per second` +
    `${info.variableFrameRate ? ' (variable)' : ''}, ${rationalToNumber(info.duration).toFixed(3)} s` +
    (info.audioTracks.length === 0 ? ', no sound' : '')
  )
  for (const track of info.audioTracks)
    yield `  audio track ${audioTrackText(track)}${track.index === audioTrack ? '  (read)' : ''}`
  yield `${transitions.length} transition(s)`
  for (const transition of transitions)
    yield (
      `  ${rationalToNumber(transition.time).toFixed(3).padStart(9)} s  ` +
      `frame ${String(transition.frame).padStart(6)}  ` +
      `${transition.kind.padEnd(8)} ${Math.round(transition.confidence * 100)} %`
    )
  const scenes = emotionScenes(emotion, transitions)
  yield `Emotion, ${scenes.length} scene(s): result, its confidence, and what each path says (valence arousal)`
  for (const scene of scenes) yield sceneLine(scene)
  yield `Emotion curve, ${curve.points.length} point(s)`
  for (const point of curve.points)
    yield (
      `  ${point.time.toFixed(3).padStart(9)} s  ${point.step ? 'step' : '    '}  ` +
      `valence ${signed(point.valence)}  arousal ${signed(point.arousal)}  ${percent(point.confidence)}`
    )
}

function sceneLine({ start, end, confidence, emotion, ...scene }: EmotionScene): string {
  const pair = ({ valence, arousal }: ValenceArousal): string => `${signed(valence)} ${signed(arousal)}`
  const paths = [
    scene.direct && `direct ${pair(scene.direct)}`,
    scene.category && `categories ${pair(scene.category)}`,
    emotion && `${emotion.name} ${percent(emotion.probability)}`,
    `cues ${pair(scene.cues)}`,
  ]
  return (
    `  ${start.toFixed(1).padStart(7)}–${end.toFixed(1)} s  ${pair(scene)}  ${percent(confidence)}  ` +
    paths.filter((path) => path !== undefined).join(', ')
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
