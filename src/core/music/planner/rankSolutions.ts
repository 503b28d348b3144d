import type { Metre } from './barFilling'
import type { TempoSection } from './layTempo'
import { placeBeats, type BeatPlacement } from './placeBeats'
import type { FramedStretch } from './planStretch'
import { steadyPlacement } from './steadyTempo'
import type { TempoRange } from './tempoRange'

/** The beats of one stretch, with the tempi that its gaps are filled with. */
export interface ChosenBeats {
  readonly placement: BeatPlacement
  readonly tempi: readonly TempoSection[]
}

/** Beats for every free stretch of the film, in order. */
export interface Solution {
  readonly beats: readonly ChosenBeats[]
  readonly total: number
}

/** How many solutions are ranked at most: a list that can be read. */
export const maximumSolutions = 10

const totalOf = (beats: readonly ChosenBeats[]): number =>
  beats.reduce((sum, { placement }) => sum + placement.cost.total, 0)
const solutionOf = (beats: readonly ChosenBeats[]): Solution => ({ beats, total: totalOf(beats) })

/** The cheapest solution. */
export function bestSolution(stretches: readonly FramedStretch[], range: TempoRange, metre: Metre): Solution {
  return solutionOf(stretches.map((framed) => cheapest(framed, range, metre, 1)[0]!))
}

/**
 * The cheapest solutions of the film, and among them the best with every hit on a bar line and the best at a steady
 * tempo where one fits; cheapest first. Two differ in the half beats or the bar phase of at least one gap, or one of
 * them is steady where the other follows the curve.
 */
export function rankSolutions(
  stretches: readonly FramedStretch[],
  range: TempoRange,
  metre: Metre,
): Solution[] {
  const lists = stretches.map((framed) => cheapest(framed, range, metre, maximumSolutions))
  const ranked = combinations(lists)
  const alternatives = [
    stretches.map((framed, index) => onBarLines(framed, range, metre) ?? lists[index]![0]!),
    stretches.map((framed, index) => steadyPlacement(framed, range, metre) ?? lists[index]![0]!),
  ].map(solutionOf)
  const known = new Set<string>()
  const distinct = [...alternatives, ...ranked].filter((solution) => {
    const name = identity(solution)
    return !known.has(name) && known.add(name)
  })
  const places = Math.min(distinct.length, maximumSolutions)
  // The alternatives keep their places in the list however dear they are: they are what a user looks for.
  const chosen = [
    ...distinct.filter((solution) => alternatives.includes(solution)),
    ...distinct.filter((solution) => !alternatives.includes(solution)),
  ].slice(0, places)
  return chosen.sort((a, b) => a.total - b.total)
}

function cheapest(framed: FramedStretch, range: TempoRange, metre: Metre, count: number): ChosenBeats[] {
  const { gaps, tempi, stretch } = framed
  return placeBeats(gaps, range, metre, { count, end: stretch.endKind }).map((placement) => ({
    placement,
    tempi,
  }))
}

/** The best beats with every hit on a bar line. */
function onBarLines(framed: FramedStretch, range: TempoRange, metre: Metre): ChosenBeats | undefined {
  const strict = framed.gaps.map((gap) => ({ ...gap, downbeat: 'require' as const }))
  return cheapest({ ...framed, gaps: strict }, range, metre, 1)[0]
}

/** The cheapest ways to take one entry of each list; every list is in ascending cost. */
function combinations(lists: readonly (readonly ChosenBeats[])[]): Solution[] {
  let solutions: Solution[] = [{ beats: [], total: 0 }]
  for (const list of lists)
    solutions = solutions
      .flatMap(({ beats, total }) =>
        list.map((next) => ({ beats: [...beats, next], total: total + next.placement.cost.total })),
      )
      .sort((a, b) => a.total - b.total)
      .slice(0, maximumSolutions)
  return solutions
}

/** What tells two solutions apart: half beats and phase of every gap, and how many tempi fill them. */
function identity({ beats }: Solution): string {
  return beats
    .map(({ placement, tempi }) => {
      const targets = new Set(tempi.map((section) => section.target)).size
      return `${targets}:${placement.gaps.map((gap) => `${gap.halfBeats}/${gap.phase}`).join(' ')}`
    })
    .join(';')
}
