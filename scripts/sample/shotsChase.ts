import {
  clamp,
  colour,
  disc,
  expose,
  glow,
  gradient,
  ground,
  mixColours,
  polygon,
  stroke,
  type Canvas,
  type Colour,
  type Point,
} from './canvas'
import { car } from './figures'
import { hash, noise } from './noise'

interface RoadLook {
  /** Metres per second, as it looks. */
  readonly speed: number
  readonly shake: number
  readonly sky: readonly [string, string]
  readonly oncoming: boolean
}

/** Night road from behind the wheel. */
function road(canvas: Canvas, time: number, look: RoadLook): void {
  const [jolt, sway] = [noise(time * 13, 80) * look.shake, noise(time * 9, 81) * look.shake]
  const centre = 320 + 46 * Math.sin(time * 0.9) + sway
  const horizon = 150 + jolt
  const at = (side: number, depth: number): Point => [
    centre + (side * 330) / depth - (320 - centre) * (1 / depth) * 0.8,
    horizon + 230 / depth,
  ]
  gradient(
    canvas,
    [
      [0, colour(look.sky[0])],
      [1, colour(look.sky[1])],
    ],
    0,
    horizon + 2,
  )
  glow(canvas, [centre, horizon], 300, colour('#ff7a3c'), 0.28, 2.2)
  ground(canvas, (x) => horizon - 10 - 16 * Math.abs(noise(x / 46 + 3, 84)), colour('#0c0d18'))
  for (let index = 0; index < 60; index += 1) {
    const [x, y] = [hash(index, 85) * 640, horizon - 3 - hash(index, 86) * 13]
    disc(canvas, [x, y], 1, colour(index % 3 ? '#ffcf7a' : '#9fd0ff'), 0.75)
  }
  ground(canvas, () => horizon + 1, colour('#11131c'), colour('#0b0c12'))
  polygon(canvas, [at(-1.05, 0.9), at(-1.05, 60), at(1.05, 60), at(1.05, 0.9)], colour('#23252f'))
  glow(canvas, [centre, 352], 340, colour('#ffe3b0'), 0.4, 1.7)
  const travelled = time * look.speed
  for (let index = 26; index >= 0; index -= 1) {
    const depth = (index + 1 - ((travelled / 2) % 1)) * 1.05
    const [near, far] = [Math.max(0.75, depth), Math.max(0.75, depth) + 0.5]
    const light = clamp(2.4 / (near + 0.6))
    polygon(
      canvas,
      [at(-0.03, near), at(-0.03, far), at(0.03, far), at(0.03, near)],
      mixColours(colour('#23252f'), colour('#fff4c8'), light),
    )
    for (const side of [-1, 1]) {
      const foot = at(side * 1.35, near)
      const tall = 92 / near
      stroke(
        canvas,
        foot,
        [foot[0], foot[1] - tall],
        mixColours(colour('#0c0d14'), colour('#c9ccd6'), light * 0.8),
        9 / near,
      )
      disc(
        canvas,
        [foot[0], foot[1] - tall],
        6 / near,
        colour(side < 0 ? '#ff5a3c' : '#ffd75a'),
        clamp(light * 1.4),
      )
    }
  }
  for (const side of [-0.98, 0.98])
    stroke(canvas, at(side, 40), at(side, 0.75), colour('#9a9ca6'), 0.6, 12, 0.75)
  if (look.oncoming) oncomingCar(canvas, time, at)
  expose(canvas, 1, 0.4)
}

function oncomingCar(canvas: Canvas, time: number, at: (side: number, depth: number) => Point): void {
  const depth = 9.5 - ((time * 7.5) % 9)
  if (depth < 0.2) return
  const [left, right] = [at(-0.62, depth), at(-0.34, depth)]
  polygon(
    canvas,
    [
      [left[0], left[1]],
      [left[0], left[1] - 100 / depth],
      [right[0], right[1] - 100 / depth],
      [right[0], right[1]],
    ],
    colour('#08090e'),
  )
  for (const lamp of [left, right]) {
    const point: Point = [lamp[0], lamp[1] - 46 / depth]
    glow(canvas, point, Math.min(190, 300 / depth + 30), colour('#fff6dc'), 0.8)
    disc(canvas, point, 22 / depth, colour('#ffffff'))
  }
}

/** Buildings with lit windows; `slide` moves them to the left. */
function skyline(
  canvas: Canvas,
  slide: number,
  base: number,
  width: number,
  shade: Colour,
  windows: string,
  seed: number,
): void {
  const first = Math.floor(slide / width)
  for (let index = first; index <= first + Math.ceil(canvas.width / width) + 1; index += 1) {
    const left = index * width - slide
    const high = 50 + hash(index, seed) * 105
    polygon(
      canvas,
      [
        [left, base],
        [left, base - high],
        [left + width * 0.94, base - high],
        [left + width * 0.94, base],
      ],
      shade,
    )
    for (let row = 0; row < high / 13 - 1; row += 1) {
      for (let column = 0; column < 4; column += 1) {
        if (hash(index * 97 + row * 5 + column, seed + 1) < 0.5) continue
        const [x, y] = [left + width * (0.14 + column * 0.2), base - high + 8 + row * 13]
        polygon(
          canvas,
          [
            [x, y],
            [x + width * 0.1, y],
            [x + width * 0.1, y + 6],
            [x, y + 6],
          ],
          colour(windows),
          0.45 + 0.5 * hash(index + row * 3 + column, seed + 2),
        )
      }
    }
  }
}

interface PassLook {
  readonly carX: number
  readonly length: number
  readonly body: string
  readonly police: boolean
  readonly sky: readonly [string, string]
}

/** A car from the side at full speed, the town behind it. */
function carFromSide(canvas: Canvas, time: number, look: PassLook): void {
  const jolt = noise(time * 14, 90) * 2.5
  gradient(
    canvas,
    [
      [0, colour(look.sky[0])],
      [1, colour(look.sky[1])],
    ],
    0,
    250,
  )
  skyline(canvas, time * 70 + 300, 236, 74, colour('#15182c'), '#ffc873', 91)
  skyline(canvas, time * 190 + 900, 250, 112, colour('#0b0d1a'), '#8fd0ff', 95)
  ground(canvas, () => 248, colour('#191b26'), colour('#2a2c38'), 110)
  for (let index = 0; index < 5; index += 1) {
    const x = ((((index * 190 - time * 900) % 950) + 950) % 950) - 190
    polygon(
      canvas,
      [
        [x, 334],
        [x + 120, 334],
        [x + 112, 341],
        [x - 8, 341],
      ],
      colour('#d9c36a'),
      0.8,
    )
  }
  const turn = time * 34
  const beat = Math.floor(time * 9) % 2
  const appearance = { body: colour(look.body), glass: colour('#0a1020'), wheelTurn: turn }
  const at: Point = [look.carX + Math.sin(time * 2.4) * 16, 312 + jolt]
  car(
    canvas,
    at,
    look.length,
    look.police ? { ...appearance, beacons: [beat ? 1 : 0.1, beat ? 0.1 : 1] } : appearance,
  )
  for (let streak = 0; streak < 14; streak += 1) {
    const x = ((((hash(streak, 99) * 1400 - time * 1500) % 1400) + 1400) % 1400) - 300
    const y = 262 + hash(streak, 98) * 90
    stroke(canvas, [x, y], [x + 90, y], colour('#aab4d0'), 0.5, 1.6, 0.22)
  }
  for (let post = 0; post < 3; post += 1) {
    const x = ((((post * 430 - time * 1700) % 1290) + 1290) % 1290) - 200
    stroke(canvas, [x, 380], [x + 22, -20], colour('#05060c'), 26, 20, 0.85)
  }
  expose(canvas, 1, 0.35)
}

export const roadAhead = (canvas: Canvas, time: number): void =>
  road(canvas, time, { speed: 17, shake: 2, sky: ['#0a0d22', '#4a2b4a'], oncoming: false })

export const roadFaster = (canvas: Canvas, time: number): void =>
  road(canvas, time + 3, { speed: 30, shake: 6, sky: ['#120a1c', '#6e2f3a'], oncoming: true })

export const fleeingCar = (canvas: Canvas, time: number): void =>
  carFromSide(canvas, time, {
    carX: 190,
    length: 270,
    body: '#b3261e',
    police: false,
    sky: ['#101632', '#8a4a5c'],
  })

export const policeCar = (canvas: Canvas, time: number): void =>
  carFromSide(canvas, time + 7, {
    carX: 90,
    length: 400,
    body: '#e3e8f0',
    police: true,
    sky: ['#0a1030', '#2f3f7a'],
  })

/** Lamps of a tunnel that rush past. */
export function tunnel(canvas: Canvas, time: number): void {
  const [x, y] = [320 + noise(time * 8, 100) * 7, 176 + noise(time * 9, 101) * 6]
  gradient(canvas, [
    [0, colour('#2a1505')],
    [0.5, colour('#120904')],
    [1, colour('#1c1410')],
  ])
  polygon(
    canvas,
    [
      [x - 3, y + 4],
      [x + 3, y + 4],
      [x + 420, 364],
      [x - 420, 364],
    ],
    colour('#33241a'),
  )
  glow(canvas, [x, y + 150], 330, colour('#c97a34'), 0.28, 1.8)
  glow(canvas, [x, y], 150, colour('#fff0d0'), 0.75)
  const ring = (depth: number, angle: number): Point => [
    x + (Math.cos(angle) * 380) / depth,
    y + (Math.sin(angle) * 270) / depth,
  ]
  for (let index = 15; index >= 0; index -= 1) {
    const depth = index + 1 - ((time * 11) % 1)
    if (depth < 0.55) continue
    const light = clamp(1.6 / depth)
    for (let part = 0; part < 20; part += 1) {
      const [from, to] = [Math.PI + (part * Math.PI) / 20, Math.PI + ((part + 1) * Math.PI) / 20]
      stroke(
        canvas,
        ring(depth, from),
        ring(depth, to),
        mixColours(colour('#120904'), colour('#6b3a16'), light),
        16 / depth,
      )
    }
    for (const angle of [Math.PI * 1.22, Math.PI * 1.78]) {
      stroke(
        canvas,
        ring(depth, angle),
        ring(depth + 0.55, angle),
        colour('#ffb347'),
        22 / depth,
        16 / (depth + 0.5),
      )
      glow(canvas, ring(depth, angle), 150 / depth, colour('#ff8a2a'), 0.5)
    }
    const stripe = [
      ring(depth, Math.PI * 0.497),
      ring(depth + 0.5, Math.PI * 0.498),
      ring(depth + 0.5, Math.PI * 0.502),
      ring(depth, Math.PI * 0.503),
    ]
    polygon(canvas, stripe, colour('#fff4c8'), light)
  }
  expose(canvas, 1, 0.5)
}
