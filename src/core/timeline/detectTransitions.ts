import { addRational, rational, type Rational } from '../time/rational'
import { findGradualSegments, type GradualKind, type GradualSegment } from './gradualSegments'
import { fitRamp, isTransition, settleFade } from './segmentRules'
import { createTinyPictures, type TinyPictures } from './tinyPictures'
import type { Transition, TransitionKind } from './transition'
import type { TransitionLikelihoods } from './transitionLikelihoods'
import { picturesIn } from './transitionScorer'
import { framesPerSecond, timeOfPicture, type TransitionScores } from './transitionScores'

/** Best sum of precision and recall on the validation films of the transition network. */
export const usualThreshold = 0.6

export interface DetectionOptions {
  /** 0..1; less finds more. `usualThreshold` when absent. */
  readonly leastCutConfidence?: number | undefined
  /** The same for dissolves, fades, dips and wipes. */
  readonly leastGradualConfidence?: number | undefined
  /** Seconds; of two transitions with a shorter shot between them the surer stays. A tenth of a second when absent. */
  readonly minimumShot?: number | undefined
}

interface Found {
  readonly kind: TransitionKind
  readonly start: number
  readonly end: number
  readonly frame: number
  readonly confidence: number
}

/** Steps whose likelihood of a cut is enough and the highest within a picture on each side. */
function findCuts({ cut, count }: TransitionLikelihoods, leastConfidence: number): readonly Found[] {
  const cuts: Found[] = []
  for (let step = 1; step < count; step += 1) {
    const value = cut[step]!
    if (value === 0 || value < 255 * leastConfidence) continue
    if (value < (cut[step - 1] ?? 0) || value <= (cut[step + 1] ?? 0)) continue
    cuts.push({ kind: 'cut', start: step, end: step, frame: step, confidence: value / 255 })
  }
  return cuts
}

const publicKind = (kind: GradualKind): TransitionKind =>
  kind === 'fadeOut' || kind === 'fadeIn' ? 'fade' : kind

/** The picture that the music aims at: see `Transition`. */
function aimOf(kind: GradualKind, start: number, end: number): number {
  if (kind === 'fadeOut') return end
  if (kind === 'fadeIn') return start + 1
  return Math.round((start + end) / 2)
}

/** Seconds of black (white) up to which a fade out and the next fade in are one dip. */
const longestDipHold = 1 / 3

/** Seconds by which the ends of a dissolve or fade are moved at most. */
const settleReach = 0.08

/** Puts the ends of a segment, which the network knows to a picture or two, where the pictures say; inside the film. */
function settle(tiny: TinyPictures, segment: GradualSegment, count: number, rate: number): GradualSegment {
  const reach = picturesIn(settleReach, rate)
  if (segment.kind === 'dissolve') {
    const { start, end } = fitRamp(tiny, segment, reach)
    return { ...segment, start, end: Math.min(count - 1, end) }
  }
  const isFade = segment.kind === 'fadeIn' || segment.kind === 'fadeOut'
  return isFade ? settleFade(tiny, segment, reach) : segment
}

/** Fades out and in with hardly anything between them are one dip. */
function joinDips(segments: readonly GradualSegment[], longestHold: number): readonly GradualSegment[] {
  const joined: GradualSegment[] = []
  for (const segment of segments) {
    const previous = joined.at(-1)
    const isDip =
      previous?.kind === 'fadeOut' && segment.kind === 'fadeIn' && segment.start - previous.end <= longestHold
    if (!isDip) joined.push(segment)
    else
      joined[joined.length - 1] = {
        kind: 'dip',
        start: previous.start,
        end: segment.end,
        confidence: Math.min(previous.confidence, segment.confidence),
      }
  }
  return joined
}

/** Drops the less sure of two neighbours with fewer than `shortest` pictures between them. */
function keepShots(found: readonly Found[], shortest: number): readonly Found[] {
  const kept: Found[] = []
  for (const next of found) {
    let dropped = false
    while (kept.length > 0 && next.start - kept.at(-1)!.end < shortest) {
      if (kept.at(-1)!.confidence >= next.confidence) {
        dropped = true
        break
      }
      kept.pop()
    }
    if (!dropped) kept.push(next)
  }
  return kept
}

function toTransition(scores: TransitionScores, found: Found): Transition {
  const start = timeOfPicture(scores, found.start)
  const end = timeOfPicture(scores, found.end)
  const half = (time: Rational): Rational => rational(time.numerator, time.denominator * 2)
  const isMidpoint = found.kind === 'dissolve' || found.kind === 'wipe'
  return {
    id: `${found.kind}-${found.frame}`,
    kind: found.kind,
    start,
    end,
    time: isMidpoint ? half(addRational(start, end)) : timeOfPicture(scores, found.frame),
    frame: found.frame,
    confidence: Math.round(found.confidence * 1000) / 1000,
    origin: 'detected',
  }
}

/**
 * Finds the changes of shot in a film from its kept scores and likelihoods, in order of time; quick enough to follow a
 * slider. Cuts are exact to the picture. The `time` of a dissolve or wipe is the midpoint of `start` and `end`, which
 * may lie between two pictures; its `frame` is the nearer one.
 */
export function detectTransitions(
  scores: TransitionScores,
  likelihoods: TransitionLikelihoods,
  options: DetectionOptions = {},
): readonly Transition[] {
  const {
    leastCutConfidence = usualThreshold,
    leastGradualConfidence = usualThreshold,
    minimumShot = 0.1,
  } = options
  if (scores.count < 2) return []
  const rate = framesPerSecond(scores)
  const tiny = createTinyPictures(scores)
  const segments = findGradualSegments(likelihoods, leastGradualConfidence)
    .filter((segment) => isTransition(tiny, segment))
    .map((segment) => settle(tiny, segment, scores.count, rate))
  const gradual = joinDips(segments, longestDipHold * rate).map(({ kind, start, end, confidence }): Found => {
    const frame = aimOf(kind, start, end)
    return { kind: publicKind(kind), start, end, frame, confidence }
  })
  const cuts = findCuts(likelihoods, leastCutConfidence).filter(
    ({ frame }) => !gradual.some(({ start, end }) => frame > start && frame <= end),
  )
  const found = [...cuts, ...gradual].sort((a, b) => a.start - b.start)
  return keepShots(found, picturesIn(minimumShot, rate)).map((each) => toTransition(scores, each))
}
