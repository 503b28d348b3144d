/** Places made of shapes, and what stands before them. */
import { cellular, colourField } from './fields'
import { field, forest, hills, ridge, sea, skyline, space, street, type Painter } from './landscapes'
import { box, capsule, disc, ellipse, gradient, polygon, writing, type Point } from './paint'
import type { Palette } from './palette'
import { mixColours, type Picture } from './picture'
import type { Random } from './random'

const room: Painter = (target, random, palette) => {
  const { width, height } = target
  const light = random.between(0.25, 0.8)
  const floor = height * random.between(0.55, 0.8)
  gradient(target, [palette(light), palette(light * 0.85)], 0, floor)
  gradient(target, [palette(light * 0.4), palette(light * 0.6)], floor)
  for (let x = random.between(0, 60); x < width; x += random.between(70, 170)) {
    const [w, h, top] = [random.between(30, 100), random.between(30, 130), random.between(20, 120)]
    box(target, x - 3, top - 3, w + 6, h + 6, { colour: palette(light * 0.35) })
    box(target, x, top, w, h, { colour: palette(random.pick([0.95, light * 1.3, 0.2])) })
    if (random.chance(0.5)) box(target, x + w / 2 - 1, top, 3, h, { colour: palette(light * 0.4) })
  }
  for (let piece = random.integer(2, 6); piece > 0; piece -= 1) {
    const [x, w, h] = [random.between(-20, width), random.between(40, 160), random.between(30, 120)]
    const base = floor + random.between(5, 60)
    const tone = light * random.between(0.25, 1.1)
    box(target, x, base - h, w, h, { colour: palette(tone) })
    box(target, x, base - h, w, 5, { colour: palette(tone * 1.4) })
    ellipse(target, [x + w / 2, base], w * 0.6, 7, { colour: [0, 0, 0], alpha: 0.3, softness: 6 })
  }
  disc(target, [random.between(0, width), random.between(0, 100)], random.between(40, 130), {
    colour: palette(0.95),
    alpha: 0.35,
    softness: 100,
  })
}

const shapes: Painter = (target, random, palette) => {
  gradient(target, [palette(random.next()), palette(random.next()), palette(random.next())])
  for (let count = random.integer(8, 50); count > 0; count -= 1) {
    const centre: Point = [random.between(0, target.width), random.between(0, target.height)]
    const [size, brush] = [
      random.logarithmic(8, 110),
      { colour: palette(random.next()), alpha: random.between(0.5, 1) },
    ]
    const style = random.integer(0, 3)
    if (style === 0) disc(target, centre, size, brush)
    else if (style === 1)
      capsule(
        target,
        centre,
        [centre[0] + random.between(-150, 150), centre[1] + random.between(-150, 150)],
        size / 5,
        brush,
      )
    else {
      const corners = random.integer(3, 8)
      const points = Array.from({ length: corners }, (_, corner): Point => {
        const [angle, reach] = [(corner / corners) * 6.283, size * random.between(0.5, 1)]
        return [centre[0] + Math.cos(angle) * reach, centre[1] + Math.sin(angle) * reach]
      })
      polygon(target, points, brush)
    }
  }
}

const shelves: Painter = (target, random, palette) => {
  gradient(target, [palette(0.3), palette(0.2)])
  const [rise, busy] = [random.between(35, 90), random.between(5, 24)]
  for (let y = rise; y < target.height + rise; y += rise) {
    for (let x = 0; x < target.width; x += random.between(0.5, 1.3) * busy) {
      const tall = rise * random.between(0.4, 0.92)
      box(target, x, y - tall, busy * random.between(0.5, 1), tall, {
        colour: palette(random.between(0.1, 0.9)),
      })
    }
    box(target, 0, y, target.width, 4, { colour: palette(0.12) })
  }
}

const page: Painter = (target, random, palette) => {
  const dark = random.chance(0.5)
  gradient(target, [palette(dark ? 0.1 : 0.92), palette(dark ? 0.18 : 0.85)])
  const height = random.between(7, 26)
  for (let y = 16; y < target.height; y += height * random.between(1.4, 2.2))
    if (random.chance(0.85))
      writing(
        target,
        [random.pick([16, 30, 120]), y],
        random.integer(8, Math.floor(720 / height)),
        height,
        { colour: palette(dark ? 0.85 : 0.15) },
        random,
      )
  for (let picture = random.integer(0, 3); picture > 0; picture -= 1)
    box(
      target,
      random.between(0, 400),
      random.between(0, 300),
      random.between(40, 160),
      random.between(30, 110),
      { colour: palette(random.next()) },
    )
}

const ground: Painter = (target, random, palette) => {
  const light = random.between(0.2, 0.8)
  colourField(target, cellular(target.width, target.height, random, random.logarithmic(12, 60)), [
    palette(light),
    palette(light * 0.8),
    palette(light * 0.2),
  ])
}

/** The painters by name. */
export const drawnPlaces = {
  hills,
  skyline,
  room,
  shapes,
  sea,
  forest,
  street,
  shelves,
  field,
  space,
  page,
  ground,
}
export type DrawnPlace = keyof typeof drawnPlaces

/** What stands before the camera on a transparent texture: posts, leaves, a fence, people's backs. */
export function paintForeground(target: Picture, random: Random, palette: Palette): void {
  const { width, height } = target
  const [style, colour] = [random.integer(0, 3), palette(random.pick([0.06, 0.15, 0.4, 0.75]))]
  if (style === 0)
    for (let x = random.between(0, 90); x < width; x += random.between(60, 220)) {
      capsule(target, [x, -20], [x + random.between(-12, 12), height + 20], random.between(4, 16), {
        colour,
        softness: 2,
      })
    }
  else if (style === 1)
    for (let leaf = random.integer(30, 110); leaf > 0; leaf -= 1) {
      const centre: Point = [
        random.between(0, width),
        random.pick([random.between(0, 110), random.between(270, height)]),
      ]
      ellipse(target, centre, random.between(6, 28), random.between(3, 12), {
        colour: mixColours(colour, palette(0.3), random.next()),
        softness: 3,
      })
    }
  else if (style === 2) {
    polygon(target, ridge(target, random, height * 0.85, height * 0.2), { colour })
    for (let post = 0; post < width; post += 40)
      capsule(target, [post, height * 0.7], [post, height], 3, { colour })
  } else
    for (let back = random.integer(2, 5); back > 0; back -= 1) {
      const [x, y, size] = [
        random.between(0, width),
        random.between(height * 0.62, height * 0.8),
        random.between(22, 48),
      ]
      disc(target, [x, y], size, { colour, softness: 3 })
      ellipse(target, [x, y + size * 2.6], size * 1.9, size * 1.8, { colour, softness: 3 })
    }
}
