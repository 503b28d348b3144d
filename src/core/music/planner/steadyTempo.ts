import type { Metre } from './barFilling'
import { placeBeats, type Gap } from './placeBeats'
import type { FramedStretch } from './planStretch'
import type { ChosenBeats } from './rankSolutions'
import { isGapPossible, type TempoRange } from './tempoRange'

/**
 * A tempo that varies by no more than this share is heard as steady: listeners notice changes of about 2 % and more
 * (Drake and Botte 1993, Perception & Psychophysics 54:277).
 */
const steadyShare = 0.01

/** Step of the search through the tempo range, as a ratio. */
const searchStep = 1.002

/** The best beats of a stretch whose kept hits all lie on the grid of one steady tempo; undefined when there is none. */
export function steadyPlacement(
  framed: FramedStretch,
  range: TempoRange,
  metre: Metre,
): ChosenBeats | undefined {
  const { gaps, stretch } = framed
  const wanted = (2e6 * (stretch.end - stretch.start)) / gaps.reduce((sum, gap) => sum + gap.natural, 0)
  const bound = stretch.endKind === 'open' ? gaps.slice(0, -1) : gaps
  const steady = nearestSteady(bound, range, wanted)
  if (!steady) return undefined
  const narrowed = gaps.map((gap): Gap => {
    // An open end may need another tempo for its last bars.
    const isPossible = isGapPossible(steady, gap.end - gap.start)
    return isPossible ? { ...gap, range: steady } : gap
  })
  const [placement] = placeBeats(narrowed, range, metre, { end: stretch.endKind })
  const target = Math.sqrt(steady.fastest * steady.slowest)
  return placement && { placement, tempi: [{ start: stretch.start, end: stretch.end, target }] }
}

/** The narrow range nearest to the wanted tempo in which every gap is possible. */
function nearestSteady(gaps: readonly Gap[], range: TempoRange, wanted: number): TempoRange | undefined {
  const steps = Math.ceil(Math.log(range.slowest / range.fastest) / Math.log(searchStep))
  for (let step = 0; step <= steps; step++)
    for (const direction of step === 0 ? [1] : [1, -1]) {
      const centre = wanted * searchStep ** (direction * step)
      const narrow = {
        fastest: Math.max(range.fastest, Math.ceil(centre / (1 + steadyShare / 2))),
        slowest: Math.min(range.slowest, Math.floor(centre * (1 + steadyShare / 2))),
      }
      const fits = gaps.every((gap) => isGapPossible(narrow, gap.end - gap.start))
      if (narrow.fastest <= narrow.slowest && fits) return narrow
    }
  return undefined
}
