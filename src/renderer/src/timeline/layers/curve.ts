import type { EmotionCurve } from '../../../../core/emotion/emotionCurve'
import { valueAt } from '../../../../core/emotion/evaluateCurve'
import { seconds } from '../../../../core/time/units'
import { canvasFont, palette, withOpacity } from './palette'
import { curveTransform, timeToX, valueToY, xToTime, type LaneArea } from './transforms'

export interface CurveLaneItems {
  readonly channel: 'valence' | 'arousal'
  readonly curve: EmotionCurve
  readonly detected: EmotionCurve
  /** Indices of selected points. */
  readonly selected: ReadonlySet<number>
  readonly colour: string
  /** A stroke of the pen that is not the curve's yet. */
  readonly stroke: readonly { readonly time: number; readonly value: number }[]
  /** A frame around points that are being selected. */
  readonly box: {
    readonly start: number
    readonly end: number
    readonly low: number
    readonly high: number
  } | null
}

/** Pixels between samples of a drawn curve. */
const sampleSpacing = 2

/** The drawn line, with a corner at each jump. */
function tracePath(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  curve: EmotionCurve,
  channel: CurveLaneItems['channel'],
): void {
  const transform = curveTransform(area)
  context.beginPath()
  for (let x = -sampleSpacing; x <= area.width + sampleSpacing; x += sampleSpacing) {
    const value = valueAt(curve, seconds(xToTime(area.time, x)))[channel]
    const y = valueToY(transform, value)
    if (x < 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  }
}

function drawGrid(context: CanvasRenderingContext2D, area: LaneArea): void {
  const transform = curveTransform(area)
  for (const value of [-1, -0.5, 0, 0.5, 1]) {
    context.fillStyle = value === 0 ? palette.line : palette.lineSoft
    context.fillRect(0, Math.round(valueToY(transform, value)), area.width, 1)
  }
}

/** Draws that there is no curve yet, and why: a line in the middle would be a neutral film's. */
export function drawNoCurve(
  context: CanvasRenderingContext2D,
  { top, width, height }: LaneArea,
  text: string,
): void {
  context.fillStyle = palette.field
  context.fillRect(0, top, width, height)
  context.font = canvasFont(11)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.fillStyle = palette.textFaint
  context.fillText(text, 12, top + height / 2)
}

/** Draws the detected curve faintly, the edited one over it with its points. */
export function drawCurveLane(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  items: CurveLaneItems,
): void {
  const { channel, curve, detected, colour } = items
  drawGrid(context, area)
  context.lineJoin = 'round'
  if (detected !== curve) {
    context.strokeStyle = withOpacity(colour, 0.36)
    context.lineWidth = 1
    context.setLineDash([3, 3])
    tracePath(context, area, detected, channel)
    context.stroke()
    context.setLineDash([])
  }
  tracePath(context, area, curve, channel)
  context.strokeStyle = colour
  context.lineWidth = 1.6
  context.stroke()
  fillUnder(context, area, colour)
  drawPoints(context, area, items)
  drawStroke(context, area, items)
  drawBox(context, area, items)
}

/** Fills between the traced line and the lane's middle. */
function fillUnder(context: CanvasRenderingContext2D, area: LaneArea, colour: string): void {
  const middle = valueToY(curveTransform(area), 0)
  context.lineTo(area.width + sampleSpacing, middle)
  context.lineTo(-sampleSpacing, middle)
  context.closePath()
  context.fillStyle = withOpacity(colour, 0.1)
  context.fill()
}

/** Adds a point to the path: square where the curve jumps. */
function addPoint(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  isStep: boolean,
  radius: number,
): void {
  if (isStep) return context.rect(x - 3, y - 3, 6, 6)
  context.moveTo(x + radius, y)
  context.arc(x, y, radius, 0, Math.PI * 2)
}

/** Draws the points in sight, all that are not selected as one path, so that a long film's cost little more than a scene's. */
function drawPoints(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  { curve, channel, selected, colour }: CurveLaneItems,
): void {
  const transform = curveTransform(area)
  const place = ({ time, [channel]: value }: (typeof curve.points)[number]) => ({
    x: timeToX(area.time, time),
    y: valueToY(transform, value),
  })
  const isInSight = (x: number): boolean => x >= -6 && x <= area.width + 6
  context.lineWidth = 1.4
  context.beginPath()
  let lastX = -Infinity
  curve.points.forEach((point, index) => {
    const at = place(point)
    if (!isInSight(at.x) || selected.has(index) || at.x - lastX < 4) return
    lastX = at.x
    addPoint(context, at, point.step, 3.2)
  })
  context.fillStyle = palette.ground
  context.fill()
  context.strokeStyle = colour
  context.stroke()
  if (selected.size === 0) return
  context.beginPath()
  curve.points.forEach((point, index) => {
    const at = place(point)
    if (isInSight(at.x) && selected.has(index)) addPoint(context, at, point.step, 4.5)
  })
  context.fillStyle = palette.text
  context.fill()
}

function drawStroke(context: CanvasRenderingContext2D, area: LaneArea, { stroke }: CurveLaneItems): void {
  if (stroke.length < 2) return
  const transform = curveTransform(area)
  context.beginPath()
  stroke.forEach(({ time, value }, index) => {
    const [x, y] = [timeToX(area.time, time), valueToY(transform, value)]
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  })
  context.strokeStyle = palette.text
  context.lineWidth = 2
  context.stroke()
}

function drawBox(context: CanvasRenderingContext2D, area: LaneArea, { box }: CurveLaneItems): void {
  if (!box) return
  const transform = curveTransform(area)
  const [x, right] = [timeToX(area.time, box.start), timeToX(area.time, box.end)]
  const [y, bottom] = [valueToY(transform, box.high), valueToY(transform, box.low)]
  context.fillStyle = palette.accentSoft
  context.fillRect(x, y, right - x, bottom - y)
  context.strokeStyle = palette.accent
  context.lineWidth = 1
  context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(right - x), Math.round(bottom - y))
}
