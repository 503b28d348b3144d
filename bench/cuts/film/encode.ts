/** Raw pictures into an H.264 file, through ffmpeg. */
import { renameSync } from 'node:fs'
import { encodePictures } from '../../encodePictures'
import { Random } from './random'
import type { FilmRecipe } from './recipe'

/** How a film is coded: drawn from its seed, from clean to poor. */
export function encodingOf(seed: number): string[] {
  const random = new Random(seed + 0x10000)
  const [quality, keyframes] = [random.integer(16, 33), Math.round(random.logarithmic(12, 250))]
  const sceneCut = random.chance(0.5) ? 40 : 0
  const arguments_ = [
    '-crf',
    quality,
    '-g',
    keyframes,
    '-sc_threshold',
    sceneCut,
    '-bf',
    random.integer(0, 4),
  ]
  return ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-threads', 1, ...arguments_].map(
    String,
  )
}

/** Writes an mp4 as `path`, whole or not at all. Throws with ffmpeg's words when it fails. */
export async function encodeFilm(
  recipe: FilmRecipe,
  pictures: Iterable<Uint8Array>,
  path: string,
  ffmpeg: string,
): Promise<void> {
  const { width, height, frameRate, seed } = recipe
  const rate = `${frameRate.numerator}/${frameRate.denominator}`
  const part = `${path}.part`
  await encodePictures(ffmpeg, { width, height, rate, pictures }, [...encodingOf(seed), '-f', 'mp4', part])
  renameSync(part, path)
}
