import type { TempoMap } from '../../time/tempoMap'
import { seconds, ticks, type Ticks } from '../../time/units'
import type { Bar, HitRequest, PlannedHit, ThinReason } from '../plan'
import { ticksPerHalfBeat } from './barFilling'
import type { LaidPart } from './layFilm'
import { hitIdentity, lockedHits } from './locks'
import type { LockedStretch } from './stretches'
import { endTolerance, isAtStart, startTolerance } from './thinHits'

interface HitPlaces {
  readonly parts: readonly LaidPart[]
  readonly bars: readonly Bar[]
  readonly map: TempoMap
  readonly duration: number
}

/** What became of every request. `assigned`: the requests of each part. In ascending time. */
export function planHits(
  assigned: readonly (readonly HitRequest[])[],
  { parts, bars, map, duration }: HitPlaces,
): PlannedHit[] {
  const downbeats = new Set<number>(bars.map((bar) => bar.tick))
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
  const isOutsideFilm = (time: number): boolean => time < -startTolerance || time > duration - endTolerance
  const near = (part: LaidPart, hit: HitRequest): Ticks => nearestGridTick(part, map.ticksAt(hit.time))
  const inFree = (part: LaidPart, framed: NonNullable<LaidPart['framed']>): PlannedHit[] => {
    const { selection, soft, stretch } = framed
    const outside = (time: number): ThinReason =>
      isOutsideFilm(time) ? 'outside' : stretch.endKind === 'bar-line' ? 'locked' : 'outside-cue'
    let gap = 0
    return [
      ...selection.kept.map((hit) => {
        return describe(hit, isAtStart(stretch, hit.time) ? part.startTick : part.gapEnds[gap++]!, {
          kept: true,
        })
      }),
      ...selection.thinned.map(({ hit, reason }) =>
        describe(hit, near(part, hit), { reason: reason === 'outside' ? outside(hit.time) : reason }),
      ),
      ...soft.map((hit) =>
        describe(hit, near(part, hit), isOutsideFilm(hit.time) ? { reason: 'outside' } : {}),
      ),
    ]
  }
  return parts
    .flatMap((part, index): PlannedHit[] => {
      const { stretch, framed, startTick } = part
      const requests = assigned[index]!
      if (framed) return inFree(part, framed)
      const silent = (hit: HitRequest): PlannedHit =>
        describe(hit, near(part, hit), {
          reason: stretch.kind === 'locked' ? 'locked' : isOutsideFilm(hit.time) ? 'outside' : 'outside-cue',
        })
      if (stretch.kind !== 'locked') return requests.map(silent)
      const kept = lockedHits(stretch.part).map((hit) => moved(hit, startTick - stretch.part.startTick))
      return [...kept, ...unfollowed(stretch, requests).map(silent)]
    })
    .sort((a, b) => a.time - b.time)
}

const moved = (hit: PlannedHit, shift: number): PlannedHit => ({ ...hit, tick: ticks(hit.tick + shift) })

/** Requests inside a locked part that its music was not planned with: new, moved, or of another mode or kind. */
function unfollowed({ part }: LockedStretch, requests: readonly HitRequest[]): HitRequest[] {
  const planned = new Set(lockedHits(part).map(hitIdentity))
  return requests.filter((request) => !planned.has(hitIdentity(request)))
}

/** The half beat of a part nearest to a (fractional) tick, before the part's end. */
function nearestGridTick({ startTick, endTick }: LaidPart, at: number): Ticks {
  const last = Math.floor((endTick - 1 - startTick) / ticksPerHalfBeat)
  const wanted = Math.round((at - startTick) / ticksPerHalfBeat)
  return ticks(startTick + Math.min(last, Math.max(0, wanted)) * ticksPerHalfBeat)
}
