/** What moves in a shot. A sprite is prepared once for a shot and then drawn for any time in seconds. */
import { noise, hash } from '../../../scripts/sample/noise'
import { makePalette, type Palette } from './palette'
import { box, capsule, disc, ellipse, writing, type Point } from './paint'
import { particles } from './particles'
import { createPicture, mixColours, stamp, type Picture } from './picture'
import { Random, tremble } from './random'

export const spriteKinds = [
  'figure',
  'balls',
  'crowd',
  'rain',
  'snow',
  'sparks',
  'fire',
  'head',
  'credits',
  'screen',
  'vehicle',
  'birds',
  'speed-lines',
  'puppet',
] as const
export type SpriteKind = (typeof spriteKinds)[number]

export interface SpriteRecipe {
  readonly kind: SpriteKind
  readonly seed: number
  readonly hue: number
}

/** From shares of the world to the target's pixels, with target pixels for one texel. */
export type Project = (
  x: number,
  y: number,
) => { readonly x: number; readonly y: number; readonly scale: number }
export type Draw = (target: Picture, seconds: number, project: Project) => void

function figure(random: Random, palette: Palette): Draw {
  const [x0, y, speed] = [random.between(0.1, 0.9), random.between(0.6, 0.8), random.between(-0.12, 0.12)]
  const [size, gait] = [random.logarithmic(30, 150), random.between(4, 10)]
  const [skin, coat, legs] = [
    palette(random.between(0.4, 0.8)),
    palette(random.next()),
    palette(random.between(0.05, 0.5)),
  ]
  return (target, seconds, project) => {
    const place = project(x0 + speed * seconds, y)
    const unit = size * place.scale
    const swing = Math.sin(seconds * gait) * 0.16
    const at = (right: number, down: number): Point => [
      place.x + right * unit,
      place.y + (down - 0.012 * Math.abs(Math.cos(seconds * gait))) * unit,
    ]
    const part = (from: Point, to: Point, radius: number, colour: typeof skin) =>
      capsule(target, from, to, radius * unit, { colour })
    part(at(0, 0.05), at(swing, 0.5), 0.06, legs)
    part(at(0, 0.05), at(-swing, 0.5), 0.06, legs)
    part(at(0, -0.2), at(-swing, 0.12), 0.04, mixColours(coat, legs, 0.4))
    part(at(0, -0.2), at(0, 0.05), 0.1, coat)
    part(at(0, -0.2), at(swing, 0.12), 0.045, coat)
    disc(target, at(0, -0.38), 0.09 * unit, { colour: skin })
  }
}

function balls(random: Random, palette: Palette): Draw {
  const all = Array.from({ length: random.integer(1, 6) }, () => ({
    x: random.next(),
    y: random.next(),
    vx: random.between(-0.5, 0.5),
    vy: random.between(-0.5, 0.5),
    size: random.logarithmic(6, 50),
    colour: palette(random.next()),
  }))
  const bounce = (value: number): number => 1 - Math.abs(1 - (((value % 2) + 2) % 2))
  return (target, seconds, project) => {
    for (const ball of all) {
      const place = project(bounce(ball.x + ball.vx * seconds), bounce(ball.y + ball.vy * seconds))
      disc(target, [place.x, place.y], ball.size * place.scale, { colour: ball.colour })
    }
  }
}

function crowd(random: Random, palette: Palette): Draw {
  const heads = Array.from({ length: random.integer(10, 45) }, () => ({
    x: random.next(),
    y: random.between(0.6, 0.85),
    rate: random.between(2, 9),
    colour: palette(random.between(0.1, 0.8)),
  })).sort((first, second) => first.y - second.y)
  const size = random.between(6, 16)
  return (target, seconds, project) => {
    for (const head of heads) {
      const place = project(head.x, head.y + 0.012 * Math.sin(seconds * head.rate + head.x * 50))
      const unit = size * place.scale * (head.y + 0.3)
      const shade = mixColours(head.colour, [0, 0, 0], 0.3)
      capsule(target, [place.x, place.y + unit * 2], [place.x, place.y + unit * 4], unit * 1.5, {
        colour: shade,
      })
      disc(target, [place.x, place.y], unit, { colour: head.colour })
    }
  }
}

function head(random: Random, palette: Palette): Draw {
  const [x, size, seed] = [random.between(0.35, 0.65), random.between(0.13, 0.26), random.seed()]
  const [skin, hair, coat] = [
    palette(random.between(0.35, 0.8)),
    palette(random.between(0.03, 0.5)),
    palette(random.next()),
  ]
  const [talk, turn] = [random.between(6, 14), random.between(0.1, 0.4)]
  const dark = mixColours(skin, [0, 0, 0], 0.7)
  return (target, seconds) => {
    const unit = size * target.width
    const cx = x * target.width + unit * 0.15 * tremble(seconds * 0.8, seed)
    const cy = target.height * 0.42 + unit * 0.1 * tremble(seconds * 1.1, seed + 3)
    const look = turn * unit * tremble(seconds * 0.6, seed + 9)
    ellipse(target, [x * target.width, cy + unit * 2.5], unit * 1.9, unit * 1.3, { colour: coat })
    capsule(target, [cx, cy + unit * 0.7], [cx, cy + unit * 1.3], unit * 0.38, {
      colour: mixColours(skin, dark, 0.3),
    })
    ellipse(target, [cx - look * 0.3, cy - unit * 0.2], unit * 0.86, unit * 1.06, { colour: hair })
    ellipse(target, [cx, cy + unit * 0.08], unit * 0.72, unit * 0.95, { colour: skin })
    const closed = noise(seconds * 1.3, seed + 5) > 0.8
    for (const side of [-0.3, 0.3])
      ellipse(
        target,
        [cx + look + side * unit, cy - unit * 0.08],
        unit * 0.1,
        unit * (closed ? 0.015 : 0.06),
        { colour: dark },
      )
    const open = Math.max(0, Math.sin(seconds * talk) * noise(seconds * 1.5, seed + 12))
    ellipse(target, [cx + look, cy + unit * 0.55], unit * 0.24, unit * (0.03 + 0.12 * open), { colour: dark })
    capsule(target, [cx + look, cy], [cx + look * 1.2, cy + unit * 0.25], unit * 0.05, {
      colour: mixColours(skin, dark, 0.35),
    })
  }
}

function credits(random: Random, palette: Palette): Draw {
  const text = createPicture(300, 420)
  const height = random.between(8, 16)
  const colour = palette(random.pick([0.95, 0.9, 0.1]))
  for (let y = 4; y < 400; y += height * 1.9) {
    const letters = random.integer(5, Math.floor(260 / (height * 0.6)))
    writing(text, [150 - letters * height * 0.3, y], letters, height, { colour }, random)
  }
  const speed = random.between(12, 60)
  return (target, seconds) => {
    const y = target.height + 100 - ((seconds * speed + 200) % (target.height + 420))
    stamp(target, text, { x: target.width / 2, y, scale: target.width / 340 })
  }
}

function screen(random: Random, palette: Palette): Draw {
  const [x, y, width, seed] = [
    random.between(0.2, 0.8),
    random.between(0.3, 0.7),
    random.between(40, 110),
    random.seed(),
  ]
  const colours = Array.from({ length: 6 }, () => palette(random.between(0.3, 0.95)))
  const rate = random.pick([0.8, 2, 6])
  return (target, seconds, project) => {
    const place = project(x, y)
    const [w, h] = [width * place.scale, width * 0.6 * place.scale]
    const [left, top] = [place.x - w / 2, place.y - h / 2]
    box(target, left - 3, top - 3, w + 6, h + 6, { colour: [12, 12, 14] })
    const scene = Math.floor(seconds * rate)
    const glow = 0.8 + 0.2 * noise(seconds * 25, seed)
    const pick = (index: number) =>
      mixColours([0, 0, 0], colours[Math.floor(hash(scene, seed + index) * 6)]!, glow)
    box(target, left, top, w, h, { colour: pick(0) })
    box(target, left + w * 0.6 * hash(scene, seed + 9), top + h * 0.3, w * 0.3, h * 0.7, { colour: pick(1) })
  }
}

function vehicle(random: Random, palette: Palette): Draw {
  const [y, speed, start] = [
    random.between(0.62, 0.85),
    random.sign() * random.between(0.15, 0.9),
    random.between(-0.3, 0.9),
  ]
  const [size, colour, glass] = [
    random.logarithmic(40, 170),
    palette(random.next()),
    palette(random.between(0.1, 0.9)),
  ]
  return (target, seconds, project) => {
    const x = ((((start + speed * seconds + 0.4) % 1.8) + 1.8) % 1.8) - 0.4
    const place = project(x, y)
    const unit = size * place.scale
    box(target, place.x - unit / 2, place.y - unit * 0.3, unit, unit * 0.25, { colour })
    box(target, place.x - unit * 0.3, place.y - unit * 0.5, unit * 0.55, unit * 0.22, { colour: glass })
    for (const side of [-0.3, 0.3])
      disc(target, [place.x + side * unit, place.y], unit * 0.1, { colour: [15, 15, 15] })
  }
}

function birds(random: Random, palette: Palette): Draw {
  const flock = Array.from(
    { length: random.integer(4, 18) },
    () => [random.next(), random.between(0.1, 0.5), random.next()] as const,
  )
  const [speed, size, colour] = [
    random.between(-0.2, 0.2),
    random.between(3, 9),
    palette(random.pick([0.05, 0.9])),
  ]
  return (target, seconds, project) => {
    for (const [x, y, phase] of flock) {
      const place = project(x + speed * seconds, y + 0.02 * Math.sin(seconds + phase * 9))
      const [unit, flap] = [size * place.scale, Math.sin(seconds * 9 + phase * 6) * 0.6]
      for (const side of [-1, 1])
        capsule(target, [place.x, place.y], [place.x + side * unit, place.y - unit * flap], unit * 0.12, {
          colour,
        })
    }
  }
}

/** A figure of animation: it holds a pose and is suddenly in another. */
function puppet(random: Random, palette: Palette): Draw {
  const [x, size, seed] = [random.between(0.3, 0.7), random.between(0.12, 0.3), random.seed()]
  const [skin, coat, rate] = [palette(0.7), palette(random.next()), random.between(1, 4)]
  return (target, seconds) => {
    const pose = Math.floor(seconds * rate)
    const turn = (joint: number): number => 6.283 * hash(pose, seed + joint)
    const unit = size * target.width
    const hip: Point = [target.width * x + unit * 0.5 * (hash(pose, seed + 20) - 0.5), target.height * 0.6]
    const chest: Point = [hip[0] + unit * 0.3 * Math.cos(turn(0)), hip[1] - unit * 0.6]
    const limb = (from: Point, joint: number, length: number): void => {
      const middle: Point = [
        from[0] + length * Math.cos(turn(joint)),
        from[1] + length * Math.sin(turn(joint)),
      ]
      const end: Point = [
        middle[0] + length * Math.cos(turn(joint + 1)),
        middle[1] + length * Math.sin(turn(joint + 1)),
      ]
      capsule(target, from, middle, unit * 0.1, { colour: coat })
      capsule(target, middle, end, unit * 0.08, { colour: skin })
    }
    for (const joint of [1, 3]) limb(hip, joint, unit * 0.4)
    capsule(target, hip, chest, unit * 0.2, { colour: coat })
    for (const joint of [5, 7]) limb(chest, joint, unit * 0.35)
    disc(target, [chest[0], chest[1] - unit * 0.42], unit * 0.26, { colour: skin })
  }
}

/** Prepares a sprite; the same recipe moves the same way. */
export function prepareSprite({ kind, seed, hue }: SpriteRecipe): Draw {
  const random = new Random(seed)
  const palette = makePalette(random, hue)
  switch (kind) {
    case 'figure':
      return figure(random, palette)
    case 'balls':
      return balls(random, palette)
    case 'crowd':
      return crowd(random, palette)
    case 'head':
      return head(random, palette)
    case 'credits':
      return credits(random, palette)
    case 'screen':
      return screen(random, palette)
    case 'vehicle':
      return vehicle(random, palette)
    case 'puppet':
      return puppet(random, palette)
    case 'birds':
      return birds(random, palette)
    default:
      return particles(kind, random, palette)
  }
}
