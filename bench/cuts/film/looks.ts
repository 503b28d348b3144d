/** The last step of a picture: grain, flicker, vignette, dirt and greyness of the film, and bytes out. */
import { noise } from '../../../scripts/sample/noise'
import { capsule, disc, writing } from './paint'
import type { Picture } from './picture'
import { Random } from './random'
import type { Look } from './recipe'

const grains = 1 << 18

/** Noise of about standard deviation 1, times 32: the sum of four even draws. */
function grainTable(random: Random): Int8Array {
  return Int8Array.from({ length: grains }, () => {
    const sum = random.next() + random.next() + random.next() + random.next() - 2
    return Math.round(32 * sum * 1.732)
  })
}

function vignetteTable(width: number, height: number, depth: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) / width - 0.5, Math.floor(at / width) / height - 0.5]
    return Math.round(255 * (1 - depth * Math.min(1, 2 * (x * x + y * y))))
  })
}

function drawDirt(target: Picture, random: Random, dirt: number): void {
  const colour = () => (random.chance(0.7) ? ([235, 235, 230] as const) : ([10, 10, 10] as const))
  for (let speck = Math.floor(dirt * random.next() * 2); speck > 0; speck -= 1)
    disc(
      target,
      [random.between(0, target.width), random.between(0, target.height)],
      random.between(0.4, 2.2),
      { colour: colour() },
    )
  if (random.chance(dirt / 12)) {
    const x = random.between(0, target.width)
    capsule(target, [x, -2], [x + random.between(-4, 4), target.height + 2], 0.4, {
      colour: colour(),
      alpha: 0.6,
    })
  }
}

const drawLogo = ({ width, height, pixels }: Picture, seed: number): number =>
  writing(
    { width, height, pixels },
    [width * 0.86, height * 0.07],
    4,
    height * 0.06,
    { colour: [255, 255, 255], alpha: 0.6 },
    new Random(seed),
  )

/** Bytes of -512..1023, held within 0..255. */
const limited = Uint8Array.from({ length: 1536 }, (_, at) => Math.min(255, Math.max(0, at - 512)))

/** Makes the developer of one film: pictures in, `width`·`height`·3 bytes of red, green, blue out. */
export function makeDeveloper(
  look: Look,
  width: number,
  height: number,
): (source: Picture, index: number) => Uint8Array {
  const table = grainTable(new Random(look.seed))
  const vignette = vignetteTable(width, height, look.vignette)
  const rising = (level: number): number => 0.35 + (2.6 * level * (255 - level)) / 65025
  const strength = Int32Array.from({ length: 256 }, (_, level) => Math.round(8 * look.grain * rising(level)))
  const halving = look.grainSize === 2 ? 1 : 0
  const { grey } = look
  return (source, index) => {
    const random = new Random(look.seed + index * 7919)
    if (look.dirt > 0) drawDirt(source, random, look.dirt)
    if (look.logo) drawLogo(source, look.seed)
    const wave = 0.6 * noise(index * 0.37, look.seed) + 0.8 * (random.next() - 0.5)
    const gain = Math.round((65536 * (1 + look.flicker * wave)) / 255)
    const bytes = new Uint8Array(width * height * 3)
    const offset = random.integer(0, grains - 1)
    const { pixels } = source
    for (let y = 0, at = 0, out = 0; y < height; y += 1) {
      const line = offset + (y >> halving) * width
      for (let x = 0; x < width; x += 1, at += 1, out += 3) {
        const pixel = pixels[at]!
        const red = (pixel >> 16) & 255
        const green = (pixel >> 8) & 255
        const blue = pixel & 255
        const level = (77 * red + 150 * green + 29 * blue) >> 8
        const light = Math.imul(gain, vignette[at]!)
        const speck = 512 + ((strength[level]! * table[(line + (x >> halving)) & (grains - 1)]!) >> 8)
        bytes[out] = limited[speck + (((grey ? level : red) * light + 32768) >> 16)]!
        bytes[out + 1] = limited[speck + (((grey ? level : green) * light + 32768) >> 16)]!
        bytes[out + 2] = limited[speck + (((grey ? level : blue) * light + 32768) >> 16)]!
      }
    }
    return bytes
  }
}
