import { trackEvents } from './trackEvents'
import type { Score, Track } from '../music/score'
import type { ChannelMessage } from '../music/channelMessage'
import type { ScheduledMessage } from '../music/scheduledMessage'
import { createTempoMap, type TempoMap } from '../time/tempoMap'
import { ticks } from '../time/units'

const ranks: Readonly<Record<ChannelMessage['kind'], number>> = {
  noteOff: 0,
  program: 1,
  control: 2,
  noteOn: 3,
}

const isChannel = (message: { readonly kind: string }): message is ChannelMessage => message.kind in ranks

/** What one part is told, in the order of its MIDI track, in film time. */
export function trackMessages(track: Track, endTick: number, tempo: TempoMap): ScheduledMessage[] {
  return trackEvents(track, endTick).flatMap(({ tick, ...message }) =>
    isChannel(message) ? [{ time: tempo.secondsAt(ticks(tick)), message }] : [],
  )
}

/** What of a score is heard: the very events of its MIDI file, in film time. */
export function scoreMessages(
  score: Pick<Score, 'tempo' | 'tracks' | 'endTick'>,
  silent: (trackId: string) => boolean,
): readonly ScheduledMessage[] {
  const tempo = createTempoMap(score.tempo)
  return score.tracks
    .flatMap((track) => {
      const messages = trackMessages(track, score.endTick, tempo)
      return silent(track.id) ? messages.filter(({ message }) => message.kind !== 'noteOn') : messages
    })
    .sort((a, b) => a.time - b.time || ranks[a.message.kind] - ranks[b.message.kind])
}
