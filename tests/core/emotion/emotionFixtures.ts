import { analysisHeight, analysisWidth } from '../../../src/core/media/analyser'
import { createEmotionFeatureAnalyser } from '../../../src/core/emotion/featureAnalyser'
import type { EmotionFeatures } from '../../../src/core/emotion/emotionFeatures'
import type { EmotionReading } from '../../../src/core/emotion/emotionReadings'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import type { Transition, TransitionKind } from '../../../src/core/timeline/transition'

/** What the network reads in one picture: certain enough, and of no category. */
export const reading = (time: number, more: Partial<EmotionReading> = {}): EmotionReading => ({
  time: seconds(time),
  probabilities: [0, 0, 0, 0, 0, 0, 0],
  valence: 0.5,
  arousal: 0.4,
  valenceVariance: 0.1,
  arousalVariance: 0.1,
  content: 0.8,
  ...more,
})

/** A drawn shot: stripes that move, with light, colour and sound. */
export interface DrawnShot {
  readonly length: number
  /** Pixels per second that the stripes move. */
  readonly speed: number
  /** Largest value of each primary, 0..255. */
  readonly colour: readonly [number, number, number]
  /** Amplitude of the sound, 0..1; 0 = silence. */
  readonly level: number
  /** Hertz of the tone, and beats a second at which it starts anew. */
  readonly pitch: number
  readonly pulse: number
}

export interface DrawOptions {
  readonly framesPerSecond?: number
  readonly sampleRate?: number
  /** Rows of black at top and bottom. */
  readonly bars?: number
  readonly sound?: boolean
}

export const calm: DrawnShot = {
  length: 12,
  speed: 4,
  colour: [150, 200, 220],
  level: 0.02,
  pitch: 220,
  pulse: 0.3,
}
export const chase: DrawnShot = {
  length: 1.5,
  speed: 220,
  colour: [200, 120, 70],
  level: 0.5,
  pitch: 1800,
  pulse: 6,
}
export const dread: DrawnShot = {
  length: 8,
  speed: 10,
  colour: [25, 28, 40],
  level: 0.05,
  pitch: 80,
  pulse: 0.5,
}

export function cutAt(time: number, kind: TransitionKind = 'cut'): Transition {
  const at = rational(Math.round(time * 1000), 1000)
  return {
    id: `t${time}`,
    kind,
    start: at,
    end: at,
    time: at,
    frame: Math.round(time * 25),
    confidence: 1,
    origin: 'detected',
  }
}

/** Draws shots one after the other and measures them. */
export function measure(shots: readonly DrawnShot[], options: DrawOptions = {}) {
  const { framesPerSecond = 25, sampleRate = 22_050, bars = 0, sound = true } = options
  const analyser = createEmotionFeatureAnalyser()
  const starts = shots.map((_, index) => shots.slice(0, index).reduce((sum, shot) => sum + shot.length, 0))
  const duration = shots.reduce((sum, shot) => sum + shot.length, 0)
  const shotAt = (time: number) =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= time + 1e-9),
    )
  const pixels = new Uint8Array(analysisWidth * analysisHeight * 3)
  for (let index = 0; index < Math.round(duration * framesPerSecond); index++) {
    const time = index / framesPerSecond
    const number = shotAt(time)
    drawStripes(pixels, shots[number]!, time - starts[number]!, number, bars)
    analyser.pushPicture({ index, time: rational(index, framesPerSecond), pixels })
  }
  if (sound) pushSound(analyser, { duration, sampleRate, shots, starts, shotAt })
  return {
    features: analyser.finish(),
    transitions: starts.slice(1).map((time) => cutAt(time)),
    duration: seconds(duration),
  }
}

/** One period of the stripes' light in 1,024 steps. */
const lights = Float64Array.from(
  { length: 1024 },
  (_, index) => 0.7 + 0.3 * Math.sin((index / 512) * Math.PI),
)

function drawStripes(pixels: Uint8Array, shot: DrawnShot, time: number, number: number, bars: number): void {
  const inside = analysisHeight - 2 * bars
  const [red, green, blue] = shot.colour
  const stepsPerPixel = 1024 / (18 * Math.PI)
  let at = 0
  for (let row = 0; row < analysisHeight; row++) {
    const isBar = row < bars || row >= analysisHeight - bars
    const start = shot.speed * time + (((row - bars) / inside) * analysisHeight) / 2 + 13 * number
    for (let column = 0; column < analysisWidth; column++) {
      const light = isBar ? 0 : lights[Math.round((start + column) * stepsPerPixel) & 1023]!
      pixels[at++] = light * red
      pixels[at++] = light * green
      pixels[at++] = light * blue
    }
  }
}

function pushSound(
  analyser: ReturnType<typeof createEmotionFeatureAnalyser>,
  film: {
    readonly duration: number
    readonly sampleRate: number
    readonly shots: readonly DrawnShot[]
    readonly starts: readonly number[]
    readonly shotAt: (time: number) => number
  },
): void {
  const { sampleRate } = film
  const block = 1600
  const total = Math.round(film.duration * sampleRate)
  for (let first = 0; first < total; first += block) {
    const samples = Float32Array.from({ length: Math.min(block, total - first) }, (_, offset) => {
      const time = (first + offset) / sampleRate
      const number = film.shotAt(time)
      const shot = film.shots[number]!
      const since = ((time - film.starts[number]!) * shot.pulse) % 1
      return shot.level * Math.exp(-3 * since) * Math.sin(2 * Math.PI * shot.pitch * time)
    })
    analyser.pushSound({ time: seconds(first / sampleRate), sampleRate, samples })
  }
}

export const channelMean = (
  features: EmotionFeatures,
  channel: keyof EmotionFeatures['channels'],
  from = 0,
  to = features.windows,
) => features.channels[channel].subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
