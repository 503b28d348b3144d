/** Places made of shapes. Each paints a whole texture; where a camera looks is not its matter. */
import { cellular, colourField, fractal } from './fields'
import { mixColours, type Colour, type Picture } from './picture'
import { box, capsule, disc, ellipse, fromHue, gradient, polygon, writing, type Point } from './paint'
import { clamp, type Random } from './random'

/** Related colours: a lightness 0..1 gives a colour of the family. */
export type Palette = (lightness: number) => Colour

export function makePalette(random: Random, hue: number): Palette {
  const spread = random.between(0.02, 0.22)
  const saturation = random.pick([0.08, 0.2, 0.35, 0.5, 0.75])
  return (lightness) =>
    fromHue(
      hue + spread * random.between(-1, 1),
      saturation * random.between(0.5, 1.2),
      clamp(lightness, 0.02, 0.98),
    )
}

type Painter = (target: Picture, random: Random, palette: Palette) => void

function ridge(target: Picture, random: Random, level: number, rise: number): Point[] {
  const line = fractal(target.width, 1, random, {
    cell: random.between(30, 200),
    octaves: 6,
    roughness: random.between(0.3, 0.55),
  })
  const points: Point[] = [
    [target.width, target.height],
    [0, target.height],
  ]
  line.forEach((value, x) => points.push([x, level - rise * value]))
  return points
}

const hills: Painter = (target, random, palette) => {
  const { height } = target
  const day = random.between(0.3, 0.9)
  gradient(target, [palette(day), palette(day * 0.9), palette(day + 0.1)])
  if (random.chance(0.6))
    disc(target, [random.between(40, 440), random.between(20, 120)], random.between(8, 30), {
      colour: palette(0.95),
      softness: 6,
    })
  const ridges = random.integer(2, 5)
  for (let index = 0; index < ridges; index += 1) {
    const level = height * (0.45 + (0.6 * index) / ridges)
    polygon(target, ridge(target, random, level, random.between(30, 120)), {
      colour: palette(day * (0.75 - (0.6 * index) / ridges)),
    })
  }
  for (let tree = random.integer(0, 40); tree > 0; tree -= 1) {
    const [x, y, size] = [random.between(0, 480), random.between(height * 0.6, height), random.between(6, 30)]
    polygon(target, [[x - size * 0.4, y], [x + size * 0.4, y], [x, y - size * 2]], { colour: palette(day * random.between(0.1, 0.3)) }) // prettier-ignore
  }
}

const skyline: Painter = (target, random, palette) => {
  const night = random.chance(0.5)
  gradient(target, night ? [palette(0.05), palette(0.2)] : [palette(0.6), palette(0.85)])
  const lamp = fromHue(random.between(0.08, 0.16), 0.8, 0.7)
  for (let row = 0; row < 3; row += 1)
    for (let x = -20; x < target.width;) {
      const [width, top] = [random.between(20, 80), random.between(40, 240) + row * 50]
      box(target, x, top, width, target.height, {
        colour: palette((night ? 0.12 : 0.5) * (1 - row * 0.25) + random.between(-0.05, 0.08)),
      })
      const pitch = random.between(7, 13)
      for (let wy = top + 6; wy < target.height; wy += pitch)
        for (let wx = x + 4; wx < x + width - 6; wx += pitch)
          if (random.chance(night ? 0.4 : 0.8))
            box(target, wx, wy, pitch * 0.5, pitch * 0.6, {
              colour: night ? lamp : palette(0.25),
              alpha: random.between(0.4, 1),
            })
      x += width + random.between(0, 12)
    }
}

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

const sea: Painter = (target, random, palette) => {
  const horizon = target.height * random.between(0.25, 0.6)
  const light = random.between(0.25, 0.8)
  const clouds = fractal(target.width, target.height, random, {
    cell: 90,
    octaves: 5,
    roughness: 0.5,
    stretch: 3,
  })
  colourField(target, clouds, [palette(light), palette(light * 1.1), palette(Math.min(0.97, light * 1.4))])
  gradient(target, [palette(light * 0.8), palette(light * 0.3)], horizon)
  for (let y = horizon + 2; y < target.height; y += 1 + (y - horizon) * 0.04)
    for (let crest = random.integer(2, 8); crest > 0; crest -= 1) {
      const [x, length] = [random.between(-30, target.width), (y - horizon) * random.between(0.1, 0.8) + 4]
      capsule(target, [x, y], [x + length, y], 0.4 + (y - horizon) * 0.006, {
        colour: palette(light * random.pick([0.3, 1.2])),
        alpha: 0.5,
      })
    }
  for (let rock = random.integer(0, 3); rock > 0; rock -= 1)
    ellipse(
      target,
      [random.between(0, 480), horizon + random.between(-5, 80)],
      random.between(10, 70),
      random.between(6, 25),
      { colour: palette(light * 0.2) },
    )
}

const forest: Painter = (target, random, palette) => {
  const light = random.between(0.2, 0.7)
  colourField(
    target,
    fractal(target.width, target.height, random, { cell: 60, octaves: 6, roughness: 0.6 }),
    [palette(light * 0.4), palette(light), palette(light * 1.3)],
  )
  for (let depth = 0; depth < 3; depth += 1)
    for (let trunk = random.integer(5, 12); trunk > 0; trunk -= 1) {
      const [x, thick] = [random.between(0, target.width), random.between(2, 6) * (1 + depth * 1.3)]
      const colour = palette(light * (0.8 - depth * 0.3))
      capsule(target, [x, -10], [x + random.between(-25, 25), target.height + 10], thick, { colour })
      for (let branch = random.integer(0, 4); branch > 0; branch -= 1) {
        const y = random.between(0, target.height * 0.7)
        capsule(
          target,
          [x, y],
          [x + random.sign() * random.between(20, 80), y - random.between(10, 60)],
          thick * 0.3,
          { colour },
        )
      }
    }
}

const street: Painter = (target, random, palette) => {
  const { width, height } = target
  const [vx, vy, light] = [
    width * random.between(0.3, 0.7),
    height * random.between(0.35, 0.55),
    random.between(0.2, 0.8),
  ]
  gradient(target, [palette(light), palette(light * 1.2)], 0, vy)
  gradient(target, [palette(light * 0.5), palette(light * 0.4)], vy)
  for (const side of [-1, 1])
    for (let house = 0; house < 7; house += 1) {
      const [near, far] = [0.75 ** house, 0.75 ** (house + 1)]
      const [x1, x2] = [vx + side * width * 0.7 * near, vx + side * width * 0.7 * far]
      const [rise, fall] = [vy * random.between(0.8, 2.2), height - vy]
      const colour = palette(light * random.between(0.3, 1.2))
      polygon(target, [[x1, vy - rise * near], [x2, vy - rise * far], [x2, vy + fall * far * 0.5], [x1, vy + fall * near * 0.5]], { colour }) // prettier-ignore
      for (let storey = 0; storey < 4; storey += 1) {
        const y = vy - rise * (0.15 + storey * 0.2) * near
        polygon(target, [[x1 * 0.7 + x2 * 0.3, y], [x1 * 0.4 + x2 * 0.6, y + 3], [x1 * 0.4 + x2 * 0.6, y + 3 + 18 * near], [x1 * 0.7 + x2 * 0.3, y + 20 * near]], { colour: palette(random.pick([0.15, 0.85])) }) // prettier-ignore
      }
    }
  for (let mark = 0; mark < 10; mark += 1) {
    const [y1, y2] = [vy + (height - vy) * 0.7 ** mark, vy + (height - vy) * 0.7 ** (mark + 0.5)]
    capsule(target, [vx, y1], [vx, y2], 4 * 0.7 ** mark, { colour: palette(0.9) })
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

const field: Painter = (target, random, palette) => {
  const { width, height } = target
  const [horizon, light] = [height * random.between(0.2, 0.45), random.between(0.3, 0.8)]
  gradient(target, [palette(light), palette(light * 1.2)], 0, horizon)
  const [first, second] = [palette(light * 0.8), palette(light * random.between(0.4, 0.7))]
  gradient(target, [first, first], horizon)
  const lanes = random.integer(6, 20)
  for (let lane = -lanes; lane < lanes; lane += 2)
    polygon(target, [[width / 2 + lane * 6, horizon], [width / 2 + (lane + 1) * 6, horizon], [width / 2 + (lane + 1) * 80, height], [width / 2 + lane * 80, height]], { colour: second }) // prettier-ignore
  for (let crowd = random.integer(0, 400); crowd > 0; crowd -= 1)
    disc(target, [random.between(0, width), horizon - random.between(2, 60)], random.between(1.5, 3.5), {
      colour: palette(random.next()),
    })
}

const space: Painter = (target, random, palette) => {
  colourField(
    target,
    fractal(target.width, target.height, random, { cell: 160, octaves: 6, roughness: 0.55 }),
    [[2, 2, 5], palette(0.06), palette(random.between(0.1, 0.4))],
  )
  for (let star = random.integer(60, 400); star > 0; star -= 1)
    disc(target, [random.between(0, 480), random.between(0, 384)], random.between(0.4, 1.6), {
      colour: palette(0.9),
      alpha: random.between(0.3, 1),
    })
  for (let planet = random.integer(0, 2); planet > 0; planet -= 1) {
    const [x, y, size] = [random.between(60, 420), random.between(60, 320), random.between(15, 100)]
    disc(target, [x, y], size, { colour: palette(0.5) })
    disc(target, [x + size * 0.3, y + size * 0.25], size * 0.95, {
      colour: [0, 0, 0],
      alpha: 0.6,
      softness: size * 0.5,
    })
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
