import { Failure } from '../../base/failure'
import type { EmotionCurve } from '../../emotion/emotionCurve'
import { createTempoMap, type TempoMap } from '../../time/tempoMap'
import { seconds, ticks, type Seconds, type Ticks } from '../../time/units'
import type { Ensemble, Family } from '../families'
import type { CueRequest, HitRequest, LockedSpan, Plan, PlannedHit, PlanSettings } from '../plan'
import { ticksPerHalfBeat } from './barFilling'
import { layTempo, naturalHalfBeats, type LaidTempo, type TempoSection } from './layTempo'
import { placeBeats } from './placeBeats'
import { describeSections, keyChanges } from './planSections'
import { findSections, type MoodSection } from './sections'
import { targetTempo, tempoRange, type TempoRange } from './tempoRange'
import { thinHits, type HitSelection } from './thinHits'

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
 * `too-short` for a film without length and `wrong-use` for settings that no music can follow. Pure: the same request
 * gives the same plan.
 */
export function planScore(request: PlanRequest): Plan {
  const { duration, settings, curve } = request
  if (!(duration >= shortestFilm) || !Number.isFinite(duration)) throw new Failure('too-short', { duration })
  const range = tempoRange(settings)
  const must = request.hits.filter((hit) => hit.mode === 'must')
  const soft = request.hits.filter((hit) => hit.mode === 'soft')
  const roughly = findSections(curve, duration, {
    kept: must.map((hit) => hit.time),
    soft: soft.map((hit) => hit.time),
  })
  const selection = thinHits(must, range, duration, targetAt(tempoSections(roughly, range)))
  const times = selection.kept.map((hit) => Math.max(0, hit.time))
  const moods = findSections(curve, duration, { kept: times, soft: soft.map((hit) => hit.time) })
  const tempi = tempoSections(moods, range)
  const borders = [0, ...times.filter((time) => time > startTolerance), duration]
  const gaps = borders.slice(1).map((end, index) => {
    const start = borders[index]!
    return { start, end, natural: naturalHalfBeats(tempi, start, end) }
  })
  const beats = placeBeats(gaps, range, settings.metre)
  const laid = layTempo(beats.gaps, tempi, range, settings.metre)
  const map = createTempoMap(laid.tempo)
  const sections = describeSections(moods, laid, map, request)
  return {
    duration,
    endTick: laid.endTick,
    tempo: laid.tempo,
    metre: laid.metre,
    bars: laid.bars,
    keys: keyChanges(sections, settings),
    cues: [
      {
        id: 'film',
        name: '1m1',
        startTick: ticks(0),
        endTick: laid.endTick,
        startTime: seconds(0),
        endTime: duration,
        firstBar: 0,
        barCount: laid.bars.length,
      },
    ],
    sections,
    hits: planHits(selection, soft, laid, map),
    ensemble: request.ensemble,
    cost: beats.cost,
  }
}

/** Times up to a microsecond from the first picture are tick 0. */
const startTolerance = 1e-6

/** Neighbouring sections whose wanted tempi differ by less than this share one tempo, so that it does not fidget. */
const smallestTempoChange = 0.05

function tempoSections(moods: readonly MoodSection[], range: TempoRange): TempoSection[] {
  let previous: number | undefined
  return moods.map((mood) => {
    const wanted = targetTempo(range, mood.arousal)
    const isSame = previous !== undefined && Math.abs(Math.log(wanted / previous)) < smallestTempoChange
    previous = isSame ? previous! : wanted
    return { start: mood.start, end: mood.end, target: previous }
  })
}

function targetAt(sections: readonly TempoSection[]): (time: number) => number {
  return (time) => {
    const section = sections.findLast((candidate) => candidate.start <= time) ?? sections[0]!
    return section.target
  }
}

function planHits(
  selection: HitSelection,
  soft: readonly HitRequest[],
  laid: LaidTempo,
  map: TempoMap,
): PlannedHit[] {
  const downbeats = new Set<number>(laid.bars.map((bar) => bar.tick))
  const describe = (hit: HitRequest, tick: Ticks, rest: Partial<PlannedHit>): PlannedHit => ({
    id: hit.id,
    time: hit.time,
    mode: hit.mode,
    markedByUser: hit.markedByUser,
    kind: hit.kind ?? 'chord',
    tick,
    kept: false,
    error: seconds(map.secondsAt(tick) - hit.time),
    downbeat: downbeats.has(tick),
    ...rest,
  })
  let gap = 0
  const kept = selection.kept.map((hit) =>
    describe(hit, hit.time <= startTolerance ? ticks(0) : laid.gapEnds[gap++]!, { kept: true }),
  )
  const near = (hit: HitRequest): Ticks => nearestGridTick(laid, map.ticksAt(hit.time))
  const thinned = selection.thinned.map(({ hit, reason }) => describe(hit, near(hit), { reason }))
  const tendencies = soft.map((hit) => describe(hit, near(hit), {}))
  return [...kept, ...thinned, ...tendencies].sort((a, b) => a.time - b.time)
}

/** The half beat nearest to a (fractional) tick, before the end of the film. */
function nearestGridTick(laid: LaidTempo, at: number): Ticks {
  const last = Math.floor((laid.endTick - 1) / ticksPerHalfBeat)
  return ticks(Math.min(last, Math.max(0, Math.round(at / ticksPerHalfBeat))) * ticksPerHalfBeat)
}
