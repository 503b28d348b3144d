import type { DecodeFrame, GivenEvent, Prefix, Seam, ShutRange } from './decodeFrame'
import { barStarts, placeEvents, type GridChord, type GridNote } from './events'
import { families } from './families'
import { keepsTrack, type KeptMusic, type KeptSpan } from './keptMusic'
import { partLimits, type PartDefinition } from './parts'
import { futurePrefix, joinPrefixes } from './planPrefixes'
import type { ChordSymbol } from './score'
import { chordQualities, drumsFamily, ticksPerStep } from './vocabulary'

/** Given events that are fed before the first free step; what lies further back the network would hardly remember. */
const primingEvents = 384

const stepAt = (tick: number): number => Math.round(tick / ticksPerStep)
const pitchClass = (value: number): number => ((value % 12) + 12) % 12

interface Range {
  readonly start: number
  readonly end: number
}

/** The stretches of a cue that no lock keeps whole. */
function freeRanges(spans: readonly KeptSpan[], endStep: number): Range[] {
  const free: Range[] = []
  let from = 0
  for (const span of spans) {
    if (span.tracks !== null) continue
    const [start, end] = [stepAt(span.startTick), stepAt(span.endTick)]
    if (start > from) free.push({ start: from, end: Math.min(start, endStep) })
    from = Math.max(from, end)
  }
  if (from < endStep) free.push({ start: from, end: endStep })
  return free.filter(({ start, end }) => end > start)
}

function shutRange(span: KeptSpan, parts: readonly PartDefinition[], hasHarmony: boolean): ShutRange {
  const open = parts.filter((part) => !keepsTrack(span, part.id))
  return {
    start: stepAt(span.startTick),
    end: stepAt(span.endTick),
    families: families.map((family) => span.tracks === null || !open.some((part) => part.family === family)),
    chords: span.tracks === null || hasHarmony,
    limits: partLimits(open),
  }
}

function gridNotes(kept: KeptMusic, transposition: number): GridNote[] {
  return kept.tracks.flatMap((track) => {
    const family = families.indexOf(track.family)
    const shift = family === drumsFamily ? 0 : transposition
    return track.notes.map((note) => ({
      onset: stepAt(note.start),
      duration: Math.max(1, stepAt(note.duration)),
      family,
      pitch: note.pitch - shift,
      velocity: note.velocity,
    }))
  })
}

function gridChord(chord: ChordSymbol, onset: number, transposition: number): GridChord {
  return {
    onset,
    root: pitchClass(chord.root - transposition),
    quality: chordQualities.indexOf(chord.quality),
    bass: pitchClass(chord.bass - transposition),
  }
}

/** The kept harmony, named again at boundaries and where a range begins, as the network expects it (E6). */
function gridChords(kept: KeptMusic, shut: readonly ShutRange[], frame: DecodeFrame): GridChord[] {
  const places = [...frame.anchors.map(({ step }) => step), ...shut.map(({ start }) => start)]
  const chords = new Map(
    kept.chords.map((chord) => [
      stepAt(chord.tick),
      gridChord(chord, stepAt(chord.tick), frame.transposition),
    ]),
  )
  for (const place of places) {
    const range = shut.find(({ start, end, chords: closed }) => closed && start <= place && place < end)
    const inForce = kept.chords.findLast((chord) => stepAt(chord.tick) <= place) ?? kept.chords[0]
    if (range && inForce && !chords.has(place))
      chords.set(place, gridChord(inForce, place, frame.transposition))
  }
  return [...chords.values()]
}

function seamsOf(free: readonly Range[], given: readonly GivenEvent[], frame: DecodeFrame): Seam[] {
  const bars = barStarts(frame.barLengths)
  return free.flatMap(({ start, end }) => {
    const bar = bars.findLast((step) => step < end) ?? 0
    const until = bars.find((step) => step > end) ?? frame.endStep
    const follows = given.some(({ step }) => step >= end && step < until)
    return follows ? [{ fork: Math.max(start, bar), step: end, until }] : []
  })
}

const barAt = (bars: readonly number[], step: number): number =>
  Math.max(
    0,
    bars.findLastIndex((start) => start <= step),
  )

/** The bar from which on given events prime the network. */
function primingBar(bars: readonly number[], given: readonly GivenEvent[], freeStart: number): number {
  const before = given.filter(({ step }) => step < freeStart)
  const earliest = before.at(-primingEvents)?.step ?? 0
  const bar = barAt(bars, earliest)
  return before.length > primingEvents ? Math.min(bar + 1, barAt(bars, freeStart)) : bar
}

/** A gap that given music follows is told that music, the others their theme. */
function prefixesAround(
  { barLengths, prefixes = [] }: DecodeFrame,
  seams: readonly Seam[],
  free: readonly Range[],
  firstBar: number,
): Prefix[] {
  const bars = barStarts(barLengths)
  const futures = free.flatMap(({ start, end }, index) => {
    if (!seams.some(({ step }) => step === end)) return []
    return futurePrefix({ end, at: index === 0 ? firstBar : barAt(bars, start) }, bars) ?? []
  })
  return joinPrefixes(prefixes, futures, ({ at, until }) =>
    free.some(({ start, end }) => start < (bars[until] ?? Infinity) && end > bars[at]!),
  )
}

/**
 * The frame of a cue in which music stays: it is given to the network where it stands, its tracks and ranges are shut,
 * and the sequence covers no more than what is free, what leads up to it and what it must join. Null when nothing is
 * free.
 */
export function frameAround(
  frame: DecodeFrame,
  kept: KeptMusic,
  parts: readonly PartDefinition[],
): DecodeFrame | null {
  if (kept.spans.length === 0) return frame
  const free = freeRanges(kept.spans, frame.endStep)
  const last = free.at(-1)
  if (!last) return null
  const shut = kept.spans.map((span) => shutRange(span, parts, kept.chords.length > 0))
  const music = { notes: gridNotes(kept, frame.transposition), chords: gridChords(kept, shut, frame) }
  const given = placeEvents(music, frame.barLengths).filter(({ step }) => step < frame.endStep)
  const seams = seamsOf(free, given, frame)
  const bars = barStarts(frame.barLengths)
  const stop = bars.findIndex((step) => step >= Math.max(last.end, ...seams.map(({ until }) => until)))
  const firstBar = primingBar(bars, given, free[0]!.start)
  return {
    ...frame,
    given,
    seams,
    prefixes: prefixesAround(frame, seams, free, firstBar),
    shut: [...(frame.shut ?? []), ...shut].sort((a, b) => a.start - b.start),
    firstBar,
    stopBar: stop < 0 ? undefined : stop,
  }
}
