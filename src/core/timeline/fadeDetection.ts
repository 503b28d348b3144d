import {
  cellLuma,
  distanceFrom,
  likeness,
  meanThumbnail,
  pictureDistance,
  type Thumbnail,
} from './thumbnails'
import type { TransitionScores } from './transitionScores'

/** A fade to (`out`) or from (`in`) black or white. Picture indices. */
export interface DetectedFade {
  readonly direction: 'in' | 'out'
  /** The last picture before the fade; for a fade-in the last fully black one. */
  readonly start: number
  /** The first picture after the fade; for a fade-out the first fully black one. */
  readonly end: number
  /** Fade-out: the first fully black picture. Fade-in: the first visible one. */
  readonly frame: number
  readonly confidence: number
}

/** Pictures without content (black, or black with a logo), `first`..`last`. */
export interface EmptyRun {
  readonly first: number
  readonly last: number
}

/** Cells of 24 that must be dark (bright); a row of six may hold a line of text or a running time. */
const emptyCells = 18
/** Luma at or below which a cell may belong to a fading picture's end, and to black itself. */
const darkLuma = 24
const blackLuma = 12
/** Luma within which a picture counts as being as empty as the emptiest. */
const sameBlack = 0.7
/** Root mean square levels that black pictures differ by at most, one from the next. */
const stillBlack = 0.6
/** A fade takes at least this many steps; less is a cut. */
const fewestSteps = 4
const longestFadeSeconds = 8
/** Levels (root mean square) that a fade must at least rise to. */
const faintestPicture = 6

/** The luma that 18 of the 24 cells stay below (`dark`), or above, mirrored (`bright`). */
function emptiness(scores: TransitionScores, picture: number, tone: 'dark' | 'bright'): number {
  const luma = cellLuma(scores, picture).map((value) => (tone === 'dark' ? value : 255 - value))
  return luma.sort((a, b) => a - b)[emptyCells - 1]!
}

function runsBelow(values: Float64Array, limit: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = []
  values.forEach((value, index) => {
    if (value > limit) return
    const open = runs.at(-1)
    if (open && open[1] === index - 1) open[1] = index
    else runs.push([index, index])
  })
  return runs
}

/** The stretches of black (or white) pictures. */
export function findEmptyRuns(scores: TransitionScores, tone: 'dark' | 'bright'): readonly EmptyRun[] {
  const levels = Float64Array.from({ length: scores.count }, (_, picture) => emptiness(scores, picture, tone))
  return runsBelow(levels, darkLuma).flatMap(([from, to]) => {
    let emptiest = from
    for (let picture = from; picture <= to; picture += 1)
      if (levels[picture]! < levels[emptiest]!) emptiest = picture
    if (levels[emptiest]! > blackLuma) return []
    const isEmpty = (picture: number): boolean => levels[picture]! <= levels[emptiest]! + sameBlack
    let [first, last] = [from, to]
    while (!isEmpty(first)) first += 1
    while (!isEmpty(last)) last -= 1
    // A fade's last step may be as dark as black, but black does not move.
    while (first < last && pictureDistance(scores, first, first + 1) > stillBlack) first += 1
    while (first < last && pictureDistance(scores, last, last - 1) > stillBlack) last -= 1
    return [{ first, last }]
  })
}

/** A fade seen from its empty end: `steps` pictures from the last empty one to the first full one. */
interface Ramp {
  readonly steps: number
  readonly confidence: number
}

/** Pictures beyond the ramp that must stay at its full level. */
const plateau = 5
/** Largest root mean square error of a ramp, as a share of its full level. */
const largestRampError = 0.12
/** Below this error the fade counts as straight. */
const straightError = 0.03

/** How far levels (of steps 0, 1, …) are from a straight ramp of `steps` steps and a plateau, as a share of its level. */
function rampErrorOf(levels: readonly number[], steps: number): number {
  const top = levels.slice(steps, steps + 3)
  const full = top.reduce((sum, level) => sum + level, 0) / top.length
  const last = Math.min(levels.length - 1, steps + plateau)
  let squares = 0
  for (let step = 0; step <= last; step += 1)
    squares += ((levels[step]! - Math.min(1, step / steps) * full) / Math.max(1, full)) ** 2
  return Math.sqrt(squares / (last + 1))
}

/** The length of ramp that fits best, with its error. */
function fitRamp(levels: readonly number[]): { readonly steps: number; readonly error: number } {
  let best = { steps: 0, error: Infinity }
  for (let steps = fewestSteps; steps < levels.length; steps += 1) {
    const error = rampErrorOf(levels, steps)
    if (error < best.error) best = { steps, error }
  }
  return best
}

/** The way from an empty picture into the film: what pictures `pictureAt(step)` show, step 0 being empty. */
interface RampView {
  readonly pictureAt: (step: number) => number
  /** Steps to the next cut or the end of the film. */
  readonly longest: number
}

/**
 * Follows the picture from an empty one (step 0) to its full level. Null when it appears at once, or when what appears
 * changes meanwhile (a camera that pans out of the dark).
 */
function followRamp(scores: TransitionScores, ground: Thumbnail, view: RampView): Ramp | null {
  const { pictureAt, longest } = view
  const levels = Array.from({ length: longest + 1 }, (_, step) =>
    distanceFrom(scores, pictureAt(step), ground),
  )
  const { steps: fitted, error } = fitRamp(levels)
  const full = levels[fitted] ?? 0
  // A curved fade reaches its full level before (or after) the straight line that fits it best.
  const steps = error < straightError ? fitted : levels.findIndex((level) => level >= 0.97 * full)
  if (error > largestRampError || full < faintestPicture || steps < fewestSteps) return null
  const ramp = levels.slice(0, steps + 1)
  const climbs = ramp.slice(1).map((level, index) => level - ramp[index]!)
  const monotonic = climbs.filter((climb) => climb > 0).length / steps
  if (monotonic < 0.75 || Math.max(...climbs) > 0.5 * full) return null
  const [half, whole] = [pictureAt(Math.round(steps / 2)), pictureAt(steps)]
  const alike = likeness(meanThumbnail(scores, half, half), meanThumbnail(scores, whole, whole), ground)
  if (alike < 0.85) return null
  return { steps, confidence: (1 - error / largestRampError / 3) * monotonic * Math.min(1, alike / 0.95) }
}

/** Steps from `from` in `direction` before a cut, the film's end or `longest`. */
function stepsToEdge(
  from: number,
  direction: 1 | -1,
  longest: number,
  count: number,
  cutFrames: ReadonlySet<number>,
): number {
  for (let step = 1; step <= longest; step += 1) {
    const picture = from + direction * step
    if (picture < 0 || picture >= count) return step - 1
    // The cut of frame n lies between n - 1 and n. A short fade's first step may look like one.
    if (step > 1 && cutFrames.has(direction > 0 ? picture : picture + 1)) return step - 1
  }
  return longest
}

/** Finds the fades out to and in from black and white, in order of time; none crosses a hard cut. */
export function detectFades(
  scores: TransitionScores,
  frameRate: number,
  cutFrames: ReadonlySet<number>,
): readonly DetectedFade[] {
  const longest = Math.round(longestFadeSeconds * frameRate)
  const { count } = scores
  // Each end has its own ground: a logo or running time may change while the picture is black.
  const rampFrom = (from: number, direction: 1 | -1): Ramp | null =>
    followRamp(scores, meanThumbnail(scores, from, from), {
      pictureAt: (step) => from + direction * step,
      longest: stepsToEdge(from, direction, longest, count, cutFrames),
    })
  const fades = (['dark', 'bright'] as const).flatMap((tone) =>
    findEmptyRuns(scores, tone).flatMap(({ first, last }): DetectedFade[] => {
      const [out, into] = [rampFrom(first, -1), rampFrom(last, 1)]
      const found: DetectedFade[] = []
      if (out)
        found.push({
          direction: 'out',
          start: first - out.steps,
          end: first,
          frame: first,
          confidence: out.confidence,
        })
      if (into)
        found.push({
          direction: 'in',
          start: last,
          end: last + into.steps,
          frame: last + 1,
          confidence: into.confidence,
        })
      return found
    }),
  )
  return fades.sort((a, b) => a.frame - b.frame)
}
