/** How two shots are joined at a picture between a join's `start` and `end`. */
import { mixPixels, tintAll, type Picture } from './picture'
import { clamp, smooth } from './random'
import type { JoinRecipe, ThroughColour, WipeStyle } from './recipe'

export type Mixed = Extract<JoinRecipe, { kind: 'dissolve' | 'wipe' }>

const shareAt = ({ start, end }: { start: number; end: number }, picture: number): number =>
  clamp((picture - start) / (end - start))

/** sRGB's curve taken as a power of 2.2, in 4096 steps of light. */
const toLight = Uint16Array.from({ length: 256 }, (_, level) => Math.round(4095 * (level / 255) ** 2.2))
const fromLight = Uint8Array.from({ length: 4096 }, (_, light) =>
  Math.round(255 * (light / 4095) ** (1 / 2.2)),
)

function mixLight(first: number, second: number, share: number): number {
  const channel = (shift: number): number => {
    const [a, b] = [toLight[(first >> shift) & 255]!, toLight[(second >> shift) & 255]!]
    return fromLight[(a + (b - a) * share + 0.5) | 0]!
  }
  return 0xff000000 | (channel(16) << 16) | (channel(8) << 8) | channel(0)
}

function dissolve(target: Picture, next: Picture, share: number, curve: 'linear' | 'smooth' | 'gamma'): void {
  const weight = Math.round(256 * (curve === 'smooth' ? smooth(share) : share))
  for (let at = 0; at < target.pixels.length; at += 1) {
    const [first, second] = [target.pixels[at]!, next.pixels[at]!]
    target.pixels[at] = curve === 'gamma' ? mixLight(first, second, share) : mixPixels(first, second, weight)
  }
}

/** When a place changes, 0 at the start of a wipe to 1 at its end; `x` and `y` are 0..1. */
function turnOf(style: WipeStyle, x: number, y: number): number {
  switch (style) {
    case 'left':
      return 1 - x
    case 'right':
      return x
    case 'up':
      return 1 - y
    case 'down':
      return y
    case 'diagonal':
      return (x + y) / 2
    case 'iris-out':
      return Math.hypot(x - 0.5, y - 0.5) / Math.SQRT1_2
    case 'iris-in':
      return 1 - Math.hypot(x - 0.5, y - 0.5) / Math.SQRT1_2
    case 'clock':
      return 0.5 + Math.atan2(x - 0.5, y - 0.5) / (2 * Math.PI)
    case 'blinds':
      return (y * 4) % 1
    case 'push':
    case 'slide':
      return x
  }
}

/** `push` moves both pictures, `slide` the new one over the old one; both to the left. */
function shiftIn(target: Picture, next: Picture, share: number, push: boolean): void {
  const { width, height, pixels } = target
  const seam = width - Math.round(share * width)
  for (let row = 0; row < height * width; row += width) {
    if (push) pixels.copyWithin(row, row + width - seam, row + width)
    pixels.set(next.pixels.subarray(row, row + width - seam), row + seam)
  }
}

function wipe(target: Picture, next: Picture, share: number, style: WipeStyle, softness: number): void {
  const { width, height, pixels } = target
  const front = share * (1 + softness)
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const lead = front - turnOf(style, (x + 0.5) / width, (y + 0.5) / height)
      if (lead <= 0) continue
      const weight = lead >= softness ? 256 : Math.round((lead / softness) * 256)
      pixels[at] = weight === 256 ? next.pixels[at]! : mixPixels(pixels[at]!, next.pixels[at]!, weight)
    }
}

/** Mixes the next shot into the old one's picture, which changes in place. */
export function mix(target: Picture, next: Picture, join: Mixed, picture: number): void {
  const share = shareAt(join, picture)
  if (join.kind === 'dissolve') dissolve(target, next, share, join.curve)
  else if (join.style === 'push' || join.style === 'slide')
    shiftIn(target, next, share, join.style === 'push')
  else wipe(target, next, share, join.style, join.softness)
}

/** How much of the colour covers a picture of a dip or fade, 0..1; 1 on the empty pictures. */
export function emptiness(join: ThroughColour, picture: number): number {
  const [from, to] = join.empty
  if (picture < from) return clamp((picture - join.start) / (from - join.start))
  return picture <= to ? 1 : clamp((join.end - picture) / (join.end - to))
}

/** Covers a picture with black or white. */
export const cover = (target: Picture, colour: 'black' | 'white', share: number): void =>
  tintAll(target, colour === 'black' ? [0, 0, 0] : [255, 255, 255], share)
