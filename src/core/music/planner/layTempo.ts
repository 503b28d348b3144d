import { ticks, ticksPerQuarter, type Ticks } from '../../time/units'
import type { Bar } from '../plan'
import type { MetreChange, TempoChange } from '../score'
import { barHalfBeats, ticksPerHalfBeat, type Metre } from './barFilling'
import type { PlacedGap } from './placeBeats'
import type { TempoRange } from './tempoRange'
import { createTempoWriter, type TempoPiece } from './tempoWriter'

/** A stretch of time with one wanted tempo (microseconds per quarter). Seconds. */
export interface TempoSection {
  readonly start: number
  readonly end: number
  readonly target: number
}

export interface LaidTempo {
  readonly tempo: readonly TempoChange[]
  readonly bars: readonly Bar[]
  readonly metre: readonly MetreChange[]
  readonly endTick: Ticks
  /** Tick of each gap's end; the last is `endTick`. */
  readonly gapEnds: readonly Ticks[]
  /** Section starts (seconds) that were moved to a bar line inside a gap. */
  readonly sectionTicks: ReadonlyMap<number, Ticks>
}

/** Half beats that the wanted tempi fit between two times. */
export function naturalHalfBeats(sections: readonly TempoSection[], start: number, end: number): number {
  return overlaps(sections, start, end).reduce(
    (sum, part) => sum + ((part.end - part.start) * 2e6) / part.target,
    0,
  )
}

/**
 * Turns half-beat counts into bars and tempo events. Section starts inside a gap move to the nearest bar line; the
 * tempi of the gap's pieces keep the ratios of their targets and together fill the gap.
 */
export function layTempo(
  gaps: readonly PlacedGap[],
  sections: readonly TempoSection[],
  range: TempoRange,
  metre: Metre,
): LaidTempo {
  const bars = layBars(gaps, metre)
  const writer = createTempoWriter(range)
  const sectionTicks = new Map<number, Ticks>()
  const gapEnds: Ticks[] = []
  let firstBar = 0
  for (const gap of gaps) {
    const start = gapEnds.at(-1) ?? 0
    const end = start + gap.halfBeats * ticksPerHalfBeat
    while (firstBar < bars.length && bars[firstBar]!.tick <= start) firstBar++
    const lines = linesBefore(bars, firstBar, end)
    const pieces = piecesOf(overlaps(sections, gap.start, gap.end), { start, end, lines }, sectionTicks)
    if (Number.isInteger(gap.halfBeats)) {
      writer.writeTo(gap.end * 1e6, pieces)
      gapEnds.push(ticks(end))
    } else gapEnds.push(ticks(writer.writeFree(gap.end * 1e6, pieces)))
  }
  const endTick = gapEnds.at(-1)!
  const clipped = clipBars(bars, endTick)
  return {
    tempo: writer.changes,
    bars: clipped,
    metre: metreChanges(clipped),
    endTick,
    gapEnds,
    sectionTicks,
  }
}

/** Bars that cover all gaps; the last may reach past the end. */
function layBars(gaps: readonly PlacedGap[], metre: Metre): Bar[] {
  const bars: Bar[] = []
  let at = 0
  const add = (shape: Metre, halfBeats: number): void => {
    const length = halfBeats * ticksPerHalfBeat
    bars.push({
      tick: ticks(at),
      length: ticks(length),
      numerator: shape.numerator,
      denominator: shape.denominator,
    })
    at += length
  }
  for (const gap of gaps) for (const bar of gap.bars) add(bar, bar.halfBeats)
  const total = gaps.reduce((sum, gap) => sum + gap.halfBeats * ticksPerHalfBeat, 0)
  const nominal = barHalfBeats(metre)
  // A free end is rounded to whole tempi and ticks after this: one quarter more than enough.
  while (at < total + ticksPerQuarter) add(metre, nominal)
  return bars
}

function clipBars(bars: readonly Bar[], endTick: Ticks): Bar[] {
  return bars
    .filter((bar) => bar.tick < endTick)
    .map((bar) => (bar.tick + bar.length <= endTick ? bar : { ...bar, length: ticks(endTick - bar.tick) }))
}

function metreChanges(bars: readonly Bar[]): MetreChange[] {
  const changes: MetreChange[] = []
  for (const { tick, numerator, denominator } of bars) {
    const before = changes.at(-1)
    if (before?.numerator !== numerator || before.denominator !== denominator)
      changes.push({ tick, numerator, denominator })
  }
  return changes
}

function linesBefore(bars: readonly Bar[], first: number, end: number): number[] {
  const lines: number[] = []
  for (let index = first; index < bars.length && bars[index]!.tick < end; index++)
    lines.push(bars[index]!.tick)
  return lines
}

/** The parts of the sections inside a stretch of time. Sections ascend and tile the film. */
function overlaps(sections: readonly TempoSection[], start: number, end: number): TempoSection[] {
  let low = 0
  let high = sections.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (sections[middle]!.start <= start) low = middle
    else high = middle - 1
  }
  const parts: TempoSection[] = []
  for (let index = low; index < sections.length && (index === low || sections[index]!.start < end); index++) {
    const section = sections[index]!
    const isLast = index === sections.length - 1
    const part = {
      start: Math.max(start, section.start),
      end: isLast ? end : Math.min(end, section.end),
      target: section.target,
    }
    if (part.end > part.start) parts.push(part)
  }
  return parts
}

/**
 * Divides a gap at the bar lines nearest to the section starts inside it. A start whose nearest line is an end of the
 * gap joins its neighbour: the piece then has the mean tempo of both.
 */
function piecesOf(
  parts: readonly TempoSection[],
  gap: { readonly start: number; readonly end: number; readonly lines: readonly number[] },
  sectionTicks: Map<number, Ticks>,
): TempoPiece[] {
  const quarters = parts.map((part) => (part.end - part.start) / part.target)
  const total = quarters.reduce((sum, count) => sum + count, 0)
  const pieces: TempoPiece[] = []
  let pieceStart = gap.start
  let gone = 0
  let [time, count] = [0, 0]
  parts.forEach((part, index) => {
    gone += quarters[index]!
    time += part.end - part.start
    count += quarters[index]!
    const isLast = index === parts.length - 1
    const wanted = gap.start + (gone / total) * (gap.end - gap.start)
    const line = isLast ? gap.end : nearest([pieceStart, ...gap.lines, gap.end], wanted)
    if (!isLast && (line <= pieceStart || line >= gap.end)) return
    if (!isLast) sectionTicks.set(part.end, ticks(line))
    pieces.push({ length: line - pieceStart, target: time / count })
    pieceStart = line
    time = 0
    count = 0
  })
  return pieces
}

const nearest = (values: readonly number[], wanted: number): number =>
  values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best))
