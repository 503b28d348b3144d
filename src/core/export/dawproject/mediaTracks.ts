import { xml, type XmlElement } from '../../base/xml'
import { rationalToNumber } from '../../time/rational'
import { audioGroups, audioSpan, type AudioSpan } from '../audioGroups'
import type { AudioReference, ExportSource } from '../exportSource'

/** A clip of a file outside of the archive, in seconds from the first picture. */
const fileClip = (name: string, { position, offset, length }: AudioSpan, media: XmlElement): XmlElement =>
  xml('Clip', { time: position, duration: length, contentTimeUnit: 'seconds', playStart: offset, name }, [
    media,
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
    xml('Clips', { timeUnit: 'seconds' }, [
      fileClip(title, { position: 0, offset: 0, length: seconds }, video),
    ]),
  ])
}

export const audioTracks = (audio: readonly AudioReference[]): XmlElement[] =>
  audioGroups(audio).map(([{ name }], index) =>
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
  audioGroups(audio).map((files, group) => {
    const track = `audio-${group + 1}`
    const clips = files.map((file, index) => {
      const { name, path, channels, sampleRate, duration } = file
      const id = index === 0 ? `${track}-file` : `${track}-file-${index + 1}`
      const media = xml('Audio', { duration, channels, sampleRate, id }, [externalFile(path)])
      return fileClip(name, audioSpan(file), media)
    })
    return xml('Lanes', { track, timeUnit: 'seconds', id: `${track}-lanes` }, [
      xml('Clips', { timeUnit: 'seconds' }, clips),
    ])
  })
