import type { ReportOptions } from './options'
import type { Workshop } from './workshop'

export interface GroupContext {
  readonly options: ReportOptions
  readonly workshop: Workshop
  /** Says on the terminal how far the group is. */
  readonly tell: (message: string) => void
}

/** One chapter of the report: `run` measures (its result is kept as JSON), `write` tells it and draws its plots. */
export interface Group<Result> {
  /** True when it cannot run without training data and Python. */
  readonly needsData: boolean
  run(context: GroupContext): Promise<Result>
  write(result: Result, page: Page): string[]
}

/** Where a chapter puts its pictures. */
export interface Page {
  readonly options: ReportOptions
  /** Saves an SVG under docs/images/composer and answers the line that shows it. */
  readonly picture: (name: string, description: string, svg: string) => string
}

/** `| a | b |` lines with a rule under the first. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)]
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`
export const signed = (value: number): string => value.toFixed(2).replace('-', '−')

/** Seeds 1..n. */
export const seedsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
