import type { Rational } from '../time/rational'

export type TransitionKind = 'cut' | 'fade' | 'dissolve' | 'wipe' | 'dip'
/** What the music owes a transition: `must` a chord exactly on it, `soft` a tendency, `off` nothing. */
export type HitMode = 'must' | 'soft' | 'off'

/** What the music does at a hit: a long chord, a short tutti, silence, a crescendo that arrives there. */
export const hitKinds = ['chord', 'accent', 'stop', 'swell'] as const
export type HitKind = (typeof hitKinds)[number]

/** Whether a hit must fall on a bar line, should (it costs something not to), or may fall anywhere on the grid. */
export const downbeatPreferences = ['require', 'prefer', 'ignore'] as const
export type DownbeatPreference = (typeof downbeatPreferences)[number]

/**
 * A change of shot. Times are rational seconds from the first picture's timestamp.
 * `time` is what the music aims at: a cut's first new frame, a dissolve's midpoint, a fade's first fully black
 * (fade-out) or first visible (fade-in) frame. `start` and `end` enclose the whole transition; they equal `time` for a cut.
 */
export interface Transition {
  readonly id: string
  readonly kind: TransitionKind
  readonly start: Rational
  readonly end: Rational
  readonly time: Rational
  /** 0-based index of the picture at `time`. */
  readonly frame: number
  /** 0..1 */
  readonly confidence: number
  readonly origin: 'detected' | 'user'
  /** Set by the user; absent means that the project's hit setting decides. */
  readonly hit?: HitMode | undefined
  /** Set by the user: what the music does here. Default: a chord. */
  readonly hitKind?: HitKind | undefined
  /** Set by the user: the music lands so many frames after (or, negative, before) `time`. */
  readonly hitOffset?: number | undefined
  /** Set by the user: how much the hit needs a bar line. */
  readonly hitDownbeat?: DownbeatPreference | undefined
  /** Set by the user: what the cut is called. */
  readonly name?: string | undefined
  /** Set by the user: it is neither moved nor deleted, by hand or by another threshold. */
  readonly locked?: boolean | undefined
}
