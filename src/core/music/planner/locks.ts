import { Failure } from '../../base/failure'
import { createTempoMap } from '../../time/tempoMap'
import { seconds, ticks, type Ticks } from '../../time/units'
import type { Bar, HitRequest, LockedSpan, Plan, PlannedHit } from '../plan'
import type { TempoPiece } from './tempoWriter'
import { startTolerance } from './thinHits'

/** A locked span in whole bars of one cue of its plan, with its place in absolute time (seconds). */
export interface LockedPart extends LockedSpan {
  readonly startTime: number
  readonly endTime: number
}

/** Where a locked part came to lie in a new plan: its ticks moved by `shift`. */
export interface PlacedLock extends LockedPart {
  readonly shift: number
}

/**
 * Locked spans widened to whole bars, cut at the cues of their plan (silence needs no lock) and joined where they
 * touch, in ascending time. Throws Failure `wrong-use` when spans of different plans overlap.
 */
export function lockedParts(spans: readonly LockedSpan[]): LockedPart[] {
  const parts = spans
    .flatMap((span) => {
      const map = createTempoMap(span.plan.tempo)
      return inWholeBars(span).map((part) => ({
        ...part,
        startTime: map.secondsAt(part.startTick),
        endTime: map.secondsAt(part.endTick),
      }))
    })
    .sort((a, b) => a.startTime - b.startTime)
  const joined: LockedPart[] = []
  for (const part of parts) {
    const before = joined.at(-1)
    const touches = before?.plan === part.plan && part.startTick <= before.endTick
    if (touches && sameCue(part.plan, before.startTick, part.startTick)) {
      if (part.endTick > before.endTick)
        joined[joined.length - 1] = { ...before, endTick: part.endTick, endTime: part.endTime }
    } else if (before && part.startTime < before.endTime - 1e-6)
      throw new Failure('wrong-use', { reason: 'two locked ranges of different plans overlap' })
    else joined.push(part)
  }
  return joined
}

function sameCue(plan: Plan, first: Ticks, second: Ticks): boolean {
  return plan.cues.some((cue) => cue.startTick <= first && second < cue.endTick)
}

function inWholeBars({ plan, startTick, endTick }: LockedSpan): LockedSpan[] {
  return plan.cues.flatMap((cue): LockedSpan[] => {
    const bars = plan.bars
      .slice(cue.firstBar, cue.firstBar + cue.barCount)
      .filter((bar) => bar.tick < endTick && bar.tick + bar.length > startTick)
    const [first, last] = [bars[0], bars.at(-1)]
    return first && last ? [{ plan, startTick: first.tick, endTick: ticks(last.tick + last.length) }] : []
  })
}

/**
 * Where locked spans lie in a plan that was made with them: the ticks of each part of the earlier plan and how far they
 * moved. The composer carries the locked notes over with it.
 */
export function placeLocks(plan: Plan, spans: readonly LockedSpan[]): PlacedLock[] {
  const map = createTempoMap(plan.tempo)
  return lockedParts(spans).map((part) => ({
    ...part,
    shift: Math.round(map.ticksAt(seconds(part.startTime))) - part.startTick,
  }))
}

/** The tempi of a part, in order. */
export function lockedTempo({ plan, startTick, endTick }: LockedSpan): TempoPiece[] {
  return plan.tempo.flatMap((change, index): TempoPiece[] => {
    const from = Math.max(startTick, change.tick)
    const to = Math.min(endTick, plan.tempo[index + 1]?.tick ?? Infinity)
    return to > from ? [{ length: to - from, target: change.microsecondsPerQuarter }] : []
  })
}

/** The bars of a part, moved by `shift` ticks. */
export function lockedBars({ plan, startTick, endTick }: LockedSpan, shift: number): Bar[] {
  return plan.bars
    .filter((bar) => bar.tick >= startTick && bar.tick < endTick)
    .map((bar) => ({ ...bar, tick: ticks(bar.tick + shift) }))
}

/** The hits of a locked part as they were planned. */
export function lockedHits({ plan, startTick, endTick, startTime, endTime }: LockedPart): PlannedHit[] {
  const isInside = (time: number): boolean =>
    time >= startTime - startTolerance && time < endTime - startTolerance
  return plan.hits.filter((hit) =>
    hit.kept
      ? hit.tick >= startTick && hit.tick < endTick
      : hit.reason !== 'outside' && hit.reason !== 'locked' && isInside(hit.time),
  )
}

/** Times of the kept must-hits of a locked part. */
export const lockedHitTimes = (part: LockedPart): number[] =>
  lockedHits(part)
    .filter((hit) => hit.kept)
    .map((hit) => hit.time)

/** Equal for a request and a planned hit when the music owes the same at the same time. */
export const hitIdentity = (hit: HitRequest | PlannedHit): string =>
  JSON.stringify([hit.id, hit.time, hit.mode, hit.kind ?? 'chord'])
