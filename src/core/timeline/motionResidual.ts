import { halfHeight, halfWidth, quarterHeight, quarterWidth, type PicturePlanes } from './pictureFeatures'

const blockOfQuarter = 4
const blockOfHalf = 8
/** Quarter-size pixels that a block may have moved: 16 of the 160 columns, 10 % of the picture in one frame. */
const reach = 4
const blockColumns = Math.floor(quarterWidth / blockOfQuarter)
const blockRows = Math.floor(quarterHeight / blockOfQuarter)

/** Sum of absolute differences between a block of `current` and one of `previous`; stops once above `limit`. */
function blockDifference(
  current: Uint8Array,
  previous: Uint8Array,
  width: number,
  size: number,
  at: number,
  from: number,
  limit: number,
): number {
  let sum = 0
  for (let y = 0; y < size && sum < limit; y += 1) {
    const [currentRow, previousRow] = [at + y * width, from + y * width]
    for (let x = 0; x < size; x += 1) sum += Math.abs(current[currentRow + x]! - previous[previousRow + x]!)
  }
  return sum
}

interface Shift {
  readonly x: number
  readonly y: number
  readonly difference: number
}

/** The shift within `radius` of `centre` at which the block of `previous` fits best. */
function bestShift(
  current: Uint8Array,
  previous: Uint8Array,
  [width, height]: readonly [number, number],
  size: number,
  [left, top]: readonly [number, number],
  centre: { readonly x: number; readonly y: number },
  radius: number,
): Shift {
  let best: Shift = { x: 0, y: 0, difference: Infinity }
  const at = top * width + left
  for (let y = centre.y - radius; y <= centre.y + radius; y += 1) {
    if (top + y < 0 || top + y + size > height) continue
    for (let x = centre.x - radius; x <= centre.x + radius; x += 1) {
      if (left + x < 0 || left + x + size > width) continue
      const from = at + y * width + x
      const difference = blockDifference(current, previous, width, size, at, from, best.difference)
      if (difference < best.difference) best = { x, y, difference }
    }
  }
  return best
}

/**
 * Mean absolute luma difference (levels) that is left after every block of the picture was taken from where it fits
 * best in the previous one: small for camera and object motion, large for a cut. Two steps, quarter then half size.
 */
export function motionResidual(current: PicturePlanes, previous: PicturePlanes): number {
  let sum = 0
  const still = { x: 0, y: 0 }
  for (let row = 0; row < blockRows; row += 1) {
    for (let column = 0; column < blockColumns; column += 1) {
      const corner = [column * blockOfQuarter, row * blockOfQuarter] as const
      const sizes = [quarterWidth, quarterHeight] as const
      const coarse = bestShift(current.quarter, previous.quarter, sizes, blockOfQuarter, corner, still, reach)
      const fineCorner = [corner[0] * 2, corner[1] * 2] as const
      const centre = { x: coarse.x * 2, y: coarse.y * 2 }
      const fineSizes = [halfWidth, halfHeight] as const
      const fine = bestShift(current.half, previous.half, fineSizes, blockOfHalf, fineCorner, centre, 1)
      sum += Number.isFinite(fine.difference) ? fine.difference : coarse.difference * 4
    }
  }
  return sum / (blockRows * blockColumns * blockOfHalf * blockOfHalf)
}
