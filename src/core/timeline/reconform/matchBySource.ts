import type { EditorShot } from '../formats/editorTimeline'
import { hasPicture, shiftOf, type KeptPicture } from './keptPicture'

interface Interval {
  readonly start: number
  readonly end: number
}

/** Reels and files by name alone: programs change case, and leave out folders and extensions. */
const sourceName = ({ source }: EditorShot): string =>
  (source.split(/[/\\]/u).at(-1) ?? source).toLowerCase().replace(/\.[a-z0-9]{1,5}$/u, '')

const isKnown = (shot: EditorShot): boolean =>
  hasPicture(shot) && shot.sourceStart !== null && shot.retimed !== true && shot.source !== ''

function bySource(shots: readonly EditorShot[]): Map<string, EditorShot[]> {
  const groups = new Map<string, EditorShot[]>()
  for (const shot of shots.filter(isKnown)) {
    const name = sourceName(shot)
    const group = groups.get(name)
    if (group) group.push(shot)
    else groups.set(name, [shot])
  }
  return groups
}

/** Whether the cuts name a source that they have in common, so that pictures can be told by it. */
export function shareSources(before: readonly EditorShot[], after: readonly EditorShot[]): boolean {
  const names = bySource(before)
  return [...bySource(after).keys()].some((name) => names.has(name))
}

/** The pictures that two shots of one source have in common; null for none. */
function common(before: EditorShot, after: EditorShot): KeptPicture | null {
  const [first, second] = [before.sourceStart!, after.sourceStart!]
  const start = Math.max(first, second)
  const end = Math.min(first + before.end - before.start, second + after.end - after.start)
  if (end <= start) return null
  return { from: before.start + start - first, to: after.start + start - second, length: end - start }
}

/** What is left of an interval without those that are used. */
function unused({ start, end }: Interval, used: readonly Interval[]): Interval[] {
  let free: Interval[] = [{ start, end }]
  for (const one of used)
    free = free.flatMap((part) =>
      [
        { start: part.start, end: Math.min(part.end, one.start) },
        { start: Math.max(part.start, one.end), end: part.end },
      ].filter((rest) => rest.end > rest.start),
    )
  return free
}

/**
 * Pictures that both cuts have, told by source and source frame. A picture that is there more than once goes to the longest
 * stretch first, then to the one that moved least; every frame of either cut is used once.
 */
export function matchBySource(before: readonly EditorShot[], after: readonly EditorShot[]): KeptPicture[] {
  const groups = bySource(before)
  const candidates = after
    .filter(isKnown)
    .flatMap((shot) => (groups.get(sourceName(shot)) ?? []).flatMap((old) => common(old, shot) ?? []))
    .sort((a, b) => b.length - a.length || Math.abs(shiftOf(a)) - Math.abs(shiftOf(b)) || a.to - b.to)
  const kept: KeptPicture[] = []
  const usedBefore: Interval[] = []
  const usedAfter: Interval[] = []
  for (const candidate of candidates) {
    const shift = shiftOf(candidate)
    const free = unused(
      { start: candidate.from, end: candidate.from + candidate.length },
      usedBefore,
    ).flatMap(({ start, end }) => unused({ start: start + shift, end: end + shift }, usedAfter))
    for (const { start, end } of free) {
      kept.push({ from: start - shift, to: start, length: end - start })
      usedBefore.push({ start: start - shift, end: end - shift })
      usedAfter.push({ start, end })
    }
  }
  return kept
}
