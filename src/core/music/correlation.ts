export const mean = (values: readonly number[]): number =>
  values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0

/** Standard deviation of the values themselves (not of a larger population). */
export function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

/** Pearson's correlation, -1..1; 0 when either side does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a), mean(b)]
  const product = mean(a.map((value, index) => (value - centreA) * (b[index]! - centreB)))
  const scale = deviation(a) * deviation(b)
  return scale > 0 ? Math.max(-1, Math.min(1, product / scale)) : 0
}

/** Ranks from 0; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const result = new Array<number>(values.length).fill(0)
  for (let first = 0; first < order.length;) {
    let last = first
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++
    for (let index = first; index <= last; index++) result[order[index]!] = (first + last) / 2
    first = last + 1
  }
  return result
}

/** Spearman's rank correlation, -1..1 (Spearman 1904; ties share their mean rank). */
export const rankCorrelation = (a: readonly number[], b: readonly number[]): number =>
  correlation(ranks(a), ranks(b))

/** Mean absolute difference. */
export const meanAbsoluteDifference = (a: readonly number[], b: readonly number[]): number =>
  mean(a.map((value, index) => Math.abs(value - b[index]!)))
