import type { EmotionCurve } from '../../../../src/core/emotion/emotionCurve'
import { valueAt } from '../../../../src/core/emotion/evaluateCurve'
import { composedMusic, cueRequests, type CueRequest } from '../../../../src/core/music/composeFilm'
import type { CharacterOptions } from '../../../../src/core/music/composeRequest'
import { composeTakes, type ComposeResult } from '../../../../src/core/music/decode'
import type { KeptMusic } from '../../../../src/core/music/keptMusic'
import { performScore } from '../../../../src/core/music/perform/performScore'
import type { Plan } from '../../../../src/core/music/plan'
import { findPreset } from '../../../../src/core/music/presets'
import type { Score } from '../../../../src/core/music/score'
import { arcCurve } from './filmPlan'
import { randomNetwork, randomTables } from './randomNetwork'

export interface NoiseFilm {
  readonly plan: Plan
  readonly presetName: string
  readonly seed: number
  readonly kept?: KeptMusic | undefined
  readonly curve?: EmotionCurve
  readonly character?: CharacterOptions
  readonly humanSeed?: number | undefined
  readonly bias?: Parameters<typeof randomTables>[1]
}

export interface NoiseScore {
  readonly score: Score
  readonly requests: readonly CueRequest[]
  readonly results: readonly (ComposeResult | undefined)[]
}

/** A film scored by a network of noise, all else as in the program. */
export async function scoreByNoise(film: NoiseFilm): Promise<NoiseScore> {
  const { plan, presetName, seed, kept, character } = film
  const curve = film.curve ?? arcCurve(plan.duration)
  const { parts } = findPreset(presetName)!
  const emotionAt = (time: Parameters<typeof valueAt>[1]) => valueAt(curve, time)
  const requests = cueRequests({ plan, emotionAt, parts, seed, kept, character })
  const results: (ComposeResult | undefined)[] = []
  for (const { request } of requests) {
    const tables = randomTables(5, film.bias)
    const [result] = request
      ? await composeTakes([request], (batch) => randomNetwork(5, batch), tables)
      : [undefined]
    results.push(result)
  }
  const cues = requests.map(({ cue, request }, index) => ({
    cue,
    music: request ? composedMusic(request, results[index]!) : { notes: [], chords: [] },
  }))
  return {
    score: performScore({ plan, parts, emotionAt, cues, kept, humanSeed: film.humanSeed }),
    requests,
    results,
  }
}
