/** A Markdown table; the first column is left-aligned, the others right-aligned. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = heads.map((_, column) => (column === 0 ? ':--' : '--:'))
  return [line(heads), line(rule), ...rows.map(line)].join('\n')
}

/** A share of 0..1 with three decimals, or a dash where there is none. */
export const share = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : '–')

/** A ratio of counts with the counts: `0.984 (63/64)`. */
export const ratio = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${share(part / whole)} (${part}/${whole})`

export const interval = ([low, high]: readonly [number, number]): string => `${share(low)}–${share(high)}`

/** A mean of a sum over a count, in `digits` decimals. */
export const mean = (sum: number, count: number, digits = 2): string =>
  count === 0 ? '–' : (sum / count).toFixed(digits)
