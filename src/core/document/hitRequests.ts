import type { HitRequest } from '../music/plan'
import { addRational, rationalToSeconds, type Rational } from '../time/rational'
import { framesToSeconds } from '../time/timecode'
import type { HitMode, Transition } from '../timeline/transition'
import type { HitSetting } from './document'

/** What the music owes a transition: the user's mark, else the project's setting (`auto`: hard cuts must, gradual ones soft). */
export function hitModeOf(transition: Transition, setting: HitSetting): HitMode {
  if (transition.hit) return transition.hit
  if (setting === 'all') return 'must'
  if (setting === 'none') return 'off'
  return transition.kind === 'cut' ? 'must' : 'soft'
}

/** Where the music aims: the transition's time, moved by the user's offset in whole frames. */
export function hitTimeOf(transition: Transition, frameRate: Rational): Rational {
  const { time, hitOffset } = transition
  return hitOffset ? addRational(time, framesToSeconds(hitOffset, frameRate)) : time
}

/**
 * The planner's view of the transitions, in ascending time; those that the music owes nothing are left out. A hit with
 * any setting of its own counts as marked by the user.
 */
export function hitRequests(
  transitions: readonly Transition[],
  setting: HitSetting,
  frameRate: Rational,
): readonly HitRequest[] {
  return transitions
    .flatMap((transition): HitRequest[] => {
      const mode = hitModeOf(transition, setting)
      if (mode === 'off') return []
      return [
        {
          id: transition.id,
          time: rationalToSeconds(hitTimeOf(transition, frameRate)),
          mode,
          weight: transition.confidence,
          markedByUser: isMarked(transition),
          ...(transition.hitKind && { kind: transition.hitKind }),
          ...(transition.hitDownbeat && { downbeat: transition.hitDownbeat }),
        },
      ]
    })
    .sort((first, second) => first.time - second.time)
}

const isMarked = ({ origin, hit, hitKind, hitOffset, hitDownbeat }: Transition): boolean =>
  origin === 'user' || [hit, hitKind, hitOffset, hitDownbeat].some((mark) => mark !== undefined)
