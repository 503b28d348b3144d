import type { ChannelMessage } from '../music/channelMessage'
import type { Track } from '../music/score'
import type { PlaybackOutput } from '../playback/playbackOutput'
import { createPlayer } from '../playback/player'
import { createScheduler } from '../playback/scheduler'
import type { TempoMap } from '../time/tempoMap'
import { seconds } from '../time/units'
import type { MidiEvent } from './midiEvents'
import { trackMessages } from './scoreMessages'

/** An output that keeps what it is told as events of a MIDI track. */
export interface TrackOutput extends PlaybackOutput {
  readonly events: () => readonly MidiEvent[]
}

/**
 * The track of a MIDI file as an output of the player. Its clock stands at the file's first tick: a file has all the time it wants.
 * What is for the whole device (clocks, timecode) has no place in a file.
 */
export function createTrackOutput(tempo: TempoMap): TrackOutput {
  const events: MidiEvent[] = []
  const held = new Map<string, ChannelMessage>()
  let tick = 0
  const write = (message: ChannelMessage): void => {
    events.push({ tick, ...message })
    if (message.kind !== 'noteOn' && message.kind !== 'noteOff') return
    const { channel, pitch } = message
    if (message.kind === 'noteOn') held.set(`${channel} ${pitch}`, { kind: 'noteOff', channel, pitch })
    else held.delete(`${channel} ${pitch}`)
  }
  return {
    latency: 0,
    now: () => 0,
    play(laid) {
      for (const { time, message } of laid) {
        if (message.kind === 'system') continue
        tick = Math.round(tempo.ticksAt(seconds(time)))
        write(message)
      }
    },
    silence() {
      for (const end of [...held.values()]) write(end)
    },
    events: () => events,
  }
}

/** What a track's part of a MIDI file plays: it is played, all at once, on a {@link createTrackOutput}. */
export function writtenTrack(track: Track, endTick: number, tempo: TempoMap): readonly MidiEvent[] {
  const output = createTrackOutput(tempo)
  const player = createPlayer(createScheduler(trackMessages(track, endTick, tempo)), output, {
    lookAhead: Infinity,
  })
  player.begin({ film: 0, at: 0, rate: 1 })
  player.stop()
  return output.events()
}
