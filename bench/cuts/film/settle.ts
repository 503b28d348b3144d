/** A transition that no viewer could see is no truth: shots that look like the ones before them get another world. */
import type { Picture } from './picture'
import type { FilmRecipe, ShotRecipe } from './recipe'
import { ShotPainter, type Worlds } from './render'
import { drawBars } from './shot'

/** Side of the squares that two pictures are compared by, in pixels. */
const square = 16
/** Least mean difference of these squares between two shots, in levels of 255. */
const leastDifference = 3
const attempts = 6

function squareMeans({ width, height, pixels }: Picture, grey: boolean): Float64Array {
  const columns = Math.ceil(width / square)
  const means = new Float64Array(columns * Math.ceil(height / square) * 3)
  for (let y = 0; y < height; y += 4)
    for (let x = 0; x < width; x += 4) {
      const pixel = pixels[y * width + x]!
      const at = (Math.floor(y / square) * columns + Math.floor(x / square)) * 3
      const levels = [(pixel >> 16) & 255, (pixel >> 8) & 255, pixel & 255] as const
      const mean = 0.3 * levels[0] + 0.59 * levels[1] + 0.11 * levels[2]
      levels.forEach((level, channel) => (means[at + channel]! += (grey ? mean : level) / (square / 4) ** 2))
    }
  return means
}

/** Mean difference of two pictures' squares, in levels of 255. */
export function difference(first: Picture, second: Picture, grey: boolean): number {
  const [old, next] = [squareMeans(first, grey), squareMeans(second, grey)]
  return old.reduce((sum, level, at) => sum + Math.abs(level - next[at]!), 0) / old.length
}

/** The shot in another world (a photograph of the same parity), brighter from the third time on. */
function elsewhere(shot: ShotRecipe, attempt: number, photographs: number): ShotRecipe {
  const seed = shot.world.seed + attempt * 7919
  const pairs = Math.floor(photographs / 2)
  const other = (index: number): number => 2 * ((Math.floor(index / 2) + attempt * 37) % pairs) + (index % 2)
  const world =
    shot.world.kind === 'photograph'
      ? { ...shot.world, seed, photograph: other(shot.world.photograph) }
      : { ...shot.world, seed, hue: (shot.world.hue + 0.13 * attempt) % 1 }
  const { grade } = shot
  if (attempt < 3) return { ...shot, world }
  return { ...shot, world, grade: { ...grade, white: Math.min(255, grade.white + 15 * attempt) } }
}

/** Replaces what cannot be told from the shot before it. `photographs` is how many there are. */
export function settleFilm(recipe: FilmRecipe, worlds: Worlds, photographs = 0): FilmRecipe {
  const shots = [...recipe.shots]
  recipe.joins.forEach((join, index) => {
    const shown = (shot: number, picture: number): Picture => {
      const canvas = new ShotPainter({ ...recipe, shots }, worlds).paint(shot, picture)
      drawBars(canvas, shots[shot]!.bars)
      return canvas
    }
    const old = shown(index, join.kind === 'cut' ? join.start - 1 : join.start)
    const planned = shots[index + 1]!
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (difference(old, shown(index + 1, join.end), recipe.look.grey) >= leastDifference) break
      shots[index + 1] = elsewhere(planned, attempt, photographs)
    }
  })
  return { ...recipe, shots }
}
