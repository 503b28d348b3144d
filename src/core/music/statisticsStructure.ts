import { barStarts, type GridNote } from './events'
import { drumsFamily } from './vocabulary'

/** How a piece repeats itself and how its onsets follow each other. Bars are compared by onset in the bar and pitch. */
export interface StructureStatistics {
  /** Share of bars with notes that equal an earlier bar exactly. */
  readonly repeatedBars: number
  /** Mean over bars of the likeness (Jaccard index) with the most alike of the sixteen bars before; drums left out. */
  readonly barLikeness: number
  /** Most bars in a row that repeat exactly what stood the same number of bars before them. */
  readonly longestRepetition: number
  /** Most bars in a row that equal the bar before them exactly. */
  readonly longestStandstill: number
  /** Share of bars in which nothing sounds. */
  readonly emptyBars: number
  /** Share of the distances between neighbouring onsets in each class of {@link interOnsetEdges}, the rest last. */
  readonly interOnsets: readonly number[]
}

/** Upper ends in grid steps: up to a 32nd, 16th, triplet eighth, eighth, dotted eighth, quarter, half; the rest is longer. */
export const interOnsetEdges: readonly number[] = [3, 6, 8, 12, 18, 24, 48]

/** Bars looked back for a likeness: two eight-bar phrases. */
const lookBack = 16

/** The bar of every note, by ascending bar starts. */
function barIndex(starts: readonly number[], onset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= onset) low = middle
    else high = middle - 1
  }
  return low
}

function barContents(notes: readonly GridNote[], starts: readonly number[]): Set<string>[] {
  const bars = starts.map(() => new Set<string>())
  for (const note of notes) {
    const bar = barIndex(starts, note.onset)
    bars[bar]?.add(`${note.onset - starts[bar]!}:${note.pitch}`)
  }
  return bars
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0
  for (const entry of a) if (b.has(entry)) common++
  const union = a.size + b.size - common
  return union ? common / union : 0
}

function barLikeness(bars: readonly ReadonlySet<string>[]): number {
  let sum = 0
  let count = 0
  for (let bar = 1; bar < bars.length; bar++) {
    if (bars[bar]!.size === 0) continue
    const before = bars.slice(Math.max(0, bar - lookBack), bar)
    sum += Math.max(...before.map((other) => likeness(bars[bar]!, other)))
    count++
  }
  return count ? sum / count : 0
}

/** For a distance in bars: the longest row of bars that equal the bar at that distance before them. */
function longestAtDistance(keys: readonly string[], distance: number): number {
  let run = 0
  let longest = 0
  for (let bar = distance; bar < keys.length; bar++) {
    run = keys[bar] !== '' && keys[bar] === keys[bar - distance] ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

function repeatedBars(keys: readonly string[]): number {
  const seen = new Set<string>()
  let repeated = 0
  let filled = 0
  for (const key of keys) {
    if (key === '') continue
    filled++
    if (seen.has(key)) repeated++
    seen.add(key)
  }
  return filled ? repeated / filled : 0
}

function emptyBars(
  notes: readonly GridNote[],
  starts: readonly number[],
  barLengths: readonly number[],
): number {
  if (barLengths.length === 0) return 0
  const sounds = barLengths.map(() => false)
  for (const { onset, duration } of notes)
    for (let bar = barIndex(starts, onset); bar < starts.length && starts[bar]! < onset + duration; bar++)
      sounds[bar] = true
  return sounds.filter((sounding) => !sounding).length / barLengths.length
}

function interOnsets(notes: readonly GridNote[]): number[] {
  const onsets = [...new Set(notes.map((note) => note.onset))].sort((a, b) => a - b)
  const counts = new Array<number>(interOnsetEdges.length + 1).fill(0)
  for (let index = 1; index < onsets.length; index++) {
    const gap = onsets[index]! - onsets[index - 1]!
    const found = interOnsetEdges.findIndex((edge) => gap <= edge)
    counts[found < 0 ? interOnsetEdges.length : found]!++
  }
  return counts.map((count) => count / Math.max(1, onsets.length - 1))
}

/** Measures notes on the grid; onsets and bar lengths in grid steps, the first bar begins at step 0. */
export function measureStructure(
  notes: readonly GridNote[],
  barLengths: readonly number[],
): StructureStatistics {
  const starts = barStarts(barLengths)
  const contents = barContents(notes, starts)
  const keys = contents.map((content) => [...content].sort().join(' '))
  const distances = Array.from({ length: Math.max(0, keys.length - 1) }, (_, index) => index + 1)
  const pitched = notes.filter((note) => note.family !== drumsFamily)
  return {
    repeatedBars: repeatedBars(keys),
    barLikeness: barLikeness(barContents(pitched, starts)),
    longestRepetition: Math.max(
      0,
      ...distances.map((distance) => Math.min(distance, longestAtDistance(keys, distance))),
    ),
    longestStandstill: longestAtDistance(keys, 1),
    emptyBars: emptyBars(notes, starts, barLengths),
    interOnsets: interOnsets(notes),
  }
}

/** Half the sum of absolute differences of two distributions: 0 = equal, 1 = nothing in common. */
export const totalVariation = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / 2
