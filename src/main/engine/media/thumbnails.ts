import { availableParallelism } from 'node:os'
import { Failure } from '../../../core/base/failure'
import { rationalToNumber } from '../../../core/time/rational'
import { seconds, type Seconds } from '../../../core/time/units'
import type { DecodeSlots } from './decodeSlots'
import { everyPicture, keyPicture, type PictureRequest, type TimedJpeg } from './thumbnailPictures'

/** A small picture of a film. */
export interface Thumbnail {
  /** 0-based place in the strip. */
  readonly index: number
  /** Time of the picture, from the film's beginning. */
  readonly time: Seconds
  readonly jpeg: Uint8Array
}

export interface ThumbnailRequest extends PictureRequest {
  /** Pictures in the strip; each stands in the middle of its share of the film. */
  readonly count: number
  readonly slots: DecodeSlots
  /** Hears each picture as soon as it is there, and again where a better one takes its place. */
  readonly onThumbnail?: ((thumbnail: Thumbnail) => void) | undefined
}

/** Seconds between the thumbnails of a film whose length nobody knows. */
const assumedSpacing = 10

/** Indices from coarse to fine: a strip is soon filled evenly and then gets denser. */
export function coarseToFine(count: number): readonly number[] {
  const order = [0]
  const bits = Math.ceil(Math.log2(Math.max(2, count)))
  for (let step = 2 ** (bits - 1); step >= 1; step /= 2)
    for (let index = step; index < count; index += 2 * step) order.push(index)
  return order
}

/** Where the thumbnails of a film stand. */
function createStrip({ info, count, onThumbnail }: ThumbnailRequest) {
  const duration = rationalToNumber(info.duration)
  const spacing = duration > 0 ? duration / count : assumedSpacing
  const found = new Map<number, Thumbnail>()
  const wantedTime = (index: number): number => (index + 0.5) * spacing
  return {
    spacing,
    wantedTime,
    /** Whether a place has a picture from its own share of the film. */
    isFilled(index: number): boolean {
      const thumbnail = found.get(index)
      return thumbnail !== undefined && Math.abs(thumbnail.time - wantedTime(index)) <= spacing / 2
    },
    put(index: number, { time, jpeg }: TimedJpeg): void {
      // Seeking may count from a little before the first picture.
      const thumbnail = { index, time: seconds(Math.max(0, time)), jpeg }
      found.set(index, thumbnail)
      onThumbnail?.(thumbnail)
    },
    all: (): readonly Thumbnail[] => [...found.values()].sort((a, b) => a.index - b.index),
  }
}

type Strip = ReturnType<typeof createStrip>

/** Two at a time: each is over in a moment, and a third would only wait for the disk or a processor. */
async function readKeyPictures(request: ThumbnailRequest, strip: Strip): Promise<void> {
  const order = coarseToFine(request.count)[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const index of order) {
      const picture = await keyPicture(request, strip.wantedTime(index))
      if (picture) strip.put(index, picture)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
}

/** Decodes the film up to the last place of `missing`, whose key pictures lie too far away. */
async function readMissingPictures(
  request: ThumbnailRequest,
  strip: Strip,
  missing: readonly number[],
): Promise<void> {
  const [first, last] = [missing[0]!, missing.at(-1)!]
  const start = strip.wantedTime(first)
  for await (const picture of everyPicture(request, start, strip.spacing)) {
    const index = first + Math.floor((picture.time - start) / strip.spacing + 0.01)
    if (index >= 0 && index < request.count && !strip.isFilled(index)) strip.put(index, picture)
    if (index >= last) return
  }
}

/**
 * Reads evenly spread thumbnails of a film: first the key picture nearest before each place, from coarse to fine, which
 * decodes next to nothing however long the film; then, in a slot of its own, whatever the film's key pictures are too far
 * apart for. Aborting throws `cancelled`; a film without a readable picture throws `no-picture`.
 */
export async function readThumbnails(request: ThumbnailRequest): Promise<readonly Thumbnail[]> {
  const strip = createStrip(request)
  await readKeyPictures(request, strip)
  const missing = coarseToFine(request.count)
    .filter((index) => !strip.isFilled(index))
    .sort((a, b) => a - b)
  if (missing.length > 0)
    await request.slots.run(() => readMissingPictures(request, strip, missing), request.signal)
  const thumbnails = strip.all()
  if (thumbnails.length === 0) throw new Failure('no-picture', { path: request.path })
  return thumbnails
}
