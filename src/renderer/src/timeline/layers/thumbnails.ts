import { palette } from './palette'
import { timeToX, type LaneArea } from './transforms'

/** A place of the strip: the film's picture at `time`, drawn from there on. */
export interface StripSlot {
  readonly time: number
  readonly width: number
}

/**
 * The places in sight. They lie on a grid of powers of two of seconds, so that scrolling and zooming meet the same
 * pictures again.
 */
export function stripSlots(
  { time, width }: Pick<LaneArea, 'time' | 'width'>,
  pictureWidth: number,
  duration: number,
  frame: number,
): StripSlot[] {
  const wanted = pictureWidth / time.pixelsPerSecond
  const spacing = Math.max(frame, 2 ** Math.floor(Math.log2(wanted)))
  const first = Math.max(0, Math.floor(time.start / spacing))
  const last = Math.min(
    Math.ceil(duration / spacing) - 1,
    Math.floor((time.start + width / time.pixelsPerSecond) / spacing),
  )
  const slots: StripSlot[] = []
  for (let index = first; index <= last; index++)
    slots.push({ time: index * spacing, width: spacing * time.pixelsPerSecond })
  return slots
}

/** What can be drawn as a picture. */
export interface StripPicture {
  readonly image: CanvasImageSource
  readonly width: number
  readonly height: number
}

/** Draws the pictures that are there; the others are dark until they come. */
export function drawThumbnails(
  context: CanvasRenderingContext2D,
  area: LaneArea,
  slots: readonly StripSlot[],
  pictureAt: (time: number) => StripPicture | null,
): void {
  const { time, top, height } = area
  for (const slot of slots) {
    const x = timeToX(time, slot.time)
    context.fillStyle = palette.field
    context.fillRect(x, top + 1, slot.width - 1, height - 2)
    const picture = pictureAt(slot.time)
    if (!picture) continue
    const drawn = Math.min(slot.width - 1, (picture.width / picture.height) * (height - 2))
    const shown = (drawn / (height - 2)) * picture.height
    context.drawImage(
      picture.image,
      Math.max(0, (picture.width - shown) / 2),
      0,
      Math.min(picture.width, shown),
      picture.height,
      x,
      top + 1,
      drawn,
      height - 2,
    )
  }
}
