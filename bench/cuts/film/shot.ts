/** One shot as pictures: world, layers, sprites, camera, grade and events. */
import { focusAt, mappingOf, viewAt, warpAt, type Size, type View } from './camera'
import { prepareEvent } from './distractors'
import { applyTables, blur, createPicture, drawTexture, type Picture } from './picture'
import { clamp, tremble } from './random'
import type { Grade, ShotRecipe } from './recipe'
import { prepareSprite, type Project } from './sprites'
import type { World } from './worlds'

/** A picture of the shot: `picture` is the film's, `first` the shot's first one. Each shot paints its own canvas. */
export type PaintShot = (picture: number) => Picture

const gradeTables = ({ black, white, gamma, tint }: Grade): Uint8Array[] =>
  tint.map((gain) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      clamp((black + (white - black) * (level / 255) ** gamma) * gain, 0, 255),
    ),
  )

const isNeutral = ({ black, white, gamma, tint }: Grade): boolean =>
  black === 0 && white === 255 && gamma === 1 && tint.every((gain) => gain === 1)

/** Where shares of the world lie on the target. */
function projection(view: View, flipped: boolean, target: Size, texture: Size): Project {
  const { ax, bx, cx, ay, by, cy } = mappingOf(view, flipped, target, texture)
  const area = ax * by - bx * ay
  const scale = target.width / (view.span * texture.width)
  return (x, y) => {
    const [u, v] = [x * texture.width - cx, y * texture.height - cy]
    return { x: (by * u - bx * v) / area, y: (ax * v - ay * u) / area, scale }
  }
}

export interface ShotTime {
  readonly first: number
  readonly framesPerSecond: number
  /** Shares of the picture's width that the film's gate weaves by, and its seed. */
  readonly weave: number
  readonly seed: number
}

/** Black bars over a picture. */
export function drawBars({ width, height, pixels }: Picture, [sides, ends]: readonly [number, number]): void {
  const [columns, rows] = [Math.round(width * sides), Math.round(height * ends)]
  pixels.fill(-0x1000000, 0, rows * width).fill(-0x1000000, (height - rows) * width)
  for (let row = 0; columns > 0 && row < height; row += 1)
    pixels
      .fill(-0x1000000, row * width, row * width + columns)
      .fill(-0x1000000, (row + 1) * width - columns, (row + 1) * width)
}

/** Prepares a shot for painting; bars are left to the caller, because fades do not reach them. */
export function prepareShot(shot: ShotRecipe, world: World, time: ShotTime, size: Size): PaintShot {
  const canvas = createPicture(size.width, size.height)
  const tables = isNeutral(shot.grade) ? undefined : gradeTables(shot.grade)
  const sprites = shot.sprites.map(prepareSprite)
  const events = shot.events.map((event) => prepareEvent(event, size))
  const secondsAt = (picture: number): number =>
    (Math.floor((picture - time.first) / shot.hold) * shot.hold) / time.framesPerSecond
  const viewOf = (picture: number): View => {
    let [x, y] = [
      time.weave * tremble(picture * 0.9, time.seed),
      time.weave * tremble(picture * 0.9, time.seed + 5),
    ]
    for (const { sway } of events) if (sway) [x, y] = [x + sway(picture)[0], y + sway(picture)[1]]
    return viewAt(shot.camera, secondsAt(picture), [x, y])
  }
  return (picture) => {
    const [view, seconds] = [viewOf(picture), secondsAt(picture)]
    const warp = warpAt(shot.camera, seconds, size)
    const { flipped } = shot.camera
    drawTexture(canvas, world.background, mappingOf(view, flipped, size, world.background), true, warp)
    const project = projection(view, flipped, size, world.background)
    for (const draw of sprites) draw(canvas, seconds, project)
    for (const { texture, depth } of world.layers)
      drawTexture(canvas, texture, mappingOf(view, flipped, size, texture, depth), false)
    if (shot.hold === 1) {
      const before = viewOf(picture - 1)
      const moved = [(view.x - before.x) * size.width, (view.y - before.y) * size.height].map(
        (way) => Math.abs(way / view.span) / 4,
      )
      if (Math.max(...moved) > 1.5) blur(canvas, moved[0]!, moved[1]!)
    }
    const softness = focusAt(shot.camera, seconds)
    if (softness >= 0.5) blur(canvas, softness, softness)
    if (tables) applyTables(canvas, tables)
    for (const { paint } of events) paint?.(canvas, picture)
    return canvas
  }
}
