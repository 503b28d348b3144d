import { ticks, ticksPerQuarter } from '../../time/units'
import type { TempoChange } from '../score'
import { ticksPerHalfBeat } from './barFilling'
import { clampToRange, type TempoRange } from './tempoRange'

/** A stretch of one wanted tempo. */
export interface TempoPiece {
  /** Ticks; whole half beats except in a film's free end. */
  readonly length: number
  /** Microseconds per quarter. */
  readonly target: number
}

/** What holds for the pieces of one call. */
export interface WritingRule {
  readonly range: TempoRange
  /** No piece may end more than a quarter of a microsecond off while the range allows better. */
  readonly exact?: boolean | undefined
}

export interface TempoWriter {
  readonly changes: readonly TempoChange[]
  /** The tick that has been reached. */
  readonly tick: number
  /** Writes pieces that together end at `end` (microseconds from the first picture); lengths are whole half beats. */
  writeTo(end: number, pieces: readonly TempoPiece[], rule: WritingRule): void
  /** Writes pieces at their own tempi, the last as long as it takes to reach `end`. */
  writeFree(end: number, pieces: readonly TempoPiece[], rule: WritingRule): void
  /** Writes tempi as they are (whole microseconds per quarter). */
  copy(pieces: readonly TempoPiece[]): void
}

/** Largest error in microseconds that one whole-microsecond tempo may leave at the end of a piece, usually and if exact. */
const largestPieceError = 100
const exactPieceError = 0.25

/**
 * Writes tempo events in order. Each piece's tempo makes up for the rounding of all before it, so no error
 * accumulates; a piece whose single tempo would end more than 0.1 ms (or 0.45 ticks) off is split into two that
 * differ by one microsecond. At the edge of the range the error can persist but not grow: the ideal tempo of every
 * piece is inside the range.
 */
export function createTempoWriter(): TempoWriter {
  const changes: TempoChange[] = []
  let tick = 0
  let actual = 0
  let ideal = 0
  const add = (length: number, microsecondsPerQuarter: number): void => {
    if (length <= 0) return
    if (changes.at(-1)?.microsecondsPerQuarter !== microsecondsPerQuarter)
      changes.push({ tick: ticks(tick), microsecondsPerQuarter })
    tick += length
    actual += (length * microsecondsPerQuarter) / ticksPerQuarter
  }
  const addTowards = (length: number, end: number, { range, exact }: WritingRule): void => {
    const needed = ((end - actual) * ticksPerQuarter) / length
    const single = clampToRange(range, Math.round(needed))
    const error = actual + (length * single) / ticksPerQuarter - end
    const tolerance = exact
      ? exactPieceError
      : Math.min(largestPieceError, (0.45 * range.fastest) / ticksPerQuarter)
    if (Math.abs(error) <= tolerance || needed <= range.fastest || needed >= range.slowest)
      return add(length, single)
    const slow = Math.ceil(needed)
    const slowHalfBeats = Math.round(((needed - (slow - 1)) * length) / ticksPerHalfBeat)
    add(length - slowHalfBeats * ticksPerHalfBeat, slow - 1)
    add(slowHalfBeats * ticksPerHalfBeat, slow)
  }
  return {
    changes,
    get tick() {
      return tick
    },
    writeTo(end, pieces, rule) {
      const scale = commonScale(rule.range, pieces, end - ideal)
      pieces.forEach((piece, index) => {
        ideal += (piece.length * clampToRange(rule.range, piece.target * scale)) / ticksPerQuarter
        if (index === pieces.length - 1) ideal = end
        addTowards(piece.length, ideal, rule)
      })
    },
    writeFree(end, pieces, { range }) {
      pieces.forEach((piece, index) => {
        const tempo = clampToRange(range, Math.round(piece.target))
        const isLast = index === pieces.length - 1
        const length = isLast
          ? Math.max(1, Math.round(((end - actual) * ticksPerQuarter) / tempo))
          : piece.length
        add(length, tempo)
      })
      ideal = end
    },
    copy(pieces) {
      for (const piece of pieces) add(piece.length, piece.target)
      ideal = actual
    },
  }
}

/** The factor on all targets (each held inside the range) with which the pieces last `total` microseconds. */
function commonScale(range: TempoRange, pieces: readonly TempoPiece[], total: number): number {
  const lasting = (scale: number): number =>
    pieces.reduce(
      (sum, { length, target }) => sum + (length * clampToRange(range, target * scale)) / ticksPerQuarter,
      0,
    )
  // A single piece ends where it must, whatever the scale.
  if (pieces.length === 1) return 1
  let low = Math.log(range.fastest / range.slowest) - 1
  let high = -low
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (lasting(Math.exp(middle)) < total) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}
