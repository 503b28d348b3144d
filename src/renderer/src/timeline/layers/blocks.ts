import { canvasFont, palette, withOpacity } from './palette'
import { timeToX, type LaneArea } from './transforms'

/** A labelled stretch of the film: a cue, a section, a chord, a locked or stale range. Seconds. */
export interface Block {
  readonly start: number
  readonly end: number
  readonly label: string
  readonly colour: string
  readonly selected?: boolean
  /** Shows that its ends can be dragged. */
  readonly handles?: boolean
}

/** Pixels from which on the corners of a block are rounded: of smaller ones nobody sees it. */
const roundFrom = 12

/** Draws blocks side by side; labels only where they fit. */
export function drawBlocks(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  blocks: readonly Block[],
): void {
  const { time, width, top, height } = area
  context.font = canvasFont(10.5, 500)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const block of blocks) {
    const x = timeToX(time, block.start)
    const right = timeToX(time, block.end)
    if (right < 0) continue
    if (x > width) break
    const [left, size] = [Math.max(-2, x), Math.min(width + 2, right) - Math.max(-2, x)]
    context.fillStyle = withOpacity(block.colour, block.selected ? 0.75 : 0.42)
    if (size < roundFrom) context.fillRect(left + 0.5, top + 2, Math.max(1, size - 1), height - 4)
    else {
      context.beginPath()
      context.roundRect(left + 0.5, top + 2, size - 1, height - 4, 2)
      context.fill()
    }
    if (block.handles) {
      context.fillStyle = withOpacity(palette.text, 0.75)
      context.fillRect(x + 2, top + 5, 1.5, height - 10)
      context.fillRect(right - 3.5, top + 5, 1.5, height - 10)
    }
    drawLabel(context, block.label, {
      left: Math.max(0, left) + (block.handles ? 8 : 4),
      right: Math.min(width, right) - 4,
      y: top + height / 2 + 0.5,
    })
  }
}

interface LabelPlace {
  readonly left: number
  readonly right: number
  readonly y: number
}

/** Between the parts of a label; the last parts give way where there is little room. */
export const labelSeparator = ' · '

/**
 * As much of a label as fits: fewer of its parts, else the first letters and an ellipsis, nothing where not even one
 * letter would be left.
 */
export function fittingLabel(label: string, room: number, widthOf: (text: string) => number): string {
  const parts = label.split(labelSeparator)
  for (let count = parts.length; count > 0; count--) {
    const text = parts.slice(0, count).join(labelSeparator)
    if (widthOf(text) <= room) return text
  }
  const letters = [...parts[0]!]
  for (let count = letters.length - 1; count > 0; count--) {
    const text = `${letters.slice(0, count).join('').trimEnd()}…`
    if (widthOf(text) <= room) return text
  }
  return ''
}

/** A label inside its place. */
function drawLabel(context: CanvasRenderingContext2D, label: string, { left, right, y }: LabelPlace): void {
  const room = right - left
  if (room < 8 || label === '') return
  const text = fittingLabel(label, room, (part) => context.measureText(part).width)
  if (text === '') return
  context.fillStyle = palette.text
  context.fillText(text, left, y)
}

/** Hatches ranges over the whole drawing, such as what an edit made stale. */
export function drawHatched(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  ranges: readonly { readonly start: number; readonly end: number }[],
  colour: string,
): void {
  const { time, width, top, height } = area
  context.save()
  context.strokeStyle = withOpacity(colour, 0.34)
  context.lineWidth = 1
  for (const { start, end } of ranges) {
    const x = Math.max(0, timeToX(time, start))
    const right = Math.min(width, timeToX(time, end))
    if (right <= 0 || x >= width || right <= x) continue
    context.save()
    context.beginPath()
    context.rect(x, top, right - x, height)
    context.clip()
    context.beginPath()
    for (let offset = Math.floor((x - height) / 7) * 7; offset < right; offset += 7) {
      context.moveTo(offset, top + height)
      context.lineTo(offset + height, top)
    }
    context.stroke()
    context.restore()
  }
  context.restore()
}
