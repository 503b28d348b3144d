import { cellLuma, distanceFrom, likeness, meanThumbnail, type Thumbnail } from './thumbnails'
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

/** Pictures without content, `first`..`last`; `ground` is what they show (black, or black with a logo). */
export interface EmptyRun {
  readonly first: number
  readonly last: number
  readonly ground: Thumbnail
}

/** Cells of 24 that must be dark (bright); the rest may hold a logo or a running time. */
const emptyCells = 20
/** Luma at or below which a cell may belong to a fading picture's end, and to black itself. */
const darkLuma = 24
const blackLuma = 12
/** Root mean square levels within which a picture counts as the ground itself. */
const sameAsGround = 0.8
/** A fade takes at least this many steps; less is a cut. */
const fewestSteps = 4
const longestFadeSeconds = 8

/** The luma that 20 of the 24 cells stay below (`dark`), or above, mirrored (`bright`). */
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
    const ground = meanThumbnail(scores, emptiest, emptiest)
    let [first, last] = [emptiest, emptiest]
    while (first > from && distanceFrom(scores, first - 1, ground) <= sameAsGround) first -= 1
    while (last < to && distanceFrom(scores, last + 1, ground) <= sameAsGround) last += 1
    return [{ first, last, ground }]
  })
}

/** A fade seen from its empty end: `steps` pictures from the last empty one to the first full one. */
interface Ramp {
  readonly steps: number
  readonly confidence: number
}

/** Where a straight line through the middle of the ramp reaches the full level. */
function extrapolateSteps(levels: readonly number[], full: number, reached: number): number {
  const inside = levels
    .map((level, step) => ({ level, step }))
    .filter(({ level, step }) => step <= reached && level >= 0.15 * full && level <= 0.85 * full)
  const [first, last] = [inside[0], inside.at(-1)]
  if (!first || !last || last.step - first.step < 2) return reached
  const perStep = (last.level - first.level) / (last.step - first.step)
  return Math.max(1, Math.round(first.step + (full - first.level) / perStep))
}

/**
 * Walks from an empty picture (step 0) into the film and follows the picture's rise to its full level. Null when it
 * appears at once, or when what appears changes meanwhile (a camera that pans out of the dark).
 */
function followRamp(
  scores: TransitionScores,
  ground: Thumbnail,
  pictureAt: (step: number) => number | null,
  longest: number,
  isCutBetween: (step: number) => boolean,
): Ramp | null {
  const levels: number[] = [0]
  let [rises, falls, best] = [0, 0, 0]
  for (let step = 1; step <= longest; step += 1) {
    const picture = pictureAt(step)
    if (picture === null || (step > 1 && isCutBetween(step))) break
    const level = distanceFrom(scores, picture, ground)
    levels.push(level)
    if (level > best * 1.003 + 0.02) {
      rises += 1
      best = level
    } else falls += 1
    // A plateau: eight pictures without a new height.
    if (falls >= 8 && levels.slice(-8).every((recent) => recent <= best)) break
  }
  const reached = levels.findIndex((level) => level >= 0.985 * best)
  if (best < 6 || reached < fewestSteps) return null
  const steps = Math.min(Math.max(fewestSteps, extrapolateSteps(levels, best, reached)), levels.length - 1)
  const monotonic =
    levels.slice(1, reached + 1).filter((level, index) => level > levels[index]!).length / reached
  const [half, whole] = [pictureAt(Math.round(steps / 2)), pictureAt(steps)]
  if (half === null || whole === null) return null
  const alike = likeness(meanThumbnail(scores, half, half), meanThumbnail(scores, whole, whole), ground)
  const largestStep = levels
    .slice(1, reached + 1)
    .reduce((most, level, index) => Math.max(most, level - levels[index]!), 0)
  if (monotonic < 0.75 || alike < 0.9 || largestStep > 0.5 * best || rises < fewestSteps) return null
  return { steps, confidence: Math.min(1, monotonic) * Math.max(0, (alike - 0.8) / 0.2) }
}

/** Finds the fades out to and in from black and white, in order of time; none crosses a hard cut. */
export function detectFades(
  scores: TransitionScores,
  frameRate: number,
  cutFrames: ReadonlySet<number>,
): readonly DetectedFade[] {
  const longest = Math.round(longestFadeSeconds * frameRate)
  const within = (picture: number): number | null => (picture >= 0 && picture < scores.count ? picture : null)
  const fades = (['dark', 'bright'] as const).flatMap((tone) =>
    findEmptyRuns(scores, tone).flatMap(({ first, last, ground }): DetectedFade[] => {
      const out = followRamp(
        scores,
        ground,
        (step) => within(first - step),
        longest,
        (step) => cutFrames.has(first - step + 1),
      )
      const into = followRamp(
        scores,
        ground,
        (step) => within(last + step),
        longest,
        (step) => cutFrames.has(last + step),
      )
      return [
        ...(out
          ? [
              {
                direction: 'out' as const,
                start: first - out.steps,
                end: first,
                frame: first,
                confidence: out.confidence,
              },
            ]
          : []),
        ...(into
          ? [
              {
                direction: 'in' as const,
                start: last,
                end: last + into.steps,
                frame: last + 1,
                confidence: into.confidence,
              },
            ]
          : []),
      ]
    }),
  )
  return fades.sort((a, b) => a.frame - b.frame)
}
