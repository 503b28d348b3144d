import { analysisHeight, analysisWidth, type PictureFrame } from '../media/analyser'
import { rationalToNumber } from '../time/rational'
import { commonBars, findBlackBars, noBars, readLuma, type BlackBars } from './blackBars'
import { featureWindow, type FeatureSums } from './emotionFeatures'

/** Pictures are measured at this rate whatever the frame rate, so that motion means the same at 24 and 60 frames a second. */
const picturesPerSecond = 12

/** Measures pictures into sums per window. */
export function createPictureFeatures(sums: FeatureSums): (frame: PictureFrame) => void {
  let luma = new Uint8Array(analysisWidth * analysisHeight)
  let previousLuma = new Uint8Array(analysisWidth * analysisHeight)
  let previousTime: number | undefined
  let nextTime = -Infinity
  let area: BlackBars | undefined
  return (frame) => {
    const time = rationalToNumber(frame.time)
    if (!(time >= 0) || time < nextTime - 1e-6) return
    nextTime = (Math.floor(time * picturesPerSecond + 1e-6) + 1) / picturesPerSecond
    readLuma(frame.pixels, luma)
    const bars = findBlackBars(luma, analysisWidth, analysisHeight)
    // Bars are what is black in every picture: the area can only grow.
    if (bars) area = area ? commonBars(area, bars) : bars
    const inside = area ?? noBars
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

function addColour(
  sums: FeatureSums,
  window: number,
  pixels: Uint8Array,
  luma: Uint8Array,
  area: BlackBars,
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
function meanChange(luma: Uint8Array, previous: Uint8Array, area: BlackBars): number {
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
