import type { Lock } from '../music/keptMusic'
import { addRational, compareRational, rationalToNumber, type Rational } from '../time/rational'
import { seconds } from '../time/units'
import { secondsOfFrames } from '../timeline/formats/editorTimeline'
import { movedFrame, shiftOf, type KeptPicture } from '../timeline/reconform/keptPicture'
import type { Transition } from '../timeline/transition'
import type { Cue } from './document'
import { frameOf } from './filmShots'

/** A piece of the picture with the rate that its frames have. */
export interface KeptFilm {
  readonly kept: readonly KeptPicture[]
  readonly rate: Rational
  /** The film's length after. */
  readonly duration: Rational
}

const pieceAt = (kept: readonly KeptPicture[], frame: number): KeptPicture | undefined =>
  kept.find(({ from, length }) => frame >= from && frame < from + length)

/** A transition in its place in the new cut; a cut where the picture on one side of it is another. Null when it is gone. */
export function moveTransition(transition: Transition, { kept, rate }: KeptFilm): Transition | null {
  const frame = frameOf(transition.time, rate)
  const piece = pieceAt(kept, frame)
  if (!piece) return null
  const shift = secondsOfFrames(shiftOf(piece), rate)
  const time = addRational(transition.time, shift)
  const [start, end] = [frameOf(transition.start, rate), frameOf(transition.end, rate)]
  // The picture before a cut may be another; a gradual transition needs both.
  const isWhole = transition.kind === 'cut' || (start >= piece.from && end <= piece.from + piece.length)
  return {
    ...transition,
    kind: isWhole ? transition.kind : 'cut',
    start: isWhole ? addRational(transition.start, shift) : time,
    end: isWhole ? addRational(transition.end, shift) : time,
    time,
    frame: Math.max(0, transition.frame + shiftOf(piece)),
  }
}

/** An id like `edit-7` that no transition has yet. */
function freshId(taken: Set<string>): string {
  let number = taken.size + 1
  while (taken.has(`edit-${number}`)) number++
  const id = `edit-${number}`
  taken.add(id)
  return id
}

/** First and last frame of a transition that takes time. */
const spanOf = ({ start, end }: Transition, rate: Rational): string =>
  `${frameOf(start, rate)} ${frameOf(end, rate)}`

/**
 * The list's transitions and those that moved with their picture, together, in ascending time. At one frame there is one: it
 * keeps the id and marks of the one that moved, and the kind of whichever takes time. One that takes the very frames of one that
 * moved is that one, and keeps its aim: some formats know only a middle. `keepsUnlisted`: whether those that the
 * list does not have stay.
 */
export function mergeTransitions(
  listed: readonly Transition[],
  moved: readonly Transition[],
  rate: Rational,
  keepsUnlisted: boolean,
): Transition[] {
  const taken = new Set(moved.map(({ id }) => id))
  const byFrame = new Map(moved.map((transition) => [frameOf(transition.time, rate), transition]))
  const bySpan = new Map(
    moved.filter(({ kind }) => kind !== 'cut').map((transition) => [spanOf(transition, rate), transition]),
  )
  const merged = listed.map((transition): Transition => {
    const { kind, start, end, time } = transition
    const atFrame = byFrame.get(frameOf(time, rate))
    const same = atFrame ?? (kind === 'cut' ? undefined : bySpan.get(spanOf(transition, rate)))
    if (!same || !byFrame.delete(frameOf(same.time, rate))) return { ...transition, id: freshId(taken) }
    if (kind === 'cut' && same.kind !== 'cut') return same
    return atFrame ? { ...same, kind, start, end, time } : { ...same, kind }
  })
  return [...merged, ...(keepsUnlisted ? byFrame.values() : [])].sort((a, b) =>
    compareRational(a.time, b.time),
  )
}

/** What of a range (frames before) is kept, as ranges in the new cut. */
function keptRanges(
  { kept }: KeptFilm,
  start: number,
  end: number,
): { start: number; end: number; shift: number }[] {
  return kept.flatMap((piece) => {
    const [from, to] = [Math.max(start, piece.from), Math.min(end, piece.from + piece.length)]
    const shift = shiftOf(piece)
    return to > from ? [{ start: from + shift, end: to + shift, shift }] : []
  })
}

/**
 * Locks where the picture stands where it stood, cut at its edges. Elsewhere music cannot stay: it is locked to time, and
 * the time is another. `lost`: the seconds of locks that are gone.
 */
export function keepLocks(locks: readonly Lock[], film: KeptFilm): { locks: Lock[]; lost: number } {
  const rate = rationalToNumber(film.rate)
  let lost = 0
  const kept = locks.flatMap((lock) => {
    const ranges = keptRanges(film, lock.start * rate, lock.end * rate).filter(({ shift }) => shift === 0)
    lost += lock.end - lock.start - ranges.reduce((sum, { start, end }) => sum + (end - start) / rate, 0)
    return ranges.map(({ start, end }) => ({
      ...lock,
      start: seconds(start / rate),
      end: seconds(end / rate),
    }))
  })
  return { locks: kept, lost: Math.max(0, lost) }
}

/** The rational time of a frame border; at the film's very end its exact length. */
const borderTime = (frame: number, { rate, duration }: KeptFilm): Rational => {
  const time = secondsOfFrames(frame, rate)
  return compareRational(time, duration) > 0 ? duration : time
}

/**
 * Cues around the picture that they began and ended with. One whose picture is all gone, or that would overlap the one
 * before it, is left out; one up to the film's end ends with the new film.
 */
export function moveCues(
  cues: readonly Cue[],
  film: KeptFilm,
  oldDuration: Rational,
): { cues: Cue[]; lost: string[] } {
  const moved: Cue[] = []
  const lost: string[] = []
  const placed = cues.flatMap((cue) => {
    const [first, last] = [frameOf(cue.musicIn, film.rate), frameOf(cue.musicOut, film.rate)]
    const ranges = keptRanges(film, first, last)
    if (ranges.length === 0) {
      lost.push(cue.name)
      return []
    }
    const start = Math.min(...ranges.map((range) => range.start))
    const end = Math.max(...ranges.map((range) => range.end))
    const toTheEnd = compareRational(cue.musicOut, oldDuration) >= 0
    const shift = movedFrame(film.kept, first) === start ? start - first : null
    // An entry between frames keeps its place between them.
    const musicIn =
      shift === null ? borderTime(start, film) : addRational(cue.musicIn, secondsOfFrames(shift, film.rate))
    return [{ ...cue, musicIn, musicOut: toTheEnd ? film.duration : borderTime(end, film) }]
  })
  for (const cue of placed.sort((a, b) => compareRational(a.musicIn, b.musicIn))) {
    const before = moved.at(-1)
    const overlaps = before && compareRational(cue.musicIn, before.musicOut) < 0
    if (overlaps || compareRational(cue.musicOut, cue.musicIn) <= 0) lost.push(cue.name)
    else moved.push(cue)
  }
  return { cues: moved, lost }
}
