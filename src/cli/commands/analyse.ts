import { rationalToNumber } from '../../core/time/rational'
import type { Transition } from '../../core/timeline/transition'
import type { CommandContext } from '../run'
import { warningText } from '../warningText'

const transitionOutput = (transition: Transition): Record<string, unknown> => ({
  time: rationalToNumber(transition.time),
  start: rationalToNumber(transition.start),
  end: rationalToNumber(transition.end),
  frame: transition.frame,
  kind: transition.kind,
  confidence: transition.confidence,
})

/** `hitpoint analyse VIDEO`: transitions and emotion curve. */
export async function analyseCommand(
  { engine, terminal, signal }: CommandContext,
  video: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const analysis = await engine.analyse(video, {
    signal,
    onProgress: (progress) => terminal.progress(progress),
  })
  for (const warning of analysis.warnings) terminal.problem(`Warning: ${warningText(warning)}`)
  const { info, transitions, curve } = analysis
  if (options.json) {
    const media = {
      ...info,
      duration: rationalToNumber(info.duration),
      startTime: rationalToNumber(info.startTime),
      frameRate: `${info.frameRate.numerator}/${info.frameRate.denominator}`,
    }
    const output = {
      media,
      cuts: transitions.map(transitionOutput),
      emotion: { points: curve.points },
    }
    return terminal.result(JSON.stringify(output, null, 2))
  }
  const rate = rationalToNumber(info.frameRate)
  terminal.result(
    `${info.width}×${info.height}, ${rate.toFixed(3)} frames per second${info.variableFrameRate ? ' (variable)' : ''}, ` +
      `${rationalToNumber(info.duration).toFixed(3)} s, ${info.audioTracks.length} audio track(s)`,
  )
  terminal.result(`${transitions.length} transition(s)`)
  for (const transition of transitions)
    terminal.result(
      `  ${rationalToNumber(transition.time).toFixed(3).padStart(9)} s  frame ${String(transition.frame).padStart(6)}  ` +
        `${transition.kind.padEnd(8)} ${Math.round(transition.confidence * 100)} %`,
    )
  terminal.result(`Emotion curve, ${curve.points.length} point(s)`)
  for (const point of curve.points)
    terminal.result(
      `  ${point.time.toFixed(3).padStart(9)} s  valence ${signed(point.valence)}  arousal ${signed(point.arousal)}`,
    )
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
