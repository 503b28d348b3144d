import { ticks, ticksPerQuarter, type Ticks } from '../../time/units'
import type { Bar } from '../plan'
import type { MetreChange } from '../score'
import { barHalfBeats, ticksPerHalfBeat, type Metre } from './barFilling'
import type { PlacedGap } from './placeBeats'
import type { TempoPiece, TempoWriter, WritingRule } from './tempoWriter'

/** A stretch of time with one wanted tempo (microseconds per quarter). Seconds. */
export interface TempoSection {
  readonly start: number
  readonly end: number
  readonly target: number
}

/** Where a stretch of music has its bars and its hits. */
export interface LaidStretch {
  readonly bars: readonly Bar[]
  readonly endTick: Ticks
  /** Tick of each gap's end; the last is `endTick`. */
  readonly gapEnds: readonly Ticks[]
}

/** What a stretch of music is laid with. */
export interface LayingRule extends WritingRule {
  readonly metre: Metre
  /** Receives the ticks of section starts (seconds) that were moved to a bar line inside a gap. */
  readonly sectionTicks: Map<number, Ticks>
}

/** Half beats that the wanted tempi fit between two times. */
export function naturalHalfBeats(sections: readonly TempoSection[], start: number, end: number): number {
  return overlaps(sections, start, end).reduce(
    (sum, part) => sum + ((part.end - part.start) * 2e6) / part.target,
    0,
  )
}

/**
 * Turns half-beat counts into bars and tempo events behind what is written already. Section starts inside a gap move to
 * the nearest bar line; the tempi of the gap's pieces keep the ratios of their targets and together fill the gap.
 */
export function layStretch(
  writer: TempoWriter,
  gaps: readonly PlacedGap[],
  sections: readonly TempoSection[],
  rule: LayingRule,
): LaidStretch {
  const startTick = writer.tick
  const bars = layBars(gaps, rule.metre, startTick)
  const gapEnds: Ticks[] = []
  let firstBar = 0
  for (const gap of gaps) {
    const start = gapEnds.at(-1) ?? startTick
    const end = start + gap.halfBeats * ticksPerHalfBeat
    while (firstBar < bars.length && bars[firstBar]!.tick <= start) firstBar++
    const lines = linesBefore(bars, firstBar, end)
    const pieces = piecesOf(overlaps(sections, gap.start, gap.end), { start, end, lines }, rule.sectionTicks)
    if (Number.isInteger(gap.halfBeats)) writer.writeTo(gap.end * 1e6, pieces, rule)
    else writer.writeFree(gap.end * 1e6, pieces, rule)
    gapEnds.push(ticks(writer.tick))
  }
  const endTick = gapEnds.at(-1)!
  return { bars: clipBars(bars, endTick), endTick, gapEnds }
}

/** Bars that cover all gaps; the last may reach past the end. */
function layBars(gaps: readonly PlacedGap[], metre: Metre, startTick: number): Bar[] {
  const bars: Bar[] = []
  let at = startTick
  const add = (shape: Metre, halfBeats: number): void => {
    bars.push(barAt(at, shape, halfBeats))
    at += halfBeats * ticksPerHalfBeat
  }
  for (const gap of gaps) for (const bar of gap.bars) add(bar, bar.halfBeats)
  const total = gaps.reduce((sum, gap) => sum + gap.halfBeats * ticksPerHalfBeat, startTick)
  const nominal = barHalfBeats(metre)
  // A free end is rounded to whole tempi and ticks after this: one quarter more than enough.
  while (at < total + ticksPerQuarter) add(metre, nominal)
  return bars
}

/** A whole bar at a tick. */
export function barAt(tick: number, { numerator, denominator }: Metre, halfBeats: number): Bar {
  return { tick: ticks(tick), length: ticks(halfBeats * ticksPerHalfBeat), numerator, denominator }
}

function clipBars(bars: readonly Bar[], endTick: Ticks): Bar[] {
  return bars
    .filter((bar) => bar.tick < endTick)
    .map((bar) => (bar.tick + bar.length <= endTick ? bar : { ...bar, length: ticks(endTick - bar.tick) }))
}

export function metreChanges(bars: readonly Bar[]): MetreChange[] {
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
