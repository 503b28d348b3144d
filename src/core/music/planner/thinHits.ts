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

/** A stretch of music in which hits may be kept; it starts on a bar line. Seconds. */
export interface HitSpan {
  readonly start: number
  readonly end: number
  /** Times so near to the start count as the start (default one microsecond). */
  readonly startTolerance?: number | undefined
  /** `bar-line`: what follows is fixed, so that the way from the last hit must be possible too. Default `open`. */
  readonly endKind?: 'open' | 'bar-line' | undefined
  /** The last kept hit before the stretch and the first one after it. */
  readonly hitBefore?: number | undefined
  readonly hitAfter?: number | undefined
}

/** Times this close to the start of a stretch (one microsecond) are at its first tick. */
export const startTolerance = 1e-6

/** Whether a hit is at the first tick of a stretch. */
export const isAtStart = (span: Pick<HitSpan, 'start' | 'startTolerance'>, time: number): boolean =>
  time <= span.start + (span.startTolerance ?? startTolerance)

/** A hit in the last two milliseconds (about one tick) leaves no room for a note. */
export const endTolerance = 0.002

/** Whether a hit at `next` may directly follow a kept hit at `previous` (`undefined`: the start). Seconds from the start. */
export function canFollow(range: TempoRange, previous: number | undefined, next: number): boolean {
  if (previous === undefined) return next <= startTolerance || isGapPossible(range, next)
  return (
    next - previous >= minimumHitGap &&
    isGapPossible(range, next - (previous <= startTolerance ? 0 : previous))
  )
}

/** Whether the music may go on to a fixed end from its last hit (`undefined`: from the start). */
function canReachEnd(range: TempoRange, span: HitSpan, last: number | undefined): boolean {
  if (span.endKind !== 'bar-line') return true
  const from = last === undefined || isAtStart(span, last) ? span.start : last
  const isClear = last === undefined || (span.hitAfter ?? Infinity) - last >= minimumHitGap
  return isClear && isGapPossible(range, span.end - from)
}

/**
 * Chooses which must-hits the music lands on. A set may be kept when between neighbours (and from the start of the
 * stretch to the first) there are at least `minimumHitGap` seconds (not from the start) and some whole number of half
 * beats inside the tempo range. Of all such sets this returns one with the most user-marked hits, among these the most
 * hits, then the greatest weight, then tempi nearest to `target`; exact, by dynamic programming over pairs. Undefined
 * when a fixed end cannot be reached by any set, not even the empty one.
 */
export function thinHits(
  requests: readonly HitRequest[],
  range: TempoRange,
  span: HitSpan,
  target: (time: number) => number,
): HitSelection | undefined {
  const sorted = [...requests].sort((a, b) => a.time - b.time)
  const isInside = (hit: HitRequest): boolean =>
    hit.time >= span.start - (span.startTolerance ?? startTolerance) && hit.time <= span.end - endTolerance
  const inside = sorted.filter(isInside)
  const kept = selectBest(inside, range, span, target)
  if (!kept) return undefined
  const keptSet = new Set(kept)
  const neighbours = [span.hitBefore ?? -Infinity, ...kept.map((hit) => hit.time), span.hitAfter ?? Infinity]
  const thinned = sorted.flatMap((hit): ThinnedHit[] => {
    if (keptSet.has(hit)) return []
    return [{ hit, reason: isInside(hit) ? reasonFor(hit, neighbours) : 'outside' }]
  })
  return { kept, thinned }
}

/** Compared term by term: user-marked hits, hits, weight, then (smaller) distance from the wanted tempo. */
type Merit = readonly [marked: number, count: number, weight: number, fit: number]

const noMerit: Merit = [0, 0, 0, 0]

function selectBest(
  hits: readonly HitRequest[],
  range: TempoRange,
  span: HitSpan,
  target: (time: number) => number,
): HitRequest[] | undefined {
  const times = hits.map((hit) => (isAtStart(span, hit.time) ? 0 : hit.time - span.start))
  const best: (Merit | undefined)[] = []
  /** The greatest merit up to each hit: when even that is certainly worse, no earlier hit needs a look. */
  const greatest: Merit[] = []
  const previous: number[] = []
  hits.forEach((hit, index) => {
    const time = times[index]!
    const wanted = target(hit.time)
    const gain = (base: Merit, from: number): Merit => [
      base[0] + (hit.markedByUser ? 1 : 0),
      base[1] + 1,
      base[2] + hit.weight,
      base[3] + tempoMisfit(time - from, wanted),
    ]
    const isClear = hit.time - (span.hitBefore ?? -Infinity) >= minimumHitGap
    let chosen = isClear && canFollow(range, undefined, time) ? gain(noMerit, 0) : undefined
    let from = -1
    for (let candidate = index - 1; candidate >= 0; candidate--) {
      if (chosen && isCertainlyWorse(greatest[candidate]!, chosen, hit.markedByUser)) break
      const base = best[candidate]
      if (!base || (chosen && isCertainlyWorse(base, chosen, hit.markedByUser))) continue
      if (!canFollow(range, times[candidate], time)) continue
      const merit = gain(base, times[candidate]!)
      if (chosen && !isBetter(merit, chosen)) continue
      chosen = merit
      from = candidate
    }
    best.push(chosen)
    previous.push(from)
    const before = greatest[index - 1] ?? noMerit
    greatest.push(chosen && isBetter(chosen, before) ? chosen : before)
  })
  let last = canReachEnd(range, span, undefined) ? -1 : undefined
  best.forEach((merit, index) => {
    if (!merit || !canReachEnd(range, span, hits[index]!.time)) return
    if (last === undefined || isBetter(merit, best[last] ?? noMerit)) last = index
  })
  if (last === undefined) return undefined
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

/** `neighbours`: times of all kept hits in ascending order, with sentinels at both ends. */
function reasonFor(hit: HitRequest, neighbours: readonly number[]): ThinReason {
  let low = 0
  let high = neighbours.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (neighbours[middle]! < hit.time) low = middle + 1
    else high = middle
  }
  const isNear = [neighbours[low - 1], neighbours[low]].some(
    (time) => time !== undefined && Math.abs(time - hit.time) < minimumHitGap,
  )
  return isNear ? 'too-close' : 'tempo-range'
}
