/** A world: the texture that a camera looks at, and what stands before it at other depths. */
import { drawnPlaces, paintForeground, type DrawnPlace } from './drawnWorlds'
import { makePalette, type Palette } from './palette'
import { cellular, colourField, fractal, plasma, shade } from './fields'
import { blur, createPicture, pack, type Picture } from './picture'
import { clamp, Random } from './random'

/** Size of every world's texture in texels, about the shape of a 4:3 photograph. */
export const worldWidth = 480
export const worldHeight = 384

export type NoisePlace = 'clouds' | 'cells' | 'plasma' | 'streaks' | 'marble' | 'static'
export type WorldRecipe = {
  readonly seed: number
  /** 0..1, the hue that its colours gather around. */
  readonly hue: number
  /** Foreground layers, 0..2. */
  readonly layers: number
} & (
  | { readonly kind: 'drawn'; readonly place: DrawnPlace }
  | { readonly kind: 'flat'; readonly place: DrawnPlace }
  | { readonly kind: 'noise'; readonly place: NoisePlace }
  | { readonly kind: 'photograph'; readonly photograph: number; readonly cutOut: number }
)

/** Photographs by index, as opaque pictures of a world's size. */
export interface Photographs {
  readonly count: number
  at(index: number): Picture
}

export interface World {
  readonly background: Picture
  /** `depth` above 1 moves faster than the background. */
  readonly layers: readonly { readonly texture: Picture; readonly depth: number }[]
}

const create = (): Picture => createPicture(worldWidth, worldHeight)

function noiseTexture(place: NoisePlace, random: Random, palette: Palette): Picture {
  const texture = create()
  const [width, height] = [worldWidth, worldHeight]
  const cell = random.logarithmic(12, 160)
  const roughness = random.between(0.35, 0.75)
  let field = fractal(width, height, random, { cell, octaves: 7, roughness })
  if (place === 'cells') field = cellular(width, height, random, random.logarithmic(10, 80))
  if (place === 'plasma') field = plasma(width, height, random)
  if (place === 'streaks')
    field = fractal(width, height, random, { cell: 6, octaves: 3, roughness, stretch: random.pick([12, 30]) })
  if (place === 'static')
    field = fractal(width, height, random, { cell: random.pick([1, 2, 4]), octaves: 1, roughness: 1 })
  if (place === 'marble') {
    const bands = random.between(0.02, 0.12)
    field = field.map((value, at) => 0.5 + 0.5 * Math.sin((at % width) * bands + value * 14))
  }
  const [low, high] = [random.between(0.02, 0.4), random.between(0.5, 0.98)]
  colourField(texture, field, [palette(low), palette(random.between(low, high)), palette(high)])
  return texture
}

/** The bright or dark half of a photograph with soft edges, lower part only: something that stands in front. */
function cutOut(photograph: Picture, random: Random): Picture {
  const layer = create()
  const mask = fractal(worldWidth, worldHeight, random, { cell: 140, octaves: 4, roughness: 0.4 })
  const line = random.between(0.55, 0.8)
  for (let at = 0; at < layer.pixels.length; at += 1) {
    const down = Math.floor(at / worldWidth) / worldHeight
    const share = clamp((mask[at]! * 0.5 + down - line - 0.1) * 14)
    const pixel = photograph.pixels[at]!
    layer.pixels[at] = pack([(pixel >> 16) & 255, (pixel >> 8) & 255, pixel & 255], share)
  }
  return layer
}

function paintBackground(
  recipe: WorldRecipe,
  random: Random,
  palette: Palette,
  photographs?: Photographs,
): Picture {
  if (recipe.kind === 'noise') return noiseTexture(recipe.place, random, palette)
  if (recipe.kind === 'photograph') {
    if (!photographs) throw new Error('This film needs photographs')
    const { width, height, pixels } = photographs.at(recipe.photograph)
    return { width, height, pixels: pixels.slice() }
  }
  const texture = create()
  drawnPlaces[recipe.place](texture, random, palette)
  if (recipe.kind === 'flat') return texture
  const shape = { cell: random.logarithmic(20, 200), octaves: 7, roughness: random.between(0.5, 0.85) }
  shade(texture, fractal(worldWidth, worldHeight, random, shape), random.between(0.1, 0.5))
  if (random.chance(0.3)) blur(texture, 1, 1)
  return texture
}

/** Paints a world; the same recipe gives the same world. Throws when it needs photographs and has none. */
export function buildWorld(recipe: WorldRecipe, photographs?: Photographs): World {
  const random = new Random(recipe.seed)
  const palette = makePalette(random, recipe.hue)
  const background = paintBackground(recipe, random, palette, photographs)
  const layers = Array.from({ length: recipe.layers }, (_, index) => {
    const depth = 1.3 + index * 0.5 + random.between(0, 0.4)
    if (recipe.kind === 'photograph' && index === 0)
      return { texture: cutOut(photographs!.at(recipe.cutOut), random), depth }
    const texture = create()
    if (recipe.kind === 'noise') drift(texture, random, palette)
    else paintForeground(texture, random, palette)
    return { texture, depth }
  })
  return { background, layers }
}

/** A half transparent cloud that moves over another texture. */
function drift(texture: Picture, random: Random, palette: Palette): void {
  const field = fractal(worldWidth, worldHeight, random, {
    cell: random.logarithmic(40, 200),
    octaves: 5,
    roughness: 0.5,
  })
  const colour = palette(random.next())
  for (let at = 0; at < field.length; at += 1)
    texture.pixels[at] = pack(colour, clamp(field[at]! * 1.8 - 0.6) * 0.8)
}
