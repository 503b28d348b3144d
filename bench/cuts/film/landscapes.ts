/** Places under the sky. Each paints a whole texture; where a camera looks is not its matter. */
import { colourField, fractal } from './fields'
import { box, capsule, disc, ellipse, fromHue, gradient, polygon, type Point } from './paint'
import type { Palette } from './palette'
import type { Picture } from './picture'
import type { Random } from './random'

export type Painter = (target: Picture, random: Random, palette: Palette) => void

/** The outline of hills from `level` up to `rise` above it, closed along the texture's bottom. */
export function ridge(target: Picture, random: Random, level: number, rise: number): Point[] {
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

export const hills: Painter = (target, random, palette) => {
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
    polygon(
      target,
      [
        [x - size * 0.4, y],
        [x + size * 0.4, y],
        [x, y - size * 2],
      ],
      { colour: palette(day * random.between(0.1, 0.3)) },
    )
  }
}

export const skyline: Painter = (target, random, palette) => {
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

export const sea: Painter = (target, random, palette) => {
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

export const forest: Painter = (target, random, palette) => {
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

export const street: Painter = (target, random, palette) => {
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
      polygon(
        target,
        [
          [x1, vy - rise * near],
          [x2, vy - rise * far],
          [x2, vy + fall * far * 0.5],
          [x1, vy + fall * near * 0.5],
        ],
        { colour },
      )
      for (let storey = 0; storey < 4; storey += 1) {
        const y = vy - rise * (0.15 + storey * 0.2) * near
        polygon(
          target,
          [
            [x1 * 0.7 + x2 * 0.3, y],
            [x1 * 0.4 + x2 * 0.6, y + 3],
            [x1 * 0.4 + x2 * 0.6, y + 3 + 18 * near],
            [x1 * 0.7 + x2 * 0.3, y + 20 * near],
          ],
          { colour: palette(random.pick([0.15, 0.85])) },
        )
      }
    }
  for (let mark = 0; mark < 10; mark += 1) {
    const [y1, y2] = [vy + (height - vy) * 0.7 ** mark, vy + (height - vy) * 0.7 ** (mark + 0.5)]
    capsule(target, [vx, y1], [vx, y2], 4 * 0.7 ** mark, { colour: palette(0.9) })
  }
}

export const field: Painter = (target, random, palette) => {
  const { width, height } = target
  const [horizon, light] = [height * random.between(0.2, 0.45), random.between(0.3, 0.8)]
  gradient(target, [palette(light), palette(light * 1.2)], 0, horizon)
  const [first, second] = [palette(light * 0.8), palette(light * random.between(0.4, 0.7))]
  gradient(target, [first, first], horizon)
  const lanes = random.integer(6, 20)
  for (let lane = -lanes; lane < lanes; lane += 2)
    polygon(
      target,
      [
        [width / 2 + lane * 6, horizon],
        [width / 2 + (lane + 1) * 6, horizon],
        [width / 2 + (lane + 1) * 80, height],
        [width / 2 + lane * 80, height],
      ],
      { colour: second },
    )
  for (let crowd = random.integer(0, 400); crowd > 0; crowd -= 1)
    disc(target, [random.between(0, width), horizon - random.between(2, 60)], random.between(1.5, 3.5), {
      colour: palette(random.next()),
    })
}

export const space: Painter = (target, random, palette) => {
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
