import type { PictureAnalyser, SoundAnalyser } from '../media/analyser'
import {
  channelsOf,
  createFeatureSums,
  featureChannels,
  type EmotionFeatures,
  type FeatureChannel,
} from './emotionFeatures'
import { createPictureFeatures } from './pictureFeatures'
import { createSoundFeatures } from './soundFeatures'

export interface EmotionFeatureAnalyser extends PictureAnalyser, SoundAnalyser {
  /** The measurements so far; call it when the last picture and block have been pushed. */
  finish(): EmotionFeatures
}

/** What each channel's sum is divided by. */
const divisors: Readonly<Record<FeatureChannel, 'pictures' | 'sound' | 'loud' | 'none'>> = {
  pictures: 'none',
  brightness: 'pictures',
  contrast: 'pictures',
  saturation: 'pictures',
  warmth: 'pictures',
  dark: 'pictures',
  motion: 'pictures',
  largestMotion: 'none',
  sound: 'none',
  power: 'sound',
  flux: 'loud',
  centroid: 'loud',
  onsets: 'none',
  silence: 'sound',
}

/**
 * Listens to the decode (160×90 pictures, mono sound of any rate) and keeps 56 bytes per half second: motion, light,
 * colour, loudness, spectrum, onsets, silence. Black bars are left out.
 */
export function createEmotionFeatureAnalyser(): EmotionFeatureAnalyser {
  const sums = createFeatureSums()
  return {
    pushPicture: createPictureFeatures(sums),
    pushSound: createSoundFeatures(sums),
    finish() {
      const { channels, windows } = sums
      const divisor = (channel: FeatureChannel, window: number): number => {
        const kind = divisors[channel]
        if (kind === 'none') return 1
        if (kind === 'loud') return channels.sound[window]! - channels.silence[window]!
        return channels[kind][window]!
      }
      const finished = channelsOf((channel) =>
        Float32Array.from({ length: windows }, (_, window) => {
          const by = divisor(channel, window)
          return by > 1e-6 ? channels[channel][window]! / by : 0
        }),
      )
      return { windows, channels: finished }
    },
  }
}

/** Bytes that a window of features takes. */
export const featureWindowBytes = featureChannels.length * 4
