import type { ChannelMessage } from '../music/channelMessage'

/** What an output is told: a channel's message, or bytes for the whole device (clock, timecode, transport). */
export type OutputMessage = ChannelMessage | { readonly kind: 'system'; readonly bytes: readonly number[] }

/** A message at a time in seconds: of the film where it is scheduled, of the output's clock where it is laid out. */
export interface OutputEvent {
  readonly time: number
  readonly message: OutputMessage
}

/**
 * Where music goes: the page's synthesizer, a system's MIDI port, the track of a MIDI file. A player (player.ts) lays events out on it
 * by the output's own clock.
 */
export interface PlaybackOutput {
  /** Seconds of a clock that runs evenly. */
  readonly now: () => number
  /** Seconds between being told and being heard. */
  readonly latency: number
  /** Takes events at times of its clock; what is late is played at once. */
  readonly play: (events: readonly OutputEvent[]) => void
  /** Forgets what was laid out and ends every sound. */
  readonly silence: () => void
}
