import type { EmotionCurve, ValenceArousal } from '../../emotion/emotionCurve'
import { valueAt } from '../../emotion/evaluateCurve'
import { seconds } from '../../time/units'

/** Seconds from the first picture. */
export interface TimeSpan {
  readonly start: number
  readonly end: number
}

/** A stretch of the film with one mood, before it has a place in the music. */
export type MoodSection = TimeSpan & ValenceArousal

/** Sections are at least this long (four bars of 4/4 at 120 beats a minute), unless the film is shorter. */
export const minimumSection = 8
/** Longer stretches are divided, so that the form has parts to repeat. */
const maximumSection = 45
const usualSection = 20
/** How finely the curve is looked at, and where sections may start without a hit. */
const samplesPerSecond = 2
const gridSpacing = 2

/** Costs of starting a section, in units of squared valence-arousal distance times seconds. Judgement. */
const startCost = { kept: 0.5, soft: 0.9, free: 1.8 }
const lengthWeight = 0.25

interface Candidate {
  readonly time: number
  readonly cost: number
}

/**
 * Divides a stretch of the film where the mood moves, preferably at kept hits, then at soft hits, else on a two-second grid:
 * least squared deviation from each section's mean mood plus a cost per start and a mild pull to the usual length.
 * Exact over these candidates by dynamic programming.
 */
export function findSections(
  curve: EmotionCurve,
  span: TimeSpan,
  hits: { readonly kept: readonly number[]; readonly soft: readonly number[] },
): MoodSection[] {
  const sums = prefixSums(curve, span)
  const nodes = candidates(span, hits)
  const best: { cost: number; from: number }[] = [{ cost: 0, from: -1 }]
  for (let end = 1; end < nodes.length; end++) {
    let chosen = { cost: Infinity, from: 0 }
    for (let start = end - 1; start >= 0; start--) {
      const length = nodes[end]!.time - nodes[start]!.time
      if (length < minimumSection && !(start === 0 && end === nodes.length - 1)) continue
      // A stretch can lack any legal division only when it is shorter than two sections: then the whole is one.
      if (length > maximumSection && Number.isFinite(chosen.cost)) break
      const spread = sums.deviation(nodes[start]!.time, nodes[end]!.time)
      const unusual = lengthWeight * Math.log(length / usualSection) ** 2
      const cost = best[start]!.cost + nodes[start]!.cost + spread + unusual
      if (cost < chosen.cost) chosen = { cost, from: start }
    }
    best.push(chosen)
  }
  const sections: MoodSection[] = []
  for (let end = nodes.length - 1; end > 0; end = best[end]!.from) {
    const [start, stop] = [nodes[best[end]!.from]!.time, nodes[end]!.time]
    sections.push({ start, end: stop, ...sums.mean(start, stop) })
  }
  return sections.reverse()
}

function candidates(
  { start, end }: TimeSpan,
  hits: { readonly kept: readonly number[]; readonly soft: readonly number[] },
): Candidate[] {
  const inside = (time: number): boolean => time >= start + minimumSection && time <= end - minimumSection
  const all: Candidate[] = [
    ...hits.kept.filter(inside).map((time) => ({ time, cost: startCost.kept })),
    ...hits.soft.filter(inside).map((time) => ({ time, cost: startCost.soft })),
  ]
  const taken = [...hits.kept, ...hits.soft].sort((a, b) => a - b)
  let next = 0
  for (let time = start + gridSpacing; time < end; time += gridSpacing) {
    while (next < taken.length && taken[next]! < time - gridSpacing / 2) next++
    const isNearHit = next < taken.length && taken[next]! < time + gridSpacing / 2
    if (!isNearHit && inside(time)) all.push({ time, cost: startCost.free })
  }
  all.sort((a, b) => a.time - b.time || a.cost - b.cost)
  const distinct = all.filter((node, index) => index === 0 || node.time - all[index - 1]!.time > 1e-6)
  return [{ time: start, cost: 0 }, ...distinct, { time: end, cost: 0 }]
}

/** Running sums of the curve, so that the mean and squared deviation of any stretch cost nothing. */
function prefixSums(curve: EmotionCurve, span: TimeSpan) {
  const interval = 1 / samplesPerSecond
  const count = Math.max(1, Math.ceil((span.end - span.start) * samplesPerSecond))
  const valence = new Float64Array(count + 1)
  const arousal = new Float64Array(count + 1)
  const squares = new Float64Array(count + 1)
  for (let index = 0; index < count; index++) {
    const value = valueAt(curve, seconds(Math.min(span.end, span.start + (index + 0.5) * interval)))
    valence[index + 1] = valence[index]! + value.valence
    arousal[index + 1] = arousal[index]! + value.arousal
    squares[index + 1] = squares[index]! + value.valence ** 2 + value.arousal ** 2
  }
  const bounds = (start: number, end: number): readonly [number, number] => {
    const first = Math.min(count - 1, Math.round((start - span.start) * samplesPerSecond))
    return [first, Math.min(count, Math.max(first + 1, Math.round((end - span.start) * samplesPerSecond)))]
  }
  const mean = (start: number, end: number): ValenceArousal => {
    const [first, last] = bounds(start, end)
    return {
      valence: (valence[last]! - valence[first]!) / (last - first),
      arousal: (arousal[last]! - arousal[first]!) / (last - first),
    }
  }
  return {
    mean,
    deviation(start: number, end: number): number {
      const [first, last] = bounds(start, end)
      const centre = mean(start, end)
      const sum = squares[last]! - squares[first]!
      return Math.max(0, sum - (last - first) * (centre.valence ** 2 + centre.arousal ** 2)) * interval
    },
  }
}
