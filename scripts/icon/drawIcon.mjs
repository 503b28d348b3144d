/**
 * The app's icon, drawn by distances: a curve that swells, a cut as an upright line, and the hit where they meet. The
 * shapes are those of src/renderer/public/icon.svg (64 units wide).
 */

/** @typedef {[red: number, green: number, blue: number]} Colour */

const ground = /** @type {Colour} */ ([0x15, 0x17, 0x1c])
const curveColour = /** @type {Colour} */ ([0x8b, 0x93, 0xa1])
const cutColour = /** @type {Colour} */ ([0xe8, 0xea, 0xee])
const hitColour = /** @type {Colour} */ ([0xe0, 0xa4, 0x58])

/** Points of the cubic curves of `M8 40c8 0 10-18 18-18s10 22 18 22 8-10 12-10`. */
const cubics = [
  [8, 40, 16, 40, 18, 22, 26, 22],
  [26, 22, 34, 22, 36, 44, 44, 44],
  [44, 44, 52, 44, 52, 34, 56, 34],
]

const curvePoints = cubics.flatMap(([x0, y0, x1, y1, x2, y2, x3, y3]) =>
  Array.from({ length: 25 }, (_, step) => {
    const t = step / 24
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3]
    return [a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3]
  }),
)

/** Distance of a point from a segment. */
function toSegment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

function toCurve(x, y) {
  let least = Infinity
  for (let index = 1; index < curvePoints.length; index += 1)
    least = Math.min(least, toSegment(x, y, curvePoints[index - 1], curvePoints[index]))
  return least
}

/** Signed distance from a rounded square of 64 units. */
function toSquare(x, y) {
  const radius = 14
  const [dx, dy] = [Math.abs(x - 32) - 32 + radius, Math.abs(y - 32) - 32 + radius]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius
}

/**
 * Draws the icon: RGBA, row by row.
 * @param {number} size pixels on a side
 * @param {number} margin share of the side that stays clear around it (macOS wants a tenth)
 * @returns {Uint8Array}
 */
export function drawIcon(size, margin = 0) {
  const pixels = new Uint8Array(size * size * 4)
  const unit = 64 / (size * (1 - 2 * margin))
  // A pixel is covered as far as its middle lies inside, within half a pixel of the edge.
  const cover = (distance) => Math.max(0, Math.min(1, 0.5 - distance / unit))
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const x = (column + 0.5 - size * margin) * unit
      const y = (row + 0.5 - size * margin) * unit
      let colour = [...ground]
      const paint = (/** @type {Colour} */ over, /** @type {number} */ share) => {
        colour = colour.map((value, index) => value + (over[index] - value) * share)
      }
      paint(curveColour, cover(toCurve(x, y) - 1.5))
      paint(cutColour, cover(toSegment(x, y, [36, 8], [36, 56]) - 1.5))
      paint(hitColour, cover(Math.hypot(x - 36, y - 34) - 7))
      pixels.set(
        [...colour.map(Math.round), Math.round(255 * cover(toSquare(x, y)))],
        (row * size + column) * 4,
      )
    }
  return pixels
}
