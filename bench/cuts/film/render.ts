/** Paints a film: its truth, and its pictures one after another. */
import type { FilmTruth, TruthTransition } from '../truth'
import { makeDeveloper } from './looks'
import type { Picture } from './picture'
import type { FilmRecipe, JoinRecipe, ShotRecipe } from './recipe'
import { drawBars, prepareShot, type PaintShot } from './shot'
import { cover, emptiness, mix } from './transitions'
import { buildWorld, type Photographs, type World } from './worlds'

function truthsOf(join: JoinRecipe): TruthTransition[] {
  const { kind, start, end } = join
  switch (kind) {
    case 'cut':
      return [{ kind, start, end, detail: '' }]
    case 'dissolve':
      return [{ kind, start, end, detail: join.curve }]
    case 'wipe':
      return [{ kind, start, end, detail: join.softness > 0 ? `${join.style} soft` : join.style }]
    case 'dip':
      return [{ kind, start, end, detail: join.colour }]
    case 'fade':
      return [
        { kind: 'fade-out', start, end: join.empty[0], detail: join.colour },
        { kind: 'fade-in', start: join.empty[1], end, detail: join.colour },
      ]
  }
}

/** The exact truth of a recipe. */
export function truthOf(recipe: FilmRecipe): FilmTruth {
  const { name, seed, material, frameRate, frames, opening, closing } = recipe
  const transitions = recipe.joins.flatMap(truthsOf)
  if (opening)
    transitions.unshift({ kind: 'fade-in', start: opening.start, end: opening.end, detail: opening.colour })
  if (closing)
    transitions.push({ kind: 'fade-out', start: closing.start, end: closing.end, detail: closing.colour })
  const distractors = recipe.shots.flatMap(({ events }) =>
    events.map(({ kind, start, end }) => ({ kind, start, end })),
  )
  return { name, seed, material, frameRate, frames, transitions, distractors }
}

/** First picture in which a shot takes part. */
export function firstPicture({ joins, opening }: FilmRecipe, shot: number): number {
  if (shot === 0) return opening?.start ?? 0
  const join = joins[shot - 1]!
  if (join.kind === 'cut') return join.start
  return join.kind === 'dip' || join.kind === 'fade' ? join.empty[1] : join.start
}

/** The worlds of one film, built when first looked at and kept for the shots that share them. */
export class Worlds {
  private readonly built = new Map<string, World>()

  constructor(private readonly photographs?: Photographs) {}

  of({ world: recipe }: ShotRecipe): World {
    const key = JSON.stringify(recipe)
    const world = this.built.get(key) ?? buildWorld(recipe, this.photographs)
    this.built.set(key, world)
    return world
  }
}

/** Paints single pictures of single shots. */
export class ShotPainter {
  private readonly shots = new Map<number, PaintShot>()

  constructor(
    private readonly recipe: FilmRecipe,
    private readonly worlds: Worlds,
  ) {}

  /** The canvas belongs to the shot: it lives until the shot is painted again. */
  paint(shot: number, picture: number): Picture {
    const { frameRate, look } = this.recipe
    let paint = this.shots.get(shot)
    if (!paint) {
      for (const old of this.shots.keys()) if (old < shot - 1) this.shots.delete(old)
      const framesPerSecond = frameRate.numerator / frameRate.denominator
      const time = {
        first: firstPicture(this.recipe, shot),
        framesPerSecond,
        weave: look.weave,
        seed: look.seed,
      }
      const recipe = this.recipe.shots[shot]!
      paint = prepareShot(recipe, this.worlds.of(recipe), time, this.recipe)
      this.shots.set(shot, paint)
    }
    return paint(picture)
  }
}

/** Paints the picture of a film before its look. */
function paintPicture(recipe: FilmRecipe, painter: ShotPainter, picture: number): Picture {
  const { joins, shots, opening, closing } = recipe
  const old = joins.findIndex((join) => picture < join.end)
  const shot = old < 0 ? shots.length - 1 : old
  const join = joins[shot]
  const barred = (index: number): Picture => {
    const canvas = painter.paint(index, picture)
    if (opening && picture < opening.end)
      cover(canvas, opening.colour, (opening.end - picture) / (opening.end - opening.start))
    if (closing && picture > closing.start)
      cover(canvas, closing.colour, (picture - closing.start) / (closing.end - closing.start))
    if (join && (join.kind === 'dip' || join.kind === 'fade') && picture > join.start)
      cover(canvas, join.colour, emptiness(join, picture))
    drawBars(canvas, shots[index]!.bars)
    return canvas
  }
  if (!join || join.kind === 'cut' || picture <= join.start) return barred(shot)
  if (join.kind === 'dip' || join.kind === 'fade') return barred(picture < join.empty[1] ? shot : shot + 1)
  const canvas = barred(shot)
  mix(canvas, barred(shot + 1), join, picture)
  return canvas
}

/** Yields every picture as `width`·`height`·3 bytes of red, green and blue, each in an array of its own. */
export function* renderPictures(recipe: FilmRecipe, worlds = new Worlds()): Generator<Uint8Array> {
  const painter = new ShotPainter(recipe, worlds)
  const develop = makeDeveloper(recipe.look, recipe.width, recipe.height)
  const freezes = recipe.shots.flatMap(({ events }) => events.filter(({ kind }) => kind === 'freeze'))
  let last: Uint8Array | undefined
  for (let picture = 0; picture < recipe.frames; picture += 1) {
    const frozen = freezes.some(({ start, end }) => picture >= start && picture <= end)
    if (!last || !frozen) last = develop(paintPicture(recipe, painter, picture), picture)
    yield last
  }
}

/** A film: its truth and its pictures, which are painted as they are taken. The same recipe gives the same bytes. */
export const renderFilm = (
  recipe: FilmRecipe,
  worlds = new Worlds(),
): { readonly truth: FilmTruth; readonly pictures: Generator<Uint8Array> } => ({
  truth: truthOf(recipe),
  pictures: renderPictures(recipe, worlds),
})
