import type { FailureCode } from '../../../core/base/failure'
import type { ScheduledMessage } from '../../../core/music/scheduledMessage'
import type { PlaybackPlan } from '../../../core/playback/playbackPlan'

/** The system's MIDI ports by name, as the operating system lists them. */
export interface PortList {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** A film time that is due at `at`, milliseconds of the system's clock (systemClock.ts). */
export interface FilmClock {
  readonly film: number
  readonly at: number
  readonly rate: number
}

export type PortRequest =
  | { readonly kind: 'list' }
  | { readonly kind: 'load'; readonly plan: PlaybackPlan }
  | ({ readonly kind: 'play'; readonly lead: readonly ScheduledMessage[] } & FilmClock)
  /** Goes on by another reading of the same clock, without a gap. */
  | ({ readonly kind: 'follow' } & FilmClock)
  | { readonly kind: 'stop'; readonly film?: number | undefined }

export type PortEvent =
  | { readonly kind: 'ports'; readonly ports: PortList }
  | { readonly kind: 'lost'; readonly output: string }
  | { readonly kind: 'ended' }

export type PortHostMessage =
  { readonly kind: 'request'; readonly id: number; readonly request: PortRequest } | { readonly kind: 'quit' }

export type PortProcessMessage =
  | { readonly kind: 'done'; readonly id: number; readonly value: PortList | null }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly code: FailureCode
      readonly context: Readonly<Record<string, string | number>>
    }
  | { readonly kind: 'event'; readonly event: PortEvent }
