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
  else
    for (const line of [...cutLines(result), ...midiLines(result), ...backupLines(result)])
      terminal.result(line)
}

const fateKinds = ['stayed', 'moved', 'trimmed', 'vanished', 'new'] as const

const fateCounts = ({ cuts }: ImportResult): [string, number][] =>
  fateKinds.map((kind) => [kind, (cuts?.fates ?? []).filter((fate) => fate.kind === kind).length])

function importOutput(result: ImportResult): object {
  const { project, backup, cuts, midi } = result
  return {
    project,
    ...(backup !== undefined && { backup }),
    ...(midi && { midi }),
    ...(cuts && {
      cuts: {
        ...cuts,
        shots: Object.fromEntries(fateCounts(result)),
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

function* backupLines({ backup }: ImportResult): Generator<string> {
  if (backup !== undefined) yield `The project as it was before is ${backup}`
}

function* cutLines(result: ImportResult): Generator<string> {
  const { cuts, project } = result
  if (!cuts) return
  const shots = fateCounts(result).map(([kind, count]) => `${count} ${kind}`)
  yield `Shots, told by ${cuts.toldBy}: ${shots.join(', ')} (${(cuts.keptShare * 100).toFixed(1)} % of the picture is still there)`
  const { kept, added, dropped } = cuts.transitions
  yield `Transitions: ${kept} kept, ${added} added, ${dropped} dropped`
  for (const name of cuts.lostCues) yield `Cue ${name} is gone with its picture`
  if (cuts.lostLocks > 0.05)
    yield `${cuts.lostLocks.toFixed(1)} s of locked music is on picture that moved or is gone`
  yield `Wrote ${project}`
  if (cuts.hadScore && !cuts.composed)
    yield 'Its score was taken out, because the time of the film is another; write one with hitpoint score, or import with --compose to keep what is locked'
}

function* midiLines({ midi, project }: ImportResult): Generator<string> {
  if (!midi) return
  const list = (label: string, names: readonly string[]): string[] =>
    names.length > 0 ? [`${label}: ${names.join(', ')}`] : []
  yield* list('Changed and locked', midi.changed)
  yield* list('Added and locked', midi.added)
  yield* list('As they were', midi.unchanged)
  yield* list('Not in the file, left as they were', midi.absent)
  if (midi.leftOut > 0) yield `${midi.leftOut} notes outside of the film were left out`
  yield `Wrote ${project}`
}
