import type { TransitionKind } from '../../src/core/timeline/transition'
import { createCanvas, type Canvas } from './canvas'
import { hash } from './noise'
import { lakeAtDawn, meadow } from './shotsCalm'
import { fleeingCar, policeCar, roadAhead, roadFaster, tunnel } from './shotsChase'
import { seaSunrise, twoOnTheHill } from './shotsRelief'
import { corridor, figureInDoor, moonlitWood } from './shotsTension'

export const sampleWidth = 640
export const sampleHeight = 360
export const sampleFramesPerSecond = 24
export const sampleFrames = 960

export type SampleMood = 'calm' | 'tension' | 'chase' | 'relief'

interface Shot {
  readonly name: string
  readonly mood: SampleMood
  readonly draw: (canvas: Canvas, seconds: number) => void
  /** First frame; the next shot's first frame ends it. */
  readonly from: number
}

/** A change of shot in frames: the last frame before it, the first after it, and the frame that the music aims at. */
export interface SampleTransition {
  readonly kind: TransitionKind
  readonly start: number
  readonly end: number
  readonly frame: number
}

const shots: readonly Shot[] = [
  { name: 'lake at dawn', mood: 'calm', draw: lakeAtDawn, from: 0 },
  { name: 'meadow', mood: 'calm', draw: meadow, from: 108 },
  { name: 'corridor', mood: 'tension', draw: corridor, from: 216 },
  { name: 'figure in the door', mood: 'tension', draw: figureInDoor, from: 306 },
  { name: 'moonlit wood', mood: 'tension', draw: moonlitWood, from: 384 },
  { name: 'road ahead', mood: 'chase', draw: roadAhead, from: 450 },
  { name: 'fleeing car', mood: 'chase', draw: fleeingCar, from: 504 },
  { name: 'road, faster', mood: 'chase', draw: roadFaster, from: 549 },
  { name: 'police car', mood: 'chase', draw: policeCar, from: 591 },
  { name: 'tunnel', mood: 'chase', draw: tunnel, from: 633 },
  { name: 'sunrise at sea', mood: 'relief', draw: seaSunrise, from: 672 },
  { name: 'two on the hill', mood: 'relief', draw: twoOnTheHill, from: 804 },
]

const fadeIn: SampleTransition = { kind: 'fade', start: 5, end: 29, frame: 6 }
const dissolve: SampleTransition = { kind: 'dissolve', start: 108, end: 132, frame: 120 }
const fadeOut: SampleTransition = { kind: 'fade', start: 906, end: 942, frame: 942 }

/** Every change of shot in the sample film, exactly. */
export const sampleTransitions: readonly SampleTransition[] = [
  fadeIn,
  dissolve,
  ...shots
    .map(({ from }) => from)
    .filter((from) => from > dissolve.end)
    .map((from): SampleTransition => ({ kind: 'cut', start: from, end: from, frame: from })),
  fadeOut,
]

/** The stretches of one mood, in frames from (inclusive) to (exclusive). */
export const sampleMoods: readonly {
  readonly mood: SampleMood
  readonly from: number
  readonly to: number
}[] = (['calm', 'tension', 'chase', 'relief'] as const).map((mood) => {
  const indices = shots.map((shot, index) => (shot.mood === mood ? index : -1)).filter((index) => index >= 0)
  return { mood, from: shots[indices[0]!]!.from, to: shots[indices.at(-1)! + 1]?.from ?? sampleFrames }
})

/** How much of the picture is visible at a frame: 0 black, 1 all. */
function visibleShare(frame: number): number {
  if (frame < fadeIn.end) return Math.max(0, (frame - fadeIn.start) / (fadeIn.end - fadeIn.start))
  if (frame > fadeOut.start) return Math.max(0, 1 - (frame - fadeOut.start) / (fadeOut.end - fadeOut.start))
  return 1
}

/** Draws frames of the sample film one by one, as rgb24. */
export function createSamplePainter(): (frame: number) => Uint8Array {
  const canvases = [createCanvas(sampleWidth, sampleHeight), createCanvas(sampleWidth, sampleHeight)] as const
  const dither = Float32Array.from({ length: sampleWidth * sampleHeight }, (_, pixel) => hash(pixel, 500))
  const drawShot = (canvas: Canvas, index: number, frame: number): void => {
    const shot = shots[index]!
    shot.draw(canvas, (frame - shot.from) / sampleFramesPerSecond)
  }
  return (frame) => {
    const index = shots.findLastIndex(({ from }) => from <= frame)
    const [canvas, older] = canvases
    drawShot(canvas, index, frame)
    const isDissolving = frame >= dissolve.start && frame < dissolve.end
    if (isDissolving) {
      drawShot(older, index - 1, frame)
      const share = (frame - dissolve.start) / (dissolve.end - dissolve.start)
      canvas.data.forEach((value, at) => {
        canvas.data[at] = Math.min(1, older.data[at]!) * (1 - share) + Math.min(1, value) * share
      })
    }
    const visible = visibleShare(frame)
    const pixels = new Uint8Array(canvas.data.length)
    for (let at = 0; at < pixels.length; at += 1)
      pixels[at] = Math.min(
        255,
        Math.max(0, Math.min(1, canvas.data[at]!) * visible * 255 + dither[(at / 3) | 0]! - 0.001),
      )
    if (visible === 0) pixels.fill(0)
    return pixels
  }
}
