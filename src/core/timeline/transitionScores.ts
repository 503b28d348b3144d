import { rational, type Rational } from '../time/rational'
import { thumbnailSize } from './pictureFeatures'

/**
 * What is kept of every picture: 98 bytes, so that the thresholds can move without another decode. Element `i`
 * belongs to picture `i`. Levels are luma or colour levels of 0..255.
 */
export interface TransitionScores {
  readonly count: number
  readonly timeNumerators: Float64Array
  readonly timeDenominators: Float64Array
  /** Mean colour difference to the picture before; 256ths of a level. */
  readonly difference: Uint16Array
  /** What motion cannot explain of it; 256ths of a level. */
  readonly residual: Uint16Array
  /** See `bendAndSlope`, over three pictures each way; 256ths of a level. */
  readonly bend: Uint16Array
  readonly slope: Uint16Array
  /** Root mean square step between neighbouring pixels; 256ths of a level. */
  readonly edges: Uint16Array
  /** 6×4 cells of red, green and blue for every picture. */
  readonly thumbnails: Uint8Array
}

const perPicture = ['difference', 'residual', 'bend', 'slope', 'edges'] as const

/** Bytes kept per picture. */
export const bytesPerPicture = 16 + perPicture.length * 2 + thumbnailSize

export function createTransitionScores(count: number): TransitionScores {
  return {
    count,
    timeNumerators: new Float64Array(count),
    timeDenominators: new Float64Array(count),
    difference: new Uint16Array(count),
    residual: new Uint16Array(count),
    bend: new Uint16Array(count),
    slope: new Uint16Array(count),
    edges: new Uint16Array(count),
    thumbnails: new Uint8Array(count * thumbnailSize),
  }
}

/** The first `count` pictures in arrays of `capacity`. */
export function resizeTransitionScores(
  scores: TransitionScores,
  capacity: number,
  count: number,
): TransitionScores {
  const resized = { ...createTransitionScores(capacity), count }
  const kept = Math.min(capacity, scores.timeNumerators.length)
  resized.timeNumerators.set(scores.timeNumerators.subarray(0, kept))
  resized.timeDenominators.set(scores.timeDenominators.subarray(0, kept))
  for (const name of perPicture) resized[name].set(scores[name].subarray(0, kept))
  resized.thumbnails.set(scores.thumbnails.subarray(0, kept * thumbnailSize))
  return resized
}

/** When picture `index` is shown, from the first picture. */
export const timeOfPicture = (scores: TransitionScores, index: number): Rational =>
  rational(scores.timeNumerators[index] ?? 0, scores.timeDenominators[index] ?? 1)

/** The same in floating point seconds. */
export const secondsOfPicture = (scores: TransitionScores, index: number): number =>
  (scores.timeNumerators[index] ?? 0) / (scores.timeDenominators[index] ?? 1)

/** `HPTS` and the version of this layout; another version is not read but computed anew. */
const signature = 0x48505453
const layoutVersion = 1
const headerBytes = 12

/** Bytes for a rebuildable cache; big-endian. */
export function encodeTransitionScores(scores: TransitionScores): Uint8Array {
  const { count } = scores
  const bytes = new Uint8Array(headerBytes + count * bytesPerPicture)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, signature)
  view.setUint32(4, layoutVersion)
  view.setUint32(8, count)
  let at = headerBytes
  for (const times of [scores.timeNumerators, scores.timeDenominators])
    for (let index = 0; index < count; index += 1, at += 8) view.setFloat64(at, times[index]!)
  for (const name of perPicture)
    for (let index = 0; index < count; index += 1, at += 2) view.setUint16(at, scores[name][index]!)
  bytes.set(scores.thumbnails.subarray(0, count * thumbnailSize), at)
  return bytes
}

/** Reads what `encodeTransitionScores` wrote; null for anything else, damaged or of another version. */
export function decodeTransitionScores(bytes: Uint8Array): TransitionScores | null {
  if (bytes.length < headerBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) !== signature || view.getUint32(4) !== layoutVersion) return null
  const count = view.getUint32(8)
  if (bytes.length !== headerBytes + count * bytesPerPicture) return null
  const scores = createTransitionScores(count)
  let at = headerBytes
  for (const times of [scores.timeNumerators, scores.timeDenominators])
    for (let index = 0; index < count; index += 1, at += 8) times[index] = view.getFloat64(at)
  for (const name of perPicture)
    for (let index = 0; index < count; index += 1, at += 2) scores[name][index] = view.getUint16(at)
  scores.thumbnails.set(bytes.subarray(at))
  const areTimes = scores.timeDenominators.every(
    (denominator) => Number.isSafeInteger(denominator) && denominator > 0,
  )
  return areTimes && scores.timeNumerators.every((value) => Number.isSafeInteger(value)) ? scores : null
}
