import type { HitRequest, ThinReason } from '../plan'
import { isGapPossible, minimumHitGap, type TempoRange } from './tempoRange'

export interface ThinnedHit {
  readonly hit: HitRequest
  readonly reason: ThinReason
}

export interface HitSelection {
  /** In ascending time. */
  readonly kept: readonly HitRequest[]
  readonly thinned: readonly ThinnedHit[]
}

/** Times this close to the first picture (one microsecond) are at tick 0. */
const startTolerance = 1e-6

/** A hit in the last two milliseconds (about one tick) leaves no room for a note. */
const endTolerance = 0.002

/** Compared term by term: user-marked hits, hits, weight, then (smaller) distance from the wanted tempo. */
type Merit = readonly [marked: number, count: number, weight: number, fit: number]

/** Whether a hit at `next` may directly follow a kept hit at `previous` (`undefined`: the start of the film). */
export function canFollow(range: TempoRange, previous: number | undefined, next: number): boolean {
  if (previous === undefined) return next <= startTolerance || isGapPossible(range, next)
  return (
    next - previous >= minimumHitGap &&
    isGapPossible(range, next - (previous <= startTolerance ? 0 : previous))
  )
}

/**
 * Chooses which must-hits the music lands on. A set may be kept when between neighbours (and from the start of the
 * film to the first) there are at least `minimumHitGap` seconds (not from the start) and some whole number of half
 * beats inside the tempo range. Of all such sets this returns one with the most user-marked hits, among these the most
 * hits, then the greatest weight, then tempi nearest to `target`; exact, by dynamic programming over pairs, O(n²).
 */
export function thinHits(
  requests: readonly HitRequest[],
  range: TempoRange,
  duration: number,
  target: (time: number) => number,
): HitSelection {
  const sorted = [...requests].sort((a, b) => a.time - b.time)
  const inside = sorted.filter((hit) => hit.time >= -startTolerance && hit.time <= duration - endTolerance)
  const insideSet = new Set(inside)
  const outside = sorted.filter((hit) => !insideSet.has(hit))
  const kept = selectBest(inside, range, target)
  const keptSet = new Set(kept)
  const dropped = inside.filter((hit) => !keptSet.has(hit))
  const thinned: ThinnedHit[] = [
    ...dropped.map((hit) => ({ hit, reason: reasonFor(hit, kept) })),
    ...outside.map((hit) => ({ hit, reason: 'outside' as const })),
  ]
  return { kept, thinned }
}

function selectBest(
  hits: readonly HitRequest[],
  range: TempoRange,
  target: (time: number) => number,
): HitRequest[] {
  const best: (Merit | undefined)[] = []
  const previous: number[] = []
  hits.forEach((hit, index) => {
    const wanted = target(hit.time)
    const gain = (base: Merit, from: number): Merit => [
      base[0] + (hit.markedByUser ? 1 : 0),
      base[1] + 1,
      base[2] + hit.weight,
      base[3] + tempoMisfit(hit.time - from, wanted),
    ]
    let chosen: Merit | undefined = canFollow(range, undefined, hit.time) ? gain([0, 0, 0, 0], 0) : undefined
    let from = -1
    for (let candidate = index - 1; candidate >= 0; candidate--) {
      const base = best[candidate]
      if (!base || (chosen && isCertainlyWorse(base, chosen, hit.markedByUser))) continue
      if (!canFollow(range, hits[candidate]!.time, hit.time)) continue
      const merit = gain(base, hits[candidate]!.time)
      if (chosen && !isBetter(merit, chosen)) continue
      chosen = merit
      from = candidate
    }
    best.push(chosen)
    previous.push(from)
  })
  let last = -1
  best.forEach((merit, index) => {
    if (merit && (last < 0 || isBetter(merit, best[last]!))) last = index
  })
  const kept: HitRequest[] = []
  for (let index = last; index >= 0; index = previous[index]!) kept.push(hits[index]!)
  return kept.reverse()
}

function isCertainlyWorse(base: Merit, chosen: Merit, marked: boolean): boolean {
  const own = marked ? 1 : 0
  return base[0] + own < chosen[0] || (base[0] + own === chosen[0] && base[1] + 1 < chosen[1])
}

function isBetter(a: Merit, b: Merit): boolean {
  if (a[0] !== b[0]) return a[0] > b[0]
  if (a[1] !== b[1]) return a[1] > b[1]
  if (Math.abs(a[2] - b[2]) > 1e-9) return a[2] > b[2]
  return a[3] < b[3] - 1e-12
}

/** Squared log ratio of the wanted tempo to the nearest that gives a whole number of half beats. */
function tempoMisfit(gap: number, wanted: number): number {
  const natural = (gap * 2e6) / wanted
  return Math.log(natural / Math.max(1, Math.round(natural)) || 1) ** 2
}

function reasonFor(hit: HitRequest, kept: readonly HitRequest[]): ThinReason {
  return kept.some((other) => Math.abs(other.time - hit.time) < minimumHitGap) ? 'too-close' : 'tempo-range'
}
