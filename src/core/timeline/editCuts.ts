import { addRational, compareRational, subtractRational } from '../time/rational'
import type { FrameGrid } from './frameGrid'
import type { DownbeatPreference, HitKind, HitMode, Transition } from './transition'

/** Edits of a film's transitions by hand. Rules: docs/spec/cut-editing.md. Each answers the same list when nothing changes. */
export type Transitions = readonly Transition[]

const inOrder = (transitions: Transitions): Transitions =>
  [...transitions].sort((a, b) => compareRational(a.time, b.time))

/** Whether a user had a hand in a transition: another threshold does not take it away. */
export const isHandMade = ({
  origin,
  hit,
  hitKind,
  hitOffset,
  hitDownbeat,
  name,
  locked,
}: Transition): boolean =>
  origin === 'user' || [hit, hitKind, hitOffset, hitDownbeat, name, locked].some((mark) => mark !== undefined)

/** The transition whose picture is `frame`, if any. */
export const cutAtFrame = (transitions: Transitions, frame: number): Transition | undefined =>
  transitions.find((transition) => transition.frame === frame)

function freeId(transitions: Transitions, frame: number): string {
  const taken = new Set(transitions.map(({ id }) => id))
  let id = `user-${frame}`
  for (let number = 2; taken.has(id); number++) id = `user-${frame}-${number}`
  return id
}

/** Adds a cut whose first new picture is `frame`. The first picture of the film begins no shot of its own. */
export function addCut(transitions: Transitions, frame: number, grid: FrameGrid): Transitions {
  if (frame < 1 || frame >= grid.count || cutAtFrame(transitions, frame)) return transitions
  const time = grid.timeOf(frame)
  const cut: Transition = {
    id: freeId(transitions, frame),
    kind: 'cut',
    start: time,
    end: time,
    time,
    frame,
    confidence: 1,
    origin: 'user',
  }
  return inOrder([...transitions, cut])
}

/**
 * Moves a transition to another picture, a gradual one with both its ends. A locked one stays, and none is put on
 * the picture of another.
 */
export function moveCut(transitions: Transitions, id: string, frame: number, grid: FrameGrid): Transitions {
  const moved = transitions.find((transition) => transition.id === id)
  const target = Math.max(1, Math.min(grid.count - 1, frame))
  if (!moved || moved.locked || moved.frame === target || cutAtFrame(transitions, target)) return transitions
  const time = grid.timeOf(target)
  const shift = subtractRational(time, moved.time)
  return inOrder(
    transitions.map((transition) =>
      transition.id === id
        ? {
            ...transition,
            frame: target,
            time,
            start: addRational(transition.start, shift),
            end: addRational(transition.end, shift),
            origin: 'user' as const,
          }
        : transition,
    ),
  )
}

/** Deletes transitions, except locked ones. */
export function deleteCuts(transitions: Transitions, ids: readonly string[]): Transitions {
  const kept = transitions.filter(({ id, locked }) => locked || !ids.includes(id))
  return kept.length === transitions.length ? transitions : kept
}

/** The surest: locked, then made by hand, then the most confident, then the earliest. */
const surest = (transitions: Transitions): Transition =>
  transitions.reduce((best, next) => {
    const rank = (transition: Transition): number =>
      (transition.locked ? 4 : 0) + (isHandMade(transition) ? 2 : 0) + transition.confidence
    return rank(next) > rank(best) ? next : best
  })

/** Makes one of several transitions: the surest stays where it is, the others go (locked ones stay). */
export function mergeCuts(transitions: Transitions, ids: readonly string[]): Transitions {
  const merged = transitions.filter(({ id }) => ids.includes(id))
  if (merged.length < 2) return transitions
  const { id: kept } = surest(merged)
  return deleteCuts(
    transitions,
    ids.filter((id) => id !== kept),
  )
}

/** What a user may set of a transition; undefined takes the mark away. */
export interface CutMarks {
  readonly hit?: HitMode | undefined
  readonly hitKind?: HitKind | undefined
  /** Whole frames; 0 is none. */
  readonly hitOffset?: number | undefined
  readonly hitDownbeat?: DownbeatPreference | undefined
  readonly name?: string | undefined
  readonly locked?: boolean | undefined
}

/** Whether a mark says what is so without it. */
const saysNothing = (name: string, value: CutMarks[keyof CutMarks]): boolean =>
  value === undefined || value === '' || value === false || (name === 'hitOffset' && value === 0)

function withMarks(transition: Transition, marks: CutMarks): Transition {
  const said = Object.entries({ ...transition, ...marks }).filter(
    ([name, value]) => !(name in marks && saysNothing(name, value as CutMarks[keyof CutMarks])),
  )
  const marked = Object.fromEntries(said) as unknown as Transition
  const isSame = Object.keys(marks).every(
    (name) => marked[name as keyof CutMarks] === transition[name as keyof CutMarks],
  )
  return isSame ? transition : marked
}

/** Sets what the music owes some transitions, what they are called, and whether they are locked. */
export function markCuts(transitions: Transitions, ids: readonly string[], marks: CutMarks): Transitions {
  const marked = transitions.map((transition) =>
    ids.includes(transition.id) ? withMarks(transition, marks) : transition,
  )
  return marked.some((transition, index) => transition !== transitions[index]) ? marked : transitions
}

/** Ids of detected transitions that are gone, or stand elsewhere, after an edit: they must not be detected again. */
export function newlyRejected(before: Transitions, after: Transitions): readonly string[] {
  const kept = new Map(after.map((transition) => [transition.id, transition]))
  return before
    .filter(({ id, origin }) => origin === 'detected' && kept.get(id)?.origin !== 'detected')
    .map(({ id }) => id)
}

/**
 * The transitions of another threshold or shortest shot: what was made by hand stays, detected ones that the user
 * rejected stay away, and so do those on the picture of one that stays.
 */
export function detectAgain(
  transitions: Transitions,
  detected: Transitions,
  rejected: readonly string[],
): Transitions {
  const kept = transitions.filter(isHandMade)
  const taken = new Set([...kept.map(({ id }) => id), ...rejected])
  const frames = new Set(kept.map(({ frame }) => frame))
  const found = detected.filter(({ id, frame }) => !taken.has(id) && !frames.has(frame))
  const known = new Map(transitions.map((transition) => [transition.id, transition]))
  const all = inOrder([...kept, ...found.map((transition) => known.get(transition.id) ?? transition)])
  const isSame = all.length === transitions.length && all.every((each, index) => each === transitions[index])
  return isSame ? transitions : all
}

/** The transition before or after a time in seconds, by direction; undefined at the ends. */
export function neighbourCut(
  transitions: Transitions,
  frame: number,
  direction: -1 | 1,
): Transition | undefined {
  return direction > 0
    ? transitions.find((transition) => transition.frame > frame)
    : transitions.findLast((transition) => transition.frame < frame)
}
