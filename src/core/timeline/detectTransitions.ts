import { rational, addRational, type Rational } from '../time/rational'
import { detectCuts, type DetectedCut } from './cutDetection'
import { detectDissolves, type DetectedDissolve } from './dissolveDetection'
import { detectFades, type DetectedFade } from './fadeDetection'
import { secondsOfPicture, timeOfPicture, type TransitionScores } from './transitionScores'
import type { Transition, TransitionKind } from './transition'

export interface DetectionOptions {
  /** 0..1; less finds more. 0.5 when absent. */
  readonly leastCutConfidence?: number | undefined
  readonly leastDissolveConfidence?: number | undefined
}

interface Found {
  readonly kind: TransitionKind
  readonly start: number
  readonly end: number
  readonly frame: number
  readonly confidence: number
}

const fromCut = ({ frame, confidence }: DetectedCut): Found => ({
  kind: 'cut',
  start: frame,
  end: frame,
  frame,
  confidence,
})
const fromFade = ({ start, end, frame, confidence }: DetectedFade): Found => ({
  kind: 'fade',
  start,
  end,
  frame,
  confidence,
})
const fromDissolve = ({ start, end, confidence }: DetectedDissolve): Found => ({
  kind: 'dissolve',
  start,
  end,
  frame: Math.round((start + end) / 2),
  confidence,
})

/** The stretches of at least seven pictures between what was found. */
function stretchesBetween(count: number, found: readonly Found[]): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = []
  let low = 0
  for (const { start, end, kind } of [...found].sort((a, b) => a.start - b.start)) {
    stretches.push([low, kind === 'cut' ? start - 1 : start])
    low = Math.max(low, end)
  }
  stretches.push([low, count - 1])
  return stretches.filter(([from, to]) => to - from >= 6)
}

const lies = (frame: number, { start, end }: { readonly start: number; readonly end: number }): boolean =>
  frame > start && frame <= end

function toTransition(scores: TransitionScores, found: Found): Transition {
  const start = timeOfPicture(scores, found.start)
  const end = timeOfPicture(scores, found.end)
  const half = (time: Rational): Rational => rational(time.numerator, time.denominator * 2)
  return {
    id: `${found.kind}-${found.frame}`,
    kind: found.kind,
    start,
    end,
    time: found.kind === 'dissolve' ? half(addRational(start, end)) : timeOfPicture(scores, found.frame),
    frame: found.frame,
    confidence: Math.round(found.confidence * 1000) / 1000,
    origin: 'detected',
  }
}

/**
 * Finds the changes of shot in a film's scores, in order of time. Cuts are exact to the picture; the ends of fades and
 * dissolves are fitted to straight ramps. A dissolve's `time` is the midpoint of `start` and `end`, which may lie
 * between two pictures; its `frame` is the nearer one.
 */
export function detectTransitions(
  scores: TransitionScores,
  options: DetectionOptions = {},
): readonly Transition[] {
  const { leastCutConfidence = 0.5, leastDissolveConfidence = 0.5 } = options
  if (scores.count < 2) return []
  const frameRate = (scores.count - 1) / Math.max(1e-6, secondsOfPicture(scores, scores.count - 1))
  const allCuts = detectCuts(scores, leastCutConfidence)
  const fades = detectFades(scores, frameRate, new Set(allCuts.map(({ frame }) => frame)))
  const cuts = allCuts.filter(({ frame }) => !fades.some((fade) => lies(frame, fade)))
  const fixed = [...cuts.map(fromCut), ...fades.map(fromFade)]
  const dissolves = stretchesBetween(scores.count, fixed).flatMap(([low, high]) =>
    detectDissolves(scores, low, high, leastDissolveConfidence),
  )
  return [...fixed, ...dissolves.map(fromDissolve)]
    .sort((a, b) => a.frame - b.frame)
    .map((found) => toTransition(scores, found))
}
