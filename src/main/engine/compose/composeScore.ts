import { Failure } from '../../../core/base/failure'
import type { ModelIdentity } from '../../../core/document/document'
import type { EmotionCurve } from '../../../core/emotion/emotionCurve'
import { valueAt } from '../../../core/emotion/evaluateCurve'
import { composeRequest, type CharacterOptions } from '../../../core/music/composeRequest'
import { transposeMusic } from '../../../core/music/homeKey'
import type { ForcingReport } from '../../../core/music/decode'
import { decodeEvents } from '../../../core/music/events'
import { performScore } from '../../../core/music/perform/performScore'
import type { Plan } from '../../../core/music/plan'
import { findPreset } from '../../../core/music/presets'
import type { Score } from '../../../core/music/score'
import { measureMusic, type MusicStatistics } from '../../../core/music/statistics'
import type { InferenceHost } from '../inference/host'
import type { ModelStore } from '../inference/modelStore'

export interface ComposeOptions {
  readonly plan: Plan
  readonly curve: EmotionCurve
  readonly presetName: string
  readonly seed: number
  readonly host: InferenceHost
  readonly models: ModelStore
  /** How the network is listened to; the defaults of core/music/sampling.ts. */
  readonly character?: CharacterOptions | undefined
  /** Execution providers to try before the CPU. */
  readonly providers?: readonly string[] | undefined
  /** 0..1 of the film's bars. */
  readonly onProgress?: ((fraction: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface CompositionReport {
  readonly statistics: MusicStatistics
  readonly forcing: ForcingReport
  readonly provider: string
  readonly steps: number
  readonly networkMilliseconds: number
  readonly totalMilliseconds: number
}

export interface ComposedScore {
  readonly score: Score
  readonly model: ModelIdentity
  readonly report: CompositionReport
}

/**
 * Composes a plan: conditioning and constraints here, the network's loop in the inference process, the performance here
 * again. Same plan, curve, preset, seed and model give the same score. Throws Failure `wrong-use` for an unknown preset,
 * and what the model store and the host throw.
 */
export async function composeScore(options: ComposeOptions): Promise<ComposedScore> {
  const { plan, curve, presetName, seed, host, models } = options
  const preset = findPreset(presetName)
  if (!preset) throw new Failure('wrong-use', { preset: presetName })
  const emotionAt = (time: Parameters<typeof valueAt>[1]) => valueAt(curve, time)
  const model = await models.resolve('composer')
  const request = composeRequest(plan, emotionAt, preset.families, seed, options.character)
  const { barLengths, endStep, transposition } = request.frame
  const { takes, ...composed } = await host.run(
    'composer',
    { requests: [request], providers: options.providers ?? [] },
    {
      model: { directory: model.directory, meta: model.meta },
      onEvent: ({ bar, bars }) => options.onProgress?.((bar + 1) / bars),
      signal: options.signal,
    },
  )
  const { rows, forcing } = takes[0]!
  const music = transposeMusic(decodeEvents(rows, barLengths), transposition)
  return {
    score: performScore(music, plan, preset, emotionAt),
    model: model.identity,
    report: { statistics: measureMusic(music.notes, barLengths, endStep, plan.duration), forcing, ...composed },
  }
}
