import type { HitRequest } from '../music/plan'
import { rationalToSeconds } from '../time/rational'
import type { HitMode, Transition } from '../timeline/transition'
import type { HitSetting } from './document'

/** What the music owes a transition: the user's mark, else the project's setting (`auto`: hard cuts must, gradual ones soft). */
export function hitModeOf(transition: Transition, setting: HitSetting): HitMode {
  if (transition.hit) return transition.hit
  if (setting === 'all') return 'must'
  if (setting === 'none') return 'off'
  return transition.kind === 'cut' ? 'must' : 'soft'
}

/** The planner's view of the transitions, in ascending time; those that the music owes nothing are left out. */
export function hitRequests(transitions: readonly Transition[], setting: HitSetting): readonly HitRequest[] {
  return transitions
    .flatMap((transition): HitRequest[] => {
      const mode = hitModeOf(transition, setting)
      if (mode === 'off') return []
      const markedByUser = transition.hit !== undefined || transition.origin === 'user'
      return [
        {
          id: transition.id,
          time: rationalToSeconds(transition.time),
          mode,
          weight: transition.confidence,
          markedByUser,
        },
      ]
    })
    .sort((first, second) => first.time - second.time)
}
