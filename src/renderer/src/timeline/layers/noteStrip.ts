import type { NoteColumns } from './notes'
import { timeToX, type LaneArea } from './transforms'

/**
 * A lane of notes as pixels. Where thousands of notes are in sight of a whole film, most cover one pixel or two: writing
 * these is a tenth of the work of as many rectangles.
 */
interface NoteStrip {
  readonly image: OffscreenCanvas
  readonly data: ImageData
  /** Those of `data`, one number each. */
  readonly pixels: Uint32Array
  /** View, size and colour that it was made for. */
  readonly key: string
}

/** Where a note stands in its lane; the same for rectangles and pixels. CSS pixels. */
export interface NotePlace {
  /** Upper edge of a pitch inside the lane. */
  readonly topOf: (pitch: number) => number
  readonly thickness: number
}

export function notePlace({ lowest, highest }: NoteColumns, height: number): NotePlace {
  const span = Math.max(12, highest - lowest + 2)
  const middle = (lowest + highest) / 2
  const thickness = Math.max(1.5, Math.min(4, (height - 3) / span))
  return {
    thickness,
    topOf: (pitch) => height / 2 - ((pitch - middle) / span) * (height - thickness - 1) - thickness / 2,
  }
}

/** `#rrggbb`, opaque, as a pixel of image data on a little-endian machine, which all of Chromium's are. */
const pixelOf = (colour: string): number => {
  const value = parseInt(colour.slice(1, 7), 16)
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0
}

export interface NoteRange {
  readonly first: number
  /** Exclusive. */
  readonly last: number
}

interface Raster {
  readonly width: number
  readonly height: number
  /** Device pixels to a CSS pixel. */
  readonly scale: number
}

/** Sets the pixels of notes; `pixels` has `width` times `height` of them. */
export function rasterNotes(
  pixels: Uint32Array,
  { width, height, scale }: Raster,
  area: LaneArea,
  columns: NoteColumns,
  { first, last }: NoteRange,
  pixel: number,
): void {
  const { starts, ends, pitches } = columns
  const { topOf, thickness } = notePlace(columns, area.height)
  const rows = Math.max(1, Math.round(thickness * scale))
  const tops = Int32Array.from({ length: 128 }, (_, pitch) =>
    Math.max(0, Math.min(height - rows, Math.round(topOf(pitch) * scale))),
  )
  for (let index = first; index < last; index++) {
    const x = timeToX(area.time, starts[index]!) * scale
    const right = timeToX(area.time, ends[index]!) * scale
    if (right < 0) continue
    const from = Math.max(0, Math.floor(x))
    // A little air, so that notes that follow each other can be told apart.
    const to = Math.min(width, Math.max(from + 1, Math.round(right - 0.6)))
    const top = tops[pitches[index]!]!
    for (let row = top; row < top + rows; row++) pixels.fill(pixel, row * width + from, row * width + to)
  }
}

/** A strip of a size, whose memory is used again for every view. */
function createStrip(width: number, height: number): Omit<NoteStrip, 'key'> {
  const image = new OffscreenCanvas(width, height)
  const data = new ImageData(width, height)
  return { image, data, pixels: new Uint32Array(data.data.buffer) }
}

const strips = new WeakMap<NoteColumns, NoteStrip>()

/** The pixels of a lane's notes; made again only when view, size or colour is another. `scale`: of the device's pixels. */
export function noteStrip(
  area: LaneArea,
  columns: NoteColumns,
  range: NoteRange,
  { colour, scale }: { readonly colour: string; readonly scale: number },
): OffscreenCanvas {
  const width = Math.max(1, Math.round(area.width * scale))
  const height = Math.max(1, Math.round(area.height * scale))
  const { start, pixelsPerSecond } = area.time
  const key = [start, pixelsPerSecond, width, height, colour].join()
  const known = strips.get(columns)
  if (known?.key === key) return known.image
  const fits = known?.data.width === width && known.data.height === height
  const { image, data, pixels } = fits ? known : createStrip(width, height)
  pixels.fill(0)
  rasterNotes(pixels, { width, height, scale }, area, columns, range, pixelOf(colour))
  image.getContext('2d')!.putImageData(data, 0, 0)
  strips.set(columns, { image, data, pixels, key })
  return image
}
