import type { ChannelMessage } from '../music/channelMessage'
import type { OutputMessage } from './playbackOutput'

/** A channel message as it goes over the wire (MIDI 1.0 Detailed Specification, table II). */
export function channelBytes(message: ChannelMessage): readonly number[] {
  switch (message.kind) {
    case 'program':
      return [0xc0 | message.channel, message.program]
    case 'control':
      return [0xb0 | message.channel, message.controller, message.value]
    case 'noteOn':
      return [0x90 | message.channel, message.pitch, message.velocity]
    case 'noteOff':
      return [0x80 | message.channel, message.pitch, 0]
  }
}

/** Any message of an output as bytes. */
export const messageBytes = (message: OutputMessage): readonly number[] =>
  message.kind === 'system' ? message.bytes : channelBytes(message)
