import { defaultSettings } from '../../src/core/document/defaultSettings'
import type { EmotionCurve, ValenceArousal } from '../../src/core/emotion/emotionCurve'
import type { Plan, PlanSettings } from '../../src/core/music/plan'
import { planScore } from '../../src/core/music/planner/planScore'
import { findPreset, type Preset } from '../../src/core/music/presets'
import { seconds } from '../../src/core/time/units'

/** A film as the composer knows it: how long, where its cuts are and what it feels. Times in seconds. */
export interface Film {
  readonly name: string
  readonly duration: number
  readonly cuts: readonly number[]
  /** Ascending; `step` jumps there instead of gliding. */
  readonly moods: readonly (ValenceArousal & { readonly time: number; readonly step?: boolean })[]
}

/**
 * The fixed films of the report, made up for it: no film stands behind them and no training saw them. Cut times keep to no
 * beat. `crowded` has more cuts than music can hit.
 */
export const films: readonly Film[] = [
  {
    name: 'dialogue',
    duration: 40,
    cuts: [5.28, 11.72, 15.04, 21.36, 24.6, 30.12, 35.48],
    moods: [
      { time: 0, valence: 0.3, arousal: -0.5 },
      { time: 20, valence: -0.4, arousal: -0.2 },
      { time: 40, valence: -0.1, arousal: -0.5 },
    ],
  },
  {
    name: 'chase',
    duration: 40,
    cuts: [4.2, 7.36, 9.64, 12.08, 13.52, 15.16, 17.44, 18.96, 21.2, 23.72, 25.04, 27.6, 29.12, 32.64, 36.2],
    moods: [
      { time: 0, valence: -0.2, arousal: 0.1 },
      { time: 12.08, valence: -0.5, arousal: 0.8, step: true },
      { time: 32.64, valence: 0.4, arousal: 0.2, step: true },
    ],
  },
  {
    name: 'nature',
    duration: 60,
    cuts: [8.48, 17.8, 25.16, 34.52, 44.08, 51.92],
    moods: [
      { time: 0, valence: 0.5, arousal: -0.7 },
      { time: 30, valence: 0.7, arousal: -0.1 },
      { time: 60, valence: 0.6, arousal: -0.6 },
    ],
  },
  {
    name: 'advert',
    duration: 20,
    cuts: [2.6, 5.36, 7.92, 11.04, 13.28, 16.64],
    moods: [
      { time: 0, valence: 0.6, arousal: 0.4 },
      { time: 20, valence: 0.8, arousal: 0.7 },
    ],
  },
  {
    name: 'mystery',
    duration: 40,
    cuts: [6.6, 9.88, 16.4, 19.24, 27.56, 33.32],
    moods: [
      { time: 0, valence: -0.6, arousal: -0.4 },
      { time: 19.24, valence: -0.7, arousal: 0.3, step: true },
      { time: 40, valence: -0.3, arousal: -0.1 },
    ],
  },
  {
    name: 'crowded',
    duration: 24,
    cuts: [
      ...[2.2, 2.68, 3.4, 4.16, 4.6, 5.48, 6.04, 6.44, 7.32, 8.2, 8.56, 9.44, 10.04, 10.4, 11.36, 12.2],
      ...[12.84, 13.2, 14.28, 15.04, 15.32, 16.44, 17.2, 17.72, 18.6, 19.16, 19.64, 20.4, 21.08],
    ],
    moods: [{ time: 0, valence: 0.1, arousal: 0.6 }],
  },
]

export const curveOf = (film: Film): EmotionCurve => ({
  points: film.moods.map(({ time, valence, arousal, step = false }) => ({
    time: seconds(time),
    valence,
    arousal,
    confidence: 1,
    step,
  })),
})

/** One mood from beginning to end. */
export const constantCurve = ({ valence, arousal }: ValenceArousal): EmotionCurve => ({
  points: [{ time: seconds(0), valence, arousal, confidence: 1, step: false }],
})

/** A preset that exists. Throws for any other name. */
export function presetOf(name: string): Preset {
  const preset = findPreset(name)
  if (!preset) throw new Error(`There is no preset ${name}`)
  return preset
}

/** Plans a film for a preset; every cut is a must-hit of equal weight. */
export function planFilm(
  film: Film,
  presetName: string,
  seed: number,
  settings: Partial<PlanSettings> = {},
): Plan {
  const preset = presetOf(presetName)
  return planScore({
    duration: seconds(film.duration),
    hits: film.cuts.map((time, index) => ({
      id: `cut-${index + 1}`,
      time: seconds(time),
      mode: 'must',
      weight: 1,
      markedByUser: false,
    })),
    curve: curveOf(film),
    settings: { ...defaultSettings, preset: presetName, seed, ...settings },
    ensemble: preset.ensemble,
    families: preset.families,
  })
}
