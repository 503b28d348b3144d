import { defaultAudioTrack, displaySize, type MediaInfo } from '../../../core/media/mediaInfo'
import { rationalToNumber } from '../../../core/time/rational'
import type { Handlers } from '../../../contract/define'
import type { MediaFacts, mediaService, MediaSource, Waveform } from '../../../contract/media'
import { peaksPerSecond } from '../media/waveform'
import type { Thumbnail } from '../workflow/thumbnails'
import type { HostingParts } from './parts'

const factsOf = (info: MediaInfo): MediaFacts => ({
  ...displaySize(info),
  frameRate: rationalToNumber(info.frameRate),
  durationSeconds: rationalToNumber(info.duration),
  audioTracks: info.audioTracks.map((track) => ({ ...track })),
  defaultAudioTrack: defaultAudioTrack(info.audioTracks),
  info,
})

async function sourceOf({ videos, engine, addressOf }: HostingParts, mediaId: string): Promise<MediaSource> {
  const video = await videos.get(mediaId)
  const [playback, proxy] = await Promise.all([engine.film.playback(video), engine.film.findProxy(video)])
  const pictures = {
    pictureUrl: addressOf(`media/${mediaId}/picture/{height}/{milliseconds}.jpg`),
    roughPictureUrl: addressOf(`media/${mediaId}/rough-picture/{height}/{milliseconds}.jpg`),
  }
  if (proxy === null)
    return { url: addressOf(`media/${mediaId}/film`), isProxy: false, ...pictures, ...playback }
  const url = addressOf(`media/${mediaId}/proxy`)
  return { url, isProxy: true, ...pictures, playable: 'yes', mimeType: 'video/mp4', startSeconds: 0 }
}

/** Answers for the videos of open projects: what they are, and what is made of them to be shown. */
export function createMediaHandlers(parts: HostingParts): Handlers<typeof mediaService> {
  const { videos, projects, engine, jobs, emit, addressOf } = parts
  const projectOf = (mediaId: string): string => projects.ofMedia(mediaId).projectId
  return {
    facts: async ({ mediaId }) => factsOf((await videos.get(mediaId)).info),
    source: ({ mediaId }) => sourceOf(parts, mediaId),
    async makeProxy({ mediaId }) {
      const video = await videos.get(mediaId)
      return jobs.start({ kind: 'proxy', projectId: projectOf(mediaId) }, async ({ signal, progress }) => {
        const onProgress = ({ fraction }: { readonly fraction: number }): void =>
          progress('convert', fraction)
        await engine.film.makeProxy(video, { signal, onProgress })
        return sourceOf(parts, mediaId)
      })
    },
    proxyResult: ({ jobId }) => jobs.result<MediaSource>(jobId, 'proxy'),
    async readWaveform({ mediaId, audioTrack }) {
      const video = await videos.get(mediaId)
      return jobs.start({ kind: 'waveform', projectId: projectOf(mediaId) }, async ({ signal, progress }) => {
        const onProgress = ({ fraction }: { readonly fraction: number }): void => progress('sound', fraction)
        const peaks = await engine.film.waveform(video, audioTrack, { signal, onProgress })
        const url = addressOf(`media/${mediaId}/waveform/${peaks.audioTrack}`)
        const { count } = peaks
        return { url, peaksPerSecond, count, startSeconds: 0, audioTrack: peaks.audioTrack }
      })
    },
    waveformResult: ({ jobId }) => jobs.result<Waveform>(jobId, 'waveform'),
    async thumbnails({ mediaId, ...options }) {
      const { path } = await videos.get(mediaId)
      const onThumbnail = ({ index, time, jpeg }: Thumbnail): void =>
        emit.media('onThumbnail', { mediaId, index, time, jpeg: Buffer.from(jpeg).toString('base64') })
      return (await engine.thumbnails(path, { ...options, onThumbnail })).length
    },
  }
}
