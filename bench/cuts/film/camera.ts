/** How a world is looked at: a view that moves, shakes, ripples and loses focus, as a function of time in seconds. */
import type { Mapping, Warp } from './picture'
import { clamp, smooth, tremble } from './random'

/** Centre as shares of the world, the share of the world's width that fills the picture, radians. */
export interface View {
  readonly x: number
  readonly y: number
  readonly span: number
  readonly angle: number
}

export interface CameraRecipe {
  readonly from: View
  readonly to: View
  /** How long the move takes; then the camera rests. */
  readonly seconds: number
  readonly easing: 'linear' | 'smooth'
  /** Left and right exchanged: the reverse angle. */
  readonly flipped: boolean
  /** Share of the picture's width, and how often a second. */
  readonly shake: { readonly amount: number; readonly frequency: number; readonly seed: number }
  /** Texels, texels, radians a second. */
  readonly warp: { readonly amount: number; readonly wavelength: number; readonly speed: number }
  /** Blur in pixels before and after a change of focus that begins at `start` and takes `seconds`. */
  readonly focus: {
    readonly from: number
    readonly to: number
    readonly start: number
    readonly seconds: number
  }
}

export const restingCamera = (view: View): CameraRecipe => ({
  from: view,
  to: view,
  seconds: 1,
  easing: 'linear',
  flipped: false,
  shake: { amount: 0, frequency: 1, seed: 0 },
  warp: { amount: 0, wavelength: 40, speed: 0 },
  focus: { from: 0, to: 0, start: 0, seconds: 1 },
})

const between = (from: number, to: number, share: number): number => from + (to - from) * share

/** The view at a time. `sway` (shares of the picture) is added to where it looks: events and the gate's weave. */
export function viewAt(
  camera: CameraRecipe,
  seconds: number,
  sway: readonly [number, number] = [0, 0],
): View {
  const share = clamp(seconds / camera.seconds)
  const eased = camera.easing === 'smooth' ? smooth(share) : share
  const { amount, frequency, seed } = camera.shake
  const span = camera.from.span * (camera.to.span / camera.from.span) ** eased
  return {
    x:
      between(camera.from.x, camera.to.x, eased) +
      span * (sway[0] + amount * tremble(seconds * frequency, seed)),
    y:
      between(camera.from.y, camera.to.y, eased) +
      span * (sway[1] + amount * tremble(seconds * frequency, seed + 31)),
    span,
    angle:
      between(camera.from.angle, camera.to.angle, eased) +
      0.5 * amount * tremble(seconds * frequency, seed + 67),
  }
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Where the picture's pixels lie in a texture; `depth` above 1 for what stands nearer than the world's background. */
export function mappingOf(view: View, flipped: boolean, target: Size, texture: Size, depth = 1): Mapping {
  const scale = (view.span * texture.width) / target.width
  const [cosine, sine] = [Math.cos(view.angle) * scale, Math.sin(view.angle) * scale]
  const mirror = flipped ? -1 : 1
  const centreX = (0.5 + (view.x - 0.5) * depth) * texture.width
  const centreY = (0.5 + (view.y - 0.5) * depth) * texture.height
  const [middleX, middleY] = [target.width / 2, target.height / 2]
  return {
    ax: cosine * mirror,
    bx: -sine,
    cx: centreX - cosine * mirror * middleX + sine * middleY,
    ay: sine * mirror,
    by: cosine,
    cy: centreY - sine * mirror * middleX - cosine * middleY,
  }
}

/** The ripple at a time, or undefined where there is none. */
export function warpAt({ warp }: CameraRecipe, seconds: number, target: Size): Warp | undefined {
  if (warp.amount === 0) return undefined
  const wave = (length: number, turn: number, phase: number): Float32Array =>
    Float32Array.from(
      { length },
      (_, at) =>
        warp.amount *
        (Math.sin((at * turn) / warp.wavelength + seconds * warp.speed + phase) +
          0.5 * Math.sin((at * turn * 2.3) / warp.wavelength - seconds * warp.speed * 1.7)),
    )
  return { rows: wave(target.height, 6.283, 0), columns: wave(target.width, 6.283, 2) }
}

/** Blur in pixels at a time. */
export const focusAt = ({ focus }: CameraRecipe, seconds: number): number =>
  between(focus.from, focus.to, smooth(clamp((seconds - focus.start) / focus.seconds)))
