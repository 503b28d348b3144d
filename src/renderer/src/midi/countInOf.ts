import type { HitpointDocument } from '../../../core/document/document'
import { countIn, type CountIn } from '../../../core/playback/click'
import type { Session } from '../app/session'
import { shownScore } from '../timeline/scene'

/** The count-in that the settings ask for before a film time; none without a score. */
export function countInOf(
  document: HitpointDocument | null,
  { take, playback }: Pick<Session, 'take' | 'playback'>,
  time: number,
): CountIn {
  const score = playback.countIn > 0 ? shownScore(document, take) : null
  return score ? countIn(score, time, playback.countIn) : { length: 0, messages: [] }
}
