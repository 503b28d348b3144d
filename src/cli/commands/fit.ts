import { warningText } from '../../core/media/mediaWarning'
import type { Plan } from '../../core/music/plan'
import { fitReport, type FitReport } from '../../core/music/planner/fitReport'
import type { FitResult } from '../../main/engine/workflow/fit'
import { filmRequest, type FilmOptions } from '../filmOptions'
import type { CommandContext } from '../run'
import { fixed, hitLine, hitOutput, markedWarnings } from './hitLines'

export interface FitOptions extends FilmOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `hitpoint fit VIDEO|PROJECT`: the ranked tempo solutions, without composing. */
export async function fitCommand(
  { engine, terminal, signal }: CommandContext,
  input: string,
  options: FitOptions,
): Promise<void> {
  const result = await engine.fit(filmRequest(input, options), {
    signal,
    onProgress: (progress) => terminal.progress(progress),
  })
  terminal.endProgress()
  for (const warning of result.warnings) terminal.problem(`Warning: ${warningText(warning)}`)
  // All solutions keep the same hits.
  for (const warning of markedWarnings(result.plans[0]!)) terminal.problem(warning)
  if (options.json) terminal.result(JSON.stringify(fitOutput(result), null, 2))
  else for (const line of fitLines(result)) terminal.result(line)
}

function reportOf(plan: Plan, { document }: FitResult): FitReport {
  return fitReport(plan, document.media.info.frameRate, document.settings.metre)
}

function fitOutput(result: FitResult): object {
  const { frameRate } = result.document.media.info
  return {
    solutions: result.plans.map((plan, index) => {
      const { slowest, fastest, oddBars, downbeats, fits } = reportOf(plan, result)
      return {
        solution: index + 1,
        cost: plan.cost,
        tempo: { slowest, fastest },
        bars: plan.bars.length,
        oddBars,
        downbeats,
        cues: plan.cues.map(({ name, startTime, endTime }) => ({ name, start: startTime, end: endTime })),
        hits: fits.map(({ hit, grade }) => ({ ...hitOutput(hit, frameRate), grade })),
      }
    }),
  }
}

/** Names of the cost terms as people read them. */
const termNames: Readonly<Record<string, string>> = {
  tempoDistance: 'tempo distance',
  tempoChange: 'tempo change',
  offDownbeat: 'hits off the downbeat',
  oddBars: 'odd bars',
  ending: 'ending',
}

function* fitLines(result: FitResult): Generator<string> {
  const { frameRate } = result.document.media.info
  for (const [index, plan] of result.plans.entries()) {
    const { slowest, fastest, oddBars, downbeats, fits } = reportOf(plan, result)
    const hits = fits.filter(({ grade }) => grade === 'hit').length
    const near = fits.filter(({ grade }) => grade === 'near-miss').length
    yield (
      `${index + 1}. ${slowest.toFixed(1)} to ${fastest.toFixed(1)} beats per minute, ${hits} of ${fits.length} hits, ` +
      `${near} near misses, ${downbeats} on a downbeat, ${oddBars} odd bars`
    )
    const terms = Object.entries(termNames).map(([term, name]) => `${name} ${fixed(plan.cost[term] ?? 0, 2)}`)
    yield `   cost ${fixed(plan.cost.total ?? 0, 2)}: ${terms.join(', ')}`
    for (const { hit, grade } of fits) yield hitLine(hit, frameRate, grade === 'near-miss')
  }
}
