import { Failure } from '../../../core/base/failure'
import { defaultAudioTrack, type MediaInfo } from '../../../core/media/mediaInfo'
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { createBlobCache, type BlobCache } from '../files/blobCache'
import { cacheFolder } from '../files/cacheFolder'
import { contentFingerprint } from '../files/contentFingerprint'
import { createDecodeSlots, type DecodeSlots } from '../media/decodeSlots'
import type { FfmpegTool } from '../media/ffmpeg'
import { pictureAt } from '../media/picture'
import { writeProxy } from '../media/proxy'
import { peaksPerSecond, readWaveform, type WaveformPeaks } from '../media/waveform'
import type { WorkOptions } from './progress'

/** A video that is shown: its path and what probing it told. */
export interface ShownVideo {
  readonly path: string
  readonly info: MediaInfo
}

export interface PictureWish {
  /** Whole milliseconds from the first picture. */
  readonly milliseconds: number
  /** Pixels. */
  readonly height: number
  /** The key picture before it instead, at once. */
  readonly rough: boolean
  readonly signal?: AbortSignal | undefined
}

export interface FilmFilesTools {
  readonly ffmpeg: FfmpegTool
  readonly slots: DecodeSlots
}

/** What is made of a video to be shown, and kept: pictures, waveforms, proxies. */
export interface FilmFiles {
  /** JPEG; throws Failure `no-picture` where there is none. */
  picture(video: ShownVideo, tools: FilmFilesTools, wish: PictureWish): Promise<Uint8Array>
  /** Throws Failure `wrong-use` for a track that the video does not have. */
  waveform(
    video: ShownVideo,
    audioTrack: number | undefined,
    tools: FilmFilesTools,
    work: WorkOptions,
  ): Promise<WaveformPeaks & { readonly audioTrack: number }>
  /** Path of the proxy that was made of the file as it is now; null when there is none. */
  findProxy(video: ShownVideo): Promise<string | null>
  makeProxy(video: ShownVideo, tools: FilmFilesTools, work: WorkOptions): Promise<string>
}

const megabyte = 1024 * 1024

interface Caches {
  readonly pictures: BlobCache
  readonly waveforms: BlobCache
  readonly proxies: BlobCache
}

const openCaches = (folder: string): Caches => ({
  pictures: createBlobCache({
    folder: join(folder, 'pictures'),
    extension: '.jpg',
    maximumBytes: 256 * megabyte,
  }),
  waveforms: createBlobCache({
    folder: join(folder, 'waveforms'),
    extension: '.peaks',
    maximumBytes: 64 * megabyte,
  }),
  proxies: createBlobCache({
    folder: join(folder, 'proxies'),
    extension: '.mp4',
    maximumBytes: 8 * 1024 * megabyte,
  }),
})

function soundTrack({ path, info }: ShownVideo, wanted: number | undefined): number {
  const audioTrack = wanted ?? defaultAudioTrack(info.audioTracks)
  if (audioTrack === null || !info.audioTracks[audioTrack])
    throw new Failure('wrong-use', { path, audioTrack: wanted ?? 0, tracks: info.audioTracks.length })
  return audioTrack
}

async function waveformOf(
  cache: BlobCache,
  video: ShownVideo,
  audioTrack: number,
  { ffmpeg, slots }: FilmFilesTools,
  { signal, onProgress }: WorkOptions,
): Promise<WaveformPeaks> {
  const key = `peaks-1 ${peaksPerSecond} ${audioTrack} ${await contentFingerprint(video.path)}`
  const kept = await cache.find(key)
  const bytes = kept === null ? null : await readFile(kept).catch(() => null)
  if (bytes && bytes.length % 2 === 0) {
    const planes = new Int8Array(Uint8Array.from(bytes).buffer)
    return { count: planes.length / 2, planes }
  }
  const peaks = await slots.run(
    () =>
      readWaveform({
        ...{ ffmpeg, ...video, audioTrack, signal },
        onProgress: (fraction) => onProgress?.({ stage: 'analyse', fraction }),
      }),
    signal,
  )
  await cache.put(key, new Uint8Array(peaks.planes.buffer))
  return peaks
}

/** Opens the caches under the system's cache folder, or `folder`. */
export function createFilmFiles(folder: string = cacheFolder()): FilmFiles {
  const caches = openCaches(folder)
  // Each is over in a moment, and a third would only wait for a processor.
  const pictureSlots = createDecodeSlots(2)
  const proxyKey = async ({ path }: ShownVideo): Promise<string> =>
    `proxy-1 ${await contentFingerprint(path)}`
  return {
    async picture(video, { ffmpeg }, { milliseconds, height, rough, signal }) {
      const key = `picture-1 ${milliseconds} ${height} ${rough} ${await contentFingerprint(video.path)}`
      const kept = await caches.pictures.find(key)
      const bytes = kept === null ? null : await readFile(kept).catch(() => null)
      if (bytes) return bytes
      const request = { ffmpeg, ...video, height, signal }
      const jpeg = await pictureSlots.run(() => pictureAt(request, milliseconds, rough), signal)
      if (!jpeg) throw new Failure('no-picture', { path: video.path })
      await caches.pictures.put(key, jpeg)
      return jpeg
    },
    async waveform(video, wanted, tools, work) {
      const audioTrack = soundTrack(video, wanted)
      return { audioTrack, ...(await waveformOf(caches.waveforms, video, audioTrack, tools, work)) }
    },
    findProxy: async (video) => caches.proxies.find(await proxyKey(video)),
    async makeProxy(video, { ffmpeg, slots }, { signal, onProgress }) {
      const key = await proxyKey(video)
      const kept = await caches.proxies.find(key)
      if (kept !== null) return kept
      const audioTrack = defaultAudioTrack(video.info.audioTracks)
      return caches.proxies.make(key, (target) =>
        slots.run(
          () =>
            writeProxy(
              {
                ...{ ffmpeg, ...video, audioTrack, signal },
                onProgress: (fraction) => onProgress?.({ stage: 'analyse', fraction }),
              },
              target,
            ),
          signal,
        ),
      )
    },
  }
}
