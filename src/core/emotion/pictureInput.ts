import { commonBars, findBlackBars, noBars, readLuma, type BlackBars } from './blackBars'

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** rgb24, row by row. */
export interface Picture extends PictureSize {
  readonly pixels: Uint8Array
}

/** The shape that a network wants: always one size, or any size of about so many pixels with sides of a multiple. */
export type InputShape =
  | { readonly kind: 'fixed'; readonly width: number; readonly height: number }
  | { readonly kind: 'area'; readonly pixels: number; readonly multiple: number }

/** Wider or taller pictures are squeezed to this. */
const mostAspect = 3

/** The size in which a picture of this width over height is shown to a network. */
export function inputSize(shape: InputShape, aspect: number): PictureSize {
  if (shape.kind === 'fixed') return { width: shape.width, height: shape.height }
  const bounded = Math.min(mostAspect, Math.max(1 / mostAspect, aspect > 0 ? aspect : 16 / 9))
  const side = (length: number): number =>
    Math.max(shape.multiple, Math.round(length / shape.multiple) * shape.multiple)
  return { width: side(Math.sqrt(shape.pixels * bounded)), height: side(Math.sqrt(shape.pixels / bounded)) }
}

/** Prepares the sampled pictures of a film for a network. */
export interface PictureInput {
  /** The size in which pictures should be sampled. */
  readonly sampled: PictureSize
  /** Cuts off the bars that all pictures so far had, and resizes what is left; `content` as {@link pictureContent}. */
  prepare(pixels: Uint8Array): Picture & { readonly content: number }
}

/** `aspect`: width over height of the film as it is shown. */
export function createPictureInput(shape: InputShape, aspect: number): PictureInput {
  const sampled = inputSize({ kind: 'area', pixels: sampledPixels(shape), multiple: 16 }, aspect)
  const luma = new Uint8Array(sampled.width * sampled.height)
  let bars: BlackBars | undefined
  return {
    sampled,
    prepare(pixels) {
      readLuma(pixels, luma)
      const found = findBlackBars(luma, sampled.width, sampled.height)
      if (found) bars = bars ? commonBars(bars, found) : found
      const { top, left } = bars ?? noBars
      const [width, height] = [sampled.width - 2 * left, sampled.height - 2 * top]
      const wanted = inputSize(shape, (aspect * width * sampled.height) / (height * sampled.width))
      const content = pictureContent(luma, { ...sampled, ...usualBars({ top, left }, sampled) })
      return { ...wanted, pixels: cropAndResize({ ...sampled, pixels }, { top, left }, wanted), content }
    },
  }
}

/**
 * Bars no larger than those of 2.39:1 or 4:3 in 16:9 (13 %): around a title on black everything is black, and counts.
 */
const usualBars = ({ top, left }: BlackBars, { width, height }: PictureSize): BlackBars => ({
  top: Math.min(top, Math.round(0.13 * height)),
  left: Math.min(left, Math.round(0.13 * width)),
})

const sampledPixels = (shape: InputShape): number =>
  shape.kind === 'area' ? shape.pixels : shape.width * shape.height

/** The part inside the bars, resized with bilinear interpolation; the picture's own pixels where nothing changes. */
export function cropAndResize(picture: Picture, bars: BlackBars, { width, height }: PictureSize): Uint8Array {
  if (bars.top === 0 && bars.left === 0 && width === picture.width && height === picture.height)
    return picture.pixels
  const result = new Uint8Array(width * height * 3)
  const columns = stops(picture.width, bars.left, width)
  const rows = stops(picture.height, bars.top, height)
  const { pixels } = picture
  for (let y = 0, at = 0; y < height; y++) {
    const [upper, lower] = [rows.first[y]! * picture.width, rows.second[y]! * picture.width]
    const down = rows.share[y]!
    for (let x = 0; x < width; x++) {
      const [left, right, across] = [columns.first[x]!, columns.second[x]!, columns.share[x]!]
      for (let channel = 0; channel < 3; channel++, at++) {
        const above = mix(pixels, upper + left, upper + right, across, channel)
        const below = mix(pixels, lower + left, lower + right, across, channel)
        result[at] = above + (below - above) * down + 0.5
      }
    }
  }
  return result
}

function mix(pixels: Uint8Array, first: number, second: number, share: number, channel: number): number {
  const value = pixels[3 * first + channel]!
  return value + (pixels[3 * second + channel]! - value) * share
}

/** For every place of the result the two places of the source between which it lies (centres of pixels aligned). */
function stops(length: number, bar: number, wanted: number) {
  const inside = length - 2 * bar
  const first = new Int32Array(wanted)
  const second = new Int32Array(wanted)
  const share = new Float32Array(wanted)
  for (let index = 0; index < wanted; index++) {
    const place = Math.min(inside - 1, Math.max(0, ((index + 0.5) * inside) / wanted - 0.5))
    first[index] = bar + Math.floor(place)
    second[index] = bar + Math.min(inside - 1, Math.floor(place) + 1)
    share[index] = place - Math.floor(place)
  }
  return { first, second, share }
}

/**
 * How much there is to see inside the bars, 0..1: the share of pixels that are not of the picture's commonest shade (steps
 * of 12 in luma, neighbours counted). Near 0 for black, for a plain colour and for a title on either.
 */
export function pictureContent(
  luma: Uint8Array,
  { width, height, top, left }: PictureSize & BlackBars,
): number {
  const shades = new Uint32Array(24)
  for (let row = top; row < height - top; row++)
    for (let column = left, at = row * width + left; column < width - left; column++, at++)
      shades[Math.floor(luma[at]! / 12) + 1]!++
  let commonest = 0
  for (let shade = 1; shade < 23; shade++) {
    const near = shades[shade - 1]! + shades[shade]! + shades[shade + 1]!
    commonest = Math.max(commonest, near)
  }
  const count = (width - 2 * left) * (height - 2 * top)
  return 1 - commonest / count
}
