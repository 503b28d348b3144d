/** Pixels of a side. */
export const dragIconSize = 32

/** Heights of the four bars, in pixels. */
const bars = [10, 20, 14, 24]
const [background, foreground] = [
  [0x2a, 0x24, 0x20, 0xff],
  [0x4d, 0xb3, 0xff, 0xff],
] as const

/** What a drag out of the window shows: level bars on a dark square, as BGRA bytes. Drawn here, because no file of it is shipped. */
export function drawDragIcon(): Buffer {
  const bitmap = Buffer.alloc(dragIconSize * dragIconSize * 4)
  for (let y = 0; y < dragIconSize; y++)
    for (let x = 0; x < dragIconSize; x++) {
      const height = bars[Math.floor((x - 4) / 6)] ?? 0
      const isBar = (x - 4) % 6 < 4 && dragIconSize - 4 - y > 0 && dragIconSize - 4 - y <= height
      bitmap.set(isBar ? foreground : background, (y * dragIconSize + x) * 4)
    }
  return bitmap
}
