import type { ScheduledMessage } from '../music/scheduledMessage'
import type { TempoEvent } from '../time/tempoMap'
import type { TimecodeCount } from './midiTimecode'

/** What one port plays. */
export interface PortPart {
  readonly output: string
  /** Seconds by which its device sounds late; it is told that much sooner. May be negative. */
  readonly latency: number
  /** Ascending by film time. */
  readonly messages: readonly ScheduledMessage[]
  /** A click: nothing of it is held, from the middle it begins with what comes next. A count-in sounds on such parts. */
  readonly isClick?: boolean | undefined
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

/** All that is played on MIDI ports. */
export interface PlaybackPlan {
  readonly parts: readonly PortPart[]
  readonly sync?: SyncSettings | undefined
  /** Film seconds at which playing ends by itself. */
  readonly end: number
}
