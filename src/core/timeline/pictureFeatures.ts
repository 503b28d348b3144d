import { analysisHeight, analysisWidth } from '../media/analyser'

/** Cells of the tiny picture that is kept of every frame. */
export const thumbnailColumns = 6
export const thumbnailRows = 4
/** Numbers per tiny picture: red, green and blue of each cell. */
export const thumbnailSize = thumbnailColumns * thumbnailRows * 3

const pixelCount = analysisWidth * analysisHeight

/** What is worked out from one picture alone. Arrays are reused from picture to picture. */
export interface PicturePlanes {
  readonly luma: Uint8Array
  readonly thumbnail: Uint8Array
  /** Half and quarter size luma, for the motion search. */
  readonly half: Uint8Array
  readonly quarter: Uint8Array
  /** Root of the mean squared luma step to the right and below, in levels. */
  edges: number
}

export const halfWidth = analysisWidth / 2
export const halfHeight = analysisHeight / 2
export const quarterWidth = analysisWidth / 4
export const quarterHeight = Math.floor(analysisHeight / 4)

export const createPicturePlanes = (): PicturePlanes => ({
  luma: new Uint8Array(pixelCount),
  thumbnail: new Uint8Array(thumbnailSize),
  half: new Uint8Array(halfWidth * halfHeight),
  quarter: new Uint8Array(quarterWidth * quarterHeight),
  edges: 0,
})

/** The first column (row) of each thumbnail cell, and the end of the last one. */
const cellColumns = Int32Array.from({ length: thumbnailColumns + 1 }, (_, cell) =>
  Math.round((cell * analysisWidth) / thumbnailColumns),
)
const cellRows = Int32Array.from({ length: thumbnailRows + 1 }, (_, cell) =>
  Math.round((cell * analysisHeight) / thumbnailRows),
)

/** Luma (BT.601 weights, as shares of 256), and the mean colour of one thumbnail cell. */
function readCell(pixels: Uint8Array, planes: PicturePlanes, row: number, column: number): void {
  const { luma, thumbnail } = planes
  const [left, right] = [cellColumns[column]!, cellColumns[column + 1]!]
  const [top, bottom] = [cellRows[row]!, cellRows[row + 1]!]
  let reds = 0
  let greens = 0
  let blues = 0
  for (let y = top; y < bottom; y += 1) {
    const rowEnd = y * analysisWidth + right
    for (let pixel = y * analysisWidth + left; pixel < rowEnd; pixel += 1) {
      const red = pixels[pixel * 3]!
      const green = pixels[pixel * 3 + 1]!
      const blue = pixels[pixel * 3 + 2]!
      luma[pixel] = (77 * red + 150 * green + 29 * blue) >> 8
      reds += red
      greens += green
      blues += blue
    }
  }
  const cell = (row * thumbnailColumns + column) * 3
  const area = (right - left) * (bottom - top)
  thumbnail[cell] = Math.round(reds / area)
  thumbnail[cell + 1] = Math.round(greens / area)
  thumbnail[cell + 2] = Math.round(blues / area)
}

function readPixels(pixels: Uint8Array, planes: PicturePlanes): void {
  for (let row = 0; row < thumbnailRows; row += 1)
    for (let column = 0; column < thumbnailColumns; column += 1) readCell(pixels, planes, row, column)
}

function halve(
  source: Uint8Array,
  sourceWidth: number,
  target: Uint8Array,
  width: number,
  height: number,
): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * 2 * sourceWidth + x * 2
      target[y * width + x] =
        (source[at]! + source[at + 1]! + source[at + sourceWidth]! + source[at + sourceWidth + 1]! + 2) >> 2
    }
  }
}

function measureEdges(luma: Uint8Array): number {
  let steps = 0
  for (let y = 0; y < analysisHeight - 1; y += 1) {
    const rowEnd = (y + 1) * analysisWidth - 1
    for (let at = y * analysisWidth; at < rowEnd; at += 1) {
      const value = luma[at]!
      const right = luma[at + 1]! - value
      const below = luma[at + analysisWidth]! - value
      steps += right * right + below * below
    }
  }
  const count = (analysisWidth - 1) * (analysisHeight - 1)
  return Math.sqrt(steps / count)
}

/** Fills `planes` from a 160×90 rgb24 picture. */
export function describePicture(pixels: Uint8Array, planes: PicturePlanes): void {
  readPixels(pixels, planes)
  halve(planes.luma, analysisWidth, planes.half, halfWidth, halfHeight)
  halve(planes.half, halfWidth, planes.quarter, quarterWidth, quarterHeight)
  planes.edges = measureEdges(planes.luma)
}

/** Mean absolute difference of all red, green and blue values, 0..255. */
export function pixelDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += Math.abs(a[index]! - b[index]!)
  return sum / a.length
}

/**
 * How far the middle of three pictures is from the mean of the outer two (`bend`), and how far those two are apart
 * (`slope`); mean absolute luma levels. A dissolve or fade changes every pixel on a straight line, so that its bend is
 * small beside its slope; motion bends.
 */
export function bendAndSlope(
  before: Uint8Array,
  middle: Uint8Array,
  after: Uint8Array,
): readonly [number, number] {
  let bend = 0
  let slope = 0
  for (let index = 0; index < pixelCount; index += 1) {
    const a = before[index]!
    const c = after[index]!
    bend += Math.abs(a + c - 2 * middle[index]!)
    slope += Math.abs(c - a)
  }
  return [bend / pixelCount / 2, slope / pixelCount]
}
