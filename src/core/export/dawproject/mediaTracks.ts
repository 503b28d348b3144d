import { xml, type XmlElement } from '../../base/xml'
import { rationalToNumber } from '../../time/rational'
import type { AudioReference, ExportSource } from '../exportSource'

/** A clip of a file outside of the archive, from the first picture on, in seconds. */
const fileClip = (name: string, duration: number, media: XmlElement): XmlElement =>
  xml('Clips', { timeUnit: 'seconds' }, [
    xml('Clip', { time: 0, duration, contentTimeUnit: 'seconds', playStart: 0, name }, [media]),
  ])

const externalFile = (path: string): XmlElement => xml('File', { path, external: true })

export const videoTrack = (title: string): XmlElement =>
  xml('Track', { contentType: 'video', loaded: true, id: 'video', name: title }, [
    xml('Channel', {
      audioChannels: 2,
      destination: 'master-channel',
      role: 'regular',
      solo: false,
      id: 'video-channel',
    }),
  ])

/** The film as a file that stays where it is. The schema asks for the sound's channels and rate: 0 without sound. */
export function videoLane({ document, title, filmPath }: ExportSource): XmlElement {
  const { duration, audioTracks } = document.media.info
  const [sound] = audioTracks
  const seconds = rationalToNumber(duration)
  const video = xml(
    'Video',
    {
      duration: seconds,
      channels: sound?.channels ?? 0,
      sampleRate: Math.round(sound?.sampleRate ?? 0),
      id: 'film',
    },
    [externalFile(filmPath)],
  )
  return xml('Lanes', { track: 'video', timeUnit: 'seconds', id: 'video-lanes' }, [
    fileClip(title, seconds, video),
  ])
}

export const audioTracks = (audio: readonly AudioReference[]): XmlElement[] =>
  audio.map(({ name }, index) =>
    xml('Track', { contentType: 'audio', loaded: true, id: `audio-${index + 1}`, name }, [
      xml('Channel', {
        audioChannels: 2,
        destination: 'master-channel',
        role: 'regular',
        solo: false,
        id: `audio-${index + 1}-channel`,
      }),
    ]),
  )

export const audioLanes = (audio: readonly AudioReference[]): XmlElement[] =>
  audio.map(({ name, path, channels, sampleRate, duration }, index) => {
    const id = `audio-${index + 1}`
    const media = xml('Audio', { duration, channels, sampleRate, id: `${id}-file` }, [externalFile(path)])
    return xml('Lanes', { track: id, timeUnit: 'seconds', id: `${id}-lanes` }, [
      fileClip(name, duration, media),
    ])
  })
