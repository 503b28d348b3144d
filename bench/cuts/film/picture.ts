/**
 * Pictures as one 32-bit number a pixel (alpha, red, green, blue from the highest byte; colours premultiplied by alpha),
 * and the few operations that every pixel of a film goes through. Two channels are computed in one multiplication.
 */
import { clamp } from './random'

export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Int32Array
}

/** Red, green and blue, 0..255. */
export type Colour = readonly [number, number, number]

const low = 0xff00ff

export const createPicture = (width: number, height: number): Picture => ({
  width,
  height,
  pixels: new Int32Array(width * height),
})

const byte = (value: number): number => clamp(Math.round(value), 0, 255)

/** A pixel of a colour; `alpha` 0..1. */
export const pack = ([red, green, blue]: Colour, alpha = 1): number =>
  (byte(alpha * 255) << 24) | (byte(red * alpha) << 16) | (byte(green * alpha) << 8) | byte(blue * alpha)

export const mixColours = (first: Colour, second: Colour, share: number): Colour => [
  first[0] + (second[0] - first[0]) * share,
  first[1] + (second[1] - first[1]) * share,
  first[2] + (second[2] - first[2]) * share,
]

/** Between two pixels; `share` of the second in 256ths. */
export function mixPixels(first: number, second: number, share: number): number {
  const keep = 256 - share
  const redBlue = (Math.imul(first & low, keep) + Math.imul(second & low, share)) | 0
  const alphaGreen = (Math.imul((first >>> 8) & low, keep) + Math.imul((second >>> 8) & low, share)) | 0
  return (((redBlue + 0x800080) >>> 8) & low) | ((alphaGreen + 0x800080) & ~low)
}

/** A premultiplied pixel over an opaque one. */
export function over(under: number, pixel: number): number {
  const alpha = pixel >>> 24
  if (alpha === 0) return under
  const keep = 256 - alpha - (alpha >> 7)
  const redBlue = (Math.imul(under & low, keep) >>> 8) & low
  const alphaGreen = Math.imul((under >>> 8) & low, keep) & ~low
  return (redBlue + (pixel & low)) | (alphaGreen + (pixel & ~low))
}

/** A pixel with its alpha (and colours) times `share` in 256ths. */
export const faded = (pixel: number, share: number): number => mixPixels(0, pixel, share)

/** Where a target pixel (x, y) lies in a texture: u = ax·x + bx·y + cx, v = ay·x + by·y + cy, in texels. */
export interface Mapping {
  readonly ax: number
  readonly bx: number
  readonly cx: number
  readonly ay: number
  readonly by: number
  readonly cy: number
}

/** Water and foliage: texels added to u for each row and to v for each column of the target. */
export interface Warp {
  readonly rows: Float32Array
  readonly columns: Float32Array
}

/** Reflects an index into 0..last-1, as often as it takes. */
function reflect(index: number, last: number): number {
  const period = 2 * last
  const at = ((index % period) + period) % period
  return at < last ? at : period - 1 - at
}

/** The weights of the four corners for sixteenths of a texel right and down, in 256ths. */
const cornerWeights = Int32Array.from({ length: 1024 }, (_, at) => {
  const [right, down] = [(at >> 2) & 15, at >> 6]
  return (at & 1 ? right : 16 - right) * (at & 2 ? down : 16 - down)
})

/** Bilinear: the four texels at `corner`, weighted for sixteenths of a texel right and down. */
function between(texels: Int32Array, corner: number, span: number, right: number, down: number): number {
  const t0 = texels[corner]!
  const t1 = texels[corner + 1]!
  const t2 = texels[corner + span]!
  const t3 = texels[corner + span + 1]!
  if ((t0 | t1 | t2 | t3) === 0) return 0
  const weights = (down << 6) | (right << 2)
  const w0 = cornerWeights[weights]!
  const w1 = cornerWeights[weights + 1]!
  const w2 = cornerWeights[weights + 2]!
  const w3 = cornerWeights[weights + 3]!
  const redBlueAbove = (Math.imul(t0 & low, w0) + Math.imul(t1 & low, w1)) | 0
  const redBlueBelow = (Math.imul(t2 & low, w2) + Math.imul(t3 & low, w3) + 0x800080) | 0
  const restAbove = (Math.imul((t0 >>> 8) & low, w0) + Math.imul((t1 >>> 8) & low, w1)) | 0
  const restBelow = (Math.imul((t2 >>> 8) & low, w2) + Math.imul((t3 >>> 8) & low, w3) + 0x800080) | 0
  return (((redBlueAbove + redBlueBelow) >>> 8) & low) | ((restAbove + restBelow) & ~low)
}

const fixed = (value: number): number => Math.round(value * 65536)
const still = { rows: new Int32Array(4096), columns: new Int32Array(4096) }

/**
 * Draws a texture over the whole target with bilinear interpolation; outside its edges a texture goes on mirrored.
 * `opaque` textures replace what was there.
 */
export function drawTexture(
  target: Picture,
  texture: Picture,
  mapping: Mapping,
  opaque: boolean,
  warp?: Warp,
): void {
  const width = target.width
  const pixels = target.pixels
  const span = texture.width
  const texels = texture.pixels
  const lastColumn = span - 1
  const lastRow = texture.height - 1
  const rows = warp ? Int32Array.from(warp.rows, fixed) : still.rows
  const columns = warp ? Int32Array.from(warp.columns, fixed) : still.columns
  const stepU = fixed(mapping.ax)
  const stepV = fixed(mapping.ay)
  for (let y = 0, at = 0; y < target.height; y += 1) {
    let u = (fixed(mapping.bx * y + mapping.cx) + rows[y]!) | 0
    let straightV = fixed(mapping.by * y + mapping.cy) | 0
    for (let x = 0; x < width; x += 1, at += 1) {
      const v = (straightV + columns[x]!) | 0
      let column = u >> 16
      let row = v >> 16
      if (column < 0 || column >= lastColumn || row < 0 || row >= lastRow) {
        column = reflect(column, lastColumn)
        row = reflect(row, lastRow)
      }
      const pixel = between(texels, row * span + column, span, (u >> 12) & 15, (v >> 12) & 15)
      if (opaque) pixels[at] = pixel
      else if (pixel !== 0) pixels[at] = over(pixels[at]!, pixel)
      u = (u + stepU) | 0
      straightV = (straightV + stepV) | 0
    }
  }
}

/** Puts a small texture on the target: its centre at (x, y), `scale` target pixels a texel, turned by `angle`. */
export function stamp(
  target: Picture,
  texture: Picture,
  place: { x: number; y: number; scale: number; angle?: number; alpha?: number },
): void {
  const { x, y, scale, angle = 0 } = place
  const alpha = Math.round(256 * (place.alpha ?? 1))
  const { width: span, height: rise, pixels: texels } = texture
  const reach = (Math.hypot(span, rise) / 2) * scale
  const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(target.width - 1, Math.ceil(x + reach))]
  const [top, bottom] = [
    Math.max(0, Math.floor(y - reach)),
    Math.min(target.height - 1, Math.ceil(y + reach)),
  ]
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) {
      const u = (column - x) * cosine + (row - y) * sine + span / 2
      const v = (row - y) * cosine - (column - x) * sine + rise / 2
      if (u < 0 || v < 0 || u >= span - 1 || v >= rise - 1) continue
      const pixel = between(texels, (v | 0) * span + (u | 0), span, ((u * 16) | 0) & 15, ((v * 16) | 0) & 15)
      if (pixel === 0) continue
      const at = row * target.width + column
      target.pixels[at] = over(target.pixels[at]!, alpha === 256 ? pixel : faded(pixel, alpha))
    }
}

/** Running mean of 2·radius + 1 pixels along lines of `count` pixels, `step` apart. */
function blurLines(
  pixels: Int32Array,
  lines: number,
  lineStep: number,
  count: number,
  step: number,
  radius: number,
) {
  const line = new Int32Array(count + 2 * radius + 1)
  const size = 2 * radius + 1
  for (let index = 0; index < lines; index += 1) {
    const start = index * lineStep
    for (let at = 0; at < line.length; at += 1)
      line[at] = pixels[start + clamp(at - radius, 0, count - 1) * step]!
    let [red, green, blue] = [0, 0, 0]
    for (let at = 0; at < size; at += 1) {
      red += (line[at]! >> 16) & 255
      green += (line[at]! >> 8) & 255
      blue += line[at]! & 255
    }
    for (let at = 0; at < count; at += 1) {
      pixels[start + at * step] =
        0xff000000 | (((red / size) | 0) << 16) | (((green / size) | 0) << 8) | ((blue / size) | 0)
      const gone = line[at]!
      const come = line[at + size]!
      red += ((come >> 16) & 255) - ((gone >> 16) & 255)
      green += ((come >> 8) & 255) - ((gone >> 8) & 255)
      blue += (come & 255) - (gone & 255)
    }
  }
}

/** Box blur of an opaque picture by a radius in pixels each way; movement blur when one radius is much the larger. */
export function blur({ width, height, pixels }: Picture, radiusX: number, radiusY: number): void {
  const [across, down] = [
    Math.min(width >> 1, Math.round(radiusX)),
    Math.min(height >> 1, Math.round(radiusY)),
  ]
  if (across > 0) blurLines(pixels, height, width, width, 1, across)
  if (down > 0) blurLines(pixels, width, 1, height, width, down)
}

/** Every channel through its table of 256 bytes. */
export function applyTables({ pixels }: Picture, [red, green, blue]: readonly Uint8Array[]): void {
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at]!
    pixels[at] =
      0xff000000 |
      (red![(pixel >> 16) & 255]! << 16) |
      (green![(pixel >> 8) & 255]! << 8) |
      blue![pixel & 255]!
  }
}

/** A mix of all pixels with one colour; `share` of the colour 0..1. */
export function tintAll({ pixels }: Picture, colour: Colour, share: number): void {
  const [pixel, amount] = [pack(colour), Math.round(clamp(share) * 256)]
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = mixPixels(pixels[at]!, pixel, amount)
}
