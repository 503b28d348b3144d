import { halfHeight, halfWidth, quarterHeight, quarterWidth, type PicturePlanes } from './pictureFeatures'

const blockOfQuarter = 4
const blockOfHalf = 8
const blockArea = blockOfHalf * blockOfHalf
const blockColumns = Math.floor(quarterWidth / blockOfQuarter)
const blockRows = Math.floor(quarterHeight / blockOfQuarter)
/** Half-size pixels of pan that are tried along each side: 40 % of it. */
const panReach = 0.4
/** More than any block differs. */
const noMatch = 255 * blockArea + 1
/** Sum of differences at which a quarter-size block counts as found: a level and a half for each pixel. */
const stillDifference = 1.5 * blockOfQuarter * blockOfQuarter
/** A block is new when what differs is more than this share of its own texture and this many levels. */
const newShare = 0.5
const newLevels = 2

/** What of a picture is not explained by the motion of the previous one's blocks. */
export interface MotionResidual {
  /** Mean absolute luma difference, in levels. */
  residual: number
  /** The same with each block's mean taken out: blind to light that changes. */
  structure: number
  /** Share of the blocks, 0..1, that nothing in the previous picture resembles. */
  changed: number
}

/** The shift by which two brightness profiles fit best, in their own pixels; 0 where none fits better. */
function profileShift(current: Float32Array, previous: Float32Array): number {
  const { length } = current
  const furthest = Math.floor(length * panReach)
  let best = 0
  let bestError = Infinity
  for (let shift = -furthest; shift <= furthest; shift += 1) {
    const from = Math.max(0, -shift)
    const to = Math.min(length, length - shift)
    let error = 0
    for (let index = from; index < to; index += 1)
      error += Math.abs(current[index]! - previous[index + shift]!)
    // A far shift compares less and must be the better fit for it.
    error = error / (to - from) + (0.5 * Math.abs(shift)) / length
    if (error < bestError) [best, bestError] = [shift, error]
  }
  return best
}

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
    for (let x = 0; x < size; x += 1)
      sum = (sum + Math.abs(current[currentRow + x]! - previous[previousRow + x]!)) | 0
  }
  return sum
}

interface Shift {
  x: number
  y: number
  difference: number
}

interface Plane {
  readonly current: Uint8Array
  readonly previous: Uint8Array
  readonly width: number
  readonly height: number
  readonly size: number
}

/** Tries (`centreX`, `centreY`) and the eight shifts `step` around it for the block at (`left`, `top`); keeps the best. */
function improveShift(
  { current, previous, width, height, size }: Plane,
  left: number,
  top: number,
  centreX: number,
  centreY: number,
  step: number,
  best: Shift,
): void {
  const at = top * width + left
  for (let y = centreY - step; y <= centreY + step; y += step) {
    if (top + y < 0 || top + y + size > height) continue
    for (let x = centreX - step; x <= centreX + step; x += step) {
      if (left + x < 0 || left + x + size > width) continue
      const from = at + y * width + x
      const difference = blockDifference(current, previous, width, size, at, from, best.difference)
      if (difference >= best.difference) continue
      best.x = x
      best.y = y
      best.difference = difference
    }
  }
}

/** Sum of a half-size block's pixels. */
function blockSum(plane: Uint8Array, at: number): number {
  let sum = 0
  for (let y = 0; y < blockOfHalf; y += 1) {
    const row = at + y * halfWidth
    for (let x = 0; x < blockOfHalf; x += 1) sum = (sum + plane[row + x]!) | 0
  }
  return sum
}

/** Sum of a half-size block's distances from its mean. */
function blockTexture(plane: Uint8Array, at: number, mean: number): number {
  let sum = 0
  for (let y = 0; y < blockOfHalf; y += 1) {
    const row = at + y * halfWidth
    for (let x = 0; x < blockOfHalf; x += 1) sum = (sum + Math.abs(plane[row + x]! - mean)) | 0
  }
  return sum
}

/** Sum of absolute differences of two half-size blocks whose means are `offset` apart. */
function structuralDifference(
  current: Uint8Array,
  previous: Uint8Array,
  at: number,
  from: number,
  offset: number,
): number {
  let sum = 0
  for (let y = 0; y < blockOfHalf; y += 1) {
    const [row, previousRow] = [at + y * halfWidth, from + y * halfWidth]
    for (let x = 0; x < blockOfHalf; x += 1)
      sum = (sum + Math.abs(current[row + x]! - previous[previousRow + x]! - offset)) | 0
  }
  return sum
}

/**
 * Takes every block of the picture from where it fits best in the previous one, near where it stood and near where the
 * pan of the whole picture puts it; two steps, quarter then half size. Small for camera and object motion, large for a
 * cut.
 */
export function measureMotion(current: PicturePlanes, previous: PicturePlanes): MotionResidual {
  const panX = profileShift(current.columns, previous.columns) >> 1
  const panY = profileShift(current.rows, previous.rows) >> 1
  const coarse: Plane = {
    current: current.quarter,
    previous: previous.quarter,
    width: quarterWidth,
    height: quarterHeight,
    size: blockOfQuarter,
  }
  const fine: Plane = {
    current: current.half,
    previous: previous.half,
    width: halfWidth,
    height: halfHeight,
    size: blockOfHalf,
  }
  const shift: Shift = { x: 0, y: 0, difference: noMatch }
  let [residual, structure, changed] = [0, 0, 0]
  for (let top = 0; top < blockRows * blockOfQuarter; top += blockOfQuarter) {
    for (let left = 0; left < blockColumns * blockOfQuarter; left += blockOfQuarter) {
      shift.difference = noMatch
      improveShift(coarse, left, top, 0, 0, 1, shift)
      if (panX !== 0 || panY !== 0) improveShift(coarse, left, top, panX, panY, 1, shift)
      if (shift.difference > stillDifference) improveShift(coarse, left, top, shift.x, shift.y, 2, shift)
      if (shift.difference > stillDifference) improveShift(coarse, left, top, shift.x, shift.y, 1, shift)
      const [x, y] = [shift.x * 2, shift.y * 2]
      shift.difference = noMatch
      improveShift(fine, left * 2, top * 2, x, y, 1, shift)
      const at = top * 2 * halfWidth + left * 2
      residual += shift.difference
      const from = at + shift.y * halfWidth + shift.x
      const sum = blockSum(current.half, at)
      const offset = Math.round((sum - blockSum(previous.half, from)) / blockArea)
      const different = structuralDifference(current.half, previous.half, at, from, offset)
      const texture = blockTexture(current.half, at, Math.round(sum / blockArea))
      structure += different
      if (different > newShare * texture + newLevels * blockArea) changed += 1
    }
  }
  const blocks = blockRows * blockColumns
  return {
    residual: residual / (blocks * blockArea),
    structure: structure / (blocks * blockArea),
    changed: changed / blocks,
  }
}
