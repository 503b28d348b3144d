import type { ChannelMessage } from './channelMessage'

/** A message at a film time in seconds. */
export interface ScheduledMessage {
  readonly time: number
  readonly message: ChannelMessage
}
