import type { Seconds, Ticks } from '../time/units'
import type { DownbeatPreference, HitKind } from '../timeline/transition'
import type { Ensemble, Family } from './families'
import type { KeyChange, MetreChange, Mode, TempoChange } from './score'

export type ThinReason =
  /** Closer to a stronger hit than the fastest tempo allows half a beat or the music a chord. */
  | 'too-close'
  /** No whole number of half beats fits between its neighbours inside the tempo range. */
  | 'tempo-range'
  /** Before the first picture or too near the end for any music. */
  | 'outside'
  /** In the silence between cues. */
  | 'outside-cue'
  /** Inside a locked span, which keeps the hits that it was planned with. */
  | 'locked'

/** A transition as the planner sees it. */
export interface HitRequest {
  readonly id: string
  /** Seconds from the first picture. */
  readonly time: Seconds
  readonly mode: 'must' | 'soft'
  /** Larger is kept first when hits must be thinned; a hit that the user marked outweighs any that was detected. */
  readonly weight: number
  readonly markedByUser: boolean
  /** Default `chord`. */
  readonly kind?: HitKind | undefined
  /** Default `prefer`. */
  readonly downbeat?: DownbeatPreference | undefined
}

/** A stretch of the film with music, from music-in to music-out, as asked for. Seconds from the first picture. */
export interface CueRequest {
  readonly id: string
  /** 1m1 (reel 1, first music), 1m2 ... */
  readonly name: string
  readonly start: Seconds
  readonly end: Seconds
}

/**
 * A range of an earlier plan that a new plan keeps in absolute time: tempo map, bars, keys, sections and hits. Widened
 * to whole bars of that plan.
 */
export interface LockedSpan {
  readonly plan: Plan
  readonly startTick: Ticks
  readonly endTick: Ticks
}

/** What became of one requested hit. */
export interface PlannedHit {
  readonly id: string
  readonly time: Seconds
  readonly mode: 'must' | 'soft'
  readonly markedByUser: boolean
  readonly kind: HitKind
  /** The grid position of the hit; for a thinned must-hit and a soft hit, the nearest grid position. */
  readonly tick: Ticks
  /** True for a must-hit that the tempo map lands on exactly. */
  readonly kept: boolean
  /** Musical time minus picture time in seconds at `tick`. */
  readonly error: Seconds
  readonly downbeat: boolean
  /** Why a must-hit was not kept. */
  readonly reason?: ThinReason | undefined
}

export interface Bar {
  readonly tick: Ticks
  readonly length: Ticks
  readonly numerator: number
  readonly denominator: number
}

export interface Section {
  /** A, B, A' ... */
  readonly name: string
  readonly startTick: Ticks
  readonly endTick: Ticks
  readonly startTime: Seconds
  readonly endTime: Seconds
  readonly valence: number
  readonly arousal: number
  readonly mode: Mode
  /** Target notes per quarter note. */
  readonly density: number
  /** Target centre of the register as a MIDI key. */
  readonly register: number
  readonly families: readonly Family[]
  /** Index in the plan's sections of the earlier one whose material this one brings back. */
  readonly returnsTo?: number | undefined
}

/** A cue in its place. Bars outside every cue are silent. */
export interface PlannedCue {
  readonly id: string
  readonly name: string
  readonly startTick: Ticks
  readonly endTick: Ticks
  readonly startTime: Seconds
  readonly endTime: Seconds
  /** Index of its first bar in the plan's bars. */
  readonly firstBar: number
  readonly barCount: number
}

/** The frame that the composer fills: where time, bars, hits, sections and keys are. Tick 0 is the first picture. */
export interface Plan {
  readonly duration: Seconds
  readonly endTick: Ticks
  readonly tempo: readonly TempoChange[]
  readonly metre: readonly MetreChange[]
  readonly bars: readonly Bar[]
  readonly keys: readonly KeyChange[]
  /** In ascending time, not overlapping; sections, hits and keys exist inside them only. */
  readonly cues: readonly PlannedCue[]
  readonly sections: readonly Section[]
  readonly hits: readonly PlannedHit[]
  readonly ensemble: Ensemble
  /** The terms of the chosen solution's cost, smaller is better. */
  readonly cost: Readonly<Record<string, number>>
}

export interface PlanSettings {
  /** Quarter notes per minute. */
  readonly minimumTempo: number
  readonly maximumTempo: number
  readonly metre: { readonly numerator: number; readonly denominator: number }
  readonly key: 'automatic' | { readonly tonic: number; readonly mode: Mode }
  readonly preset: string
  readonly seed: number
}

/** The must-hits that there is music for: what lies in the silence between cues is left alone on purpose. */
export const mustHitsOf = ({ hits }: Pick<Plan, 'hits'>): readonly PlannedHit[] =>
  hits.filter(({ mode, reason }) => mode === 'must' && reason !== 'outside-cue')
