/** What happens in a shot and is no transition. Pictures are those of the film; `start`..`end` are touched. */
import { hash } from '../../../scripts/sample/noise'
import { fractal } from './fields'
import { box, capsule, ellipse, fromHue, writing } from './paint'
import {
  applyTables,
  blur,
  createPicture,
  faded,
  mixColours,
  over,
  pack,
  stamp,
  tintAll,
  type Colour,
  type Picture,
} from './picture'
import type { EventRecipe } from './recipe'
import type { Size } from './camera'
import { clamp, Random, smooth } from './random'

export interface PreparedEvent {
  /** Shift of the camera in shares of the picture. */
  readonly sway?: (picture: number) => readonly [number, number]
  readonly paint?: (target: Picture, picture: number) => void
}

/** Multiplies the channels; what passes 255 is white. */
function expose(target: Picture, gains: Colour): void {
  if (gains.every((gain) => gain === 1)) return
  applyTables(
    target,
    gains.map((gain) => Uint8Array.from({ length: 256 }, (_, level) => Math.min(255, level * gain))),
  )
}

const inside = ({ start, end }: EventRecipe, picture: number): boolean => picture >= start && picture <= end
const lengthOf = ({ start, end }: EventRecipe): number => end - start + 1

function flash(event: EventRecipe, random: Random): PreparedEvent {
  const length = lengthOf(event)
  const double = length >= 5 && random.chance(0.5)
  const decay = length === 1 ? 0 : random.pick([0, 0.5, 0.8]) / length
  const strength = random.between(0.6, 1)
  const colour = random.chance(0.7) ? ([255, 255, 255] as Colour) : fromHue(random.next(), 1, 0.8)
  const exposure = random.chance(0.5) ? random.between(2, 6) : 1
  const amountAt = (step: number): number => {
    const beat = double && step >= length >> 1 ? step - (length >> 1) : step
    return (
      strength * Math.max(0, double || length > 3 ? Math.exp(-beat * (double ? 1.6 : 0.7)) : 1 - decay * beat)
    )
  }
  return {
    paint(target, picture) {
      if (!inside(event, picture)) return
      const amount = amountAt(picture - event.start)
      if (exposure > 1) expose(target, mixColours([1, 1, 1], [exposure, exposure, exposure], amount))
      tintAll(target, colour, exposure > 1 ? amount * 0.35 : amount)
    },
  }
}

function strobe(event: EventRecipe, random: Random): PreparedEvent {
  const [period, dark] = [random.integer(2, 6), random.chance(0.5)]
  const level = dark ? random.between(0.05, 0.4) : random.between(0.5, 1)
  const colour = random.chance(0.6) ? ([255, 255, 255] as Colour) : fromHue(random.next(), 1, 0.6)
  return {
    paint(target, picture) {
      if (!inside(event, picture) || (picture - event.start) % period >= period / 2) return
      if (dark) expose(target, [level, level, level])
      else tintAll(target, colour, level)
    },
  }
}

/** Smoke to white heat in 256 steps; `fading` 1 while it burns, 0 when only smoke is left. */
function flameColours(fading: number): Int32Array {
  const smoke = mixColours([60, 45, 40], [255, 120, 30], fading)
  const flame: Colour = [255, 200, 80]
  return Int32Array.from({ length: 256 }, (_, step) => {
    const heat = step / 255
    const hot = mixColours(flame, [255, 255, 240], (heat - 0.7) / 0.3)
    return pack(heat > 0.7 ? hot : mixColours(smoke, flame, heat / 0.7), Math.min(1, heat * 1.5))
  })
}

function explosion(event: EventRecipe, random: Random, size: Size): PreparedEvent {
  const field = fractal(size.width, size.height, random, { cell: 48, octaves: 5, roughness: 0.6 })
  const [cx, cy] = [size.width * random.between(0.2, 0.8), size.height * random.between(0.3, 0.8)]
  const attack = random.integer(2, 5) / lengthOf(event)
  const [reach, jolt, seed] = [
    random.between(0.7, 1.3) * size.width,
    random.between(0.005, 0.03),
    random.seed(),
  ]
  const ageOf = (picture: number): number => (picture - event.start + 1) / (lengthOf(event) + 1)
  return {
    sway(picture) {
      const strength = inside(event, picture) ? jolt * (1 - ageOf(picture)) : 0
      return [strength * (2 * hash(picture, seed) - 1), strength * (2 * hash(picture, seed + 1) - 1)]
    },
    paint(target, picture) {
      if (!inside(event, picture)) return
      const age = ageOf(picture)
      const grown = age < attack ? age / attack : 1
      const fading = 1 - smooth(clamp((age - attack) / (1 - attack)))
      const flames = flameColours(fading)
      for (let y = 0, at = 0; y < size.height; y += 1)
        for (let x = 0; x < size.width; x += 1, at += 1) {
          const distance = Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (reach * grown)
          const heat = clamp(1.6 * (1 - distance) + field[at]! - 0.5) * Math.min(1, fading * 1.6)
          if (heat > 0.01) target.pixels[at] = over(target.pixels[at]!, flames[(heat * 255) | 0]!)
        }
    },
  }
}

function shake(event: EventRecipe, random: Random): PreparedEvent {
  const [strength, seed] = [random.between(0.02, 0.09), random.seed()]
  return {
    sway(picture) {
      if (!inside(event, picture)) return [0, 0]
      const envelope = strength * Math.sin((Math.PI * (picture - event.start + 1)) / (lengthOf(event) + 1))
      return [envelope * (2 * hash(picture, seed) - 1), envelope * (2 * hash(picture, seed + 1) - 1)]
    },
  }
}

function whipPan(event: EventRecipe, random: Random): PreparedEvent {
  const angle = random.chance(0.75) ? 0 : random.between(0, 3.14)
  const way = random.sign() * random.between(0.7, 2)
  return {
    sway(picture) {
      const done = way * smooth(clamp((picture - event.start + 1) / lengthOf(event)))
      return [done * Math.cos(angle), done * Math.sin(angle) * 0.4]
    },
  }
}

function subtitle(event: EventRecipe, random: Random, size: Size): PreparedEvent {
  const text = createPicture(size.width, size.height)
  const title = random.chance(0.25)
  const height = title ? random.between(18, 34) : random.between(8, 13)
  const lines = random.integer(1, 2)
  const colour: Colour = random.weighted([
    [[250, 250, 250], 5],
    [[250, 230, 60], 2],
    [fromHue(random.next(), 0.9, 0.6), 1],
  ])
  const backing = random.pick(['none', 'box', 'shadow'])
  for (let line = 0; line < lines; line += 1) {
    const letters = Math.min(Math.floor((size.width * 0.9) / (height * 0.6)), random.integer(6, 40))
    const left = (size.width - letters * height * 0.6) / 2
    const top = (title ? size.height * 0.4 : size.height * 0.8) + (line - (lines - 1) / 2) * height * 1.6
    if (backing === 'box')
      box(text, left - 4, top - 3, letters * height * 0.6 + 6, height + 6, { colour: [0, 0, 0], alpha: 0.7 })
    const seed = random.seed()
    if (backing === 'shadow')
      writing(text, [left + 1, top + 1], letters, height, { colour: [0, 0, 0] }, new Random(seed))
    writing(text, [left, top], letters, height, { colour }, new Random(seed))
  }
  const ramp = random.pick([1, 1, 1, 4])
  return {
    paint(target, picture) {
      if (!inside(event, picture)) return
      const alpha = Math.round(
        256 * clamp(Math.min(picture - event.start + 1, event.end - picture + 1) / ramp),
      )
      text.pixels.forEach((pixel, at) => {
        if (pixel !== 0) target.pixels[at] = over(target.pixels[at]!, faded(pixel, alpha))
      })
    },
  }
}

function light(event: EventRecipe, random: Random): PreparedEvent {
  const gain = random.chance(0.5) ? random.between(0.3, 0.65) : random.between(1.5, 3)
  const warmth = random.between(-0.15, 0.15)
  const gains: Colour = [gain * (1 + warmth), gain, gain * (1 - warmth)]
  return {
    paint: (target, picture) =>
      expose(target, mixColours([1, 1, 1], gains, clamp((picture - event.start + 1) / lengthOf(event)))),
  }
}

function passerBy(event: EventRecipe, random: Random, size: Size): PreparedEvent {
  const [width, height] = [Math.round(size.width * random.between(0.3, 1.1)), Math.round(size.height * 1.3)]
  const texture = createPicture(width, height)
  const colour = fromHue(random.next(), random.between(0, 0.5), random.pick([0.04, 0.12, 0.3, 0.6]))
  if (random.chance(0.6)) {
    ellipse(texture, [width / 2, height * 0.2], width * 0.2, height * 0.17, { colour, softness: 5 })
    capsule(texture, [width / 2, height * 0.55], [width / 2, height], width * 0.38, { colour, softness: 9 })
  } else box(texture, width * 0.03, -2, width * 0.94, height + 4, { colour })
  const field = fractal(width, height, random, { cell: 60, octaves: 5, roughness: 0.6 })
  const depth = random.between(0.1, 0.5)
  texture.pixels.forEach((pixel, at) => {
    if (pixel !== 0)
      texture.pixels[at] = pack(mixColours(colour, [0, 0, 0], depth * field[at]!), (pixel >>> 24) / 255)
  })
  const way = random.sign()
  return {
    paint(target, picture) {
      if (!inside(event, picture)) return
      const share = (picture - event.start + 1) / (lengthOf(event) + 1)
      stamp(target, texture, {
        x: size.width / 2 + way * (share - 0.5) * (size.width + width),
        y: size.height * 0.55,
        scale: 1,
      })
      const speed = (size.width + width) / (lengthOf(event) + 1)
      if (speed > size.width * 0.12) blur(target, speed * 0.05, 0)
    },
  }
}

/** Prepares an event for pictures of a size. A freeze has neither sway nor paint: the renderer repeats a picture. */
export function prepareEvent(event: EventRecipe, size: Size): PreparedEvent {
  const random = new Random(event.seed)
  switch (event.kind) {
    case 'flash':
      return flash(event, random)
    case 'strobe':
      return strobe(event, random)
    case 'explosion':
      return explosion(event, random, size)
    case 'shake':
      return shake(event, random)
    case 'whip-pan':
      return whipPan(event, random)
    case 'subtitle':
      return subtitle(event, random, size)
    case 'light':
      return light(event, random)
    case 'passer-by':
      return passerBy(event, random, size)
    case 'freeze':
      return {}
  }
}
