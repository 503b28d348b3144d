import { throwIfCancelled } from '../../../core/base/cancellation'
import { seconds } from '../../../core/time/units'
import type { AnalysisCache, AnalysisEntry, AnalysisKey } from '../files/analysisCache'
import { contentFingerprint } from '../files/contentFingerprint'
import type { DecodeSlots } from '../media/decodeSlots'
import type { FfmpegTool } from '../media/ffmpeg'
import { probeMedia } from '../media/probe'
import { readThumbnails, type Thumbnail } from '../media/thumbnails'

export type { Thumbnail } from '../media/thumbnails'

export interface ThumbnailOptions {
  /** Pictures in the strip, at least 1. */
  readonly count: number
  /** Height in pixels. */
  readonly height: number
  readonly signal?: AbortSignal | undefined
  /** Hears each picture as soon as it is there, and again where a better one takes its place. */
  readonly onThumbnail?: ((thumbnail: Thumbnail) => void) | undefined
}

export interface ThumbnailTools {
  readonly ffmpeg: FfmpegTool
  readonly slots: DecodeSlots
  readonly cache: AnalysisCache
}

function toEntry(thumbnails: readonly Thumbnail[]): AnalysisEntry {
  return {
    facts: thumbnails.map(({ index, time }) => ({ index, time })),
    sections: Object.fromEntries(thumbnails.map(({ index, jpeg }) => [String(index), jpeg])),
  }
}

/** The thumbnails of an entry that {@link toEntry} made. */
function fromEntry({ facts, sections }: AnalysisEntry): readonly Thumbnail[] {
  const places = facts as readonly { readonly index: number; readonly time: number }[]
  return places.map(({ index, time }) => ({ index, time: seconds(time), jpeg: sections[String(index)]! }))
}

/**
 * Evenly spread thumbnails of a video, the first ones at once; those of an unchanged file come from the cache. Throws the
 * failures of probe, `no-picture` and `cancelled`.
 */
export async function thumbnailsOf(
  path: string,
  { ffmpeg, slots, cache }: ThumbnailTools,
  { count, height, signal, onThumbnail }: ThumbnailOptions,
): Promise<readonly Thumbnail[]> {
  const content = contentFingerprint(path)
  // The probe says better what is wrong with a file.
  content.catch(() => undefined)
  const info = await probeMedia(ffmpeg, path, { signal })
  const key: AnalysisKey = {
    content: await content,
    analysis: `thumbnails-1 ${count} ${height}`,
  }
  const entry = await cache.read(key)
  throwIfCancelled(signal)
  if (entry) {
    const known = fromEntry(entry)
    known.forEach((thumbnail) => onThumbnail?.(thumbnail))
    return known
  }
  const thumbnails = await readThumbnails({ ffmpeg, path, info, count, height, slots, signal, onThumbnail })
  await cache.write(key, toEntry(thumbnails))
  return thumbnails
}
