import type { HitMode, TransitionKind } from '../../../../core/timeline/transition'
import { canvasFont, palette, withOpacity } from './palette'
import { lowerBound, timeToX, type LaneArea } from './transforms'

/** A transition as its lane shows it. Seconds. */
export interface CutItem {
  readonly id: string
  readonly time: number
  readonly start: number
  readonly end: number
  /** Where the music aims, when that is another time. */
  readonly aim: number
  readonly kind: TransitionKind
  readonly mode: HitMode
  readonly selected: boolean
  readonly locked: boolean
  readonly byHand: boolean
  readonly name: string | undefined
  /** Musical time minus picture time in frames; undefined while nothing is composed. */
  readonly errorFrames: number | undefined
}

/** Green within half a frame, yellow within one, red beyond (Netflix grades 1 frame as minor, 2 as major). */
export function errorColour(frames: number | undefined): string {
  if (frames === undefined) return palette.textFaint
  const away = Math.abs(frames)
  return away <= 0.5 ? palette.good : away <= 1.5 ? palette.fair : palette.bad
}

const modeColour: Readonly<Record<HitMode, string>> = {
  must: palette.text,
  soft: palette.textSoft,
  off: palette.textFaint,
}

/** Draws how likely a cut is at every picture, as a low silhouette behind the cuts. */
export function drawScores(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  {
    times,
    cut,
    threshold,
  }: { readonly times: Float64Array; readonly cut: Uint8Array; readonly threshold: number },
): void {
  const { time, width, top, height } = area
  context.fillStyle = withOpacity(palette.accent, 0.32)
  let [pixel, most] = [-1, 0]
  const end = time.start + width / time.pixelsPerSecond
  const flush = (): void => {
    const size = (most / 255) * (height - 4)
    if (size > 0.5) context.fillRect(pixel, top + height - size, Math.max(1, barWidth), size)
  }
  const barWidth = Math.min(4, time.pixelsPerSecond / 30)
  for (let index = lowerBound(times, time.start); index < times.length && times[index]! <= end; index++) {
    const x = Math.floor(timeToX(time, times[index]!))
    if (x !== pixel) {
      flush()
      ;[pixel, most] = [x, 0]
    }
    most = Math.max(most, cut[index]!)
  }
  flush()
  context.fillStyle = withOpacity(palette.accent, 0.45)
  context.fillRect(0, Math.round(top + height - threshold * (height - 4)), width, 1)
}

/** Draws a flag for each transition in sight, a bar for gradual ones, and a dot for the hit's error. */
export function drawCuts(context: CanvasRenderingContext2D, area: LaneArea, cuts: readonly CutItem[]): void {
  const { time, width, top, height } = area
  let lastX = -Infinity
  for (const cut of cuts) {
    const x = timeToX(time, cut.time)
    const endX = timeToX(time, cut.end)
    if (endX < -20) continue
    if (timeToX(time, cut.start) > width + 20) break
    if (cut.end > cut.start) drawSpan(context, area, cut)
    // Of flags on one pixel the first is enough, unless one is selected.
    if (x - lastX < 1 && !cut.selected) continue
    lastX = x
    drawFlag(context, { x, top, height }, cut)
    if (cut.aim !== cut.time) drawAim(context, area, cut)
  }
  drawNames(context, area, cuts)
}

function drawSpan(context: CanvasRenderingContext2D, { time, top, height }: LaneArea, cut: CutItem): void {
  const x = timeToX(time, cut.start)
  context.fillStyle = withOpacity(modeColour[cut.mode], cut.selected ? 0.3 : 0.14)
  context.fillRect(x, top + 3, Math.max(1, timeToX(time, cut.end) - x), height - 6)
}

interface FlagPlace {
  readonly x: number
  readonly top: number
  readonly height: number
}

function drawFlag(context: CanvasRenderingContext2D, { x, top, height }: FlagPlace, cut: CutItem): void {
  const colour = cut.selected ? palette.accent : modeColour[cut.mode]
  const left = Math.round(x)
  context.fillStyle = withOpacity(colour, cut.mode === 'off' && !cut.selected ? 0.5 : 1)
  context.fillRect(left, top + 2, cut.selected ? 2 : 1, height - 4)
  if (cut.mode === 'must') context.fillRect(left - 2, top + 2, 6, 5)
  else drawDot(context, { x: left + 0.5, y: top + 4 }, colour, cut.mode === 'off' && !cut.selected)
  if (cut.errorFrames !== undefined && cut.mode === 'must') {
    context.fillStyle = errorColour(cut.errorFrames)
    context.fillRect(left - 2, top + height - 5, 5, 3)
  }
  if (cut.locked) {
    context.fillStyle = palette.lock
    context.fillRect(left - 2, top + 9, 5, 4)
  }
}

/** The head of a flag that is no must-hit; hollow where the music owes nothing. */
function drawDot(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  colour: string,
  isHollow: boolean,
): void {
  context.beginPath()
  context.arc(x, y, 2.5, 0, Math.PI * 2)
  context.strokeStyle = colour
  if (isHollow) context.stroke()
  else context.fill()
}

function drawAim(context: CanvasRenderingContext2D, { time, top, height }: LaneArea, cut: CutItem): void {
  const [from, to] = [timeToX(time, cut.time), timeToX(time, cut.aim)]
  context.fillStyle = palette.accent
  context.fillRect(Math.min(from, to), top + height / 2, Math.max(2, Math.abs(to - from)), 1)
  context.fillRect(to - 1, top + height / 2 - 2, 2, 5)
}

function drawNames(
  context: CanvasRenderingContext2D,
  { time, width, top, height }: LaneArea,
  cuts: readonly CutItem[],
): void {
  context.font = canvasFont(10)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  let free = -Infinity
  for (const cut of cuts) {
    if (cut.name === undefined) continue
    const x = timeToX(time, cut.time) + 6
    if (x > width) break
    if (x < free) continue
    context.fillStyle = cut.selected ? palette.accent : palette.textSoft
    context.fillText(cut.name, x, top + height / 2 + 1)
    free = x + context.measureText(cut.name).width + 8
  }
}
