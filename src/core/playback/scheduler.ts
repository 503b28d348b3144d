import type { ChannelMessage } from '../music/channelMessage'
import type { ScheduledMessage } from '../music/scheduledMessage'

/** Hands out what is to be played in time, a little ahead; the clock is passed in with every question. */
export interface Scheduler {
  /** Begins at a film time in seconds: what must be said first so that it sounds as if it had been played from the start. */
  start(time: number): readonly ScheduledMessage[]
  /** Messages before a film time that were not handed out yet. */
  until(time: number): readonly ScheduledMessage[]
}

function lowerBound(messages: readonly ScheduledMessage[], time: number): number {
  let [low, high] = [0, messages.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (messages[middle]!.time < time) low = middle + 1
    else high = middle
  }
  return low
}

/** What of a channel must be known to go on in the middle: its program, its controllers, its sounding notes. */
const keyOf = (message: ChannelMessage): string =>
  message.kind === 'program'
    ? `program ${message.channel}`
    : message.kind === 'control'
      ? `control ${message.channel} ${message.controller}`
      : `note ${message.channel} ${message.pitch}`

/** The last program and controllers before a place, then the notes that are still held there. */
function chase(messages: readonly ScheduledMessage[], place: number, time: number): ScheduledMessage[] {
  const states = new Map<string, ScheduledMessage>()
  for (let index = 0; index < place; index++) {
    const message = messages[index]!
    const key = keyOf(message.message)
    if (message.message.kind === 'noteOff') states.delete(key)
    else states.set(key, message)
  }
  const rank = ({ message }: ScheduledMessage): number => (message.kind === 'noteOn' ? 1 : 0)
  return [...states.values()].sort((a, b) => rank(a) - rank(b)).map(({ message }) => ({ time, message }))
}

/** Seconds by which a click and a playhead on its beat may be apart: more than half a tick at 40 beats a minute, less than is heard. */
export const sameMoment = 0.001

/**
 * Schedules messages that ascend in time. Clicks are not `chased`: what lies before the beginning is not said again, but for what lies at
 * the {@link sameMoment}.
 */
export function createScheduler(messages: readonly ScheduledMessage[], isChased = true): Scheduler {
  let next = 0
  return {
    start(time) {
      next = lowerBound(messages, isChased ? time : time - sameMoment)
      return isChased ? chase(messages, next, time) : []
    },
    until(time) {
      const end = lowerBound(messages, time)
      const due = messages.slice(next, Math.max(next, end))
      next = Math.max(next, end)
      return due
    },
  }
}
