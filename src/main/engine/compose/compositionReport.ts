import type { ComposeRequest, ComposeResult, ForcingReport } from '../../../core/music/decode'
import type { Plan, PlannedCue } from '../../../core/music/plan'
import type { Score } from '../../../core/music/score'
import { gridNotes } from '../../../core/music/scoreNotes'
import { measureMusic, type MusicStatistics } from '../../../core/music/statistics'
import { ticksPerStep } from '../../../core/music/vocabulary'
import type { ComposerOutput } from '../inference/tasks/composer'

export interface CompositionReport {
  readonly statistics: MusicStatistics
  readonly forcing: ForcingReport
  /** Where the network ran; empty when nothing had to be composed. */
  readonly provider: string
  readonly steps: number
  readonly networkMilliseconds: number
  readonly totalMilliseconds: number
}

/** What composing a cue gave: nothing when all of it was kept. */
export interface CueRun {
  readonly cue: PlannedCue
  readonly requests: readonly ComposeRequest[]
  readonly takes: readonly ComposeResult[]
  readonly cost?: Omit<ComposerOutput, 'takes'> | undefined
}

function joinForcing(reports: readonly ForcingReport[]): ForcingReport {
  const decisions = reports.reduce((sum, report) => sum + report.decisions, 0)
  const mean = (value: (report: ForcingReport) => number): number =>
    decisions ? reports.reduce((sum, report) => sum + report.decisions * value(report), 0) / decisions : 0
  const names = Object.keys(reports[0]?.byAttribute ?? {})
  return {
    decisions,
    meanForbiddenMass: mean((report) => report.meanForbiddenMass),
    forcedShare: mean((report) => report.forcedShare),
    byAttribute: Object.fromEntries(
      names.map((name) => [name, mean((report) => report.byAttribute[name] ?? 0)]),
    ),
  }
}

/** How composing a take went: costs are those of all takes that ran side by side. */
export function compositionReport(
  score: Score,
  plan: Plan,
  runs: readonly CueRun[],
  take: number,
): CompositionReport {
  const barLengths = plan.bars.map((bar) => Math.max(1, Math.round(bar.length / ticksPerStep)))
  const costs = runs.flatMap(({ cost }) => cost ?? [])
  const sum = (member: 'steps' | 'networkMilliseconds' | 'totalMilliseconds'): number =>
    costs.reduce((total, cost) => total + cost[member], 0)
  return {
    statistics: measureMusic(
      gridNotes(score),
      barLengths,
      Math.floor(plan.endTick / ticksPerStep),
      plan.duration,
    ),
    forcing: joinForcing(runs.flatMap(({ takes }) => takes[take]?.forcing ?? [])),
    provider: costs.at(-1)?.provider ?? '',
    steps: sum('steps'),
    networkMilliseconds: sum('networkMilliseconds'),
    totalMilliseconds: sum('totalMilliseconds'),
  }
}
