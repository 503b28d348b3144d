import { isFailure } from '../../../core/base/failure'
import type { SharedParts } from './parts'
import {
  answerBytes,
  answerFile,
  methodNotAllowed,
  notFound,
  type ResourceAnswer,
  type ResourceRequest,
} from './resourceAnswer'
import { soundBankPathOf } from './systemHandlers'

/** Answers requests for what calls cannot carry: film, pictures, peaks, sound bank, exported files. */
export type AnswerResource = (request: ResourceRequest) => Promise<ResourceAnswer | null>

type Route = readonly [
  pattern: RegExp,
  answer: (parts: SharedParts, names: readonly string[], request: ResourceRequest) => Promise<ResourceAnswer>,
]

const smallestHeight = 16
const largestHeight = 480

async function answerPicture(
  { videos, engine }: SharedParts,
  [mediaId = '', rough, height, milliseconds]: readonly string[],
  request: ResourceRequest,
): Promise<ResourceAnswer> {
  if (Number(height) < smallestHeight || Number(height) > largestHeight) return notFound
  const video = await videos.get(mediaId)
  const jpeg = await engine.film.picture(video, {
    ...{ milliseconds: Number(milliseconds), height: Number(height), rough: rough !== undefined },
    signal: request.signal,
  })
  // The id is of this start of the host and this video: the page may keep the picture as long as it lives.
  const headers = { 'Cache-Control': 'private, max-age=86400' }
  return answerBytes(request, jpeg, { contentType: 'image/jpeg', headers })
}

async function answerFilm(
  { videos, engine, projects }: SharedParts,
  [mediaId = '']: readonly string[],
  request: ResourceRequest,
): Promise<ResourceAnswer> {
  const path = projects.ofMedia(mediaId).mediaPath
  const { mimeType } = await engine.film.playback(await videos.get(mediaId))
  return answerFile(request, path, { contentType: mimeType })
}

async function answerProxy(
  { videos, engine }: SharedParts,
  [mediaId = '']: readonly string[],
  request: ResourceRequest,
): Promise<ResourceAnswer> {
  const path = await engine.film.findProxy(await videos.get(mediaId))
  return path === null ? notFound : answerFile(request, path, { contentType: 'video/mp4' })
}

const binary = { contentType: 'application/octet-stream' } as const

const routes: readonly Route[] = [
  [/^media\/([\w-]{1,64})\/film$/, answerFilm],
  [/^media\/([\w-]{1,64})\/proxy$/, answerProxy],
  [/^media\/([\w-]{1,64})\/(rough-)?picture\/(\d{1,4})\/(\d{1,9})\.jpg$/, answerPicture],
  [
    /^media\/([\w-]{1,64})\/waveform\/(\d{1,3})$/,
    async ({ videos, engine }, [mediaId = '', audioTrack], request) => {
      const { signal } = request
      const peaks = await engine.film.waveform(await videos.get(mediaId), Number(audioTrack), { signal })
      return answerBytes(request, new Uint8Array(peaks.planes.buffer), binary)
    },
  ],
  [
    /^media\/([\w-]{1,64})\/scores\/(\d{1,3}|default)$/,
    async ({ videos, engine }, [mediaId = '', track], request) => {
      const audioTrack = track === 'default' ? undefined : Number(track)
      const { bytes } = await engine.film.scoreCurve({ ...(await videos.get(mediaId)), audioTrack })
      return answerBytes(request, bytes, binary)
    },
  ],
  [
    /^sound-bank\/[\d-]{1,64}$/,
    async (parts, _names, request) => answerFile(request, await soundBankPathOf(parts), binary),
  ],
  [
    /^outputs\/([\w-]{1,64})$/,
    async ({ files }, [fileId = ''], request) => {
      const output = files.outputOf(fileId)
      if (!output) return notFound
      const name = encodeURIComponent(output.name).replace(
        /['()*]/g,
        (letter) => `%${letter.charCodeAt(0).toString(16)}`,
      )
      const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''${name}` }
      return answerFile(request, output.path, { ...binary, headers })
    },
  ],
]

/** True for paths below which nothing but resources is. */
export const isResourcePath = (path: string): boolean => /^(?:media|sound-bank|outputs)(?:\/|$)/.test(path)

/**
 * Answers with null for a path that is no resource's. An id that was not handed out, a video that cannot be read and
 * whatever else goes wrong is 404: who may ask has the contract to be told more.
 */
export const createResources =
  (parts: SharedParts): AnswerResource =>
  async (request) => {
    const path = request.path.split(/[?#]/, 1)[0] ?? ''
    if (!isResourcePath(path)) return null
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(path)
      if (!match) continue
      try {
        return await answer(parts, match.slice(1), request)
      } catch (error) {
        if (!isFailure(error)) parts.report(error)
        return notFound
      }
    }
    return notFound
  }
