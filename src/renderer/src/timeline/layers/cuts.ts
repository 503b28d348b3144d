import type { HitMode, TransitionKind } from '../../../../core/timeline/transition'
import { canvasFont, palette, withOpacity } from './palette'
import { createRuns, type Runs } from './runs'
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
  const { time, width, top } = area
  const runs = flagRuns(context, area)
  const chosen: CutItem[] = []
  let lastX = -Infinity
  for (const cut of cuts) {
    const x = timeToX(time, cut.time)
    const endX = timeToX(time, cut.end)
    if (endX < -20) continue
    if (timeToX(time, cut.start) > width + 20) break
    if (cut.end > cut.start) drawSpan(context, area, cut)
    if (cut.aim !== cut.time) drawAim(context, area, cut)
    if (cut.selected) chosen.push(cut)
    // Of flags on one pixel the first is enough.
    if (x - lastX < 1 || cut.selected) continue
    lastX = x
    drawFlag(context, runs, { x, top }, cut)
  }
  flushAll(runs)
  for (const cut of chosen) {
    drawFlag(context, runs, { x: timeToX(time, cut.time), top }, cut)
    flushAll(runs)
  }
  drawNames(context, area, cuts)
}

/** The parts of flags, each in its own height of the lane. */
interface FlagRuns {
  readonly poles: Runs
  readonly heads: Runs
  readonly errors: Runs
  readonly locks: Runs
}

const flagRuns = (context: CanvasRenderingContext2D, { top, height }: LaneArea): FlagRuns => ({
  poles: createRuns(context, top + 2, height - 4),
  heads: createRuns(context, top + 2, 5),
  errors: createRuns(context, top + height - 5, 3),
  locks: createRuns(context, top + 9, 4),
})

function drawSpan(context: CanvasRenderingContext2D, { time, top, height }: LaneArea, cut: CutItem): void {
  const x = timeToX(time, cut.start)
  context.fillStyle = withOpacity(modeColour[cut.mode], cut.selected ? 0.3 : 0.14)
  context.fillRect(x, top + 3, Math.max(1, timeToX(time, cut.end) - x), height - 6)
}

interface FlagPlace {
  readonly x: number
  readonly top: number
}

const flushAll = ({ poles, heads, errors, locks }: FlagRuns): void => {
  for (const run of [poles, heads, errors, locks]) run.flush()
}

const flagColours = {
  selected: palette.accent,
  must: modeColour.must,
  soft: modeColour.soft,
  off: withOpacity(modeColour.off, 0.5),
} as const

function drawFlag(
  context: CanvasRenderingContext2D,
  { poles, heads, errors, locks }: FlagRuns,
  { x, top }: FlagPlace,
  { selected, mode, errorFrames, locked }: CutItem,
): void {
  const colour = flagColours[selected ? 'selected' : mode]
  const left = Math.round(x)
  poles.add(left, left + (selected ? 2 : 1), colour)
  if (mode === 'must') {
    heads.add(left - 2, left + 4, colour)
    if (errorFrames !== undefined) errors.add(left - 2, left + 3, errorColour(errorFrames))
  } else drawDot(context, { x: left + 0.5, y: top + 4 }, colour, mode === 'off' && !selected)
  if (locked) locks.add(left - 2, left + 3, palette.lock)
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
  context.fillStyle = colour
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
