import type { AudioTrackInfo } from './mediaInfo'

const channelNames: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' }

/** A track in words: `2: deu, “Commentary”, aac, stereo, 48000 Hz`. People count from 1. */
export function audioTrackText(
  track: Pick<AudioTrackInfo, 'index' | 'codec' | 'channels' | 'sampleRate' | 'language' | 'title'>,
): string {
  const { index, language, title, codec, channels, sampleRate } = track
  const facts = [
    language,
    title === undefined ? undefined : `“${title}”`,
    codec,
    channelNames[channels] ?? `${channels} channels`,
    `${sampleRate} Hz`,
  ]
  return `${index + 1}: ${facts.filter((fact) => fact !== undefined).join(', ')}`
}
