import type { CompositionControls } from '../music/controls'
import type { Lock } from '../music/keptMusic'
import type { Score } from '../music/score'
import { seconds } from '../time/units'
import type { Composition, Take } from './document'
import type { StoredExtras, StoredScore } from './fileSchema'

type Extras = Pick<Composition, 'locks' | 'takes' | 'controls'>

const storeLock = ({ start, end, tracks }: Lock): NonNullable<StoredExtras['locks']>[number] => ({
  start,
  end,
  ...(tracks ? { tracks: [...tracks] } : {}),
})

function storeControls({
  only,
  without,
  ...rest
}: CompositionControls): NonNullable<StoredExtras['controls']> {
  return { ...rest, ...(only ? { only: [...only] } : {}), ...(without ? { without: [...without] } : {}) }
}

/** Locks, takes and controls of a composition as the project file holds them; what is empty is left out. */
export function storeExtras(
  { locks, takes, controls }: Extras,
  storeScore: (score: Score) => StoredScore,
): StoredExtras {
  return {
    ...(locks?.length ? { locks: locks.map(storeLock) } : {}),
    ...(takes?.length ? { takes: takes.map(({ seed, score }) => ({ seed, score: storeScore(score) })) } : {}),
    ...(controls && Object.keys(controls).length > 0 ? { controls: storeControls(controls) } : {}),
  }
}

function restoreLock({ start, end, tracks }: NonNullable<StoredExtras['locks']>[number]): Lock {
  if (end < start) throw new RangeError('a lock ends before it starts')
  return { start: seconds(start), end: seconds(end), ...(tracks ? { tracks } : {}) }
}

/** The reverse of {@link storeExtras}. Throws RangeError for a lock that ends before it starts. */
export function restoreExtras(
  { locks, takes, controls }: StoredExtras,
  restoreScore: (score: StoredScore) => Score,
): Extras {
  return {
    ...(locks ? { locks: locks.map(restoreLock) } : {}),
    ...(takes ? { takes: takes.map(({ seed, score }): Take => ({ seed, score: restoreScore(score) })) } : {}),
    ...(controls ? { controls } : {}),
  }
}
