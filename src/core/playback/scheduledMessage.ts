/** A channel message as a synthesizer or a port takes it. Channels from 0, values 0..127. */
export type MidiMessage =
  | { readonly kind: 'program'; readonly channel: number; readonly program: number }
  | {
      readonly kind: 'control'
      readonly channel: number
      readonly controller: number
      readonly value: number
    }
  | { readonly kind: 'noteOn'; readonly channel: number; readonly pitch: number; readonly velocity: number }
  | { readonly kind: 'noteOff'; readonly channel: number; readonly pitch: number }

/** A message at a film time in seconds. */
export interface ScheduledMessage {
  readonly time: number
  readonly message: MidiMessage
}
