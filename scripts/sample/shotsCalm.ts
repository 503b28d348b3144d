import {
  clamp,
  colour,
  disc,
  expose,
  glow,
  gradient,
  ground,
  mixColours,
  stroke,
  type Canvas,
  type Point,
} from './canvas'
import { flock, leafyTree, person } from './figures'
import { hash, noise, ridgeNoise } from './noise'

/** Soft clouds: rows of faint discs that drift to the right. */
export function clouds(
  canvas: Canvas,
  time: number,
  bottom: number,
  light: string,
  seed: number,
  alpha: number,
): void {
  for (let cloud = 0; cloud < 6; cloud += 1) {
    const span = canvas.width * 1.6
    const x = ((hash(cloud, seed) * span + time * (5 + cloud * 1.5)) % span) - canvas.width * 0.3
    const y = bottom * (0.18 + 0.7 * hash(cloud, seed + 1))
    const size = 26 + 34 * hash(cloud, seed + 2)
    for (let puff = 0; puff < 9; puff += 1) {
      const puffX = x + (puff - 4) * size * 0.42
      const puffY = y - Math.sin((puff / 8) * Math.PI) * size * 0.32 + hash(puff + cloud * 9, seed + 3) * 8
      disc(
        canvas,
        [puffX, puffY],
        size * (0.3 + 0.3 * Math.sin((puff / 8) * Math.PI)),
        colour(light),
        alpha,
        size * 0.5,
      )
    }
  }
}

/** Light on water below `horizon`: short bright strokes, denser under the sun. */
export function glitter(
  canvas: Canvas,
  time: number,
  horizon: number,
  sunX: number,
  light: string,
  strength: number,
): void {
  for (let row = 0; row < 46; row += 1) {
    const depth = (row / 46) ** 1.7
    const y = horizon + 2 + depth * (canvas.height - horizon)
    for (let piece = 0; piece < 7; piece += 1) {
      const twinkle = noise(time * (1.1 + hash(row, 5)) + piece * 13.7 + row * 3.1, row)
      if (twinkle < 0) continue
      const spread = 16 + depth * 190
      const x = sunX + (hash(row * 7 + piece, 6) - 0.5) * 2 * spread + noise(time * 0.5 + row, piece) * 6
      const length = (4 + depth * 26) * (0.5 + twinkle)
      const fade = strength * twinkle * (1 - Math.abs(x - sunX) / (spread * 1.5))
      stroke(
        canvas,
        [x - length, y],
        [x + length, y],
        colour(light),
        1 + depth * 2,
        1 + depth * 2,
        clamp(fade),
      )
    }
  }
}

/** A lake at dawn: mountains in layers of haze, a low sun and its path on the water, a boat. */
export function lakeAtDawn(canvas: Canvas, time: number): void {
  const horizon = 214
  const sun: Point = [418 - time * 2, 176 - time * 5]
  gradient(
    canvas,
    [
      [0, colour('#27406f')],
      [0.45, colour('#8d87a8')],
      [0.78, colour('#f0b59a')],
      [1, colour('#ffe0b0')],
    ],
    0,
    horizon,
  )
  glow(canvas, sun, 300, colour('#ffb066'), 0.55, 1.3)
  disc(canvas, sun, 19, colour('#fff1cf'), 1, 3)
  glow(canvas, sun, 70, colour('#fff0c0'), 0.5)
  const layers = ['#9e93b4', '#74789c', '#4d5b80'] as const
  layers.forEach((shade, layer) => {
    const drift = time * (1.5 + layer * 2.5)
    const height = 62 - layer * 15
    ground(
      canvas,
      (x) =>
        horizon -
        14 -
        layer * 2 -
        height * (0.5 + 0.42 * ridgeNoise((x + drift) / (150 - layer * 22) + layer * 40, 20 + layer)),
      colour(shade),
      mixColours(colour(shade), colour('#e9b9a0'), 0.55),
      70,
    )
  })
  gradient(
    canvas,
    [
      [0, colour('#e5b49c')],
      [0.25, colour('#93859f')],
      [1, colour('#22365c')],
    ],
    horizon,
    canvas.height,
  )
  glitter(canvas, time, horizon, sun[0], '#ffe9bd', 0.85)
  const boatX = 190 + time * 7
  const boatY = 252 + Math.sin(time * 1.6) * 1.5
  stroke(canvas, [boatX - 27, boatY], [boatX + 27, boatY], colour('#16203a'), 7, 5)
  person(canvas, [boatX - 4, boatY + 2], 34, colour('#16203a'))
  stroke(canvas, [boatX + 6, boatY - 18], [boatX + 30, boatY + 11], colour('#16203a'), 1.6)
  flock(canvas, [120 + time * 21, 84 - time * 3], 9, time, 8, colour('#2b3557'))
  for (let reed = 0; reed < 46; reed += 1) {
    const x = (reed * 14.1 + hash(reed, 8) * 12) % 660
    if (x > 230 && x < 470) continue
    const tall = 40 + hash(reed, 9) * 62
    const tip: Point = [x + Math.sin(time * 1.1 + reed * 0.7) * 5 + 7, canvas.height - tall]
    stroke(canvas, [x, canvas.height + 2], tip, colour('#0f1a30'), 3, 0.7)
  }
  expose(canvas, 1, 0.3)
}

/** A green morning: clouds, hills, a tree, and someone who walks along the ridge. */
export function meadow(canvas: Canvas, time: number): void {
  gradient(
    canvas,
    [
      [0, colour('#4d93d6')],
      [0.6, colour('#a9d3ee')],
      [1, colour('#f4f0d8')],
    ],
    0,
    260,
  )
  glow(canvas, [560, 40], 320, colour('#fff3c4'), 0.45)
  clouds(canvas, time, 150, '#fdfbf4', 40, 0.26)
  const hill = (layer: number) => (x: number) =>
    200 +
    layer * 36 -
    (26 - layer * 4) * Math.sin((x + time * (4 + layer * 5)) / (150 - layer * 18) + layer * 2.2) -
    10 * noise((x + time * 6) / 90, layer)
  ground(canvas, hill(0), colour('#8fbf8a'), colour('#a9cf98'), 60)
  ground(canvas, hill(1), colour('#5da463'), colour('#83bf66'), 80)
  const walkerX = 150 + time * 22
  person(canvas, [walkerX, hill(1)(walkerX) + 2], 42, colour('#23314a'), time * 6.5)
  const treeX = 468 - time * 7
  leafyTree(
    canvas,
    [treeX, hill(1)(treeX) + 16],
    176,
    colour('#1f5a34'),
    colour('#8fca5a'),
    Math.sin(time * 0.9) * 2.2,
    1,
  )
  ground(canvas, hill(2), colour('#3f8a3d'), colour('#2c6a30'), 100)
  for (let flower = 0; flower < 90; flower += 1) {
    const x = ((hash(flower, 60) * 760 - time * 15 + 760) % 760) - 60
    const y = hill(2)(x) + 14 + hash(flower, 61) * 70
    const petals = ['#ffffff', '#ffe066', '#ff9ec0'][flower % 3]!
    disc(canvas, [x + Math.sin(time * 1.3 + flower), y], 1.3 + hash(flower, 62) * 1.6, colour(petals), 0.95)
  }
  flock(canvas, [300 + time * 14, 70], 5, time, 7, colour('#39506e'))
  expose(canvas, 1.02, 0.22)
}
