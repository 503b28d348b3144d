import { rationalToNumber } from '../../../core/time/rational'
import { keyPicture, shownPicture, type PictureRequest } from './thumbnailPictures'

/** Half of what a time in whole milliseconds may be off, and more than a timestamp is rounded by. */
const slack = 0.001

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
    // The first picture that comes later than a picture before the moment is the one shown at the moment.
    const period = 1 / rationalToNumber(request.info.frameRate)
    const exact = await shownPicture(request, time - period + slack)
    if (exact) return exact.jpeg
  }
  return (await keyPicture(request, Math.max(0, time)))?.jpeg ?? null
}
