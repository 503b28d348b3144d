import { Failure } from '../../base/failure'
import type { CueRequest, HitRequest } from '../plan'
import { hitIdentity, lockedHits, type LockedPart } from './locks'
import type { TimeSpan } from './sections'
import { endTolerance, startTolerance } from './thinHits'

/** No music. */
export interface SilentStretch extends TimeSpan {
  readonly kind: 'silent'
}

/** Music that is to be planned; it starts on a bar line. */
export interface FreeStretch extends TimeSpan {
  readonly kind: 'free'
  /** Index of its cue. */
  readonly cue: number
  /** `bar-line` before a locked part, `open` at the end of a cue. */
  readonly endKind: 'open' | 'bar-line'
  /** Hits so near to the start are at its first tick (seconds). */
  readonly startTolerance: number
}

/** Music that is planned already. */
export interface LockedStretch extends TimeSpan {
  readonly kind: 'locked'
  readonly cue: number
  readonly part: LockedPart
}

export type Stretch = SilentStretch | FreeStretch | LockedStretch

/**
 * Locked music is as far off its hits as its tempo map was: a part that starts so near to its cue (seconds) needs no
 * music before it, and a hit so near to its end starts what follows.
 */
const joinTolerance = 2e-4

/** Silence up to so many seconds is none: half a beat at MIDI's fastest tempo, a microsecond to the quarter (P14). */
const shortestSilence = 5e-7

/**
 * Divides the film into silence, music that is locked and music that is free, in ascending time and without gaps.
 * Throws Failure `wrong-use` when a locked part does not lie inside a cue.
 */
export function divideFilm(
  duration: number,
  cues: readonly CueRequest[],
  locked: readonly LockedPart[],
): Stretch[] {
  const stretches: Stretch[] = []
  let at = 0
  const silenceUntil = (end: number): void => {
    if (end - at > shortestSilence) stretches.push({ kind: 'silent', start: at, end })
    at = end
  }
  let placed = 0
  cues.forEach((cue, index) => {
    silenceUntil(cue.start)
    const inside = locked.filter(
      (part) => part.startTime >= cue.start - joinTolerance && part.endTime <= cue.end + endTolerance,
    )
    placed += inside.length
    let tolerance = startTolerance
    const freeUntil = (end: number, endKind: FreeStretch['endKind']): void => {
      stretches.push({ kind: 'free', start: at, end, cue: index, endKind, startTolerance: tolerance })
    }
    for (const part of inside) {
      if (part.startTime - at > joinTolerance) freeUntil(part.startTime, 'bar-line')
      stretches.push({ kind: 'locked', start: part.startTime, end: part.endTime, cue: index, part })
      at = part.endTime
      tolerance = joinTolerance
    }
    if (cue.end - at > (inside.length > 0 ? endTolerance : 0)) freeUntil(cue.end, 'open')
    at = cue.end
  })
  silenceUntil(duration)
  if (placed < locked.length)
    throw new Failure('wrong-use', {
      reason: 'a locked range does not lie inside a cue; unlock it or move the cue',
    })
  return stretches
}

/**
 * The requests that fall into each stretch, in ascending time; what is before or after the film joins an end. A request
 * that locked music was planned with belongs to it.
 */
export function assignHits(stretches: readonly Stretch[], hits: readonly HitRequest[]): HitRequest[][] {
  const assigned: HitRequest[][] = stretches.map(() => [])
  const planned = new Map<string, number>()
  stretches.forEach((stretch, index) => {
    if (stretch.kind === 'locked')
      for (const hit of lockedHits(stretch.part)) planned.set(hitIdentity(hit), index)
  })
  let index = 0
  const startsBy = (stretch: Stretch | undefined, time: number): boolean =>
    stretch !== undefined &&
    stretch.start <= time + (stretch.kind === 'free' ? stretch.startTolerance : startTolerance)
  for (const hit of [...hits].sort((a, b) => a.time - b.time)) {
    while (startsBy(stretches[index + 1], hit.time)) index++
    assigned[planned.get(hitIdentity(hit)) ?? index]!.push(hit)
  }
  return assigned
}
