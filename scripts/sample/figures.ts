import {
  clamp,
  disc,
  glow,
  mixColours,
  polygon,
  stroke,
  type Canvas,
  type Colour,
  type Point,
} from './canvas'
import { hash } from './noise'

/** A standing or walking person, `height` pixels tall, with both feet near `foot`. `stride` (radians) moves the legs. */
export function person(
  canvas: Canvas,
  [x, y]: Point,
  height: number,
  fill: Colour,
  stride: number | null = null,
): void {
  const swing = stride === null ? 0.09 : Math.sin(stride) * 0.16
  const hip: Point = [x, y - height * 0.46]
  const neck: Point = [x, y - height * 0.82]
  const limb = height * 0.075
  stroke(canvas, hip, [x - swing * height, y], fill, limb * 1.2, limb * 0.8)
  stroke(canvas, hip, [x + swing * height, y], fill, limb * 1.2, limb * 0.8)
  const coat: readonly Point[] = [
    [neck[0] - height * 0.1, neck[1] + height * 0.02],
    [neck[0] + height * 0.1, neck[1] + height * 0.02],
    [hip[0] + height * 0.09, hip[1] + height * 0.06],
    [hip[0] - height * 0.09, hip[1] + height * 0.06],
  ]
  polygon(canvas, coat, fill)
  const hand = stride === null ? 0.05 : -swing * 0.8
  const shoulder = neck[1] + height * 0.05
  stroke(
    canvas,
    [x - height * 0.085, shoulder],
    [x - height * (0.13 + hand), y - height * 0.44],
    fill,
    limb * 0.8,
  )
  stroke(
    canvas,
    [x + height * 0.085, shoulder],
    [x + height * (0.13 + hand), y - height * 0.44],
    fill,
    limb * 0.8,
  )
  stroke(canvas, [x, y - height * 0.78], [x, y - height * 0.9], fill, height * 0.06)
  disc(canvas, [x, y - height * 0.91], height * 0.078, fill)
}

/** Birds as small wings that beat, scattered around a point. */
export function flock(
  canvas: Canvas,
  [x, y]: Point,
  count: number,
  time: number,
  size: number,
  fill: Colour,
): void {
  for (let bird = 0; bird < count; bird += 1) {
    const birdX = x + (hash(bird, 1) - 0.5) * size * count * 1.6
    const birdY = y + (hash(bird, 2) - 0.5) * size * 7 + Math.sin(time * 0.9 + bird) * size * 0.4
    const wing = Math.sin(time * (6 + hash(bird, 3) * 3) + bird * 2) * size * 0.45
    const span = size * (0.75 + hash(bird, 4) * 0.5)
    stroke(canvas, [birdX, birdY], [birdX - span, birdY - wing - size * 0.15], fill, 1.8, 0.5)
    stroke(canvas, [birdX, birdY], [birdX + span, birdY - wing - size * 0.15], fill, 1.8, 0.5)
  }
}

/** A bare tree that branches; the same `seed` grows the same tree. */
export function bareTree(
  canvas: Canvas,
  from: Point,
  length: number,
  width: number,
  fill: Colour,
  seed: number,
  sway = 0,
  angle = -Math.PI / 2,
  depth = 0,
): void {
  const bend = angle + sway * (depth + 1) * 0.012
  const to: Point = [from[0] + Math.cos(bend) * length, from[1] + Math.sin(bend) * length]
  stroke(canvas, from, to, fill, width, width * 0.66)
  if (depth >= 6 || width < 0.7) return
  const branches = depth < 2 ? 3 : 2
  for (let branch = 0; branch < branches; branch += 1) {
    const chance = hash(seed * 31 + depth * 7 + branch, seed)
    const turn = (branch - (branches - 1) / 2) * 0.62 + (chance - 0.5) * 0.6
    const shorter = length * (0.6 + chance * 0.22)
    bareTree(canvas, to, shorter, width * 0.62, fill, seed * 3 + branch + 1, sway, bend + turn, depth + 1)
  }
}

/** A tree in leaf, lit from `lightSide` (-1 left, 1 right). */
export function leafyTree(
  canvas: Canvas,
  [x, y]: Point,
  height: number,
  dark: Colour,
  lit: Colour,
  sway: number,
  lightSide: number,
): void {
  stroke(
    canvas,
    [x, y + 2],
    [x + sway, y - height * 0.5],
    mixColours(dark, [0, 0, 0], 0.45),
    height * 0.075,
    height * 0.04,
  )
  for (let leaf = 0; leaf < 70; leaf += 1) {
    const angle = hash(leaf, 11) * Math.PI * 2
    const reach = Math.sqrt(hash(leaf, 12)) * height * 0.3
    const [leafX, leafY] = [Math.cos(angle) * reach * 1.1, Math.sin(angle) * reach * 0.85]
    const light = clamp(0.35 + (leafX * lightSide - leafY * 1.1) / (height * 0.6))
    const moved = sway * (1 + hash(leaf, 14)) + Math.sin(leaf + sway * 2) * 0.8
    const centre: Point = [x + leafX + moved, y - height * 0.67 + leafY]
    disc(canvas, centre, height * (0.05 + hash(leaf, 13) * 0.045), mixColours(dark, lit, light), 0.92, 2)
  }
}

export interface CarLook {
  readonly body: Colour
  readonly glass: Colour
  readonly wheelTurn: number
  /** Red and blue lamps, 0..1 each, for a police car. */
  readonly beacons?: readonly [number, number]
}

/** A car from the side, driving to the right; `length` in pixels, wheels on `y`. */
export function car(canvas: Canvas, [x, y]: Point, length: number, look: CarLook): void {
  const at = (along: number, up: number): Point => [x + along * length, y - up * length]
  const body = [at(0, 0.06), at(0.01, 0.16), at(0.2, 0.19), at(0.82, 0.185), at(0.97, 0.15), at(1, 0.06)]
  const roof = [at(0.16, 0.18), at(0.29, 0.295), at(0.6, 0.3), at(0.78, 0.18)]
  const glass = [at(0.22, 0.19), at(0.32, 0.275), at(0.58, 0.28), at(0.72, 0.19)]
  polygon(canvas, [at(0.05, 0.03), at(0.95, 0.03), at(0.98, -0.02), at(0.02, -0.02)], [0, 0, 0], 0.6)
  polygon(canvas, roof, mixColours(look.body, [0, 0, 0], 0.2))
  polygon(canvas, glass, look.glass)
  polygon(canvas, body, look.body)
  polygon(
    canvas,
    [at(0.01, 0.16), at(0.2, 0.19), at(0.82, 0.185), at(0.97, 0.15), at(0.96, 0.135), at(0.02, 0.14)],
    [1, 1, 1],
    0.22,
  )
  stroke(canvas, at(0.45, 0.28), at(0.46, 0.19), mixColours(look.body, [0, 0, 0], 0.2), length * 0.02)
  if (look.beacons)
    polygon(canvas, [at(0.3, 0.16), at(0.66, 0.16), at(0.66, 0.075), at(0.3, 0.075)], [0.12, 0.16, 0.3])
  for (const axle of [0.2, 0.8]) {
    const [hubX, hubY] = at(axle, 0.065)
    disc(canvas, [hubX, hubY], length * 0.075, [0.02, 0.02, 0.03])
    disc(canvas, [hubX, hubY], length * 0.045, [0.45, 0.46, 0.5])
    for (let spoke = 0; spoke < 3; spoke += 1) {
      const angle = look.wheelTurn + (spoke * Math.PI) / 3
      const [dx, dy] = [Math.cos(angle) * length * 0.043, Math.sin(angle) * length * 0.043]
      stroke(canvas, [hubX - dx, hubY - dy], [hubX + dx, hubY + dy], [0.1, 0.1, 0.12], length * 0.012)
    }
  }
  glow(canvas, at(1.0, 0.13), length * 0.5, [1, 0.92, 0.7], 0.55, 2.2)
  glow(canvas, at(0, 0.14), length * 0.12, [1, 0.1, 0.05], 0.9)
  if (!look.beacons) return
  const lamps: readonly Colour[] = [
    [1, 0.12, 0.1],
    [0.15, 0.3, 1],
  ]
  look.beacons.forEach((strength, index) => {
    const lamp = at(0.4 + index * 0.09, 0.315)
    stroke(
      canvas,
      [lamp[0] - length * 0.035, lamp[1]],
      [lamp[0] + length * 0.035, lamp[1]],
      mixColours([0.1, 0.1, 0.1], lamps[index]!, strength),
      length * 0.03,
    )
    glow(canvas, lamp, length * 0.55, lamps[index]!, 0.5 * strength)
  })
}
