import type { Seconds, Ticks } from '../time/units'
import type { Ensemble, Family } from './families'
import type { KeyChange, MetreChange, Mode, TempoChange } from './score'

export type ThinReason =
  /** Closer to a stronger hit than the fastest tempo allows half a beat or the music a chord. */
  | 'too-close'
  /** No whole number of half beats fits between its neighbours inside the tempo range. */
  | 'tempo-range'
  /** Before the first picture or too near the end for any music. */
  | 'outside'

/** A transition as the planner sees it. */
export interface HitRequest {
  readonly id: string
  /** Seconds from the first picture. */
  readonly time: Seconds
  readonly mode: 'must' | 'soft'
  /** Larger is kept first when hits must be thinned; a hit that the user marked outweighs any that was detected. */
  readonly weight: number
  readonly markedByUser: boolean
}

/** What became of one requested hit. */
export interface PlannedHit {
  readonly id: string
  readonly time: Seconds
  readonly mode: 'must' | 'soft'
  readonly markedByUser: boolean
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
}

/** The frame that the composer fills: where time, bars, hits, sections and keys are. Tick 0 is the first picture. */
export interface Plan {
  readonly duration: Seconds
  readonly endTick: Ticks
  readonly tempo: readonly TempoChange[]
  readonly metre: readonly MetreChange[]
  readonly bars: readonly Bar[]
  readonly keys: readonly KeyChange[]
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
