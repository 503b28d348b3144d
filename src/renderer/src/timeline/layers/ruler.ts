import { rationalToNumber, type Rational } from '../../../../core/time/rational'
import { formatTimecode, framesToTimecode, nominalFramesPerSecond } from '../../../../core/time/timecode'
import { canvasFont, palette } from './palette'
import { timeToX, type LaneArea } from './transforms'

/** The film's own counting of its frames. */
export interface FilmTimecode {
  readonly frameRate: Rational
  /** Frames after 00:00:00:00 at which the film starts. */
  readonly firstFrame: number
  readonly dropFrame: boolean
}

/** A mark of the ruler: a frame, and its label where it has one. */
export interface RulerMark {
  readonly frame: number
  readonly label: string | null
}

/** The label of a frame of the film. */
export const timecodeOf = ({ frameRate, firstFrame, dropFrame }: FilmTimecode, frame: number): string =>
  formatTimecode(framesToTimecode(firstFrame + frame, frameRate, dropFrame))

/** Distances between labels: frames, then seconds, minutes and hours, as people count them. */
function steps(perSecond: number): number[] {
  const frames = [1, 2, 5, 10].filter((count) => count < perSecond)
  const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
  return [...frames, ...seconds.map((count) => count * perSecond)]
}

/**
 * Marks between two times in seconds, whose labels stand at least `spacing` pixels apart. In drop-frame counting a
 * mark stands where its label exists: labels that are left out are never shown.
 */
export function rulerMarks(
  timecode: FilmTimecode,
  { start, end, pixelsPerSecond }: { start: number; end: number; pixelsPerSecond: number },
  spacing: number,
): RulerMark[] {
  const nominal = nominalFramesPerSecond(timecode.frameRate)
  const rate = rationalToNumber(timecode.frameRate)
  const pixelsPerFrame = pixelsPerSecond / rate
  const step = steps(nominal).find((frames) => frames * pixelsPerFrame >= spacing) ?? nominal * 3600
  const minor = step / minorParts(step, nominal)
  const first = Math.max(0, Math.floor((start * rate) / minor) * minor - minor)
  const last = Math.ceil(end * rate) + minor
  const marks: RulerMark[] = []
  for (let frame = first - ((timecode.firstFrame + first) % minor); frame <= last; frame += minor) {
    if (frame < 0) continue
    const isMajor = (timecode.firstFrame + frame) % step === 0
    marks.push({ frame, label: isMajor ? timecodeOf(timecode, frame) : null })
  }
  return marks
}

/** Into how many parts a labelled distance is divided: frames, or as many as come out at whole frames. */
const minorParts = (step: number, nominal: number): number =>
  step < nominal ? step : ([5, 4, 6, 3, 2].find((parts) => step % parts === 0) ?? 1)

/** Draws marks and time codes. */
export function drawRuler(context: CanvasRenderingContext2D, area: LaneArea, timecode: FilmTimecode): void {
  const { time, width, top, height } = area
  const rate = rationalToNumber(timecode.frameRate)
  const range = {
    start: time.start,
    end: time.start + width / time.pixelsPerSecond,
    pixelsPerSecond: time.pixelsPerSecond,
  }
  context.fillStyle = palette.panel
  context.fillRect(0, top, width, height)
  context.font = canvasFont(10.5)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const { frame, label } of rulerMarks(timecode, range, 96)) {
    const x = Math.round(timeToX(time, frame / rate)) + 0.5
    context.fillStyle = label === null ? palette.line : palette.textFaint
    context.fillRect(x - 0.5, top + height - (label === null ? 5 : 10), 1, label === null ? 5 : 10)
    if (label === null) continue
    context.fillStyle = palette.textSoft
    context.fillText(label, x + 4, top + height / 2 - 1)
  }
}
