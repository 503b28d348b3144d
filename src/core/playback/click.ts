import type { ScheduledMessage } from '../music/scheduledMessage'
import type { MetreChange, Score } from '../music/score'
import { createTempoMap } from '../time/tempoMap'
import { seconds, ticks, ticksPerQuarter } from '../time/units'
import { sameMoment } from './scheduler'

/** What a click needs of a score: the planned tempo map. */
export type ClickScore = Pick<Score, 'tempo' | 'metre' | 'endTick'>

/** How a beat is accented: the downbeat, the dotted beat of a compound metre, any other beat. */
type Accent = 'bar' | 'group' | 'beat'

/** General MIDI percussion: high wood block for the downbeat, low for the others. */
const percussion = 9
const sounds: Readonly<Record<Accent, { readonly pitch: number; readonly velocity: number }>> = {
  bar: { pitch: 76, velocity: 120 },
  group: { pitch: 77, velocity: 100 },
  beat: { pitch: 77, velocity: 72 },
}
/** Seconds between a click's note-on and its note-off. */
const clickLength = 0.04

const click = (time: number, accent: Accent): ScheduledMessage[] => [
  { time, message: { kind: 'noteOn', channel: percussion, ...sounds[accent] } },
  {
    time: time + clickLength,
    message: { kind: 'noteOff', channel: percussion, pitch: sounds[accent].pitch },
  },
]

const inTime = (messages: ScheduledMessage[]): readonly ScheduledMessage[] =>
  messages.sort((a, b) => a.time - b.time)

const beatTicks = ({ denominator }: MetreChange): number => (4 * ticksPerQuarter) / denominator
/** 6/8, 9/8, 12/8: beats in threes. */
const isCompound = ({ numerator, denominator }: MetreChange): boolean =>
  denominator >= 8 && numerator > 3 && numerator % 3 === 0

/** The accent of a beat so many beats after (or, negative, before) a downbeat. */
function accentOf(metre: MetreChange, beat: number): Accent {
  const inBar = ((beat % metre.numerator) + metre.numerator) % metre.numerator
  if (inBar === 0) return 'bar'
  return isCompound(metre) && inBar % 3 === 0 ? 'group' : 'beat'
}

/** The click of a whole score, on every beat of its metre (docs/spec/click.md, C1), in film time. */
export function clickMessages({ tempo, metre, endTick }: ClickScore): readonly ScheduledMessage[] {
  const map = createTempoMap(tempo)
  const messages: ScheduledMessage[] = []
  metre.forEach((change, index) => {
    const end = Math.min(endTick, metre[index + 1]?.tick ?? endTick)
    const step = beatTicks(change)
    for (let beat = 0; change.tick + beat * step < end; beat++)
      messages.push(...click(map.secondsAt(ticks(change.tick + beat * step)), accentOf(change, beat)))
  })
  return inTime(messages)
}

/** Clicks before playing begins. */
export interface CountIn {
  /** How long it lasts, in film seconds. */
  readonly length: number
  /** At film times before the beginning, as if the film ran on from there. */
  readonly messages: readonly ScheduledMessage[]
}

/**
 * So many bars before a film time, in the metre and at the tempo in force there. Clicks stand where the beats of the bar at that time
 * lie, so that the count-in runs into the music in phase wherever playing begins (C2).
 */
export function countIn({ tempo, metre }: ClickScore, film: number, bars: number): CountIn {
  const map = createTempoMap(tempo)
  const exact: number = Math.max(0, map.ticksAt(seconds(film)))
  // A playhead that stands a rounding error beside a tick stands on it, so on a change of metre or tempo too.
  const tick = Math.abs(exact - Math.round(exact)) < 1e-6 ? Math.round(exact) : exact
  const change = metre.findLast((each) => each.tick <= tick) ?? metre[0]
  if (!change || bars <= 0) return { length: 0, messages: [] }
  const step = beatTicks(change)
  const perTick = map.tempoAt(ticks(tick)) / 1e6 / ticksPerQuarter
  const before = bars * change.numerator * step
  const messages: ScheduledMessage[] = []
  // A playhead that stands that close after a beat stands on it: the click that follows has it.
  const nearly = sameMoment / perTick
  for (let beat = Math.ceil((tick - before - change.tick - nearly) / step); ; beat++) {
    const at = change.tick + beat * step
    if (at >= tick - nearly) break
    messages.push(...click(film + Math.max(at - tick, -before) * perTick, accentOf(change, beat)))
  }
  return { length: before * perTick, messages: inTime(messages) }
}
