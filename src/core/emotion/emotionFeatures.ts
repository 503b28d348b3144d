import { Failure } from '../base/failure'

/** What is kept of each window of picture and sound, in storage order. */
export const featureChannels = [
  /** Pictures that were measured. */
  'pictures',
  /** Mean luma, 0..1. */
  'brightness',
  /** Standard deviation of luma, 0..0.5. */
  'contrast',
  /** Mean of (largest - smallest primary) over mean of largest, 0..1. */
  'saturation',
  /** Mean of red minus blue, -1..1. */
  'warmth',
  /** Share of pixels with luma below 1/8. */
  'dark',
  /** Mean absolute luma change per twelfth of a second, 0..1. */
  'motion',
  /** The largest single such change in the window: where a cut falls, this one is the cut. */
  'largestMotion',
  /** Seconds of sound that were measured. */
  'sound',
  /** Mean square of the K-weighted samples. */
  'power',
  /** Mean relative rise of the spectrum from frame to frame, 0..1. */
  'flux',
  /** Hertz; power-weighted. */
  'centroid',
  /** Onsets counted. */
  'onsets',
  /** Share of the sound below -60 dBFS. */
  'silence',
] as const

export type FeatureChannel = (typeof featureChannels)[number]

/** Windows of half a second: 56 bytes each, 0.4 MB per film hour. */
export const featureWindow = 0.5

/** Measurements of a film, one number per channel and window; window n covers [n, n + 1) · {@link featureWindow} seconds. */
export interface EmotionFeatures {
  readonly windows: number
  readonly channels: Readonly<Record<FeatureChannel, Float32Array>>
}

/** Makes the record of channels by a function of the channel's name. */
export function channelsOf(create: (channel: FeatureChannel) => Float32Array): EmotionFeatures['channels'] {
  return Object.fromEntries(
    featureChannels.map((channel) => [channel, create(channel)]),
  ) as EmotionFeatures['channels']
}

const magic = 0x46454d48 // "HMEF", little-endian
const formatVersion = 1
const headerBytes = 16

/** Bytes for the cache: magic, version, number of windows and of channels (uint32), then each channel as float32; little-endian. */
export function writeEmotionFeatures(features: EmotionFeatures): Uint8Array {
  const bytes = new Uint8Array(headerBytes + features.windows * featureChannels.length * 4)
  const view = new DataView(bytes.buffer)
  ;[magic, formatVersion, features.windows, featureChannels.length].forEach((value, index) =>
    view.setUint32(index * 4, value, true),
  )
  let at = headerBytes
  for (const channel of featureChannels)
    for (let window = 0; window < features.windows; window++, at += 4)
      view.setFloat32(at, features.channels[channel][window]!, true)
  return bytes
}

/** Reads what {@link writeEmotionFeatures} wrote; undefined when it is anything else (the cache is rebuilt then). */
export function readEmotionFeatures(bytes: Uint8Array): EmotionFeatures | undefined {
  if (bytes.byteLength < headerBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const windows = view.getUint32(8, true)
  const isOurs =
    view.getUint32(0, true) === magic &&
    view.getUint32(4, true) === formatVersion &&
    view.getUint32(12, true) === featureChannels.length &&
    bytes.byteLength === headerBytes + windows * featureChannels.length * 4
  if (!isOurs) return undefined
  let at = headerBytes
  const channels = channelsOf(() => {
    const values = new Float32Array(windows)
    for (let window = 0; window < windows; window++, at += 4) values[window] = view.getFloat32(at, true)
    return values
  })
  return { windows, channels }
}

/** Sums per window that grow with the film; memory is 56 bytes a window, doubled at most. */
export interface FeatureSums {
  add(channel: FeatureChannel, window: number, value: number): void
  raise(channel: FeatureChannel, window: number, value: number): void
  readonly windows: number
  readonly channels: Readonly<Record<FeatureChannel, Float32Array>>
}

/** Longest film: one day. Guards against broken timestamps that would ask for endless memory. */
const largestWindow = (24 * 3600) / featureWindow

export function createFeatureSums(): FeatureSums {
  let channels = channelsOf(() => new Float32Array(256))
  let windows = 0
  const hold = (window: number): void => {
    if (!(window >= 0 && window < largestWindow)) throw new Failure('internal', { window })
    if (window >= channels.pictures.length) {
      const previous = channels
      const capacity = Math.max(window + 1, 2 * previous.pictures.length)
      channels = channelsOf((channel) => {
        const grown = new Float32Array(capacity)
        grown.set(previous[channel])
        return grown
      })
    }
    windows = Math.max(windows, window + 1)
  }
  return {
    add(channel, window, value) {
      hold(window)
      channels[channel][window] = channels[channel][window]! + value
    },
    raise(channel, window, value) {
      hold(window)
      channels[channel][window] = Math.max(channels[channel][window]!, value)
    },
    get windows() {
      return windows
    },
    get channels() {
      return channels
    },
  }
}
