import { describe, expect, it } from 'vitest'
import { createEmotionFeatureAnalyser, featureWindowBytes } from '../../../src/core/emotion/featureAnalyser'
import { readEmotionFeatures, writeEmotionFeatures } from '../../../src/core/emotion/emotionFeatures'
import { createSpectrumAnalyser } from '../../../src/core/emotion/fourier'
import { createKWeighting, loudnessOf } from '../../../src/core/emotion/kWeighting'
import { programmeLoudness } from '../../../src/core/emotion/loudness'
import { seconds } from '../../../src/core/time/units'
import { calm, channelMean, chase, measure } from './emotionFixtures'

describe('spectrum', () => {
  it('equals the definition of the discrete Fourier transform', () => {
    const size = 64
    const frame = Float32Array.from({ length: size }, (_, index) => Math.sin(index * index * 0.37) + 0.2)
    const magnitudes = createSpectrumAnalyser(size).magnitudes(frame)
    for (let bin = 0; bin <= size / 2; bin++) {
      let [real, imaginary] = [0, 0]
      frame.forEach((sample, index) => {
        const windowed = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size))
        real += windowed * Math.cos((2 * Math.PI * bin * index) / size)
        imaginary -= windowed * Math.sin((2 * Math.PI * bin * index) / size)
      })
      expect(magnitudes[bin]).toBeCloseTo(Math.hypot(real, imaginary), 4)
    }
    expect(() => createSpectrumAnalyser(100)).toThrow(RangeError)
  })
})

const sineOf = (frequency: number, rate: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => Math.sin((2 * Math.PI * frequency * index) / rate))

describe('loudness', () => {
  it.each([48_000, 44_100, 22_050])('F1 reads a 997 Hz full-scale sine as -3.01 LUFS at %i Hz', (rate) => {
    const powerOf = createKWeighting(rate)
    const sine = sineOf(997, rate, 2 * rate)
    powerOf(sine, 0, rate)
    expect(loudnessOf(powerOf(sine, rate, 2 * rate) / rate)).toBeCloseTo(-3.01, 1)
  })

  it('F1 takes bass away and lifts treble as BS.1770 draws it', () => {
    const gain = (frequency: number): number => {
      const powerOf = createKWeighting(48_000)
      const sine = sineOf(frequency, 48_000, 96_000)
      powerOf(sine, 0, 48_000)
      return 10 * Math.log10((2 * powerOf(sine, 48_000, 96_000)) / 48_000)
    }
    expect(gain(10_000) - gain(500)).toBeCloseTo(4, 0)
    expect(gain(25) - gain(500)).toBeLessThan(-8)
  })

  it('keeps its state from one block of samples to the next', () => {
    const noise = Float32Array.from({ length: 999 }, (_, index) => Math.sin(index * index))
    const whole = createKWeighting(22_050)(noise, 0, noise.length)
    const powerOf = createKWeighting(22_050)
    const parts = powerOf(noise, 0, 1) + powerOf(noise, 1, 500) + powerOf(noise, 500, 500)
    expect(parts + powerOf(noise, 500, noise.length)).toBeCloseTo(whole, 6)
  })
})

describe('features', () => {
  it('F2 keeps at most a hundred bytes a window and survives the cache', () => {
    expect(featureWindowBytes).toBeLessThanOrEqual(100)
    const { features } = measure([calm])
    expect(features.windows).toBe(24)
    const bytes = writeEmotionFeatures(features)
    expect(bytes.byteLength).toBe(16 + 24 * featureWindowBytes)
    expect(readEmotionFeatures(bytes)).toEqual(features)
    expect(readEmotionFeatures(bytes.subarray(0, 100))).toBeUndefined()
    expect(readEmotionFeatures(bytes.map((byte, index) => (index === 4 ? byte + 1 : byte)))).toBeUndefined()
  })

  it('F3 tells a chase from a calm shot in every cue', () => {
    const quiet = measure([calm]).features
    const wild = measure([{ ...chase, length: 12 }]).features
    expect(channelMean(wild, 'motion')).toBeGreaterThan(8 * channelMean(quiet, 'motion'))
    expect(programmeLoudness(wild)).toBeGreaterThan(programmeLoudness(quiet) + 15)
    expect(channelMean(wild, 'onsets')).toBeGreaterThan(1.5)
    expect(channelMean(quiet, 'onsets')).toBeLessThan(0.5)
    expect(channelMean(wild, 'centroid', 2, 22)).toBeGreaterThan(1500)
    expect(channelMean(wild, 'centroid', 2, 22)).toBeLessThan(2100)
    expect(channelMean(wild, 'warmth')).toBeGreaterThan(0.1)
    expect(channelMean(quiet, 'warmth')).toBeLessThan(-0.1)
  })

  it('F4 measures the same picture alike at 24 and 60 frames a second and inside black bars', () => {
    const plain = measure([{ ...calm, speed: 30, length: 5 }]).features
    for (const options of [{ framesPerSecond: 24 }, { framesPerSecond: 60 }, { bars: 12 }]) {
      const other = measure([{ ...calm, speed: 30, length: 5 }], options).features
      expect(channelMean(other, 'motion') / channelMean(plain, 'motion')).toBeCloseTo(1, 0.9)
      for (const channel of ['brightness', 'contrast', 'saturation', 'dark'] as const)
        expect(Math.abs(channelMean(other, channel) - channelMean(plain, channel)), channel).toBeLessThan(
          0.03,
        )
    }
  })

  it('F5 takes sound that starts before the picture, has holes or changes its rate', () => {
    const analyser = createEmotionFeatureAnalyser()
    const tone = (rate: number) =>
      Float32Array.from({ length: rate }, (_, index) => 0.3 * Math.sin((2 * Math.PI * 440 * index) / rate))
    analyser.pushSound({ time: seconds(-0.7), sampleRate: 22_050, samples: tone(22_050) })
    analyser.pushSound({ time: seconds(2), sampleRate: 48_000, samples: tone(48_000) })
    analyser.pushSound({ time: seconds(3), sampleRate: 48_000, samples: Float32Array.of(NaN, Infinity, 0) })
    const { channels } = analyser.finish()
    expect([...channels.sound.subarray(0, 6)].map((value) => Math.round(value * 10) / 10)).toEqual([
      0.3, 0, 0, 0, 0.5, 0.5,
    ])
    expect(channels.centroid[4]).toBeGreaterThan(400)
    expect(channels.centroid[4]).toBeLessThan(480)
    for (const channel of Object.values(channels)) expect(channel.every(Number.isFinite)).toBe(true)
  })
})
