import { Failure } from '../../../core/base/failure'
import { resolveRange, type CueRange } from '../../../core/document/cueText'
import type { Composition, HitpointDocument } from '../../../core/document/document'
import { withVolumes } from '../../../core/document/mixer'
import { planDocument } from '../../../core/document/planDocument'
import type { CompositionControls } from '../../../core/music/controls'
import { locksAround, type Lock } from '../../../core/music/keptMusic'
import type { LockedSpan, Plan } from '../../../core/music/plan'
import type { Track } from '../../../core/music/score'
import { createTempoMap } from '../../../core/time/tempoMap'
import { seconds, ticks } from '../../../core/time/units'
import { composeTakes, type CompositionReport } from '../compose/composeScore'
import type { AnalyseTools } from './analyse'
import type { ComposingOptions } from './progress'

/** What composing shall do beside the settings of the film. */
export interface CompositionWishes {
  readonly controls?: CompositionControls | undefined
  /** Scores of the plan, 1 when absent; the first is the composition's, the others its takes. */
  readonly takes?: number | undefined
  /** Only this range of an earlier score is composed again. */
  readonly regenerate?: CueRange | undefined
  /** Ranges of an earlier score that stay. */
  readonly locks?: readonly CueRange[] | undefined
  /** Tracks of an earlier score that stay, by name or id. */
  readonly lockedTracks?: readonly string[] | undefined
  /** Whatever the plan follows from was edited since: what is not locked is planned anew. */
  readonly replan?: boolean | undefined
}

/** A film's document as its composition was made from it, to tell whether its plan still holds. */
export interface EarlierComposition {
  readonly document: HitpointDocument
  readonly composition: Composition
}

/** Whether wishes ask for composing even where a score stands already. */
export const asksForComposing = ({
  controls,
  takes,
  regenerate,
  locks,
  lockedTracks,
}: CompositionWishes): boolean =>
  [controls, takes, regenerate, locks, lockedTracks].some((wish) => wish !== undefined)

/** Whether all that is wished is a score on the grid, which one that stands already can be moved onto. */
export function asksForGrid({ controls, ...others }: CompositionWishes = {}): boolean {
  const { quantised, ...rest } = controls ?? {}
  return quantised === true && Object.keys(rest).length === 0 && !asksForComposing(others)
}

/** A track by name or id, whatever its case. Throws Failure `wrong-use` that lists the tracks. */
function trackId(tracks: readonly Track[], wanted: string): string {
  const track = tracks.find(({ id, name }) =>
    [id, name].some((text) => text.toLowerCase() === wanted.toLowerCase()),
  )
  if (track) return track.id
  throw new Failure('wrong-use', {
    reason: `the score has no track ${wanted}; it has ${tracks.map(({ name }) => name).join(', ')}`,
  })
}

function lasting(
  { regenerate, locks = [], lockedTracks = [] }: CompositionWishes,
  earlier: EarlierComposition | undefined,
): readonly Lock[] {
  if (!earlier) {
    if (regenerate || locks.length > 0 || lockedTracks.length > 0)
      throw new Failure('wrong-use', {
        reason: 'only what a project has composed can be locked or composed again in part',
      })
    return []
  }
  const { document, composition } = earlier
  const { info } = document.media
  const tracks = lockedTracks.map((name) => trackId(composition.score.tracks, name))
  return [
    ...(composition.locks ?? []),
    ...locks.map((range) => resolveRange(range, info)),
    ...(tracks.length > 0 ? [{ start: seconds(0), end: composition.plan.duration, tracks }] : []),
  ]
}

/** What the plan follows from, the seed left out: with locks another seed composes anew in the same time. */
const frameOf = ({ settings, cues, transitions }: HitpointDocument): string =>
  JSON.stringify([{ ...settings, seed: 0 }, cues, transitions])

function lockedSpans(plan: Plan, locks: readonly Lock[]): LockedSpan[] {
  const tempo = createTempoMap(plan.tempo)
  return locks.map(({ start, end }) => ({
    plan,
    startTick: ticks(Math.round(tempo.ticksAt(start))),
    endTick: ticks(Math.min(plan.endTick, Math.round(tempo.ticksAt(end)))),
  }))
}

function planAround(
  document: HitpointDocument,
  earlier: EarlierComposition | undefined,
  locks: readonly Lock[],
): Plan {
  if (!earlier || locks.length === 0) return planDocument(document)
  const { plan } = earlier.composition
  if (frameOf(document) === frameOf(earlier.document)) return plan
  return planDocument(document, lockedSpans(plan, locks))
}

/** The range that is composed again becomes locks around it. */
function aroundRange(wishes: CompositionWishes, { document, composition }: EarlierComposition): Lock[] {
  if (!wishes.regenerate) return []
  const { start, end } = resolveRange(wishes.regenerate, document.media.info)
  return locksAround(start, end, composition.plan.duration)
}

export interface ComposedDocument {
  readonly document: HitpointDocument
  readonly composition: Composition
  readonly report: CompositionReport
}

/**
 * Plans and composes what a document asks for, around what stays of its earlier composition. A range that is composed
 * again without a seed of its own takes the next one, so that every time gives another. Throws Failure `wrong-use` for
 * locks without a score and for tracks that it does not have.
 */
export async function composeDocument(
  document: HitpointDocument,
  wishes: CompositionWishes,
  earlier: EarlierComposition | undefined,
  tools: AnalyseTools,
  { signal, onProgress, onPlan, onBar }: ComposingOptions,
): Promise<ComposedDocument> {
  const locks = lasting(wishes, earlier)
  const present = earlier && wishes.regenerate ? [...locks, ...aroundRange(wishes, earlier)] : locks
  const sameSeed = document.settings.seed === earlier?.document.settings.seed
  const seed = document.settings.seed + (wishes.regenerate && sameSeed ? 1 : 0)
  const controls = { ...document.controls, ...wishes.controls }
  const plan = wishes.replan
    ? planDocument(document, earlier ? lockedSpans(earlier.composition.plan, present) : [])
    : planAround(document, earlier, present)
  onPlan?.(plan)
  const model = await tools.models.resolve('composer')
  const choice = await tools.providers?.choose(model, signal)
  const composed = await composeTakes(
    {
      plan,
      curve: document.curve,
      presetName: document.settings.preset,
      seed,
      host: tools.host,
      models: tools.models,
      controls,
      earlier: earlier?.composition,
      locks: present,
      providers: choice?.providers,
      signal,
      onBar,
      onProgress: (fraction) => onProgress?.({ stage: 'compose', fraction }),
    },
    wishes.takes ?? 1,
  )
  const [first, ...others] = composed as [(typeof composed)[number], ...typeof composed]
  const madeWith = Object.keys(controls).length > 0 ? { controls } : {}
  const written: Composition = {
    plan,
    score: first.score,
    model: first.model,
    ...(locks.length > 0 && { locks }),
    ...(others.length > 0 && {
      takes: others.map(({ score }, index) => ({ seed: seed + index + 1, score })),
    }),
    ...madeWith,
  }
  const composition = withVolumes(written, document.mixer)
  return {
    document: { ...document, settings: { ...document.settings, seed }, ...madeWith, composition },
    composition,
    report: first.report,
  }
}
