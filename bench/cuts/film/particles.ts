/** Sprites of many small parts that belong to the picture, not to a place in the world. */
import { hash } from '../../../scripts/sample/noise'
import type { Palette } from './palette'
import { capsule, disc } from './paint'
import { type Colour, type Picture } from './picture'
import { type Random } from './random'

export type ParticleKind = 'rain' | 'snow' | 'sparks' | 'fire' | 'speed-lines'
type DrawParticles = (target: Picture, seconds: number) => void

function rain(random: Random): DrawParticles {
  const [count, speed, slant] = [random.integer(60, 220), random.between(1.2, 3), random.between(-0.3, 0.3)]
  const [seed, alpha, colour] = [random.seed(), random.between(0.15, 0.6), [200, 210, 225] as Colour]
  return (target, seconds) => {
    for (let drop = 0; drop < count; drop += 1) {
      const fall = hash(drop, seed) + seconds * speed * (0.7 + 0.6 * hash(drop, seed + 1))
      const y = (fall % 1) * (target.height + 30) - 15
      const x = hash(drop + Math.floor(fall) * 977, seed + 2) * target.width + slant * y
      const length = target.height * 0.06 * speed
      capsule(target, [x, y], [x + slant * length, y + length], 0.4, { colour, alpha })
    }
  }
}

function snow(random: Random): DrawParticles {
  const [count, speed, size, seed] = [
    random.integer(30, 200),
    random.between(0.08, 0.5),
    random.between(0.8, 3),
    random.seed(),
  ]
  return (target, seconds) => {
    for (let flake = 0; flake < count; flake += 1) {
      const depth = 0.4 + hash(flake, seed + 1)
      const fall = hash(flake, seed) + seconds * speed * depth
      const drift = hash(flake + Math.floor(fall) * 977, seed + 2) + 0.03 * Math.sin(seconds * 2 + flake)
      const radius = size * depth
      disc(target, [drift * target.width, (fall % 1) * (target.height + 10) - 5], radius, {
        colour: [245, 246, 250],
        alpha: 0.85,
      })
    }
  }
}

function sparks(random: Random): DrawParticles {
  const [count, cx, cy, seed] = [
    random.integer(15, 70),
    random.between(0.2, 0.8),
    random.between(0.4, 0.9),
    random.seed(),
  ]
  return (target, seconds) => {
    for (let spark = 0; spark < count; spark += 1) {
      const turn = hash(spark, seed) + seconds * 1.3
      const [age, life] = [turn % 1, spark + Math.floor(turn) * 977]
      const [vx, vy] = [hash(life, seed + 1) - 0.5, -0.2 - 0.7 * hash(life, seed + 2)]
      const at = (when: number) =>
        [(cx + vx * when) * target.width, (cy + vy * when + 0.9 * when * when) * target.height] as const
      capsule(target, at(age), at(Math.max(0, age - 0.03)), 0.7, {
        colour: [255, 230 - 120 * age, 120 - 100 * age],
        alpha: 1 - age,
      })
    }
  }
}

function fire(random: Random): DrawParticles {
  const [count, cx, width, seed] = [
    random.integer(25, 60),
    random.between(0.2, 0.8),
    random.between(0.1, 0.5),
    random.seed(),
  ]
  const size = random.between(0.06, 0.16)
  return (target, seconds) => {
    for (let flame = 0; flame < count; flame += 1) {
      const turn = hash(flame, seed) + seconds * (0.8 + hash(flame, seed + 1))
      const [age, life] = [turn % 1, flame + Math.floor(turn) * 977]
      const x = (cx + (hash(life, seed + 2) - 0.5) * width * (1 - 0.5 * age)) * target.width
      const radius = size * target.height * (1.1 - age)
      const colour: Colour = [255, 210 - 160 * age, 90 - 80 * age]
      disc(target, [x, (1.02 - 0.7 * age) * target.height], radius, {
        colour,
        alpha: 0.5 * (1 - age),
        softness: radius,
      })
    }
  }
}

function speedLines(random: Random, palette: Palette): DrawParticles {
  const [count, seed, colour] = [random.integer(15, 50), random.seed(), palette(random.pick([0.05, 0.95]))]
  const radial = random.chance(0.5)
  return (target, seconds) => {
    const turn = Math.floor(seconds * 12)
    for (let line = 0; line < count; line += 1) {
      const [share, length] = [hash(line + turn * 977, seed), 0.15 + 0.4 * hash(line + turn * 977, seed + 1)]
      const [w, h] = [target.width, target.height]
      if (radial) {
        const [x, y] = [Math.cos(share * 6.283) * w, Math.sin(share * 6.283) * w]
        const near = 1 - length
        capsule(target, [w / 2 + x * near, h / 2 + y * near], [w / 2 + x, h / 2 + y], 1.2, { colour })
      } else
        capsule(target, [w * length, share * h], [w * (length + 0.4), share * h], 0.8, { colour, alpha: 0.8 })
    }
  }
}

export function particles(kind: ParticleKind, random: Random, palette: Palette): DrawParticles {
  switch (kind) {
    case 'rain':
      return rain(random)
    case 'snow':
      return snow(random)
    case 'sparks':
      return sparks(random)
    case 'fire':
      return fire(random)
    case 'speed-lines':
      return speedLines(random, palette)
  }
}
