import type { Prefix } from './decodeFrame'
import type { Section } from './plan'

/** E22: bars of a theme at most. */
const themeBars = 8

/** E22: bars after a gap that its music is told. */
const futureBars = 2

/**
 * A theme for every section that brings back an earlier one: that one's first bars.
 *
 * @param sections the sections of a piece, and for each bar the one in force
 */
export function themePrefixes(
  sections: readonly Section[],
  inBar: readonly (Section | undefined)[],
): Prefix[] {
  return sections.flatMap((section): Prefix[] => {
    const source = section.returnsTo === undefined ? undefined : sections[section.returnsTo]
    const [at, firstBar] = [inBar.indexOf(section), source ? inBar.indexOf(source) : -1]
    if (firstBar < 0 || at <= firstBar) return []
    const endBar = Math.min(inBar.lastIndexOf(source) + 1, firstBar + themeBars, at)
    return [{ kind: 'theme', at, until: inBar.lastIndexOf(section) + 1, firstBar, endBar }]
  })
}

/** A stretch of free music between two steps, and the bar from which on the network reads what leads up to it. */
interface Gap {
  readonly end: number
  readonly at: number
}

/** The future of a gap: the first whole bars after it. Null when the piece has none. */
export function futurePrefix(gap: Gap, bars: readonly number[]): Prefix | null {
  const firstBar = bars.findIndex((start) => start >= gap.end)
  if (firstBar < 0) return null
  const passed = bars.findIndex((start) => start > gap.end)
  return {
    kind: 'future',
    at: gap.at,
    until: passed < 0 ? bars.length : passed,
    firstBar,
    endBar: Math.min(bars.length, firstBar + futureBars),
  }
}

const overlap = (a: Prefix, b: Prefix): boolean => a.at < b.until && b.at < a.until

/** Futures, and the themes of sections in which something is free and that no future is told of. */
export const joinPrefixes = (
  themes: readonly Prefix[],
  futures: readonly Prefix[],
  hasFreeBar: (theme: Prefix) => boolean,
): Prefix[] =>
  [
    ...themes.filter((theme) => hasFreeBar(theme) && !futures.some((future) => overlap(theme, future))),
    ...futures,
  ].sort((a, b) => a.at - b.at)
