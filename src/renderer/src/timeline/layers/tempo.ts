import { canvasFont, palette, withOpacity } from './palette'
import { timeToX, valueToY, type LaneArea } from './transforms'

/** A tempo from a time on. */
export interface TempoStep {
  readonly time: number
  readonly beatsPerMinute: number
}

/** Draws the tempo as a stair with its figures, and bar lines where they have room. */
export function drawTempo(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  {
    steps,
    bars,
    end,
  }: { readonly steps: readonly TempoStep[]; readonly bars: readonly number[]; readonly end: number },
): void {
  const { time, width, top, height } = area
  drawBars(context, area, bars)
  const values = steps.map(({ beatsPerMinute }) => beatsPerMinute)
  const [low, high] = [Math.min(...values) - 4, Math.max(...values) + 4]
  const transform = { top: top + 11, height: height - 15, low, high }
  context.strokeStyle = palette.tempo
  context.lineWidth = 1.4
  context.beginPath()
  let labelFree = -Infinity
  context.font = canvasFont(9.5)
  context.textBaseline = 'top'
  context.textAlign = 'left'
  steps.forEach(({ time: at, beatsPerMinute }, index) => {
    const x = timeToX(time, at)
    const right = timeToX(time, steps[index + 1]?.time ?? end)
    if (right < 0 || x > width) return
    const y = valueToY(transform, beatsPerMinute)
    context.moveTo(Math.max(-2, x), y)
    context.lineTo(Math.min(width + 2, right), y)
    const next = steps[index + 1]
    if (next) context.lineTo(right, valueToY(transform, next.beatsPerMinute))
    const label = beatsPerMinute.toFixed(beatsPerMinute % 1 < 0.05 ? 0 : 1)
    const place = Math.max(2, x + 3)
    if (place < labelFree || right - place < 18) return
    labelFree = place + 34
    context.fillStyle = palette.textSoft
    context.fillText(label, place, top + 1)
  })
  context.stroke()
}

function drawBars(
  context: CanvasRenderingContext2D,
  { time, width, top, height }: LaneArea,
  bars: readonly number[],
): void {
  let last = -Infinity
  context.fillStyle = withOpacity(palette.textFaint, 0.28)
  for (const bar of bars) {
    const x = Math.round(timeToX(time, bar))
    if (x > width) break
    if (x < 0 || x - last < 6) continue
    last = x
    context.fillRect(x, top, 1, height)
  }
}
