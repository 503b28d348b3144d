import {
  colour,
  disc,
  expose,
  glow,
  gradient,
  ground,
  polygon,
  stroke,
  type Canvas,
  type Point,
} from './canvas'
import { flock, leafyTree, person } from './figures'
import { hash, noise } from './noise'
import { clouds, glitter } from './shotsCalm'

function sunRays(canvas: Canvas, time: number, sun: Point): void {
  for (let ray = 0; ray < 14; ray += 1) {
    const angle = (ray / 14) * Math.PI * 2 + time * 0.05
    const [near, far] = [angle - 0.05, angle + 0.05]
    polygon(
      canvas,
      [
        sun,
        [sun[0] + Math.cos(near) * 420, sun[1] + Math.sin(near) * 420],
        [sun[0] + Math.cos(far) * 420, sun[1] + Math.sin(far) * 420],
      ],
      colour('#fff2c4'),
      0.1,
    )
  }
}

function sailingBoat(canvas: Canvas, sailX: number): void {
  polygon(
    canvas,
    [
      [sailX, 205],
      [sailX, 160],
      [sailX + 25, 201],
    ],
    colour('#fffaf0'),
  )
  polygon(
    canvas,
    [
      [sailX - 3, 204],
      [sailX - 3, 168],
      [sailX - 20, 202],
    ],
    colour('#ffe3c0'),
  )
  stroke(canvas, [sailX - 23, 209], [sailX + 25, 209], colour('#5a3b2c'), 5, 4)
}

/** The sun comes up out of the sea. */
export function seaSunrise(canvas: Canvas, time: number): void {
  const horizon = 206
  const sun: Point = [320, 196 - time * 9]
  gradient(
    canvas,
    [
      [0, colour('#4f8fd0')],
      [0.5, colour('#ffc79a')],
      [0.85, colour('#ffdf9e')],
      [1, colour('#fff3c9')],
    ],
    0,
    horizon,
  )
  glow(canvas, sun, 380, colour('#ffcf7d'), 0.5)
  sunRays(canvas, time, sun)
  disc(canvas, sun, 44, colour('#fff8dc'), 1, 3)
  glow(canvas, sun, 120, colour('#fff4cc'), 0.55)
  clouds(canvas, time * 1.4, 120, '#fff0df', 120, 0.24)
  gradient(
    canvas,
    [
      [0, colour('#f2c48f')],
      [0.2, colour('#6fa9b8')],
      [1, colour('#1d5f86')],
    ],
    horizon,
    canvas.height,
  )
  for (let wave = 0; wave < 24; wave += 1) {
    const depth = ((wave + time * 0.7) % 24) / 24
    const y = horizon + depth ** 1.8 * 150
    const length = 40 + depth * 210
    const x = hash(wave, 130) * 640 + Math.sin(time * 0.8 + wave) * 18
    stroke(
      canvas,
      [x - length, y],
      [x + length, y + depth * 3],
      colour('#bfe3e6'),
      0.4,
      1 + depth * 3,
      0.28 * depth + 0.06,
    )
  }
  glitter(canvas, time * 1.3, horizon, sun[0], '#fff3cf', 0.95)
  sailingBoat(canvas, 470 - time * 9)
  flock(canvas, [210 + time * 24, 92 - time * 4], 8, time, 10, colour('#ffffff'))
  expose(canvas, 1, 0.2)
}

/** Two people and a tree on a hill, the sun behind them. */
export function twoOnTheHill(canvas: Canvas, time: number): void {
  gradient(canvas, [
    [0, colour('#5fa0d8')],
    [0.5, colour('#ffd9a8')],
    [1, colour('#ffb27a')],
  ])
  const sun: Point = [392, 168 - time * 3]
  glow(canvas, sun, 420, colour('#ffe6a0'), 0.4)
  disc(canvas, sun, 34, colour('#fffbe6'), 1, 4)
  clouds(canvas, time, 130, '#fff4e4', 150, 0.22)
  ground(
    canvas,
    (x) => 246 - 20 * Math.sin((x + time * 5) / 120) - 8 * noise(x / 60, 160),
    colour('#d99a6a'),
    colour('#e8b98a'),
    60,
  )
  ground(
    canvas,
    (x) => 268 - 16 * Math.sin((x + time * 8) / 95 + 2) - 6 * noise(x / 50, 161),
    colour('#a56b48'),
    colour('#c08a58'),
    70,
  )
  const hill = (x: number): number => 346 - 74 * Math.exp(-(((x - 300) / 220) ** 2)) + 2 * noise(x / 14, 162)
  leafyTree(
    canvas,
    [190 - time * 2, hill(190) + 10],
    190,
    colour('#3a3418'),
    colour('#c9a43a'),
    Math.sin(time) * 2,
    1,
  )
  ground(canvas, hill, colour('#4a4a20'), colour('#23290f'), 90)
  for (let blade = 0; blade < 150; blade += 1) {
    const x = hash(blade, 170) * 660 - 10
    const tip: Point = [x + 3 + Math.sin(time * 1.5 + blade) * 3, hill(x) - 7 - hash(blade, 171) * 9]
    stroke(canvas, [x, hill(x) + 3], tip, colour('#4f5424'), 1.6, 0.5)
  }
  const dark = colour('#1c1710')
  person(canvas, [318, hill(318) + 3], 84, dark)
  person(canvas, [346, hill(346) + 3], 76, dark)
  stroke(canvas, [329, hill(330) - 36], [336, hill(336) - 34], dark, 5)
  glow(canvas, sun, 150, colour('#ffefc0'), 0.2)
  flock(canvas, [470 + time * 16, 70 - time * 3], 11, time, 8, colour('#5a4a3c'))
  expose(canvas, 1.02, 0.25)
}
