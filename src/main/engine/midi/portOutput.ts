import { messageBytes } from '../../../core/playback/channelBytes'
import type { PlaybackOutput } from '../../../core/playback/playbackOutput'
import { createSoundingNotes } from '../../../core/playback/soundingNotes'
import type { MidiOutput } from './midiSystem'
import type { TimedQueue } from './timedQueue'

export interface PortOutputOptions {
  readonly queue: TimedQueue
  /** Milliseconds of the queue's clock. */
  readonly now: () => number
  /** Seconds. */
  readonly latency: number
  /** False for what only clocks go to: there is nothing to be silenced. */
  readonly rings: boolean
}

/** A system's MIDI port as an output of the player; its clock is the system's. */
export function createPortOutput(
  port: MidiOutput,
  { queue, now, latency, rings }: PortOutputOptions,
): PlaybackOutput {
  const sounding = createSoundingNotes()
  const owner = {}
  return {
    latency,
    now: () => now() / 1000,
    play: (events) =>
      queue.add(
        events.map(({ time, message }) => ({
          at: time * 1000,
          owner,
          send() {
            const bytes = messageBytes(message)
            sounding.heard(bytes)
            port.send(bytes)
          },
        })),
      ),
    silence() {
      queue.drop(owner)
      if (rings) for (const bytes of sounding.panic()) port.send(bytes)
    },
  }
}
