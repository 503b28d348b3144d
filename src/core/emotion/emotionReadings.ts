import { seconds, type Seconds } from '../time/units'
import type { ValenceArousal } from './emotionCurve'

/** The classes of a trained network, in the order of its output. */
export const modelEmotions = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise', 'neutral'] as const
export type ModelEmotion = (typeof modelEmotions)[number]

/** What a trained network says of one sampled picture. */
export interface EmotionReading extends ValenceArousal {
  /** Seconds from the first picture. */
  readonly time: Seconds
  /** Seven probabilities in the order of {@link modelEmotions}. */
  readonly probabilities: readonly number[]
  /** Expected squared error of its valence and of its arousal. */
  readonly valenceVariance: number
  readonly arousalVariance: number
  /** How much there is to see in the picture, 0..1 (pictureContent): titles and black are near 0. */
  readonly content: number
}

const magic = 0x52454d48 // "HMER", little-endian
const formatVersion = 1
const headerBytes = 12
const numbersPerReading = 6 + modelEmotions.length

/** Bytes for the cache: magic, version, count (uint32), then 13 float32 a reading; little-endian. */
export function writeEmotionReadings(readings: readonly EmotionReading[]): Uint8Array {
  const bytes = new Uint8Array(headerBytes + readings.length * numbersPerReading * 4)
  const view = new DataView(bytes.buffer)
  ;[magic, formatVersion, readings.length].forEach((value, index) => view.setUint32(index * 4, value, true))
  let at = headerBytes
  for (const reading of readings) {
    const { time, valence, arousal, valenceVariance, arousalVariance, content } = reading
    for (const value of [time, valence, arousal, valenceVariance, arousalVariance, content]) {
      view.setFloat32(at, value, true)
      at += 4
    }
    for (let emotion = 0; emotion < modelEmotions.length; emotion++, at += 4)
      view.setFloat32(at, reading.probabilities[emotion] ?? 0, true)
  }
  return bytes
}

/** Reads what {@link writeEmotionReadings} wrote; undefined when it is anything else (the cache is rebuilt then). */
export function readEmotionReadings(bytes: Uint8Array): EmotionReading[] | undefined {
  if (bytes.byteLength < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(8, true)
  const isOurs =
    view.getUint32(0, true) === magic &&
    view.getUint32(4, true) === formatVersion &&
    bytes.byteLength === headerBytes + count * numbersPerReading * 4
  if (!isOurs) return undefined
  return Array.from({ length: count }, (_, index) => {
    const number = (place: number): number =>
      view.getFloat32(headerBytes + (index * numbersPerReading + place) * 4, true)
    return {
      time: seconds(number(0)),
      valence: number(1),
      arousal: number(2),
      valenceVariance: number(3),
      arousalVariance: number(4),
      content: number(5),
      probabilities: modelEmotions.map((_emotion, place) => number(6 + place)),
    }
  })
}
