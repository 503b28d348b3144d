/** Soft-edged shapes on pictures, for worlds and for what moves in them. Lengths in pixels. */
import { faded, over, pack, type Colour, type Picture } from './picture'
import { clamp, Random } from './random'

export type Point = readonly [number, number]

const blend = (target: Picture, at: number, pixel: number, coverage: number): void => {
  target.pixels[at] = over(
    target.pixels[at]!,
    coverage >= 1 ? pixel : faded(pixel, Math.round(coverage * 256)),
  )
}

export interface Brush {
  readonly colour: Colour
  /** 0..1, 1 when absent. */
  readonly alpha?: number
  /** Width of the edge, 1 when absent. */
  readonly softness?: number
}

/** A thick line with round ends; a disc when both ends are one point. */
export function capsule(target: Picture, from: Point, to: Point, radius: number, brush: Brush): void {
  const softness = brush.softness ?? 1
  const pixel = pack(brush.colour, brush.alpha)
  const reach = radius + softness
  const [fromX, fromY] = from
  const [dx, dy] = [to[0] - fromX, to[1] - fromY]
  const lengthSquared = dx * dx + dy * dy
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach))
  const right = Math.min(target.width - 1, Math.ceil(Math.max(from[0], to[0]) + reach))
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach))
  const bottom = Math.min(target.height - 1, Math.ceil(Math.max(from[1], to[1]) + reach))
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const share = lengthSquared === 0 ? 0 : clamp(((x - fromX) * dx + (y - fromY) * dy) / lengthSquared)
      const awayX = x - fromX - dx * share
      const awayY = y - fromY - dy * share
      const distance = Math.sqrt(awayX * awayX + awayY * awayY)
      const coverage = (radius - distance) / softness + 0.5
      if (coverage > 0) blend(target, y * target.width + x, pixel, coverage)
    }
}

export const disc = (target: Picture, centre: Point, radius: number, brush: Brush): void =>
  capsule(target, centre, centre, radius, brush)

/** An upright ellipse. */
export function ellipse(
  target: Picture,
  [cx, cy]: Point,
  radiusX: number,
  radiusY: number,
  brush: Brush,
): void {
  const pixel = pack(brush.colour, brush.alpha)
  const edge = Math.min(radiusX, radiusY) / (brush.softness ?? 1)
  const grow = 1 + 1 / edge
  for (
    let y = Math.max(0, Math.floor(cy - radiusY * grow));
    y <= Math.min(target.height - 1, cy + radiusY * grow);
    y += 1
  )
    for (
      let x = Math.max(0, Math.floor(cx - radiusX * grow));
      x <= Math.min(target.width - 1, cx + radiusX * grow);
      x += 1
    ) {
      const distance = Math.hypot((x - cx) / radiusX, (y - cy) / radiusY)
      const coverage = (1 - distance) * edge + 0.5
      if (coverage > 0) blend(target, y * target.width + x, pixel, coverage)
    }
}

/** A filled polygon; its left and right edges are soft. */
export function polygon(target: Picture, points: readonly Point[], brush: Brush): void {
  const pixel = pack(brush.colour, brush.alpha)
  const heights = points.map(([, y]) => y)
  const top = Math.max(0, Math.ceil(Math.min(...heights)))
  const bottom = Math.min(target.height - 1, Math.floor(Math.max(...heights)))
  for (let y = top; y <= bottom; y += 1) {
    const crossings: number[] = []
    points.forEach(([x1, y1], index) => {
      const [x2, y2] = points[(index + 1) % points.length]!
      if (y1 <= y === y2 <= y) return
      crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
    })
    crossings.sort((first, second) => first - second)
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const [from, to] = [crossings[pair]!, crossings[pair + 1]!]
      for (let x = Math.max(0, Math.floor(from)); x <= Math.min(target.width - 1, Math.ceil(to)); x += 1) {
        const coverage = Math.min(x + 1, to) - Math.max(x, from)
        if (coverage > 0) blend(target, y * target.width + x, pixel, coverage)
      }
    }
  }
}

/** An upright rectangle. */
export const box = (
  target: Picture,
  left: number,
  top: number,
  width: number,
  height: number,
  brush: Brush,
): void =>
  polygon(
    target,
    [
      [left, top],
      [left + width, top],
      [left + width, top + height],
      [left, top + height],
    ],
    brush,
  )

/** Fills rows with a vertical gradient between colours at equal distances. */
export function gradient(target: Picture, colours: readonly Colour[], from = 0, to = target.height): void {
  const first = Math.max(0, Math.round(from))
  for (let y = first; y < Math.min(target.height, Math.round(to)); y += 1) {
    const position = clamp((y - from) / Math.max(1, to - from - 1)) * (colours.length - 1)
    const index = Math.min(colours.length - 2, Math.floor(position))
    const [above, below] = [colours[index]!, colours[index + 1] ?? colours[index]!]
    const share = position - index
    const mixed: Colour = [0, 1, 2].map(
      (channel) => above[channel]! + (below[channel]! - above[channel]!) * share,
    ) as unknown as Colour
    target.pixels.fill(pack(mixed), y * target.width, (y + 1) * target.width)
  }
}

/** Hue 0..1, saturation and lightness 0..1, as red, green and blue 0..255. */
export function fromHue(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number): number => {
    const position = (offset + hue * 12 + 144) % 12
    return 255 * (lightness - reach * Math.max(-1, Math.min(position - 3, 9 - position, 1)))
  }
  return [channel(0), channel(8), channel(4)]
}

/** The strokes of fourteen-segment letters, in a cell of one by one. */
const strokes: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 1, 0],
  [0, 0.5, 1, 0.5],
  [0, 1, 1, 1],
  [0, 0, 0, 0.5],
  [0, 0.5, 0, 1],
  [1, 0, 1, 0.5],
  [1, 0.5, 1, 1],
  [0.5, 0, 0.5, 1],
  [0, 0, 0.5, 0.5],
  [1, 0, 0.5, 0.5],
  [0, 1, 0.5, 0.5],
  [1, 1, 0.5, 0.5],
]

/** One line of writing in letters of an unknown alphabet; (x, y) is its upper left. Answers with its width. */
export function writing(
  target: Picture,
  [x, y]: Point,
  letters: number,
  height: number,
  brush: Brush,
  random: Random,
): number {
  const width = height * 0.6
  const weight = Math.max(0.5, height * 0.08)
  let at = x
  for (let letter = 0; letter < letters; letter += 1) {
    if (letter > 0 && letter < letters - 1 && random.chance(0.17)) {
      at += width
      continue
    }
    const glyph = new Random(random.integer(0, 29))
    for (const [x1, y1, x2, y2] of strokes)
      if (glyph.chance(0.42))
        capsule(
          target,
          [at + x1 * width * 0.75, y + y1 * height],
          [at + x2 * width * 0.75, y + y2 * height],
          weight,
          brush,
        )
    at += width
  }
  return at - x
}
