import { palette } from './palette'
import { xToTime, type LaneArea } from './transforms'

/** Highest and lowest sample of each stretch of sound, at several widths. */
export interface PeakLevels {
  readonly startSeconds: number
  readonly levels: readonly PeakLevel[]
}

interface PeakLevel {
  readonly perSecond: number
  readonly high: Int8Array
  readonly low: Int8Array
}

/** Peaks of one width, as measured. */
export interface MeasuredPeaks {
  readonly high: Int8Array
  readonly low: Int8Array
  readonly peaksPerSecond: number
  readonly startSeconds: number
}

const factor = 4

function coarser({ perSecond, high, low }: PeakLevel): PeakLevel {
  const count = Math.ceil(high.length / factor)
  const [highest, lowest] = [new Int8Array(count), new Int8Array(count)]
  for (let index = 0; index < count; index++) {
    let [up, down] = [-127, 127]
    for (let each = index * factor; each < Math.min(high.length, (index + 1) * factor); each++) {
      up = Math.max(up, high[each]!)
      down = Math.min(down, low[each]!)
    }
    highest[index] = up
    lowest[index] = down
  }
  return { perSecond: perSecond / factor, high: highest, low: lowest }
}

/** Makes the coarser widths, so that a view of a whole film costs no more than one of a second. */
export function peakLevels({ high, low, peaksPerSecond, startSeconds }: MeasuredPeaks): PeakLevels {
  const levels: PeakLevel[] = [{ perSecond: peaksPerSecond, high, low }]
  while (levels.at(-1)!.high.length > 512) levels.push(coarser(levels.at(-1)!))
  return { startSeconds, levels }
}

/** Draws the sound in sight, one bar per pixel. */
export function drawWaveform(context: CanvasRenderingContext2D, area: LaneArea, peaks: PeakLevels): void {
  const { time, width, top, height } = area
  const level =
    peaks.levels.findLast(({ perSecond }) => perSecond >= time.pixelsPerSecond) ?? peaks.levels[0]!
  const middle = top + height / 2
  const scale = (height / 2 - 2) / 127
  context.fillStyle = palette.lineSoft
  context.fillRect(0, Math.round(middle), width, 1)
  context.fillStyle = palette.wave
  for (let x = 0; x < width; x++) {
    const from = (xToTime(time, x) - peaks.startSeconds) * level.perSecond
    const to = (xToTime(time, x + 1) - peaks.startSeconds) * level.perSecond
    if (to < 0 || from >= level.high.length) continue
    let [up, down] = [-127, 127]
    for (
      let index = Math.max(0, Math.floor(from));
      index < Math.min(level.high.length, Math.max(Math.floor(from) + 1, to));
      index++
    ) {
      up = Math.max(up, level.high[index]!)
      down = Math.min(down, level.low[index]!)
    }
    if (up < down) continue
    context.fillRect(x, middle - up * scale, 1, Math.max(0.8, (up - down) * scale))
  }
}
