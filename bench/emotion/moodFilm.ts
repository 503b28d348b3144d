import { encodePictures } from '../encodePictures'

/** Size and rate in which the moods are painted; ffmpeg enlarges them to 1280×720. */
const [width, height, rate] = [320, 180, 24] as const

type Colour = readonly [red: number, green: number, blue: number]
/** The colour (0..1) at a place (`x` 0..16/9, `y` 0..1 from the top) and a time in seconds. */
type Painter = (x: number, y: number, time: number) => Colour

/** A scene of one mood that the project paints itself. */
export interface Mood {
  readonly name: string
  readonly what: string
  /** Length of a shot in seconds: how often the picture cuts. */
  readonly shot: number
  readonly paint: Painter
  /** ffmpeg's expression of the sound at `t`. */
  readonly sound: string
}

const mix = (a: Colour, b: Colour, share: number): Colour => {
  const by = Math.min(1, Math.max(0, share))
  return [a[0] + (b[0] - a[0]) * by, a[1] + (b[1] - a[1]) * by, a[2] + (b[2] - a[2]) * by]
}
const smooth = (low: number, high: number, value: number): number => {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return share * share * (3 - 2 * share)
}
/** Repeatable noise of whole numbers, 0..1. */
const hash = (a: number, b: number): number => {
  const value = Math.sin(a * 127.1 + b * 311.7) * 43758.5453
  return value - Math.floor(value)
}
/** Soft noise, 0..1. */
function noise(x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [smooth(0, 1, x - column), smooth(0, 1, y - row)]
  const above = hash(column, row) * (1 - u) + hash(column + 1, row) * u
  const below = hash(column, row + 1) * (1 - u) + hash(column + 1, row + 1) * u
  return above * (1 - v) + below * v
}
const clouds = (x: number, y: number): number =>
  0.5 * noise(x, y) + 0.3 * noise(2.1 * x, 2.1 * y) + 0.2 * noise(4.3 * x, 4.3 * y)

const landscape: Painter = (x, y, time) => {
  const sky = mix([0.36, 0.62, 0.93], [0.99, 0.88, 0.7], smooth(0, 0.55, y))
  const sun = smooth(0.11, 0.07, Math.hypot(x - 1.25, y - 0.3))
  const cloud = smooth(0.55, 0.75, clouds(3 * x + 0.05 * time, 7 * y)) * smooth(0.5, 0.1, y)
  const far = 0.5 + 0.06 * Math.sin(2.3 * x) + 0.03 * noise(9 * x, 1)
  const near = 0.66 + 0.05 * Math.sin(3.1 * x + 1.7) + 0.02 * noise(14 * x, 3)
  if (y > 0.8)
    return mix(
      [0.22, 0.5, 0.72],
      [0.75, 0.85, 0.95],
      0.6 * noise(9 * x + 0.3 * time, 60 * y - 0.5 * time) ** 2,
    )
  if (y > near) return mix([0.25, 0.55, 0.2], [0.5, 0.72, 0.28], clouds(12 * x, 20 * y))
  if (y > far) return mix([0.32, 0.52, 0.45], [0.5, 0.66, 0.6], clouds(7 * x, 9 * y))
  return mix(mix(sky, [1, 1, 0.98], cloud), [1, 0.97, 0.8], sun)
}

const chase: Painter = (x, y, time) => {
  const shot = Math.floor(time / 0.9)
  const speed = 4 + 3 * hash(shot, 1)
  const shake = 0.05 * (hash(Math.floor(time * 24), shot) - 0.5)
  const road = smooth(0.45, 0.47, y + shake)
  const depth = 1 / Math.max(0.05, y + shake - 0.42)
  const stripe =
    road *
    smooth(0.1, 0.05, Math.abs(x - 0.89) / depth ** -1 / 3) *
    (Math.sin(depth + speed * 8 * time) > 0 ? 1 : 0)
  const walls = mix(
    [0.25, 0.2, 0.2],
    [0.75, 0.4, 0.2],
    noise(14 * Math.abs(x - 0.89) - speed * 3 * time, 8 * y + 7 * shot),
  )
  const lights = smooth(0.1, 0.02, Math.hypot(((x + speed * time) % 0.6) - 0.3, y - 0.35 - shake))
  const ground = mix([0.16, 0.15, 0.16], [0.36, 0.33, 0.3], noise(30 * x, 3 * depth + speed * 9 * time))
  return mix(mix(mix(walls, ground, road), [0.95, 0.9, 0.7], stripe), [1, 0.3, 0.15], lights)
}

const suspense: Painter = (x, y, time) => {
  const door = smooth(0.02, 0, Math.abs(x - 0.98) - 0.12) * smooth(0.22, 0.25, y)
  const flicker = 0.75 + 0.25 * noise(0.7 * time, 5)
  const beam = smooth(0.6, 0, Math.abs(x - 0.98)) * smooth(0.2, 0.9, y)
  const wall = 0.02 + 0.07 * clouds(5 * x, 6 * y) + 0.08 * beam * flicker
  const figure =
    smooth(0.012, 0, Math.hypot((x - 0.98) * 1.7, y - 0.42) - 0.05) +
    smooth(0.01, 0, Math.abs(x - 0.98) - 0.045) * smooth(0.46, 0.5, y)
  const room: Colour = [wall * 0.75, wall * 0.95, wall * 1.25]
  return mix(mix(room, [0.3 * flicker, 0.36 * flicker, 0.42 * flicker], door), [0.01, 0.01, 0.015], figure)
}

const celebration: Painter = (x, y, time) => {
  let colour = mix([0.95, 0.55, 0.75], [1, 0.85, 0.45], y + 0.2 * Math.sin(2 * x + time))
  colour = mix(colour, [1, 0.95, 0.75], 0.7 * smooth(0.5, 0, Math.hypot(x - 0.89, y - 0.15)))
  for (let balloon = 0; balloon < 7; balloon++) {
    const at = [
      0.15 + 0.25 * balloon + 0.04 * Math.sin(time + balloon),
      0.35 + 0.25 * hash(balloon, 2) - 0.05 * Math.sin(0.9 * time + 2 * balloon),
    ] as const
    const far = Math.hypot(x - at[0], (y - at[1]) * 0.85)
    const tint: Colour = [
      [1, 0.2, 0.25],
      [0.2, 0.6, 1],
      [0.3, 0.8, 0.3],
      [1, 0.8, 0.1],
    ][balloon % 4] as unknown as Colour
    const shine = smooth(0.07, 0, Math.hypot(x - at[0] + 0.03, y - at[1] + 0.03))
    colour = mix(colour, mix(tint, [1, 1, 1], 0.6 * shine), smooth(0.095, 0.085, far))
  }
  const [column, fall] = [Math.floor(x * 40), y * 24 - time * 9]
  const piece = hash(column, Math.floor(fall) + 13 * column)
  const isPiece = piece > 0.86 && fall - Math.floor(fall) < 0.5 && x * 40 - column < 0.6
  return isPiece ? mix([1, 0.9, 0.2], [0.4, 0.3, 1], hash(column, 7)) : colour
}

/** Four moods that no editor would mistake for each other. */
export const moods: readonly Mood[] = [
  {
    name: 'landscape',
    what: 'a still landscape with a lake in sunlight, one shot, quiet chords',
    shot: 10,
    paint: landscape,
    sound: '0.06*(sin(2*PI*196*t)+sin(2*PI*247*t)+sin(2*PI*294*t))*(0.7+0.3*sin(2*PI*0.2*t))',
  },
  {
    name: 'suspense',
    what: 'a dark room with a figure in the door, slow flicker, a low drone',
    shot: 10,
    paint: suspense,
    sound: '0.08*(sin(2*PI*46*t)+0.7*sin(2*PI*49*t))+0.01*(random(0)-0.5)',
  },
  {
    name: 'chase',
    what: 'a road at high speed, a cut every 0.9 s, loud beats and noise',
    shot: 0.9,
    paint: chase,
    sound:
      '0.5*(random(0)-0.5)*exp(-9*mod(t,0.25))+0.3*sin(2*PI*80*t)*exp(-6*mod(t,0.5))+0.15*(random(1)-0.5)',
  },
  {
    name: 'celebration',
    what: 'balloons and falling confetti in warm light, cuts every 2.5 s, bright music',
    shot: 2.5,
    paint: celebration,
    sound:
      '0.2*(sin(2*PI*523*t)+sin(2*PI*659*t)+sin(2*PI*784*t))*exp(-4*mod(t,0.3))+0.12*(random(0)-0.5)*exp(-12*mod(t,0.3))',
  },
]

/** Seconds of each mood in the film. */
export const moodSeconds = 10

function paintFrame(mood: Mood, time: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3)
  // Every other shot is seen mirrored and nearer, as from another camera.
  const shot = Math.floor(time / mood.shot)
  const [mirrored, nearness] = [shot % 2 === 1, 1 - 0.25 * hash(shot, 11) * (shot > 0 ? 1 : 0)]
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const across = ((column + 0.5) / width - 0.5) * nearness * (mirrored ? -1 : 1) + 0.5
      const down = ((row + 0.5) / height - 0.5) * nearness + 0.5
      for (const value of mood.paint((across * 16) / 9, down, time))
        pixels[at++] = Math.min(255, Math.max(0, Math.round(value * 255)))
    }
  return pixels
}

function* paintMoods(parts: readonly Mood[]): Generator<Uint8Array> {
  for (const mood of parts)
    for (let frame = 0; frame < moodSeconds * rate; frame++) yield paintFrame(mood, frame / rate)
}

/** Paints the moods one after the other into an MP4 file with sound. */
export async function makeMoodFilm(path: string, ffmpeg: string, parts: readonly Mood[]): Promise<void> {
  const sounds = parts.flatMap(({ sound }) => [
    '-f',
    'lavfi',
    '-t',
    String(moodSeconds),
    '-i',
    `aevalsrc='${sound}':s=44100`,
  ])
  const joined = `${parts.map((_, index) => `[${index + 1}:a]`).join('')}concat=n=${parts.length}:v=0:a=1[sound];[0:v]noise=alls=3:allf=t,scale=1280:720:flags=bicubic[picture]`
  const picture = [
    '-map',
    '[picture]',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '20',
    '-pix_fmt',
    'yuv420p',
  ]
  const audio = ['-map', '[sound]', '-c:a', 'aac', '-b:a', '128k']
  await encodePictures(ffmpeg, { width, height, rate: String(rate), pictures: paintMoods(parts) }, [
    ...sounds,
    '-filter_complex',
    joined,
    ...picture,
    ...audio,
    path,
  ])
}
