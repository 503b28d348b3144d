import {
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
import { bareTree, person } from './figures'
import { hash, noise } from './noise'

const vanishing: Point = [320, 166]

/** A point on the corridor's walls: `side` and `height` from the axis, seen from `depth` away. */
const inDepth = (side: number, height: number, depth: number): Point => [
  vanishing[0] + (side * 300) / depth,
  vanishing[1] + (height * 300) / depth,
]

/** How bright a failing lamp burns, 0..1: mostly dim, with short stutters. */
export function flicker(time: number, seed: number): number {
  const stutter = hash(Math.floor(time * 12), seed)
  const calm = 0.72 + 0.12 * noise(time * 3, seed)
  return stutter < 0.16 ? calm * (0.45 + stutter) : calm
}

function corridorWalls(canvas: Canvas, brightness: number): void {
  const far = 14
  const [wall, floor, roof] = [colour('#35524a'), colour('#3a3830'), colour('#222b28')]
  const corner = (side: number, height: number): readonly [Point, Point] => [
    inDepth(side, height, 0.6),
    inDepth(side, height, far),
  ]
  const faces: readonly (readonly [readonly [number, number], readonly [number, number], Colour])[] = [
    [[-1, -0.75], [1, -0.75], roof],
    [[-1, 0.8], [1, 0.8], floor],
    [[-1, -0.75], [-1, 0.8], wall],
    [[1, -0.75], [1, 0.8], wall],
  ]
  for (const [a, b, shade] of faces) {
    const [nearA, farA] = corner(...a)
    const [nearB, farB] = corner(...b)
    polygon(canvas, [nearA, farA, farB, nearB], mixColours([0, 0, 0], shade, 0.35 + 0.65 * brightness))
  }
}

function corridorDetails(canvas: Canvas, walked: number, brightness: number): void {
  for (let index = 12; index >= 0; index -= 1) {
    const depth = index + 1 - (walked % 1)
    if (depth < 0.65) continue
    const shade = mixColours([0, 0, 0], colour('#39463c'), (0.3 + 0.7 * brightness) / (1 + depth * 0.25))
    stroke(canvas, inDepth(-1, 0.8, depth), inDepth(1, 0.8, depth), shade, 3 / depth)
    stroke(canvas, inDepth(-1, -0.75, depth), inDepth(-1, 0.8, depth), shade, 2 / depth)
    stroke(canvas, inDepth(1, -0.75, depth), inDepth(1, 0.8, depth), shade, 2 / depth)
    if (depth < 0.9) continue
    for (const side of [-1, 1]) {
      const door = [
        inDepth(side, -0.35, depth),
        inDepth(side, -0.35, depth + 0.42),
        inDepth(side, 0.8, depth + 0.42),
        inDepth(side, 0.8, depth),
      ]
      polygon(
        canvas,
        door,
        mixColours([0, 0, 0], colour('#4a2d20'), (0.3 + 0.7 * brightness) / (1 + depth * 0.2)),
      )
    }
  }
}

/** A dark corridor with failing lamps; the camera creeps towards a door with light behind it. */
export function corridor(canvas: Canvas, time: number): void {
  const light = flicker(time, 3)
  canvas.data.fill(0.015)
  corridorWalls(canvas, light)
  corridorDetails(canvas, time * 0.55, light)
  const size = 1 + time * 0.05
  const [x, y] = vanishing
  polygon(
    canvas,
    [
      [x - 11 * size, y + 18 * size],
      [x - 11 * size, y - 15 * size],
      [x + 11 * size, y - 15 * size],
      [x + 11 * size, y + 18 * size],
    ],
    colour('#0a0706'),
  )
  stroke(canvas, [x + 9 * size, y + 18 * size], [x + 9 * size, y - 15 * size], colour('#ffcf8a'), 2.5)
  glow(canvas, [x + 9 * size, y + 4], 90, colour('#c9772e'), 0.5)
  for (let index = 7; index >= 0; index -= 1) {
    const depth = index * 1.7 + 1.7 - ((time * 0.55) % 1.7)
    const power = flicker(time, 3 + (index % 3)) * (index % 3 === 1 ? 0.35 : 1)
    const lamp = inDepth(0, -0.74, depth)
    stroke(
      canvas,
      [lamp[0] - 70 / depth, lamp[1]],
      [lamp[0] + 70 / depth, lamp[1]],
      mixColours(colour('#20302a'), colour('#d8ffe4'), power),
      9 / depth,
    )
    glow(canvas, lamp, 520 / depth, colour('#8fd8b0'), 0.34 * power, 1.2)
  }
  expose(canvas, 0.85, 0.6)
}

/** Someone stands in an open door with the light behind; a long shadow reaches for the camera. */
export function figureInDoor(canvas: Canvas, time: number): void {
  const scale = 1 + time * 0.055
  const power = 0.82 + 0.06 * noise(time * 5, 9)
  gradient(canvas, [
    [0, colour('#0b0a12')],
    [0.7, colour('#15121d')],
    [1, colour('#1a1522')],
  ])
  const [x, foot] = [336, 236 + time * 2]
  const [wide, high] = [46 * scale, 142 * scale]
  const spill: readonly Point[] = [
    [x - wide, foot],
    [x + wide, foot],
    [x + wide * 4.4, 372],
    [x - wide * 4.4, 372],
  ]
  polygon(canvas, spill, mixColours([0, 0, 0], colour('#8a4d24'), power), 0.75)
  glow(canvas, [x, foot - high / 2], 300 * scale, colour('#b0602a'), 0.4 * power)
  polygon(
    canvas,
    [
      [x - wide, foot],
      [x - wide, foot - high],
      [x + wide, foot - high],
      [x + wide, foot],
    ],
    mixColours([0, 0, 0], colour('#ffdca0'), power),
  )
  glow(canvas, [x, foot - high * 0.55], 110 * scale, colour('#ffe0a8'), 0.35 * power)
  const sway = Math.sin(time * 0.8) * 2
  polygon(
    canvas,
    [
      [x - 9 * scale, foot],
      [x + 9 * scale, foot],
      [x + 62 * scale + sway * 3, 372],
      [x - 62 * scale + sway * 3, 372],
    ],
    colour('#050409'),
    0.9,
  )
  person(canvas, [x + sway * 0.4, foot + 3], 122 * scale, colour('#06050a'))
  for (const side of [-1, 1]) {
    const frame = x + side * (wide + 5 * scale)
    stroke(canvas, [frame, foot + 4], [frame, foot - high - 6], colour('#2a1a14'), 9 * scale)
  }
  stroke(
    canvas,
    [x - wide - 9 * scale, foot - high - 4],
    [x + wide + 9 * scale, foot - high - 4],
    colour('#2a1a14'),
    9 * scale,
  )
  for (let mote = 0; mote < 40; mote += 1) {
    const drift = (hash(mote, 70) + time * 0.03 * (1 + hash(mote, 71))) % 1
    const point: Point = [x + (hash(mote, 72) - 0.5) * wide * 5, foot - high + drift * high * 1.3]
    disc(canvas, point, 0.9 + hash(mote, 73), colour('#ffd9a0'), 0.28)
  }
  expose(canvas, 1, 0.6)
}

/** Bare trees before a cold moon, fog between them. */
export function moonlitWood(canvas: Canvas, time: number): void {
  gradient(canvas, [
    [0, colour('#050b1a')],
    [0.6, colour('#13284a')],
    [1, colour('#2b4a68')],
  ])
  const moon: Point = [206 + time * 2, 96]
  glow(canvas, moon, 240, colour('#7fa6d8'), 0.5)
  disc(canvas, moon, 38, colour('#e6eefc'), 1, 2)
  for (const [dx, dy, radius] of [
    [-12, -8, 9],
    [10, 6, 12],
    [4, -16, 5],
  ] as const)
    disc(canvas, [moon[0] + dx, moon[1] + dy], radius, colour('#c3d2ea'), 0.6, 4)
  for (let layer = 0; layer < 3; layer += 1) {
    const shade = colour(['#1d3653', '#0f2138', '#050b16'][layer]!)
    const slide = time * (5 + layer * 12)
    for (let tree = 0; tree < 5 - layer; tree += 1) {
      const x = ((tree * (170 + layer * 60) + layer * 90 - slide + 900) % 900) - 120
      bareTree(
        canvas,
        [x, 300 + layer * 40],
        62 + layer * 28,
        7 + layer * 7,
        shade,
        tree + layer * 10 + 5,
        Math.sin(time * 1.4 + tree),
      )
    }
    ground(canvas, (x) => 282 + layer * 28 + 8 * noise((x + slide) / 70, layer + 30), shade)
    for (let puff = 0; puff < 10; puff += 1) {
      const x = ((puff * 96 + time * (14 + layer * 8) + layer * 50) % 900) - 120
      glow(canvas, [x, 270 + layer * 26 + 10 * noise(puff, layer)], 130, colour('#7d9bbd'), 0.085, 2.6)
    }
  }
  expose(canvas, 1, 0.45)
}
