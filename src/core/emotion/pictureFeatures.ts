import { analysisHeight, analysisWidth, type PictureFrame } from '../media/analyser'
import { rationalToNumber } from '../time/rational'
import { featureWindow, type FeatureSums } from './emotionFeatures'

/** Pictures are measured at this rate whatever the frame rate, so that motion means the same at 24 and 60 frames a second. */
const picturesPerSecond = 12

/** Luma (0..255) up to which a row or column counts as a black bar, and the largest bar as a share of the side. */
const barLuma = 24
const largestBar = 0.35

/** The part of the picture inside letterbox or pillarbox bars. */
interface Area {
  readonly top: number
  readonly left: number
}

/** Measures pictures into sums per window. */
export function createPictureFeatures(sums: FeatureSums): (frame: PictureFrame) => void {
  let luma = new Uint8Array(analysisWidth * analysisHeight)
  let previousLuma = new Uint8Array(analysisWidth * analysisHeight)
  let previousTime: number | undefined
  let nextTime = -Infinity
  let area: Area | undefined
  return (frame) => {
    const time = rationalToNumber(frame.time)
    if (!(time >= 0) || time < nextTime - 1e-6) return
    nextTime = (Math.floor(time * picturesPerSecond + 1e-6) + 1) / picturesPerSecond
    readLuma(frame.pixels, luma)
    const bars = findBars(luma)
    // Bars are what is black in every picture: the area can only grow.
    if (bars) area = area ? { top: Math.min(area.top, bars.top), left: Math.min(area.left, bars.left) } : bars
    const inside = area ?? { top: 0, left: 0 }
    const window = Math.floor(time / featureWindow)
    addColour(sums, window, frame.pixels, luma, inside)
    if (previousTime !== undefined && time > previousTime) {
      const change = meanChange(luma, previousLuma, inside) / ((time - previousTime) * picturesPerSecond)
      sums.add('motion', window, change)
      sums.raise('largestMotion', window, change)
    }
    sums.add('pictures', window, 1)
    ;[luma, previousLuma] = [previousLuma, luma]
    previousTime = time
  }
}

/** ITU-R BT.709 luma of gamma-coded primaries, in integers. */
function readLuma(pixels: Uint8Array, luma: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3)
    luma[pixel] = (54 * pixels[at]! + 183 * pixels[at + 1]! + 19 * pixels[at + 2]!) >> 8
}

/** Symmetric black bars of one picture; undefined for a picture that is black all over. */
function findBars(luma: Uint8Array): Area | undefined {
  const isBlackRow = (row: number): boolean => isBlack(luma, row * analysisWidth, 1, analysisWidth)
  const isBlackColumn = (column: number): boolean => isBlack(luma, column, analysisWidth, analysisHeight)
  const count = (isBar: (index: number) => boolean, length: number): number => {
    let bars = 0
    while (bars < length / 2 && isBar(bars) && isBar(length - 1 - bars)) bars++
    return bars
  }
  const top = count(isBlackRow, analysisHeight)
  const left = count(isBlackColumn, analysisWidth)
  if (top >= analysisHeight / 2 || left >= analysisWidth / 2) return undefined
  // One more row of each bar is mixed with picture by scaling.
  return {
    top: top === 0 ? 0 : Math.min(top + 1, Math.floor(largestBar * analysisHeight)),
    left: left === 0 ? 0 : Math.min(left + 1, Math.floor(largestBar * analysisWidth)),
  }
}

function isBlack(luma: Uint8Array, start: number, stride: number, count: number): boolean {
  for (let index = 0, at = start; index < count; index++, at += stride) if (luma[at]! > barLuma) return false
  return true
}

function addColour(
  sums: FeatureSums,
  window: number,
  pixels: Uint8Array,
  luma: Uint8Array,
  area: Area,
): void {
  let total = 0
  let squares = 0
  let dark = 0
  let largest = 0
  let chroma = 0
  let warm = 0
  // No tuples and no calls inside: this runs for every pixel of the film's pictures.
  for (let row = area.top; row < analysisHeight - area.top; row++) {
    const end = (row + 1) * analysisWidth - area.left
    for (let pixel = row * analysisWidth + area.left; pixel < end; pixel++) {
      const value = luma[pixel]!
      const red = pixels[3 * pixel]!
      const green = pixels[3 * pixel + 1]!
      const blue = pixels[3 * pixel + 2]!
      // The larger and the smaller of two without a branch: a sign bit spread over the word masks their difference.
      const redOver = (red - green) & ~((red - green) >> 31)
      const high = green + redOver
      const low = red - redOver
      const most = high + ((blue - high) & ~((blue - high) >> 31))
      const least = low + ((blue - low) & ((blue - low) >> 31))
      // Sums of whole numbers below 2^31: told so, the engine need not look for an overflow.
      total = (total + value) | 0
      squares = (squares + value * value) | 0
      dark = (dark + (((value - 32) >> 31) & 1)) | 0
      largest = (largest + most) | 0
      chroma = (chroma + most - least) | 0
      warm = (warm + red - blue) | 0
    }
  }
  const count = (analysisHeight - 2 * area.top) * (analysisWidth - 2 * area.left)
  const mean = total / count
  sums.add('brightness', window, mean / 255)
  sums.add('contrast', window, Math.sqrt(Math.max(0, squares / count - mean * mean)) / 255)
  sums.add('saturation', window, largest > count ? chroma / largest : 0)
  sums.add('warmth', window, warm / count / 255)
  sums.add('dark', window, dark / count)
}

/** Mean absolute luma difference, 0..1. */
function meanChange(luma: Uint8Array, previous: Uint8Array, area: Area): number {
  let sum = 0
  for (let row = area.top; row < analysisHeight - area.top; row++) {
    const end = (row + 1) * analysisWidth - area.left
    for (let pixel = row * analysisWidth + area.left; pixel < end; pixel++) {
      const change = luma[pixel]! - previous[pixel]!
      sum = (sum + (change ^ (change >> 31)) - (change >> 31)) | 0
    }
  }
  return sum / ((analysisHeight - 2 * area.top) * (analysisWidth - 2 * area.left)) / 255
}
