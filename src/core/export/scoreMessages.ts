import { trackEvents } from './trackEvents'
import type { Score } from '../music/score'
import type { ChannelMessage } from '../music/channelMessage'
import type { ScheduledMessage } from '../music/scheduledMessage'
import { createTempoMap } from '../time/tempoMap'
import { ticks } from '../time/units'

const ranks: Readonly<Record<ChannelMessage['kind'], number>> = {
  noteOff: 0,
  program: 1,
  control: 2,
  noteOn: 3,
}

/** What of a score is heard: the very events of its MIDI file, in film time. */
export function scoreMessages(
  score: Score,
  silent: (trackId: string) => boolean,
): readonly ScheduledMessage[] {
  const tempo = createTempoMap(score.tempo)
  const messages: ScheduledMessage[] = []
  for (const track of score.tracks) {
    const isSilent = silent(track.id)
    for (const event of trackEvents(track, score.endTick)) {
      const { tick, ...message } = event
      const isChannel =
        message.kind === 'program' ||
        message.kind === 'control' ||
        message.kind === 'noteOn' ||
        message.kind === 'noteOff'
      if (!isChannel || (isSilent && message.kind === 'noteOn')) continue
      messages.push({ time: tempo.secondsAt(ticks(tick)), message })
    }
  }
  return messages.sort((a, b) => a.time - b.time || ranks[a.message.kind] - ranks[b.message.kind])
}
