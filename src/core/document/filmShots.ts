import { standardFrameRates } from '../time/frameRate'
import { multiplyRational, rational, rationalToNumber, type Rational } from '../time/rational'
import { isTimecodeRate, type EditorShot, type EditorTransition } from '../timeline/formats/editorTimeline'
import type { Transition } from '../timeline/transition'
import type { HitpointDocument } from './document'

/** The film's own rate where timecode can count it, else the nearest that editors use: variable rates have no exact one. */
export function editorRate(frameRate: Rational): Rational {
  if (isTimecodeRate(frameRate)) return frameRate
  const wanted = rationalToNumber(frameRate)
  const distance = (rate: Rational): number => Math.abs(Math.log(rationalToNumber(rate) / wanted))
  return standardFrameRates
    .filter((rate) => isTimecodeRate(rate) && rationalToNumber(rate) > 23 && rationalToNumber(rate) < 61)
    .reduce((best, rate) => (distance(rate) < distance(best) ? rate : best), rational(25))
}

/** Nearest whole frame of an exact time. */
export const frameOf = (time: Rational, rate: Rational): number =>
  Math.round(rationalToNumber(multiplyRational(time, rate)))

/**
 * A film's shots between its transitions, in frames from its first picture; `name`: of the film, which all of them show.
 * `startFrame`: number of the film's first frame. A transition's own frames never reach over its neighbours or the film's
 * ends; of two transitions in one frame the first stays.
 */
export function filmShots(
  document: Pick<HitpointDocument, 'media' | 'transitions'>,
  rate: Rational,
  name: string,
  startFrame: number,
): EditorShot[] {
  const total = Math.max(1, frameOf(document.media.info.duration, rate))
  const placed: { readonly at: number; readonly from: Transition }[] = []
  for (const from of document.transitions) {
    const at = frameOf(from.time, rate)
    if (at > (placed.at(-1)?.at ?? 0) && at < total) placed.push({ at, from })
  }
  let free = 0
  const transitions = placed.map(({ at, from }, index): EditorTransition | undefined => {
    if (from.kind === 'cut') return undefined
    const start = Math.max(free, Math.min(at, frameOf(from.start, rate)))
    const end = Math.min(placed[index + 1]?.at ?? total, Math.max(at, frameOf(from.end, rate)))
    free = end
    return end > start ? { kind: from.kind, start, end } : undefined
  })
  return [{ at: 0 }, ...placed].map(({ at }, index) => ({
    name,
    source: name,
    start: at,
    end: placed[index]?.at ?? total,
    sourceStart: startFrame + at,
    ...(index > 0 && transitions[index - 1] && { transition: transitions[index - 1] }),
  }))
}
