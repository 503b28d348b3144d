/** Colours that belong together. */
import { fromHue } from './paint'
import type { Colour } from './picture'
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
