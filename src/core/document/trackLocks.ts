import type { Lock } from '../music/keptMusic'
import { seconds } from '../time/units'
import type { Composition } from './document'

/** A track that every regeneration leaves as it is: a lock of that track over the whole film. */

const isWholeLock = ({ start, end, tracks }: Lock, { plan }: Composition, id: string): boolean =>
  start <= 0 && end >= plan.duration && tracks?.includes(id) === true

/** Whether a track stays as it is over the whole film. */
export const isTrackLocked = (composition: Composition, id: string): boolean =>
  composition.locks?.some((lock) => isWholeLock(lock, composition, id)) === true

/** Keeps a track through every regeneration. */
export const lockTrack = (composition: Composition, id: string): Composition =>
  isTrackLocked(composition, id)
    ? composition
    : {
        ...composition,
        locks: [
          ...(composition.locks ?? []),
          { start: seconds(0), end: composition.plan.duration, tracks: [id] },
        ],
      }

/** Lets a track go again; locks of ranges stay, and so do other tracks of the same lock. */
export function unlockTrack(composition: Composition, id: string): Composition {
  const locks = (composition.locks ?? []).flatMap((lock): readonly Lock[] => {
    if (!isWholeLock(lock, composition, id)) return [lock]
    const tracks = lock.tracks!.filter((each) => each !== id)
    return tracks.length > 0 ? [{ ...lock, tracks }] : []
  })
  return { ...composition, locks }
}
