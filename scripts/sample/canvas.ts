/** A small software painter for the sample film: colours 0..1, soft edges, no dependency. */

export interface Canvas {
  readonly width: number
  readonly height: number
  /** Red, green, blue per pixel, row by row. */
  readonly data: Float32Array
}

export type Colour = readonly [number, number, number]
export type Point = readonly [number, number]

export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  data: new Float32Array(width * height * 3),
})

/** `#rrggbb` as red, green and blue. */
export const colour = (hex: string): Colour => [
  parseInt(hex.slice(1, 3), 16) / 255,
  parseInt(hex.slice(3, 5), 16) / 255,
  parseInt(hex.slice(5, 7), 16) / 255,
]

export const mixColours = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

export const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value))

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const share = clamp((value - from) / (to - from))
  return share * share * (3 - 2 * share)
}

function blendPixel(canvas: Canvas, at: number, paint: Colour, alpha: number): void {
  const { data } = canvas
  const keep = 1 - alpha
  data[at] = data[at]! * keep + paint[0] * alpha
  data[at + 1] = data[at + 1]! * keep + paint[1] * alpha
  data[at + 2] = data[at + 2]! * keep + paint[2] * alpha
}

/** Paints rows `top`..`bottom` with colours at given heights (0 the first of these rows, 1 the last). */
export function gradient(
  canvas: Canvas,
  stops: readonly (readonly [number, Colour])[],
  top = 0,
  bottom = canvas.height,
  alpha = 1,
): void {
  const [from, to] = [Math.max(0, Math.round(top)), Math.min(canvas.height, Math.round(bottom))]
  for (let y = from; y < to; y += 1) {
    const position = (y - top) / Math.max(1, bottom - top - 1)
    const next = Math.max(
      1,
      stops.findIndex(([height]) => height >= position),
    )
    const [low, high] = [stops[next - 1]!, stops[next] ?? stops.at(-1)!]
    const share = clamp((position - low[0]) / Math.max(1e-6, high[0] - low[0]))
    const shade = mixColours(low[1], high[1], share)
    for (let x = 0; x < canvas.width; x += 1) blendPixel(canvas, (y * canvas.width + x) * 3, shade, alpha)
  }
}

/** Adds light around a point; it falls off to nothing at `radius`. `flatten` above 1 makes it wider than high. */
export function glow(
  canvas: Canvas,
  [centreX, centreY]: Point,
  radius: number,
  light: Colour,
  strength: number,
  flatten = 1,
): void {
  const reachY = radius / flatten
  const [top, bottom] = [
    Math.max(0, Math.floor(centreY - reachY)),
    Math.min(canvas.height, Math.ceil(centreY + reachY)),
  ]
  const [left, right] = [
    Math.max(0, Math.floor(centreX - radius)),
    Math.min(canvas.width, Math.ceil(centreX + radius)),
  ]
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const [dx, dy] = [x - centreX, (y - centreY) * flatten]
      const squared = (dx * dx + dy * dy) / (radius * radius)
      if (squared >= 1) continue
      const rest = 1 - Math.sqrt(squared)
      const amount = rest * rest * Math.sqrt(rest) * strength
      const at = (y * canvas.width + x) * 3
      canvas.data[at]! += light[0] * amount
      canvas.data[at + 1]! += light[1] * amount
      canvas.data[at + 2]! += light[2] * amount
    }
  }
}

/** A disc with soft edge; `softness` is the width of the edge in pixels. */
export function disc(
  canvas: Canvas,
  [centreX, centreY]: Point,
  radius: number,
  fill: Colour,
  alpha = 1,
  softness = 1,
): void {
  const reach = radius + softness
  const [top, bottom] = [
    Math.max(0, Math.floor(centreY - reach)),
    Math.min(canvas.height, Math.ceil(centreY + reach) + 1),
  ]
  const [left, right] = [
    Math.max(0, Math.floor(centreX - reach)),
    Math.min(canvas.width, Math.ceil(centreX + reach) + 1),
  ]
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const covered = clamp((radius - Math.sqrt((x - centreX) ** 2 + (y - centreY) ** 2)) / softness + 0.5)
      if (covered > 0) blendPixel(canvas, (y * canvas.width + x) * 3, fill, covered * alpha)
    }
  }
}

/** Everything below the line `topAt(x)`, from `upper` at the line to `lower` at `depth` pixels below it. */
export function ground(
  canvas: Canvas,
  topAt: (x: number) => number,
  upper: Colour,
  lower: Colour = upper,
  depth = canvas.height / 3,
): void {
  for (let x = 0; x < canvas.width; x += 1) {
    const line = topAt(x)
    for (let y = Math.max(0, Math.floor(line)); y < canvas.height; y += 1) {
      const shade = mixColours(upper, lower, clamp((y - line) / depth))
      blendPixel(canvas, (y * canvas.width + x) * 3, shade, clamp(y + 1 - line))
    }
  }
}

const rowsPerPixel = 4

/** Where a polygon's edges cross one height, from left to right. */
function crossings(points: readonly Point[], y: number): number[] {
  const found: number[] = []
  points.forEach(([x1, y1], index) => {
    const [x2, y2] = points[(index + 1) % points.length]!
    if (y1 <= y === y2 <= y) return
    found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
  })
  return found.sort((a, b) => a - b)
}

/** A filled polygon (even-odd), with soft edges. */
export function polygon(canvas: Canvas, points: readonly Point[], fill: Colour, alpha = 1): void {
  const heights = points.map(([, y]) => y)
  const top = Math.max(0, Math.floor(Math.min(...heights)))
  const bottom = Math.min(canvas.height, Math.ceil(Math.max(...heights)))
  const columns = points.map(([x]) => x)
  const firstColumn = Math.max(0, Math.floor(Math.min(...columns)))
  const lastColumn = Math.min(canvas.width, Math.ceil(Math.max(...columns)))
  const coverage = new Float32Array(canvas.width)
  for (let y = top; y < bottom; y += 1) {
    coverage.fill(0, firstColumn, Math.max(firstColumn, lastColumn))
    for (let part = 0; part < rowsPerPixel; part += 1) {
      const found = crossings(points, y + (part + 0.5) / rowsPerPixel)
      for (let pair = 0; pair + 1 < found.length; pair += 2) {
        const [left, right] = [Math.max(0, found[pair]!), Math.min(canvas.width, found[pair + 1]!)]
        for (let x = Math.floor(left); x < right; x += 1)
          coverage[x]! += Math.max(0, Math.min(right, x + 1) - Math.max(left, x)) / rowsPerPixel
      }
    }
    for (let x = firstColumn; x < lastColumn; x += 1)
      if (coverage[x]! > 0)
        blendPixel(canvas, (y * canvas.width + x) * 3, fill, Math.min(1, coverage[x]!) * alpha)
  }
}

/** A straight stroke, as wide at its two ends as told. */
export function stroke(
  canvas: Canvas,
  [x1, y1]: Point,
  [x2, y2]: Point,
  fill: Colour,
  startWidth: number,
  endWidth = startWidth,
  alpha = 1,
): void {
  const length = Math.max(1e-6, Math.hypot(x2 - x1, y2 - y1))
  const [sideX, sideY] = [-(y2 - y1) / length / 2, (x2 - x1) / length / 2]
  const corners: readonly Point[] = [
    [x1 + sideX * startWidth, y1 + sideY * startWidth],
    [x2 + sideX * endWidth, y2 + sideY * endWidth],
    [x2 - sideX * endWidth, y2 - sideY * endWidth],
    [x1 - sideX * startWidth, y1 - sideY * startWidth],
  ]
  polygon(canvas, corners, fill, alpha)
}

/** Darkens the corners, and multiplies everything by `exposure`. */
export function expose(canvas: Canvas, exposure: number, vignette = 0.35): void {
  const { width, height, data } = canvas
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const fromCentre = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
      const factor = exposure * (1 - vignette * fromCentre * 1.4)
      const at = (y * width + x) * 3
      for (let channel = 0; channel < 3; channel += 1) data[at + channel]! *= factor
    }
  }
}
