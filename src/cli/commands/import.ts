import { cutLines, fateCounts, midiLines } from '../../core/export/importLines'
import type { ImportResult } from '../../main/engine/workflow/importFile'
import type { CommandContext } from '../run'

export interface ImportCommandOptions {
  readonly cuts?: string
  readonly oldCuts?: string
  readonly video?: string
  readonly compose?: boolean
  readonly midi?: string
  readonly preRoll?: number
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `hitpoint import PROJECT --cuts FILE | --midi FILE`: what came back from an editor or a DAW. */
export async function importCommand(
  { engine, terminal, signal }: CommandContext,
  project: string,
  options: ImportCommandOptions,
): Promise<void> {
  const { cuts, oldCuts, video, compose, midi, preRoll, out, force = false } = options
  const result = await engine.importFile(
    { project, outputFolder: out, force, cuts, oldCuts, video, compose, midi, preRollBars: preRoll },
    { signal, onProgress: (progress) => terminal.progress(progress) },
  )
  terminal.endProgress()
  if (options.json) terminal.result(JSON.stringify(importOutput(result), null, 2))
  else for (const line of resultLines(result)) terminal.result(line)
}

function importOutput(result: ImportResult): object {
  const { project, backup, cuts, midi } = result
  return {
    project,
    ...(backup !== undefined && { backup }),
    ...(midi && { midi }),
    ...(cuts && {
      cuts: {
        ...cuts,
        shots: Object.fromEntries(fateCounts(cuts)),
        fates: cuts.fates.map((fate) => ({
          kind: fate.kind,
          name: fate.shot.name,
          start: fate.shot.start,
          end: fate.shot.end,
          ...('to' in fate && { to: fate.to, length: fate.length }),
        })),
      },
    }),
  }
}

function* resultLines({ cuts, midi, project, backup }: ImportResult): Generator<string> {
  if (cuts) yield* cutLines(cuts)
  if (midi) yield* midiLines(midi)
  yield `Wrote ${project}`
  if (cuts?.lostScore)
    yield 'Its score was taken out, because the time of the film is another; write one with hitpoint score, or import with --compose to keep what is locked'
  if (backup !== undefined) yield `The project as it was before is ${backup}`
}
