import type { PairCounts } from './score'

/** matched / reported; NaN where nothing was reported. */
export const precisionOf = ({ matched, reported }: Pick<PairCounts, 'matched' | 'reported'>): number =>
  matched / reported

/** matched / truth; NaN where nothing is to be found. */
export const recallOf = ({ matched, truth }: Pick<PairCounts, 'matched' | 'truth'>): number => matched / truth

/** Harmonic mean of precision and recall; NaN where there is nothing to find and nothing was reported. */
export const f1Of = ({ matched, truth, reported }: PairCounts): number => (2 * matched) / (truth + reported)

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** Numbers in 0..1 from a seed: Mulberry32 (Tommy Ettinger, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const resamples = 1000

/** The 95 % interval of `statistic` under resampling of `items` with replacement (1,000 times, always the same). */
export function bootstrapInterval<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
): readonly [number, number] {
  const random = seededRandom(1)
  const values = Array.from({ length: resamples }, () =>
    statistic(items.map(() => items[Math.floor(random() * items.length)]!)),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? NaN
  return [at(0.025), at(0.975)]
}
