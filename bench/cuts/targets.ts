import { share } from './tables'
import { distractorPairs, firedShare, gradualPairs, intervalOf, type Scored } from './scored'
import { f1Of, precisionOf, recallOf } from './statistics'
import type { FilmCounts, PairCounts } from './score'

/** A number that the issue asks for, and whether it was reached. */
export interface Target {
  readonly name: string
  readonly wanted: string
  readonly measured: string
  readonly met: boolean
}

type CutPairs = (counts: FilmCounts) => PairCounts

const within = ([low, high]: readonly [number, number]): string => ` (95 %: ${share(low)}–${share(high)})`

function leastTarget(
  scored: Scored,
  name: string,
  least: number,
  pairsOf: CutPairs,
  ratioOf: (pairs: PairCounts) => number,
): Target {
  const value = ratioOf(pairsOf(scored.total))
  return {
    name,
    wanted: `≥ ${least}`,
    measured: share(value) + within(intervalOf(scored, pairsOf, ratioOf)),
    met: value >= least,
  }
}

/** Cut F1 beside a rival's on every material. */
function besideRival(ours: Scored, rival: Scored | undefined, name: string, pairsOf: CutPairs): Target {
  const target = { name, wanted: '≥ PySceneDetect Adaptive on every material' }
  if (rival?.films.length !== ours.films.length)
    return { ...target, measured: 'not compared: not run on the same films', met: false }
  const behind = [...ours.byGroup].flatMap(([group, counts]) => {
    const [own, other] = [f1Of(pairsOf(counts)), f1Of(pairsOf(rival.byGroup.get(group)!))]
    return own < other ? [`${group} ${share(own)} < ${share(other)}`] : []
  })
  const measured = behind.length === 0 ? `on all ${ours.byGroup.size}` : `behind on ${behind.join(', ')}`
  return { ...target, measured, met: behind.length === 0 }
}

/** The targets of the issue for detector `ours`. */
export function judgeTargets(ours: Scored, adaptive: Scored | undefined): readonly Target[] {
  const exact: CutPairs = ({ exactCuts }) => exactCuts
  const near: CutPairs = ({ nearCuts }) => nearCuts
  const flashes = firedShare(ours.total, 'flash')
  return [
    leastTarget(ours, 'F1 on hard cuts, ±1 picture', 0.97, near, f1Of),
    leastTarget(ours, 'F1 on hard cuts, exact', 0.97, exact, f1Of),
    besideRival(ours, adaptive, 'F1 on hard cuts by material, ±1 picture', near),
    besideRival(ours, adaptive, 'F1 on hard cuts by material, exact', exact),
    leastTarget(ours, 'Gradual transitions found', 0.85, gradualPairs, recallOf),
    leastTarget(ours, 'Precision of gradual transitions', 0.85, gradualPairs, precisionOf),
    {
      name: 'Flashes that fire',
      wanted: '≤ 0.1',
      measured: share(flashes) + within(intervalOf(ours, distractorPairs('flash'), recallOf)),
      met: flashes <= 0.1,
    },
  ]
}
