import { rational, type Rational } from '../time/rational'
import { thumbnailSize } from './pictureFeatures'

/** What is measured of the step to each picture from the one before, one byte each. See `encodeLevel`. */
export const stepMeasures = [
  /** Mean colour difference. */
  'difference',
  /** What motion does not explain of it, the same blind to light, and the share of the picture that is new (`× 255`). */
  'residual',
  'structure',
  'changed',
  /** Share of pixels that changed their brightness or colour bin (`× 255`). */
  'histogram',
  /** See `bendAndSlope`, over an eighth and a third of a second each way. */
  'bend',
  'slope',
  'longBend',
  'longSlope',
  /** Root mean square step between neighbouring pixels of the picture. */
  'edges',
] as const
export type StepMeasure = (typeof stepMeasures)[number]

/**
 * What is kept of every picture: 98 bytes, so that the thresholds can move without another decode. Element `i`
 * belongs to picture `i`.
 */
export interface TransitionScores extends Readonly<Record<StepMeasure, Uint8Array>> {
  readonly count: number
  readonly timeNumerators: Float64Array
  readonly timeDenominators: Float64Array
  /** 6×4 cells of red, green and blue for every picture. */
  readonly thumbnails: Uint8Array
}

/** Steps of a byte per doubling: 255 stands for 255 levels, 1 for 0.02. */
const stepsPerOctave = 31.875

/** A byte for a level of 0..255, finer for small ones. */
export const encodeLevel = (level: number): number =>
  Math.min(255, Math.round(stepsPerOctave * Math.log2(1 + level)))

/** log2(1 + level) of a byte. */
export const octavesOf = (byte: number): number => byte / stepsPerOctave

/** The level of a byte. */
export const levelOf = (byte: number): number => 2 ** octavesOf(byte) - 1

/** Bytes kept per picture. */
export const bytesPerPicture = 16 + stepMeasures.length + thumbnailSize

export function createTransitionScores(count: number): TransitionScores {
  const measures = Object.fromEntries(stepMeasures.map((name) => [name, new Uint8Array(count)]))
  return {
    ...(measures as Record<StepMeasure, Uint8Array>),
    count,
    timeNumerators: new Float64Array(count),
    timeDenominators: new Float64Array(count),
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
  for (const name of stepMeasures) resized[name].set(scores[name].subarray(0, kept))
  resized.thumbnails.set(scores.thumbnails.subarray(0, kept * thumbnailSize))
  return resized
}

/** Pictures `start`..`end` (exclusive) as views of the same memory. */
export function sliceTransitionScores(
  scores: TransitionScores,
  start: number,
  end: number,
): TransitionScores {
  const measures = Object.fromEntries(stepMeasures.map((name) => [name, scores[name].subarray(start, end)]))
  return {
    ...(measures as Record<StepMeasure, Uint8Array>),
    count: end - start,
    timeNumerators: scores.timeNumerators.subarray(start, end),
    timeDenominators: scores.timeDenominators.subarray(start, end),
    thumbnails: scores.thumbnails.subarray(start * thumbnailSize, end * thumbnailSize),
  }
}

/** When picture `index` is shown, from the first picture. */
export const timeOfPicture = (scores: TransitionScores, index: number): Rational =>
  rational(scores.timeNumerators[index] ?? 0, scores.timeDenominators[index] ?? 1)

/** The same in floating point seconds. */
export const secondsOfPicture = (scores: TransitionScores, index: number): number =>
  (scores.timeNumerators[index] ?? 0) / (scores.timeDenominators[index] ?? 1)

/** Mean pictures per second; 25 where there are too few to tell. */
export function framesPerSecond(scores: TransitionScores): number {
  const length = secondsOfPicture(scores, scores.count - 1)
  return scores.count > 1 && length > 0 ? (scores.count - 1) / length : 25
}

/** `HPTS` and the version of this layout; another version is not read but computed anew. */
const signature = 0x48505453
const layoutVersion = 2
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
  for (const name of stepMeasures) {
    bytes.set(scores[name].subarray(0, count), at)
    at += count
  }
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
  for (const name of stepMeasures) {
    scores[name].set(bytes.subarray(at, at + count))
    at += count
  }
  scores.thumbnails.set(bytes.subarray(at))
  const areTimes = scores.timeDenominators.every(
    (denominator) => Number.isSafeInteger(denominator) && denominator > 0,
  )
  return areTimes && scores.timeNumerators.every((value) => Number.isSafeInteger(value)) ? scores : null
}
