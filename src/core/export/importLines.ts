import type { ReconformReport } from '../document/reconformDocument'
import type { MidiImportReport } from './midiImport/importMidi'

const fateKinds = ['stayed', 'moved', 'trimmed', 'vanished', 'new'] as const

/** How many shots had each fate, in the order in which it is told. */
export const fateCounts = ({
  fates,
}: Pick<ReconformReport, 'fates'>): [(typeof fateKinds)[number], number][] =>
  fateKinds.map((kind) => [kind, fates.filter((fate) => fate.kind === kind).length])

/** What a new cut list did to a project, in sentences; the same at the command line and in the page. */
export function* cutLines(report: ReconformReport): Generator<string> {
  const shots = fateCounts(report).map(([kind, count]) => `${count} ${kind}`)
  yield `Shots, told by ${report.toldBy}: ${shots.join(', ')} (${(report.keptShare * 100).toFixed(1)} % of the picture is still there)`
  const { kept, added, dropped } = report.transitions
  yield `Transitions: ${kept} kept, ${added} added, ${dropped} dropped`
  for (const name of report.lostCues) yield `Cue ${name} is gone with its picture`
  if (report.lostLocks > 0.05)
    yield `${report.lostLocks.toFixed(1)} s of locked music is on picture that moved or is gone`
}

/** What an edited MIDI file did to a score, in sentences. */
export function* midiLines(report: MidiImportReport): Generator<string> {
  const list = (label: string, names: readonly string[]): string[] =>
    names.length > 0 ? [`${label}: ${names.join(', ')}`] : []
  yield* list('Changed and locked', report.changed)
  yield* list('Added and locked', report.added)
  yield* list('As they were', report.unchanged)
  yield* list('Not in the file, left as they were', report.absent)
  if (report.leftOut > 0) yield `${report.leftOut} notes outside of the film were left out`
}
