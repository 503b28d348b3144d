import type { FailureCode } from '../../../core/base/failure'
import type { ScheduledMessage } from '../../../core/music/scheduledMessage'
import type { TimecodeCount } from '../../../core/playback/midiTimecode'
import type { TempoEvent } from '../../../core/time/tempoMap'

/** The system's MIDI ports by name, as the operating system lists them. */
export interface PortList {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** What one port plays. */
export interface PortPart {
  readonly output: string
  /** Seconds by which its device sounds late; it is told that much sooner. May be negative. */
  readonly latency: number
  /** Ascending by film time. */
  readonly messages: readonly ScheduledMessage[]
}

/** What lets a DAW follow; absent parts are not sent. */
export interface SyncSettings {
  readonly output: string
  readonly latency: number
  /** Sends MIDI clock and song position of this tempo map. */
  readonly tempo?: readonly TempoEvent[] | undefined
  /** Sends quarter frames and full-frame messages. */
  readonly timecode?: TimecodeCount | undefined
  /** Sends play, stop and locate; counted as `timecode` says, or by this. */
  readonly machineControl?: TimecodeCount | undefined
}

export interface PlaybackPlan {
  readonly parts: readonly PortPart[]
  readonly sync?: SyncSettings | undefined
  /** Film seconds at which playing ends by itself. */
  readonly end: number
}

export type PortRequest =
  | { readonly kind: 'list' }
  | { readonly kind: 'load'; readonly plan: PlaybackPlan }
  /** Plays from a film time that is due at `at`, milliseconds of the system's clock. */
  | { readonly kind: 'play'; readonly film: number; readonly at: number; readonly rate: number }
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
