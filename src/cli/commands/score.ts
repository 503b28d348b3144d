import { warningText } from '../../core/media/mediaWarning'
import { mustHitsOf } from '../../core/music/plan'
import { tempoSpan } from '../../core/music/planner/fitReport'
import { takeFiles, type ScoreResult } from '../../main/engine/workflow/score'
import { filmRequest, type FilmOptions } from '../filmOptions'
import { compositionWishes, type CompositionOptions } from '../compositionOptions'
import type { CommandContext } from '../run'
import { hitLine, hitOutput, markedWarnings } from './hitLines'

export interface ScoreOptions extends FilmOptions, CompositionOptions {
  readonly out: string
  readonly wav?: boolean
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `hitpoint score VIDEO|PROJECT --out FOLDER`: MIDI, project and, on wish, sound. */
export async function scoreCommand(
  { engine, terminal, signal }: CommandContext,
  input: string,
  options: ScoreOptions,
): Promise<void> {
  const result = await engine.score(
    {
      ...filmRequest(input, options),
      composition: compositionWishes(options),
      outputFolder: options.out,
      wav: options.wav ?? false,
      force: options.force ?? false,
    },
    { signal, onProgress: (progress) => terminal.progress(progress) },
  )
  terminal.endProgress()
  for (const warning of result.warnings) terminal.problem(`Warning: ${warningText(warning)}`)
  for (const warning of markedWarnings(result.composition.plan)) terminal.problem(warning)
  if (options.json) terminal.result(JSON.stringify(scoreOutput(result), null, 2))
  else for (const line of scoreLines(result)) terminal.result(line)
}

function scoreOutput(result: ScoreResult): object {
  const { plan } = result.composition
  return {
    files: { ...result.files, takes: takeFiles(result.files, result.composition) },
    locks: result.composition.locks ?? [],
    seed: result.document.settings.seed,
    preset: result.document.settings.preset,
    durationSeconds: plan.duration,
    model: result.composition.model,
    reused: result.reused,
    solution: result.document.settings.solution,
    cost: plan.cost,
    cues: plan.cues.map(({ name, startTime, endTime }) => ({ name, start: startTime, end: endTime })),
    hits: plan.hits.map((hit) => hitOutput(hit, result.document.media.info.frameRate)),
    tracks: result.composition.score.tracks.map((track) => ({
      name: track.name,
      program: track.program,
      notes: track.notes.length,
    })),
    composing: result.composing,
  }
}

function* scoreLines(result: ScoreResult): Generator<string> {
  const { plan, score } = result.composition
  const must = mustHitsOf(plan)
  const kept = must.filter((hit) => hit.kept)
  const soft = plan.hits.filter(({ mode }) => mode === 'soft').length
  const silent = plan.hits.length - must.length - soft
  const { slowest, fastest } = tempoSpan(plan)
  yield (
    `${plan.bars.length} bars, ${slowest.toFixed(1)} to ${fastest.toFixed(1)} beats per minute, ` +
    `${kept.length} of ${must.length} hits kept, ${soft} soft${silent > 0 ? `, ${silent} in silence` : ''}`
  )
  if (plan.cues.length > 1)
    for (const { name, startTime, endTime } of plan.cues)
      yield `  cue ${name}: ${startTime.toFixed(3)} to ${endTime.toFixed(3)} s`
  const { frameRate } = result.document.media.info
  for (const hit of plan.hits) yield hitLine(hit, frameRate)
  for (const track of score.tracks) yield `  ${track.name}: ${track.notes.length} notes`
  const { provider } = result.composing ?? { provider: '' }
  if (provider !== '') yield `Composed on ${provider}`
  const { midi, project, wav } = result.files
  for (const path of [midi, ...takeFiles(result.files, result.composition), project, wav])
    if (path !== undefined) yield `Wrote ${path}`
}
