import { analysisHeight, analysisWidth } from '../../../src/core/media/analyser'
import { rational } from '../../../src/core/time/rational'
import { createTransitionScorer } from '../../../src/core/timeline/transitionScorer'
import type { TransitionScores } from '../../../src/core/timeline/transitionScores'

/** A picture of 160×90 as red, green and blue. */
export type Picture = Uint8Array

/** 0..1 from whole numbers, always the same. */
function hash(x: number, y: number, seed: number): number {
  let bits = (Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) >>> 0
  return ((bits ^ (bits >>> 13)) >>> 0) / 4294967296
}

/** Smooth chance over the plane with features of `size` pixels, 0..1. */
function blobs(x: number, y: number, size: number, seed: number): number {
  const [column, row] = [Math.floor(x / size), Math.floor(y / size)]
  const ease = (share: number): number => share * share * (3 - 2 * share)
  const [across, down] = [ease(x / size - column), ease(y / size - row)]
  const at = (dx: number, dy: number): number => hash(column + dx, row + dy, seed)
  const upper = at(0, 0) + (at(1, 0) - at(0, 0)) * across
  return upper + (at(0, 1) + (at(1, 1) - at(0, 1)) * across - upper) * down
}

/** A landscape of blobs, large to small, that slides past; another `seed` is another view. `speed` in pixels per picture. */
export function view(seed: number, step: number, speed = 1): Picture {
  const pixels = new Uint8Array(analysisWidth * analysisHeight * 3)
  for (let y = 0, at = 0; y < analysisHeight; y += 1) {
    for (let x = 0; x < analysisWidth; x += 1) {
      const across = x + step * speed + 1000
      const texture = blobs(across, y, 4, seed + 50) - 0.5 + (blobs(across, y, 11, seed + 60) - 0.5)
      for (let channel = 0; channel < 3; channel += 1, at += 1) {
        const tint = hash(seed, channel, 7) * 90 + 60
        const shape = blobs(across, y, 48, seed * 3 + channel) - 0.5
        pixels[at] = Math.min(250, Math.max(5, tint + 150 * shape + 50 * texture))
      }
    }
  }
  return pixels
}

export const shot = (seed: number, length: number, speed = 1): Picture[] =>
  Array.from({ length }, (_, step) => view(seed, step, speed))

export const plain = (level: number, length = 1): Picture[] =>
  Array.from({ length }, () => new Uint8Array(analysisWidth * analysisHeight * 3).fill(level))

export const mix = (from: Picture, to: Picture, share: number): Picture =>
  from.map((value, index) => Math.round(value * (1 - share) + to[index]! * share))

/** Lays the last `length` steps of one shot over the first of another: `length - 1` mixed pictures. */
export function dissolve(from: readonly Picture[], to: readonly Picture[], length: number): Picture[] {
  const mixed = Array.from({ length: length - 1 }, (_, index) =>
    mix(from[from.length - length + 1 + index]!, to[index]!, (index + 1) / length),
  )
  return [...from.slice(0, from.length - length + 1), ...mixed, ...to.slice(length - 1)]
}

/** Turns the pictures into scores at `framesPerSecond`. */
export function scoreFilm(pictures: readonly Picture[], framesPerSecond = 24): TransitionScores {
  const scorer = createTransitionScorer(framesPerSecond)
  pictures.forEach((pixels, index) =>
    scorer.pushPicture({ index, time: rational(index, framesPerSecond), pixels }),
  )
  return scorer.scores()
}
