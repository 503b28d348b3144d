import { createTempoMap } from '../../time/tempoMap'
import type { Plan } from '../plan'

/** A stretch of the film that another plan takes at another tempo. Seconds and quarters a minute. */
export interface TempoDifference {
  readonly start: number
  readonly end: number
  readonly tempo: number
  readonly otherTempo: number
}

interface TempoStep {
  readonly time: number
  readonly tempo: number
}

const stepsOf = ({ tempo }: Plan): readonly TempoStep[] => {
  const map = createTempoMap(tempo)
  return tempo.map(({ tick, microsecondsPerQuarter }) => ({
    time: map.secondsAt(tick),
    tempo: 60e6 / microsecondsPerQuarter,
  }))
}

/** Tempi that differ by less are the same to the ear, and to a list with one decimal. Quarters a minute. */
const leastDifference = 0.05
/** Seconds; a change that comes so little later is the same change. */
const leastLength = 0.05

const tempoAt = (steps: readonly TempoStep[], time: number): number =>
  (steps.findLast((step) => step.time <= time) ?? steps[0]!).tempo

/** Where a plan's tempo is another one than that of `other`, in order of time; stretches of the same two tempi are one. */
export function tempoDifferences(plan: Plan, other: Plan): readonly TempoDifference[] {
  const [own, others] = [stepsOf(plan), stepsOf(other)]
  const times = [...own, ...others].map(({ time }) => time).filter((time) => time < plan.duration)
  const edges = [...new Set(times), plan.duration].sort((a, b) => a - b)
  const found: { start: number; end: number; tempo: number; otherTempo: number }[] = []
  edges.slice(1).forEach((end, index) => {
    const start = edges[index]!
    if (end - start < leastLength) return
    const middle = (start + end) / 2
    const [tempo, otherTempo] = [tempoAt(own, middle), tempoAt(others, middle)]
    if (Math.abs(tempo - otherTempo) < leastDifference) return
    const last = found.at(-1)
    const continues =
      last?.tempo === tempo && last.otherTempo === otherTempo && start - last.end < leastLength
    if (continues) last.end = end
    else found.push({ start, end, tempo, otherTempo })
  })
  return found
}
