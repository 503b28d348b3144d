import { ticks, type Ticks } from '../../time/units'
import type { Bar, CueRequest, PlannedCue } from '../plan'
import type { TempoChange } from '../score'
import { barHalfBeats, shapeOf, ticksPerHalfBeat, type Metre } from './barFilling'
import { laySilence } from './laySilence'
import { layStretch } from './layTempo'
import { lockedBars, lockedTempo } from './locks'
import type { FramedStretch } from './planStretch'
import type { ChosenBeats } from './rankSolutions'
import type { LockedStretch, Stretch } from './stretches'
import type { TempoRange } from './tempoRange'
import { createTempoWriter, type TempoWriter } from './tempoWriter'

/** A free stretch with the beats that were chosen for it. */
export interface PlacedStretch {
  readonly framed: FramedStretch
  readonly beats: ChosenBeats
}

/** A stretch in its place. */
export interface LaidPart {
  readonly stretch: Stretch
  readonly startTick: Ticks
  readonly endTick: Ticks
  /** Of a free stretch. */
  readonly framed?: FramedStretch | undefined
  /** Ticks of the gaps' ends of a free stretch. */
  readonly gapEnds: readonly Ticks[]
}

export interface LaidFilm {
  readonly parts: readonly LaidPart[]
  readonly tempo: readonly TempoChange[]
  readonly bars: readonly Bar[]
  readonly cues: readonly PlannedCue[]
  /** Section starts (seconds) that were moved to a bar line inside a gap. */
  readonly sectionTicks: ReadonlyMap<number, Ticks>
}

interface LayingSettings {
  readonly range: TempoRange
  readonly metre: Metre
}

/** Lays all stretches one behind the other: tempo, bars and where each part and cue lies. */
export function layFilm(
  stretches: readonly Stretch[],
  placed: ReadonlyMap<Stretch, PlacedStretch>,
  cues: readonly CueRequest[],
  { range, metre }: LayingSettings,
): LaidFilm {
  const writer = createTempoWriter()
  const bars: Bar[] = []
  const parts: LaidPart[] = []
  const firstBars: number[] = []
  const sectionTicks = new Map<number, Ticks>()
  stretches.forEach((stretch, index) => {
    const startTick = ticks(writer.tick)
    firstBars.push(bars.length)
    const free = placed.get(stretch)
    let gapEnds: readonly Ticks[] = []
    if (stretch.kind === 'locked') bars.push(...layLocked(writer, stretch))
    else if (free) {
      const isExact = free.framed.stretch.endKind === 'bar-line'
      const rule = { range, metre, sectionTicks, exact: isExact }
      const laid = layStretch(writer, free.beats.placement.gaps, free.beats.tempi, rule)
      const isFollowed = index < stretches.length - 1
      bars.push(...(isFollowed ? withLegalEnd(laid.bars, metre) : laid.bars))
      gapEnds = laid.gapEnds
    } else {
      const next = placed.get(stretches[index + 1] ?? stretch)
      const wanted = next?.beats.tempi[0]?.target ?? Math.sqrt(range.fastest * range.slowest)
      bars.push(...laySilence(writer, stretch, { range, metre, wanted }))
    }
    parts.push({ stretch, startTick, endTick: ticks(writer.tick), framed: free?.framed, gapEnds })
  })
  return {
    parts,
    tempo: writer.changes,
    bars,
    cues: placeCues(cues, parts, [...firstBars, bars.length]),
    sectionTicks,
  }
}

function layLocked(writer: TempoWriter, { part }: LockedStretch): Bar[] {
  const bars = lockedBars(part, writer.tick - part.startTick)
  writer.copy(lockedTempo(part))
  return bars
}

/** A bar that the end of a cue cuts short gets the metre of what is left, where that is a number of half beats. */
function withLegalEnd(bars: readonly Bar[], metre: Metre): Bar[] {
  const last = bars.at(-1)!
  const halfBeats = last.length / ticksPerHalfBeat
  if (!Number.isInteger(halfBeats)) return [...bars]
  const { numerator, denominator } = shapeOf(halfBeats, metre, barHalfBeats(metre))
  return [...bars.slice(0, -1), { ...last, numerator, denominator }]
}

/** `firstBars`: index of the first bar of every part, and the number of bars. */
function placeCues(
  cues: readonly CueRequest[],
  parts: readonly LaidPart[],
  firstBars: readonly number[],
): PlannedCue[] {
  return cues.map(({ id, name, start, end }, index) => {
    const isOfCue = ({ stretch }: LaidPart): boolean => stretch.kind !== 'silent' && stretch.cue === index
    const first = parts.findIndex(isOfCue)
    const last = parts.findLastIndex(isOfCue)
    return {
      id,
      name,
      startTick: parts[first]!.startTick,
      endTick: parts[last]!.endTick,
      startTime: start,
      endTime: end,
      firstBar: firstBars[first]!,
      barCount: firstBars[last + 1]! - firstBars[first]!,
    }
  })
}
