import { valueAt } from '../emotion/evaluateCurve'
import type { EmotionCurve } from '../emotion/emotionCurve'
import type { HitRequest, Plan, PlannedHit } from '../music/plan'
import { createTempoMap } from '../time/tempoMap'
import { rationalToSeconds } from '../time/rational'
import { seconds, type Seconds } from '../time/units'
import type { Composition, HitpointDocument, ScoreSettings } from './document'
import { playedCues } from './editCues'
import { hitRequests } from './hitRequests'

/** A stretch of the score that an edit made stale. Rules: docs/spec/cut-editing.md, R1 to R6. Seconds. */
export interface StaleRange {
  readonly start: Seconds
  readonly end: Seconds
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Curve values that differ by less sound alike: a fiftieth of the half range. */
const leastDifference = 0.02
/** Seconds between samples of the curves. */
const sampleSpacing = 0.25
/** A moved hit changes the tempo around it, but not far. Seconds. */
const hitReach = 8
/** Ranges nearer to each other are one. Seconds. */
const joinWithin = 2

/** Ascending ranges inside the film, joined where they are near. */
function joined(spans: readonly Span[], duration: number): StaleRange[] {
  const inside = spans
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(duration, end) }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start)
  const all: { start: number; end: number }[] = []
  for (const span of inside) {
    const last = all.at(-1)
    if (last && span.start - last.end <= joinWithin) last.end = Math.max(last.end, span.end)
    else all.push({ ...span })
  }
  return all.map(({ start, end }) => ({ start: seconds(start), end: seconds(end) }))
}

/** Widens a span to whole bars of the plan. */
function wholeBars(span: Span, plan: Plan): Span {
  const map = createTempoMap(plan.tempo)
  const [from, to] = [map.ticksAt(seconds(span.start)), map.ticksAt(seconds(span.end))]
  const first = plan.bars.findLast(({ tick }) => tick <= from)
  const last = plan.bars.find(({ tick, length }) => tick + length >= to)
  return {
    start: first ? map.secondsAt(first.tick) : span.start,
    end: last ? map.secondsAt((last.tick + last.length) as typeof last.tick) : span.end,
  }
}

function curveSpans(before: EmotionCurve, after: EmotionCurve, duration: number): Span[] {
  if (before === after) return []
  const spans: Span[] = []
  for (let time = 0; time < duration; time += sampleSpacing) {
    const at = seconds(time + sampleSpacing / 2)
    const [a, b] = [valueAt(before, at), valueAt(after, at)]
    if (Math.max(Math.abs(a.valence - b.valence), Math.abs(a.arousal - b.arousal)) > leastDifference)
      spans.push({ start: time, end: time + sampleSpacing })
  }
  return spans
}

type Hit = Pick<HitRequest | PlannedHit, 'id' | 'time' | 'mode'> & { readonly kind?: string | undefined }

function hitSpans(planned: readonly Hit[], wanted: readonly Hit[]): Span[] {
  const describe = ({ time, mode, kind }: Hit): string =>
    `${Math.round(time * 1000)} ${mode} ${kind ?? 'chord'}`
  const known = new Map(planned.map((hit) => [hit.id, describe(hit)]))
  const now = new Map(wanted.map((hit) => [hit.id, describe(hit)]))
  const changed = [
    ...planned.filter((hit) => now.get(hit.id) !== describe(hit)),
    ...wanted.filter((hit) => known.get(hit.id) !== describe(hit)),
  ]
  const still = wanted.filter((hit) => known.get(hit.id) === describe(hit)).map(({ time }) => time as number)
  return changed.map(({ time }) => ({
    start: Math.max(time - hitReach, ...still.filter((other) => other < time)),
    end: Math.min(time + hitReach, ...still.filter((other) => other > time)),
  }))
}

function cueSpans(document: HitpointDocument, { plan }: Composition): Span[] {
  const edges = (cues: readonly Span[]): number[] => cues.flatMap(({ start, end }) => [start, end])
  const now = playedCues(document).map(({ musicIn, musicOut }) => ({
    start: rationalToSeconds(musicIn),
    end: rationalToSeconds(musicOut),
  }))
  const planned = plan.cues.map(({ startTime, endTime }) => ({ start: startTime, end: endTime }))
  const [before, after] = [edges(planned), edges(now)]
  const isIn = (cues: readonly Span[], time: number): boolean =>
    cues.some(({ start, end }) => time >= start && time < end)
  const times = [...new Set([...before, ...after])].sort((a, b) => a - b)
  return times.flatMap((start, index) => {
    const end = times[index + 1]
    if (end === undefined || end - start < 0.02) return []
    const middle = (start + end) / 2
    return isIn(planned, middle) === isIn(now, middle) ? [] : [{ start, end }]
  })
}

/** Where the score no longer follows the cuts, the curve and the cues. Empty without a score. */
export function staleRanges(document: HitpointDocument): readonly StaleRange[] {
  const { composition, transitions, settings, curve, media } = document
  if (!composition) return []
  const { plan, composedCurve } = composition
  const wanted = hitRequests(transitions, settings.hits, media.info.frameRate)
  const spans = [
    ...curveSpans(composedCurve ?? curve, curve, plan.duration),
    ...hitSpans(plan.hits, wanted),
  ].map((span) => wholeBars(span, plan))
  return joined([...spans, ...cueSpans(document, composition)], plan.duration)
}

/** Settings that hold for the whole score and differ from the composed ones; the seed and the hits are none of them. */
export function staleSettings({ composition, settings }: HitpointDocument): readonly (keyof ScoreSettings)[] {
  const composed = composition?.composedSettings
  if (!composed) return []
  const names = ['minimumTempo', 'maximumTempo', 'metre', 'key', 'preset', 'solution'] as const
  return names.filter((name) => JSON.stringify(composed[name]) !== JSON.stringify(settings[name]))
}

/** Values of `inside` in a range and of `outside` elsewhere, close enough together that the shape of both is kept. */
function spliced(
  outside: EmotionCurve,
  inside: EmotionCurve,
  range: StaleRange,
  duration: number,
): EmotionCurve {
  const count = Math.ceil(duration / sampleSpacing)
  const points = Array.from({ length: count }, (_, index) => {
    const time = seconds((index + 0.5) * sampleSpacing)
    const source = time >= range.start && time < range.end ? inside : outside
    return { time, ...valueAt(source, time), confidence: 1, step: false }
  })
  return { points }
}

/** Marks a fresh score with what it came from. `earlier.range`: only this part of it is new. */
export function withOrigin(
  composition: Composition,
  from: Pick<HitpointDocument, 'curve' | 'settings'>,
  earlier?: { readonly composition: Composition; readonly range: StaleRange },
): Composition {
  const before = earlier?.composition.composedCurve
  const { duration } = composition.plan
  const mixed = before ? spliced(before, from.curve, earlier.range, duration) : from.curve
  const isWhole = curveSpans(mixed, from.curve, duration).length === 0
  return {
    ...composition,
    composedCurve: isWhole ? from.curve : mixed,
    composedSettings: from.settings,
  }
}
