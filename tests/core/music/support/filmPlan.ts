import type { EmotionCurve } from '../../../../src/core/emotion/emotionCurve'
import type { CueRequest, HitRequest, Plan } from '../../../../src/core/music/plan'
import { planScore } from '../../../../src/core/music/planner/planScore'
import { findPreset } from '../../../../src/core/music/presets'
import { seconds } from '../../../../src/core/time/units'

/** A mood arc: calm, tension, chase, relief, stretched over the film. */
export function arcCurve(duration: number): EmotionCurve {
  const moods = [
    { valence: 0.4, arousal: -0.6 },
    { valence: -0.5, arousal: 0 },
    { valence: -0.3, arousal: 0.8 },
    { valence: 0.6, arousal: -0.3 },
  ]
  return {
    points: moods.map((mood, index) => ({
      ...mood,
      time: seconds((index * duration) / moods.length),
      confidence: 1,
      step: index > 0,
    })),
  }
}

export const hitsAt = (times: readonly number[]): HitRequest[] =>
  times.map((time, index) => ({
    id: `cut-${index + 1}`,
    time: seconds(time),
    mode: 'must',
    weight: 1,
    markedByUser: false,
  }))

/** A real plan of the real planner. */
export function filmPlan(options: {
  readonly duration: number
  readonly hits: readonly number[]
  readonly presetName?: string
  readonly seed?: number
  readonly curve?: EmotionCurve
  readonly cues?: readonly CueRequest[]
  /** Quarters a minute. */
  readonly tempo?: readonly [minimum: number, maximum: number]
}): Plan {
  const preset = findPreset(options.presetName ?? 'orchestral')!
  const [minimumTempo, maximumTempo] = options.tempo ?? [60, 160]
  return planScore({
    duration: seconds(options.duration),
    hits: hitsAt(options.hits),
    cues: options.cues,
    curve: options.curve ?? arcCurve(options.duration),
    settings: {
      minimumTempo,
      maximumTempo,
      metre: { numerator: 4, denominator: 4 },
      key: 'automatic',
      preset: preset.name,
      seed: options.seed ?? 1,
    },
    ensemble: preset.ensemble,
    families: preset.families,
  })
}
