/** Luma (0..255) up to which a row or column counts as a black bar, and the largest bar as a share of the side. */
const barLuma = 24
const largestBar = 0.35

/** Bars above and below (`top` rows each) and at the sides (`left` columns each). */
export interface BlackBars {
  readonly top: number
  readonly left: number
}

export const noBars: BlackBars = { top: 0, left: 0 }

/** Bars are what is black in every picture: what two pictures have both left dark. */
export const commonBars = (a: BlackBars, b: BlackBars): BlackBars => ({
  top: Math.min(a.top, b.top),
  left: Math.min(a.left, b.left),
})

/** Symmetric black bars of one picture by its luma, row by row; undefined for a picture that is black all over. */
export function findBlackBars(luma: Uint8Array, width: number, height: number): BlackBars | undefined {
  const isBlackRow = (row: number): boolean => isBlack(luma, row * width, 1, width)
  const isBlackColumn = (column: number): boolean => isBlack(luma, column, width, height)
  const top = countBars(isBlackRow, height)
  const left = countBars(isBlackColumn, width)
  if (top >= height / 2 || left >= width / 2) return undefined
  // One more row of each bar is mixed with picture by scaling.
  return {
    top: top === 0 ? 0 : Math.min(top + 1, Math.floor(largestBar * height)),
    left: left === 0 ? 0 : Math.min(left + 1, Math.floor(largestBar * width)),
  }
}

function countBars(isBar: (index: number) => boolean, length: number): number {
  let bars = 0
  while (bars < length / 2 && isBar(bars) && isBar(length - 1 - bars)) bars++
  return bars
}

function isBlack(luma: Uint8Array, start: number, stride: number, count: number): boolean {
  for (let index = 0, at = start; index < count; index++, at += stride) if (luma[at]! > barLuma) return false
  return true
}

/** ITU-R BT.709 luma of gamma-coded primaries (rgb24), in integers. */
export function readLuma(pixels: Uint8Array, luma: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3)
    luma[pixel] = (54 * pixels[at]! + 183 * pixels[at + 1]! + 19 * pixels[at + 2]!) >> 8
}
