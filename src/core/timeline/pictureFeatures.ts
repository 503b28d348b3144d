import { analysisHeight, analysisWidth } from '../media/analyser'

/** Cells of the tiny picture that is kept of every frame. */
export const thumbnailColumns = 6
export const thumbnailRows = 4
/** Numbers per tiny picture: red, green and blue of each cell. */
export const thumbnailSize = thumbnailColumns * thumbnailRows * 3

/** Everything but the thumbnail is measured on pictures of half and quarter size: grain and compression fade there. */
export const halfWidth = analysisWidth / 2
export const halfHeight = analysisHeight / 2
export const quarterWidth = analysisWidth / 4
export const quarterHeight = Math.floor(analysisHeight / 4)
const halfCount = halfWidth * halfHeight

/** Bins of brightness, then of coarse colour (four levels each of red, green and blue). */
const lumaBins = 32
const histogramSize = lumaBins + 64

/** What is worked out from one picture alone. Arrays are reused from picture to picture. */
export interface PicturePlanes {
  /** Half size, rgb24. */
  readonly colour: Uint8Array
  /** Half and quarter size luma. */
  readonly half: Uint8Array
  readonly quarter: Uint8Array
  readonly thumbnail: Uint8Array
  /** Pixels of the half-size picture in each bin. */
  readonly histogram: Uint16Array
  /** Mean luma of each column and row of the half-size picture. */
  readonly columns: Float32Array
  readonly rows: Float32Array
  /** Root of the mean squared luma step to the right and below, in levels. */
  edges: number
}

export const createPicturePlanes = (): PicturePlanes => ({
  colour: new Uint8Array(halfCount * 3),
  half: new Uint8Array(halfCount),
  quarter: new Uint8Array(quarterWidth * quarterHeight),
  thumbnail: new Uint8Array(thumbnailSize),
  histogram: new Uint16Array(histogramSize),
  columns: new Float32Array(halfWidth),
  rows: new Float32Array(halfHeight),
  edges: 0,
})

/** Means of 2×2 pixels, their luma (BT.601 weights, as shares of 256) and the histogram. */
function halvePicture(pixels: Uint8Array, { colour, half, histogram }: PicturePlanes): void {
  histogram.fill(0)
  const stride = analysisWidth * 3
  let at = 0
  for (let y = 0; y < halfHeight; y += 1) {
    let from = y * 2 * stride
    for (let x = 0; x < halfWidth; x += 1, from += 6, at += 1) {
      const below = from + stride
      const red = (pixels[from]! + pixels[from + 3]! + pixels[below]! + pixels[below + 3]! + 2) >> 2
      const green = (pixels[from + 1]! + pixels[from + 4]! + pixels[below + 1]! + pixels[below + 4]! + 2) >> 2
      const blue = (pixels[from + 2]! + pixels[from + 5]! + pixels[below + 2]! + pixels[below + 5]! + 2) >> 2
      const luma = (77 * red + 150 * green + 29 * blue) >> 8
      colour[at * 3] = red
      colour[at * 3 + 1] = green
      colour[at * 3 + 2] = blue
      half[at] = luma
      histogram[luma >> 3]! += 1
      histogram[lumaBins + ((red >> 6) << 4) + ((green >> 6) << 2) + (blue >> 6)]! += 1
    }
  }
}

function halveLuma({ half, quarter }: PicturePlanes): void {
  for (let y = 0; y < quarterHeight; y += 1) {
    for (let x = 0; x < quarterWidth; x += 1) {
      const at = y * 2 * halfWidth + x * 2
      quarter[y * quarterWidth + x] =
        (half[at]! + half[at + 1]! + half[at + halfWidth]! + half[at + halfWidth + 1]! + 2) >> 2
    }
  }
}

/** Edges, and the means of rows and columns from which a pan is told. */
function measureLuma(planes: PicturePlanes): void {
  const { half, columns, rows } = planes
  columns.fill(0)
  let steps = 0
  for (let y = 0; y < halfHeight; y += 1) {
    let row = 0
    const below = y < halfHeight - 1 ? halfWidth : 0
    for (let x = 0, at = y * halfWidth; x < halfWidth; x += 1, at += 1) {
      const value = half[at]!
      row = (row + value) | 0
      columns[x]! += value
      const right = x < halfWidth - 1 ? half[at + 1]! - value : 0
      const down = half[at + below]! - value
      steps = (steps + right * right + down * down) | 0
    }
    rows[y] = row / halfWidth
  }
  for (let x = 0; x < halfWidth; x += 1) columns[x]! /= halfHeight
  planes.edges = Math.sqrt(steps / halfCount)
}

/** The first column (row) of each thumbnail cell in the half-size picture, and the end of the last one. */
const cellColumns = Int32Array.from({ length: thumbnailColumns + 1 }, (_, cell) =>
  Math.round((cell * halfWidth) / thumbnailColumns),
)
const cellRows = Int32Array.from({ length: thumbnailRows + 1 }, (_, cell) =>
  Math.round((cell * halfHeight) / thumbnailRows),
)

function readCell({ colour, thumbnail }: PicturePlanes, row: number, column: number): void {
  const [left, right] = [cellColumns[column]!, cellColumns[column + 1]!]
  const [top, bottom] = [cellRows[row]!, cellRows[row + 1]!]
  let reds = 0
  let greens = 0
  let blues = 0
  for (let y = top; y < bottom; y += 1) {
    const rowEnd = (y * halfWidth + right) * 3
    for (let at = (y * halfWidth + left) * 3; at < rowEnd; at += 3) {
      reds = (reds + colour[at]!) | 0
      greens = (greens + colour[at + 1]!) | 0
      blues = (blues + colour[at + 2]!) | 0
    }
  }
  const cell = (row * thumbnailColumns + column) * 3
  const area = (right - left) * (bottom - top)
  thumbnail[cell] = Math.round(reds / area)
  thumbnail[cell + 1] = Math.round(greens / area)
  thumbnail[cell + 2] = Math.round(blues / area)
}

/** Fills `planes` from a 160×90 rgb24 picture. */
export function describePicture(pixels: Uint8Array, planes: PicturePlanes): void {
  halvePicture(pixels, planes)
  halveLuma(planes)
  measureLuma(planes)
  for (let row = 0; row < thumbnailRows; row += 1)
    for (let column = 0; column < thumbnailColumns; column += 1) readCell(planes, row, column)
}

/** Mean absolute difference of all red, green and blue values, 0..255. */
export function colourDifference(a: PicturePlanes, b: PicturePlanes): number {
  const { colour } = a
  const { colour: other } = b
  let sum = 0
  for (let index = 0; index < colour.length; index += 1)
    sum = (sum + Math.abs(colour[index]! - other[index]!)) | 0
  return sum / colour.length
}

/** The share of pixels, 0..1, that changed their bin; motion alone moves few. */
export function histogramDifference(a: PicturePlanes, b: PicturePlanes): number {
  let sum = 0
  for (let bin = 0; bin < histogramSize; bin += 1) sum += Math.abs(a.histogram[bin]! - b.histogram[bin]!)
  return sum / (4 * halfCount)
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
  for (let index = 0; index < halfCount; index += 1) {
    const a = before[index]!
    const c = after[index]!
    bend = (bend + Math.abs(a + c - 2 * middle[index]!)) | 0
    slope = (slope + Math.abs(c - a)) | 0
  }
  return [bend / halfCount / 2, slope / halfCount]
}
