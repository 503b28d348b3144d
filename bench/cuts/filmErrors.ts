import type { Detection } from './detection'
import { judge, type Truth } from './judge'
import { gapBetween, type Interval } from './matching'
import type { TruthTransition } from './truth'

/** One wrong report, or one transition that was not reported. Picture indices. */
export interface FilmError extends Interval {
  /** Not reported, reported where nothing is, or a gradual transition that was reported as a cut. */
  readonly error: 'missed' | 'false' | 'as a cut'
  /** The kind, with the style of a true transition. */
  readonly what: string
  /** 0..1 of a report; null where there is none. */
  readonly confidence: number | null
  /** What lies there or next to it. */
  readonly near: string
}

const pictures = ({ start, end }: Interval): string => (start === end ? `${start}` : `${start}–${end}`)

interface Landmark extends Interval {
  readonly name: string
}

const placeOf = ({ start, end }: Interval): Interval => ({ start, end })

/** A kind with its style, where it has one: `wipe (left)`. */
const nameOf = ({ kind, detail }: Pick<TruthTransition, 'kind' | 'detail'>): string =>
  detail === '' ? kind : `${kind} (${detail})`

/** The nearest of `landmarks` in words, the first of those that are equally near. */
function nearestOf(landmarks: readonly Landmark[], place: Interval): string {
  const [nearest] = [...landmarks].sort((a, b) => gapBetween(a, place) - gapBetween(b, place))
  if (!nearest) return 'nothing'
  const gap = gapBetween(nearest, place)
  return `${nearest.name} ${pictures(nearest)}${gap === 0 ? '' : `, ${gap} away`}`
}

/** Lists what a detector got wrong on a film, in order of time: cuts at ±1 picture, gradual transitions by overlap. */
export function listErrors(truth: Truth, detections: readonly Detection[]): readonly FilmError[] {
  const { trueCuts, trueGraduals, near, found, byCut, falseGraduals } = judge(truth, detections)
  const paired = new Set(near.matches.map((match) => match.truth))
  const distractors = truth.distractors.map((one) => ({ ...placeOf(one), name: one.kind }))
  const transitions = truth.transitions.map((one) => ({ ...placeOf(one), name: nameOf(one) }))
  const reports = detections.map((one) => ({ ...placeOf(one), name: `report of a ${one.kind}` }))
  const missed = [
    ...trueCuts.filter((_, index) => !paired.has(index)),
    ...trueGraduals.filter((_, index) => !found.has(index) && !byCut.has(index)),
  ].map((one): FilmError => {
    const near = nearestOf([...reports, ...distractors], one)
    return { ...placeOf(one), error: 'missed', what: nameOf(one), confidence: null, near }
  })
  const wrong = [...near.wrong, ...falseGraduals].map((one): FilmError => {
    const near = nearestOf([...distractors, ...transitions], one)
    return { ...placeOf(one), error: 'false', what: one.kind, confidence: one.confidence, near }
  })
  const asCut = [...byCut].map(([index, { start, confidence }]): FilmError => {
    const one = trueGraduals[index]!
    return { ...placeOf(one), error: 'as a cut', what: nameOf(one), confidence, near: `cut at ${start}` }
  })
  return [...missed, ...wrong, ...asCut].sort((a, b) => a.start - b.start || a.end - b.end)
}
