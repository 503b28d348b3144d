import { Failure } from '../../../core/base/failure'
import type { ModelIdentity } from '../../../core/document/document'
import type { EmotionCurve } from '../../../core/emotion/emotionCurve'
import { valueAt } from '../../../core/emotion/evaluateCurve'
import { composedMusic, cueRequests, type FilmToCompose } from '../../../core/music/composeFilm'
import type { CharacterOptions } from '../../../core/music/composeRequest'
import { checkControls, chosenParts, type CompositionControls } from '../../../core/music/controls'
import type { ComposeResult } from '../../../core/music/decode'
import { placedMusic, type GridMusic } from '../../../core/music/events'
import { transposeMusic } from '../../../core/music/homeKey'
import { keepMusic, type Lock } from '../../../core/music/keptMusic'
import { performScore, type CueMusic } from '../../../core/music/perform/performScore'
import type { Plan, PlannedCue } from '../../../core/music/plan'
import { findPreset } from '../../../core/music/presets'
import type { Score } from '../../../core/music/score'
import type { InferenceHost } from '../inference/host'
import type { ModelStore, StoredModel } from '../inference/modelStore'
import { compositionReport, type CompositionReport, type CueRun } from './compositionReport'

export type { CompositionReport } from './compositionReport'

/** New music of a bar, unperformed, in grid steps since the start of its cue. */
export interface ComposedBar {
  readonly take: number
  readonly cue: PlannedCue
  readonly bar: number
  readonly music: GridMusic
}

export interface ComposeOptions {
  readonly plan: Plan
  readonly curve: EmotionCurve
  readonly presetName: string
  readonly seed: number
  readonly host: InferenceHost
  readonly models: ModelStore
  /** How the network is listened to; the defaults of core/music/sampling.ts. */
  readonly character?: CharacterOptions | undefined
  readonly controls?: CompositionControls | undefined
  /** What stays of an earlier composition: nothing when there are no locks. */
  readonly earlier?: { readonly plan: Plan; readonly score: Score } | undefined
  readonly locks?: readonly Lock[] | undefined
  /** Execution providers to try before the CPU. */
  readonly providers?: readonly string[] | undefined
  /** 0..1 of the film's bars. */
  readonly onProgress?: ((fraction: number) => void) | undefined
  /** Hears every bar as soon as it is written. */
  readonly onBar?: ((bar: ComposedBar) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ComposedScore {
  readonly score: Score
  readonly model: ModelIdentity
  readonly report: CompositionReport
}

function filmOf(options: ComposeOptions): FilmToCompose {
  const { plan, curve, presetName, seed, character, controls = {}, earlier, locks = [] } = options
  const preset = findPreset(presetName)
  if (!preset) throw new Failure('wrong-use', { preset: presetName })
  checkControls(controls)
  return {
    plan,
    emotionAt: (time) => valueAt(curve, time),
    parts: chosenParts(preset, controls),
    seed,
    character: {
      ...character,
      guidance: controls.emotionStrength ?? character?.guidance,
      density: controls.density ?? character?.density,
    },
    kept: earlier && locks.length > 0 ? keepMusic(earlier, plan, locks) : undefined,
  }
}

/** Runs one cue's takes side by side. */
async function runCue(
  films: readonly FilmToCompose[],
  place: number,
  model: StoredModel,
  options: ComposeOptions,
): Promise<CueRun> {
  const cues = films.map((film) => cueRequests(film)[place]!)
  const { cue } = cues[0]!
  const requests = cues.flatMap(({ request }) => request ?? [])
  if (requests.length === 0) return { cue, requests, takes: [] }
  const done = new Map<number, number>()
  const { takes, ...cost } = await options.host.run(
    'composer',
    { requests, providers: options.providers ?? [] },
    {
      model: { directory: model.directory, meta: model.meta },
      onEvent({ take, bar, rows, steps }) {
        done.set(take, bar + 1)
        const sum = [...done.values()].reduce((total, bars) => total + bars, 0)
        options.onProgress?.((cue.firstBar + sum / requests.length) / options.plan.bars.length)
        const { transposition } = requests[take]!.frame
        options.onBar?.({ take, cue, bar, music: transposeMusic(placedMusic(rows, steps), transposition) })
      },
      signal: options.signal,
    },
  )
  return { cue, requests, takes, cost }
}

const nothing: GridMusic = { notes: [], chords: [] }

function cueMusic({ cue, requests, takes }: CueRun, take: number): CueMusic {
  const result: ComposeResult | undefined = takes[take]
  return { cue, music: result ? composedMusic(requests[take]!, result) : nothing }
}

/**
 * Composes a plan several times: take k is what the seed `seed + k` gives. Conditioning and constraints here, the
 * network's loop in the inference process, cue after cue, the performance here again. Same plan, curve, preset, seed,
 * locks, number of takes and model give the same scores. Throws Failure `wrong-use` for an unknown preset or controls
 * that leave nothing to play, and what the model store and the host throw.
 */
export async function composeTakes(options: ComposeOptions, count: number): Promise<ComposedScore[]> {
  const film = filmOf(options)
  const { plan, models, controls } = options
  const model = await models.resolve('composer')
  const films = Array.from({ length: count }, (_, take) => ({ ...film, seed: film.seed + take }))
  const runs: CueRun[] = []
  for (const place of plan.cues.keys()) runs.push(await runCue(films, place, model, options))
  options.onProgress?.(1)
  return films.map(({ parts, emotionAt, kept, seed }, take) => {
    const score = performScore({
      plan,
      parts,
      emotionAt,
      kept,
      cues: runs.map((run) => cueMusic(run, take)),
      humanSeed: controls?.quantised ? undefined : seed,
    })
    return { score, model: model.identity, report: compositionReport(score, plan, runs, take) }
  })
}

/** Composes a plan once: the only take of {@link composeTakes}. */
export async function composeScore(options: ComposeOptions): Promise<ComposedScore> {
  const [only] = await composeTakes(options, 1)
  return only!
}
