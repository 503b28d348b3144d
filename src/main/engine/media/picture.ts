import { rationalToNumber } from '../../../core/time/rational'
import { keyPicture, shownPicture, type PictureRequest } from './thumbnailPictures'

/** In pictures: more than a time in whole milliseconds is off at 120 pictures a second. */
const roundingSlack = 0.1
/** In pictures: less than half, so that it stays the nearest one in containers that count time in pictures. */
const seekSlack = 0.4

/**
 * JPEG of the picture that is shown `milliseconds` after the first one, exact to the picture; the key picture before it
 * where `rough`, which decodes next to nothing. Null when there is none. Throws `cancelled`.
 */
export async function pictureAt(
  request: PictureRequest,
  milliseconds: number,
  rough: boolean,
): Promise<Uint8Array | null> {
  const time = milliseconds / 1000
  if (!rough) {
    const rate = rationalToNumber(request.info.frameRate)
    const picture = Math.floor(time * rate + roundingSlack)
    const exact = await shownPicture(request, (picture - seekSlack) / rate)
    if (exact) return exact.jpeg
  }
  return (await keyPicture(request, Math.max(0, time)))?.jpeg ?? null
}
