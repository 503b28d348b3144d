import { availableParallelism, cpus, loadavg } from 'node:os'
import { watchMemory } from '../processMemory'
import { percent, table, type Group, type GroupContext } from './group'
import { heldOutMeasures } from './heldOut'
import { halfPrecisionComposer } from './models'
import { gridNotes } from '../../src/core/music/scoreNotes'
import { curveOf, planFilm, type Film } from './plans'
import { openWorkshop, type Order, type Workshop } from './workshop'

/** Drums, bass, piano, organ and guitar: five families. */
const presetName = 'band'
const takesSideBySide = 4

interface Timing {
  readonly label: string
  readonly minutes: number
  readonly timesRealTime: number
  /** From the call to the events of the first bar, in milliseconds. */
  readonly firstEvents: number
  readonly perEvent: number
  readonly networkPerEvent: number
  /** Peak memory of the inference process in MiB. */
  readonly inferenceMemory: number
  readonly notesPerSecond: number
  readonly families: number
}

export interface SpeedResult {
  readonly machine: string
  readonly loadBefore: number
  readonly wantedNotesPerSecond: number
  readonly coldStart: number
  readonly timings: readonly Timing[]
}

/** Calm, tense, fast and warm in equal parts, a cut every five seconds and a bit. */
function filmOf(minutes: number): Film {
  const duration = 60 * minutes
  const corners = [
    [0.4, -0.2],
    [-0.5, 0.1],
    [-0.3, 0.4],
    [0.6, 0],
  ] as const
  return {
    name: `${minutes} min`,
    duration,
    cuts: Array.from({ length: Math.floor((duration - 4) / 5.13) }, (_, index) => 4.37 + 5.13 * index),
    moods: corners.map(([valence, arousal], index) => ({
      time: (index * duration) / 4,
      valence,
      arousal,
      step: index > 0,
    })),
  }
}

/** The film's plan with all five families everywhere and the density of held-out music. */
function orderOf(minutes: number, wantedNotesPerSecond: number): Order {
  const film = filmOf(minutes)
  const plan = planFilm(film, presetName, 1)
  const families = plan.sections.reduce(
    (most, section) => (section.families.length > most.length ? section.families : most),
    plan.sections[0]!.families,
  )
  const quarters = plan.endTick / 960
  const density = (wantedNotesPerSecond * plan.duration) / quarters
  const sections = plan.sections.map((section) => ({ ...section, density, families }))
  return { plan: { ...plan, sections }, curve: curveOf(film), presetName, seed: 1 }
}

async function time(
  workshop: Workshop,
  label: string,
  minutes: number,
  order: Order,
  takes = 1,
): Promise<Timing> {
  const memory = watchMemory(process.pid)
  const start = performance.now()
  let firstEvents = 0
  const [first] = await workshop.composeTakes(
    {
      ...order,
      onBar: () => (firstEvents ||= performance.now() - start),
    },
    takes,
  )
  const { score, report } = first!
  const wall = performance.now() - start
  const { byProgram } = memory.stop()
  const notes = gridNotes(score)
  return {
    label,
    minutes,
    timesRealTime: (takes * 60_000 * minutes) / wall,
    firstEvents,
    perEvent: wall / report.steps,
    networkPerEvent: report.networkMilliseconds / report.steps,
    inferenceMemory: (byProgram['inference'] ?? 0) / 2 ** 20,
    notesPerSecond: notes.length / (60 * minutes),
    families: new Set(notes.map(({ family }) => family)).size,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** A fresh process and a model that was never read: what the first composition after a start waits for. */
async function coldStart({ options }: GroupContext, order: Order): Promise<number> {
  const start = performance.now()
  const workshop = await openWorkshop(options.root, options.models)
  let first = 0
  await workshop.compose({ ...order, onBar: () => (first ||= performance.now() - start) })
  await workshop.close()
  return first
}

async function run(context: GroupContext): Promise<SpeedResult> {
  const { options, tell } = context
  const loadBefore = loadavg()[0] ?? 0
  const held = await heldOutMeasures({ ...options, shared: null })
  const wanted = median((held.band ?? []).map(({ notesPerSecond }) => notesPerSecond))
  const minute = orderOf(1, wanted)
  tell('cold start')
  const cold = await coldStart(context, minute)
  const timings: Timing[] = []
  const half = halfPrecisionComposer(options.models)
  for (const [label, change] of [
    ['int8, guidance', {}],
    ['int8, no guidance', { character: { guidance: 1 } }],
    ['fp16, guidance', { models: half }],
    ['fp16, no guidance', { models: half, character: { guidance: 1 } }],
  ] as const) {
    tell(label)
    // A process of its own each, so that one's memory is not another's.
    const workshop = await openWorkshop(options.root, options.models)
    timings.push(await time(workshop, label, 1, { ...minute, ...change }))
    await workshop.close()
  }
  tell(`${takesSideBySide} takes`)
  const together = await openWorkshop(options.root, options.models)
  const label = `int8, guidance, ${takesSideBySide} takes side by side`
  timings.push(await time(together, label, 1, minute, takesSideBySide))
  await together.close()
  for (const minutes of options.quick ? [3] : [10, 60]) {
    tell(`${minutes} minutes`)
    const workshop = await openWorkshop(options.root, options.models)
    timings.push(await time(workshop, 'int8, guidance', minutes, orderOf(minutes, wanted)))
    await workshop.close()
  }
  return {
    machine: `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    loadBefore,
    wantedNotesPerSecond: wanted,
    coldStart: cold,
    timings,
  }
}

function write({
  machine,
  loadBefore,
  wantedNotesPerSecond,
  coldStart: cold,
  timings,
}: SpeedResult): string[] {
  const long = timings.at(-1)!
  const short = timings[0]!
  return [
    `On ${machine}; the load average was ${loadBefore.toFixed(1)} before the first run (above 0.5 the machine was shared and ` +
      `these numbers are floors). Band preset, all five families everywhere; planned density ${wantedNotesPerSecond.toFixed(1)} ` +
      'notes per second, the median of held-out band music; hits forced. Times count all of composing; takes count together. ' +
      '“At the median density”: reckoned down where fewer notes sounded than that.',
    '',
    ...table(
      [
        'plan',
        'network',
        '× real time',
        '× at the median density',
        'first bar after',
        'ms per event',
        'of it network',
        'inference memory',
        'notes per second',
        'families',
      ],
      timings.map((row) => [
        `${row.minutes} min`,
        row.label,
        `**${row.timesRealTime.toFixed(1)}**`,
        (row.timesRealTime * Math.min(1, row.notesPerSecond / wantedNotesPerSecond)).toFixed(1),
        `${(row.firstEvents / 1000).toFixed(2)} s`,
        row.perEvent.toFixed(2),
        row.networkPerEvent.toFixed(2),
        `${row.inferenceMemory.toFixed(0)} MiB`,
        row.notesPerSecond.toFixed(1),
        String(row.families),
      ]),
    ),
    '',
    `Started cold (process, model check, first bar): ${(cold / 1000).toFixed(2)} s. From ${short.minutes} to ${long.minutes} minutes the ` +
      `time of an event changes by ${percent(long.perEvent / short.perEvent - 1, 0)} and the inference process's memory by ` +
      `${(long.inferenceMemory - short.inferenceMemory).toFixed(0)} MiB (finished events of the whole piece included).`,
  ]
}

export const speedGroup: Group<SpeedResult> = { needsData: false, run, write }
