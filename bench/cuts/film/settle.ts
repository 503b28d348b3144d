/** A transition that no viewer could see is no truth: shots that look like the ones before them get another world. */
import { createPicture, pack, type Picture } from './picture'
import type { FilmRecipe, ShotRecipe } from './recipe'
import { ShotPainter, type Worlds } from './render'
import { drawBars } from './shot'

/** Side of the squares that two pictures are compared by, in pixels. */
const square = 16
/** Least mean difference of these squares between two shots, in levels of 255. */
const leastDifference = 3
/** Least mean difference of a shot from black, and of one that fades through white from white. */
const leastLight = 7
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
function difference(first: Picture, second: Picture, grey: boolean): number {
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

const solid = ({ width, height }: FilmRecipe, level: number): Picture => {
  const picture = createPicture(width, height)
  picture.pixels.fill(pack([level, level, level]))
  return picture
}

/**
 * Replaces shots that cannot be told from the one before, from black, or from the white that they fade through.
 * `photographs` is how many there are.
 */
export function settleFilm(recipe: FilmRecipe, worlds: Worlds, photographs = 0): FilmRecipe {
  const shots = [...recipe.shots]
  const { grey } = recipe.look
  const [black, white] = [solid(recipe, 0), solid(recipe, 255)]
  const shown = (shot: number, picture: number): Picture => {
    const canvas = new ShotPainter({ ...recipe, shots }, worlds).paint(shot, picture)
    drawBars(canvas, shots[shot]!.bars)
    return canvas
  }
  recipe.shots.forEach((planned, index) => {
    const [before, after] = [recipe.joins[index - 1], recipe.joins[index]]
    const opening = index === 0 ? recipe.opening : undefined
    const closing = index === shots.length - 1 ? recipe.closing : undefined
    const paled = [before, after, opening, closing].some(
      (join) => join && 'colour' in join && join.colour === 'white',
    )
    const old = before && shown(index - 1, before.kind === 'cut' ? before.start - 1 : before.start)
    const stands = (): boolean => {
      const picture = shown(index, before?.end ?? opening?.end ?? 0)
      if (difference(picture, black, grey) < leastLight) return false
      if (paled && difference(picture, white, grey) < leastLight) return false
      return !old || difference(old, picture, grey) >= leastDifference
    }
    for (let attempt = 1; attempt <= attempts && !stands(); attempt += 1)
      shots[index] = elsewhere(planned, attempt, photographs)
  })
  return { ...recipe, shots }
}
