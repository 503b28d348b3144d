/** What a MIDI channel is told: one shape for files, synthesizers and ports. Channels from 0, values 0..127. */
export type ChannelMessage =
  | { readonly kind: 'program'; readonly channel: number; readonly program: number }
  | {
      readonly kind: 'control'
      readonly channel: number
      readonly controller: number
      readonly value: number
    }
  | { readonly kind: 'noteOn'; readonly channel: number; readonly pitch: number; readonly velocity: number }
  | { readonly kind: 'noteOff'; readonly channel: number; readonly pitch: number }
