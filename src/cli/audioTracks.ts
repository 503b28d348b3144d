import type { AudioTrackInfo } from '../core/media/mediaInfo'

/** The engine's index of a track that people count from 1. */
export const trackIndex = (number: number | undefined): number | undefined =>
  number === undefined ? undefined : number - 1

const channelNames: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' }

/** One line for each audio track; the one that was read is marked. */
export function audioTrackLines(tracks: readonly AudioTrackInfo[], read: number | null): readonly string[] {
  return tracks.map(({ index, language, title, codec, channels, sampleRate }) => {
    const facts = [
      language,
      title === undefined ? undefined : `“${title}”`,
      codec,
      channelNames[channels] ?? `${channels} channels`,
      `${sampleRate} Hz`,
    ]
    const line = `  audio track ${index + 1}: ${facts.filter((fact) => fact !== undefined).join(', ')}`
    return index === read ? `${line}  (read)` : line
  })
}
