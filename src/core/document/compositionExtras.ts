import type { EmotionCurve } from '../emotion/emotionCurve'
import type { CompositionControls } from '../music/controls'
import type { Lock } from '../music/keptMusic'
import type { Score } from '../music/score'
import { seconds } from '../time/units'
import type { Composition, ScoreSettings, Take } from './document'
import type { StoredExtras, StoredPoint, StoredScore } from './fileSchema'

type Extras = Pick<Composition, 'locks' | 'takes' | 'controls' | 'composedCurve' | 'composedSettings'>

/** How the parts of an extra are stored, which other members of the file share. */
export interface StoreParts {
  readonly score: (score: Score) => StoredScore
  readonly curve: (curve: EmotionCurve) => StoredPoint[]
}

export interface RestoreParts {
  readonly score: (score: StoredScore) => Score
  readonly curve: (curve: readonly StoredPoint[]) => EmotionCurve
}

const storeLock = ({ start, end, tracks }: Lock): NonNullable<StoredExtras['locks']>[number] => ({
  start,
  end,
  ...(tracks ? { tracks: [...tracks] } : {}),
})

/** Controls as the project file holds them. */
export function storeControls({
  only,
  without,
  ...rest
}: CompositionControls): NonNullable<StoredExtras['controls']> {
  return { ...rest, ...(only ? { only: [...only] } : {}), ...(without ? { without: [...without] } : {}) }
}

/** Settings as the project file holds them. */
export const storeSettings = ({ metre, key, ...rest }: ScoreSettings) => ({
  ...rest,
  metre: { ...metre },
  key: key === 'automatic' ? ('automatic' as const) : { ...key },
})

/** Locks, takes, controls and what a composition as the project file holds them; what is empty is left out. */
export function storeExtras(
  { locks, takes, controls, composedCurve, composedSettings }: Extras,
  store: StoreParts,
): StoredExtras {
  return {
    ...(locks?.length ? { locks: locks.map(storeLock) } : {}),
    ...(takes?.length
      ? { takes: takes.map(({ seed, score }) => ({ seed, score: store.score(score) })) }
      : {}),
    ...(controls && Object.keys(controls).length > 0 ? { controls: storeControls(controls) } : {}),
    ...(composedCurve ? { composedCurve: store.curve(composedCurve) } : {}),
    ...(composedSettings ? { composedSettings: storeSettings(composedSettings) } : {}),
  }
}

function restoreLock({ start, end, tracks }: NonNullable<StoredExtras['locks']>[number]): Lock {
  if (end < start) throw new RangeError('a lock ends before it starts')
  return { start: seconds(start), end: seconds(end), ...(tracks ? { tracks } : {}) }
}

/** The reverse of {@link storeExtras}. Throws RangeError for a lock that ends before it starts. */
export function restoreExtras(
  { locks, takes, controls, composedCurve, composedSettings }: StoredExtras,
  restore: RestoreParts,
): Extras {
  return {
    ...(locks ? { locks: locks.map(restoreLock) } : {}),
    ...(takes
      ? { takes: takes.map(({ seed, score }): Take => ({ seed, score: restore.score(score) })) }
      : {}),
    ...(controls ? { controls } : {}),
    ...(composedCurve ? { composedCurve: restore.curve(composedCurve) } : {}),
    ...(composedSettings ? { composedSettings } : {}),
  }
}
