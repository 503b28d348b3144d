import { rationalToNumber, type Rational } from '../../time/rational'
import type { Plan, PlannedHit } from '../plan'
import type { Metre } from './barFilling'

/** `hit`: the tempo map lands on it; `near-miss`: the nearest half beat is within a frame; `miss`: it is not. */
export type FitGrade = 'hit' | 'near-miss' | 'miss'

/** How a plan meets one must-hit. */
export interface HitFit {
  readonly hit: PlannedHit
  readonly grade: FitGrade
  /** Musical time minus picture time. */
  readonly errorMilliseconds: number
  readonly errorFrames: number
}

/** What a composer asks of a tempo solution. */
export interface FitReport {
  /** Quarters a minute, slowest and fastest inside the cues. */
  readonly slowest: number
  readonly fastest: number
  /** Bars inside the cues that leave the piece's metre. */
  readonly oddBars: number
  readonly downbeats: number
  /** Every must-hit. */
  readonly fits: readonly HitFit[]
}

/** Slowest and fastest tempo inside the cues, in quarters a minute. */
export function tempoSpan(plan: Plan): { readonly slowest: number; readonly fastest: number } {
  const tempi = plan.tempo.flatMap((change, index) => {
    const end = plan.tempo[index + 1]?.tick ?? plan.endTick
    const sounds = plan.cues.some((cue) => cue.startTick < end && change.tick < cue.endTick)
    return sounds ? [60e6 / change.microsecondsPerQuarter] : []
  })
  return {
    slowest: tempi.reduce((least, tempo) => Math.min(least, tempo), Infinity),
    fastest: tempi.reduce((most, tempo) => Math.max(most, tempo), 0),
  }
}

function gradeOf(hit: PlannedHit, errorFrames: number): FitGrade {
  if (hit.kept) return 'hit'
  const isInMusic = hit.reason !== 'outside' && hit.reason !== 'outside-cue'
  return isInMusic && Math.abs(errorFrames) <= 1 ? 'near-miss' : 'miss'
}

/** How a plan meets its must-hits, in milliseconds and frames. */
export function fitReport(plan: Plan, frameRate: Rational, metre: Metre): FitReport {
  const fits = plan.hits
    .filter((hit) => hit.mode === 'must')
    .map((hit): HitFit => {
      const errorFrames = hit.error * rationalToNumber(frameRate)
      return { hit, grade: gradeOf(hit, errorFrames), errorMilliseconds: hit.error * 1000, errorFrames }
    })
  const oddBars = plan.cues.reduce(
    (sum, { firstBar, barCount }) =>
      sum +
      plan.bars
        .slice(firstBar, firstBar + barCount)
        .filter((bar) => bar.numerator !== metre.numerator || bar.denominator !== metre.denominator).length,
    0,
  )
  const downbeats = fits.filter(({ hit, grade }) => grade === 'hit' && hit.downbeat).length
  return { ...tempoSpan(plan), oddBars, downbeats, fits }
}
