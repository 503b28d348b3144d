import { Failure } from '../../base/failure'
import type { EmotionCurve } from '../../emotion/emotionCurve'
import { createTempoMap } from '../../time/tempoMap'
import { ticks, type Seconds } from '../../time/units'
import type { Ensemble, Family } from '../families'
import type { CueRequest, HitRequest, LockedSpan, Plan, PlanSettings } from '../plan'
import { cuesOf } from './cues'
import { layFilm, type PlacedStretch } from './layFilm'
import { metreChanges } from './layTempo'
import { lockedHitTimes, lockedParts } from './locks'
import { planHits } from './planHits'
import { describeSections } from './planSections'
import { frameStretch, type FramedStretch, type KeptAround } from './planStretch'
import { bestSolution, rankSolutions, type Solution } from './rankSolutions'
import { assignHits, divideFilm, type Stretch } from './stretches'
import { tempoRange, type TempoRange } from './tempoRange'

export interface PlanRequest {
  /** Length of the picture in seconds. */
  readonly duration: Seconds
  readonly hits: readonly HitRequest[]
  readonly curve: EmotionCurve
  readonly settings: PlanSettings
  /** From the instrumentation preset. */
  readonly ensemble: Ensemble
  readonly families: readonly Family[]
  /** Where there is music; one cue over the whole film when absent or empty. */
  readonly cues?: readonly CueRequest[] | undefined
  /** What stays of earlier plans. */
  readonly locked?: readonly LockedSpan[] | undefined
}

/** Below this length (seconds) a film has no room for a tick of music at slow tempi. */
const shortestFilm = 0.005

/**
 * Plans the frame of a score: which hits are kept, tempo map, bars, sections, keys (docs/spec/planner.md). Throws
 * `too-short` for a film without length and `wrong-use` for settings, cues and locked ranges that no music can follow.
 * Pure: the same request gives the same plan.
 */
export function planScore(request: PlanRequest): Plan {
  const frame = frameFilm(request)
  return layPlan(request, frame, bestSolution(frame.framed, frame.range, request.settings.metre))
}

/**
 * The ranked tempo solutions, cheapest first, at most `maximumSolutions`; the first is `planScore`'s. All keep the same
 * hits. Throws as `planScore` does.
 */
export function planSolutions(request: PlanRequest, count: number): Plan[] {
  const frame = frameFilm(request)
  return rankSolutions(frame.framed, frame.range, request.settings.metre)
    .slice(0, count)
    .map((solution) => layPlan(request, frame, solution))
}

/** The film divided, with what is decided before beats are counted. */
interface FilmFrame {
  readonly range: TempoRange
  readonly cues: readonly CueRequest[]
  readonly stretches: readonly Stretch[]
  /** Requests of each stretch. */
  readonly assigned: readonly (readonly HitRequest[])[]
  /** The free stretches in order. */
  readonly framed: readonly FramedStretch[]
}

function frameFilm({ duration, settings, curve, hits, ...request }: PlanRequest): FilmFrame {
  if (!(duration >= shortestFilm) || !Number.isFinite(duration)) throw new Failure('too-short', { duration })
  const range = tempoRange(settings)
  const cues = cuesOf(request.cues, duration)
  const stretches = divideFilm(duration, cues, lockedParts(request.locked ?? []))
  const assigned = assignHits(stretches, hits)
  const framed: FramedStretch[] = []
  let hitBefore: number | undefined
  stretches.forEach((stretch, index) => {
    if (stretch.kind === 'locked') hitBefore = lockedHitTimes(stretch.part).at(-1) ?? hitBefore
    if (stretch.kind !== 'free') return
    const around: KeptAround = { hitBefore, hitAfter: firstLockedHit(stretches.slice(index + 1)) }
    const frame = frameStretch(stretch, assigned[index]!, around, { curve, range })
    hitBefore = frame.selection.kept.at(-1)?.time ?? hitBefore
    framed.push(frame)
  })
  return { range, cues, stretches, assigned, framed }
}

/** Time of the first hit that is kept already, whatever is planned. */
function firstLockedHit(stretches: readonly Stretch[]): number | undefined {
  for (const stretch of stretches) {
    const [first] = stretch.kind === 'locked' ? lockedHitTimes(stretch.part) : []
    if (first !== undefined) return first
  }
  return undefined
}

function layPlan(request: PlanRequest, frame: FilmFrame, solution: Solution): Plan {
  const { duration, settings, ensemble } = request
  const placed = new Map<Stretch, PlacedStretch>(
    frame.framed.map((framed, index) => [framed.stretch, { framed, beats: solution.beats[index]! }]),
  )
  const laid = layFilm(frame.stretches, placed, frame.cues, { range: frame.range, metre: settings.metre })
  const map = createTempoMap(laid.tempo)
  const { sections, keys } = describeSections(laid, map, request)
  return {
    duration,
    endTick: ticks(laid.parts.at(-1)!.endTick),
    tempo: laid.tempo,
    metre: metreChanges(laid.bars),
    bars: laid.bars,
    keys,
    cues: laid.cues,
    sections,
    hits: planHits(frame.assigned, { parts: laid.parts, bars: laid.bars, map, duration }),
    ensemble,
    cost: costOf(solution),
  }
}

/** The terms of all stretches added up. */
function costOf({ beats }: Solution): Plan['cost'] {
  const cost: Record<string, number> = { total: 0 }
  for (const { placement } of beats)
    for (const [term, value] of Object.entries(placement.cost)) cost[term] = (cost[term] ?? 0) + value
  return cost
}
