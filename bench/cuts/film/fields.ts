/** Random fields over a rectangle, values 0..1: the matter of textures. */
import { mixColours, pack, type Colour, type Picture } from './picture'
import { clamp, type Random, smooth } from './random'

export interface FieldShape {
  /** Size of the largest blobs in pixels. */
  readonly cell: number
  readonly octaves: number
  /** How much each finer octave weighs against the one before it. */
  readonly roughness: number
  /** Blobs this many times wider than high, 1 when absent. */
  readonly stretch?: number
}

/** Value noise in octaves, spread to the whole of 0..1. */
export function fractal(width: number, height: number, random: Random, shape: FieldShape): Float32Array {
  const field = new Float32Array(width * height)
  let weight = 1
  for (let octave = 0, cell = shape.cell; octave < shape.octaves && cell >= 1; octave += 1, cell /= 2) {
    addOctave(field, width, height, random, [Math.max(1, cell * (shape.stretch ?? 1)), cell], weight)
    weight *= shape.roughness
  }
  let [low, high] = [Infinity, -Infinity]
  for (const value of field) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const scale = 1 / Math.max(1e-6, high - low)
  for (let at = 0; at < field.length; at += 1) field[at] = (field[at]! - low) * scale
  return field
}

function addOctave(
  field: Float32Array,
  width: number,
  height: number,
  random: Random,
  [cellX, cellY]: readonly [number, number],
  weight: number,
): void {
  const columns = Math.ceil(width / cellX) + 2
  const grid = Float32Array.from({ length: columns * (Math.ceil(height / cellY) + 2) }, () => random.next())
  const shares = Float32Array.from({ length: width }, (_, x) => smooth((x / cellX) % 1))
  const cells = Int32Array.from({ length: width }, (_, x) => Math.floor(x / cellX))
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / cellY) * columns
    const down = smooth((y / cellY) % 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const corner = row + cells[x]!
      const [share, upper, lower] = [shares[x]!, grid[corner]!, grid[corner + columns]!]
      const top = upper + (grid[corner + 1]! - upper) * share
      const bottom = lower + (grid[corner + columns + 1]! - lower) * share
      field[at]! += weight * (top + (bottom - top) * down)
    }
  }
}

/** Distance to the nearest of random points, one in a cell: cobbles, scales, cracked earth. */
export function cellular(width: number, height: number, random: Random, cell: number): Float32Array {
  const columns = Math.ceil(width / cell) + 3
  const rows = Math.ceil(height / cell) + 3
  const points = Float32Array.from({ length: columns * rows * 2 }, () => random.next())
  const field = new Float32Array(width * height)
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const [column, row] = [Math.floor(x / cell) + 1, Math.floor(y / cell) + 1]
      let nearest = 9
      for (let down = -1; down <= 1; down += 1)
        for (let across = -1; across <= 1; across += 1) {
          const point = ((row + down) * columns + column + across) * 2
          const dx = column + across + points[point]! - x / cell - 1
          const dy = row + down + points[point + 1]! - y / cell - 1
          nearest = Math.min(nearest, dx * dx + dy * dy)
        }
      field[at] = clamp(Math.sqrt(nearest))
    }
  return field
}

/** Sums of a few sine waves in random directions. */
export function plasma(width: number, height: number, random: Random, waves = 5): Float32Array {
  const terms = Array.from({ length: waves }, () => {
    const [angle, length] = [random.between(0, 6.283), random.logarithmic(30, 240)]
    return {
      x: (Math.cos(angle) * 6.283) / length,
      y: (Math.sin(angle) * 6.283) / length,
      phase: random.between(0, 6.283),
    }
  })
  return Float32Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    let sum = 0
    for (const term of terms) sum += Math.sin(term.x * x + term.y * y + term.phase)
    return 0.5 + sum / (2 * waves)
  })
}

/** Paints a field through colours at equal distances, 256 steps. */
export function colourField(target: Picture, field: Float32Array, colours: readonly Colour[]): void {
  const table = Int32Array.from({ length: 256 }, (_, step) => {
    const position = (step / 256) * (colours.length - 1)
    return pack(mixColours(colours[Math.floor(position)]!, colours[Math.floor(position) + 1]!, position % 1))
  })
  for (let at = 0; at < field.length; at += 1) target.pixels[at] = table[Math.min(255, field[at]! * 256) | 0]!
}

/** Lights a picture unevenly: each pixel times 1 ± `depth`, by a field. Alpha stays. */
export function shade({ pixels }: Picture, field: Float32Array, depth: number): void {
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at]!
    const gain = 1 + depth * (2 * field[at]! - 1)
    const limit = pixel >>> 24
    const red = Math.min(limit, ((pixel >> 16) & 255) * gain)
    const green = Math.min(limit, ((pixel >> 8) & 255) * gain)
    pixels[at] = (limit << 24) | (red << 16) | (green << 8) | Math.min(limit, (pixel & 255) * gain)
  }
}
