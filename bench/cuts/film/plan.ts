/** From a seed to the recipe of a film. Even seeds are for tuning and training, odd seeds for testing. */
import { materials, type Material } from '../truth'
import { restingCamera, type CameraRecipe, type View } from './camera'
import { drawnPlaces, type DrawnPlace } from './drawnWorlds'
import { clamp, Random } from './random'
import type { FilmRecipe, Grade, Look, ShotRecipe } from './recipe'
import { spriteKinds, type SpriteKind, type SpriteRecipe } from './sprites'
import { drawEvents, drawTimeline, type Span } from './timeline'
import type { NoisePlace, WorldRecipe } from './worlds'

/** Raised whenever the same seed would give another film. */
export const generatorVersion = 3

/** Eight consecutive even seeds have all materials, and so have eight odd ones. */
export const materialOf = (seed: number): Material => materials[Math.floor(seed / 2) % materials.length]!

interface Style {
  readonly material: Material
  readonly random: Random
  readonly hue: number
  /** All its worlds share their colours. */
  readonly alike: boolean
  readonly hold: number
  readonly bars: readonly [number, number]
  readonly barsChange: boolean
  /** The middle of what a low-contrast film's levels span. */
  readonly fog: number
  /** Index of a photograph of the seed's parity. */
  readonly photograph: (() => number) | undefined
}

const noisePlaces: readonly NoisePlace[] = ['clouds', 'cells', 'plasma', 'streaks', 'marble', 'static']

function drawWorld({ material, random, hue, alike, photograph }: Style): WorldRecipe {
  const common = {
    seed: random.seed(),
    hue: alike ? hue + random.between(-0.04, 0.04) : random.next(),
    layers: random.weighted([
      [0, 6],
      [1, 3],
      [2, 1],
    ] as const),
  }
  const noisy = { noise: 1, drawn: 0.12, 'low-contrast': 0.15, grain: 0.1 }[material as string] ?? 0
  if (random.chance(noisy)) return { ...common, kind: 'noise', place: random.pick(noisePlaces) }
  const photographic = { photographs: 1, drawn: 0, animation: 0 }[material as string] ?? 0.55
  if (photograph && random.chance(photographic))
    return { ...common, kind: 'photograph', photograph: photograph(), cutOut: photograph() }
  const places = Object.keys(drawnPlaces) as DrawnPlace[]
  const place = random.weighted(places.map((name) => [name, name === 'page' ? 0.3 : 1] as const))
  return { ...common, kind: material === 'animation' ? 'flat' : 'drawn', place }
}

/** Keeps the whole picture inside the world. */
function within(view: View): View {
  const span = clamp(view.span, 0.28, 0.96)
  const [halfX, halfY] = [span / 2, span * 0.352]
  return { span, x: clamp(view.x, halfX, 1 - halfX), y: clamp(view.y, halfY, 1 - halfY), angle: view.angle }
}

const drawView = (random: Random): View =>
  within({
    x: random.next(),
    y: random.next(),
    span: random.between(0.4, 0.95),
    angle: random.chance(0.15) ? random.between(-0.15, 0.15) : 0,
  })

/** Another view of the same place, at least 15 % nearer, farther or aside. */
function otherView(view: View, random: Random): View {
  const aside = random.chance(0.5)
  const nearer = view.span > 0.55 ? 1 / random.between(1.2, 1.9) : random.between(1.2, 1.9)
  const step = aside ? view.span * random.between(0.25, 0.7) * (view.x > 0.5 ? -1 : 1) : 0
  return within({
    ...view,
    span: aside ? view.span * random.between(0.8, 1.25) : view.span * nearer,
    x: view.x + step,
  })
}

function drawCamera(view: View, flipped: boolean, random: Random): CameraRecipe {
  const still = { ...restingCamera(view), flipped }
  const style = random.weighted([
    ['still', 30],
    ['slow', 35],
    ['hand', 20],
    ['fast', 6],
    ['zoom', 9],
  ] as const)
  const reach = { still: 0, slow: 0.2, hand: 0.1, fast: 0.9, zoom: 0.1 }[style]
  const zoom = {
    still: 1,
    slow: random.between(0.85, 1.18),
    hand: 1,
    fast: 1,
    zoom: random.pick([0.45, 0.6, 1.6]),
  }[style]
  const to = within({
    x: view.x + reach * random.between(-1, 1),
    y: view.y + 0.5 * reach * random.between(-1, 1),
    span: view.span * zoom,
    angle: view.angle + (style === 'slow' && random.chance(0.2) ? random.between(-0.2, 0.2) : 0),
  })
  const seconds = style === 'fast' ? random.between(0.5, 1.5) : random.between(2, 8)
  const shaken = style === 'hand' || random.chance(0.1)
  return {
    ...still,
    to,
    seconds,
    easing: random.chance(0.5) ? 'smooth' : 'linear',
    shake: {
      amount: shaken ? random.logarithmic(0.003, 0.025) : 0,
      frequency: random.between(0.7, 3),
      seed: random.seed(),
    },
    ...(random.chance(0.1) && {
      warp: {
        amount: random.between(0.8, 4),
        wavelength: random.between(20, 90),
        speed: random.between(1, 8),
      },
    }),
    ...(random.chance(0.1) && { focus: drawFocus(random) }),
  }
}

function drawFocus(random: Random): CameraRecipe['focus'] {
  const [soft, sharp] = [random.between(2, 7), random.chance(0.7) ? 0 : random.between(1, 3)]
  const [from, to] = random.chance(0.5) ? [soft, sharp] : [sharp, soft]
  return { from, to, start: random.between(0, 2), seconds: random.between(0.4, 1.2) }
}

function drawSprites({ material, random, hue, alike }: Style): SpriteRecipe[] {
  const drawn = material === 'drawn' || material === 'animation'
  const count = random.weighted([
    [0, drawn ? 2 : 5],
    [1, 4],
    [2, 2],
    [3, drawn ? 2 : 0.5],
  ] as const)
  const kinds = spriteKinds.filter(
    (kind) => material === 'animation' || (kind !== 'speed-lines' && kind !== 'puppet'),
  )
  return Array.from({ length: count }, () => {
    const kind: SpriteKind = random.weighted(
      kinds.map((name) => [name, name === 'credits' ? 0.35 : 1] as const),
    )
    return { kind, seed: random.seed(), hue: alike ? hue : random.next() }
  })
}

function drawGrade({ material, random, fog }: Style): Grade {
  const tint = [1, 1, 1].map(() => (random.chance(0.5) ? 1 : random.between(0.88, 1.12))) as [
    number,
    number,
    number,
  ]
  if (material === 'low-contrast') {
    const [middle, range] = [fog + random.between(-14, 14), random.between(26, 64)]
    const black = clamp(middle - range / 2, 2, 190)
    return { black, white: black + range, gamma: random.between(0.7, 1.3), tint }
  }
  if (random.chance(0.1))
    return {
      black: random.between(0, 8),
      white: random.between(50, 110),
      gamma: random.between(1, 1.6),
      tint,
    }
  if (random.chance(0.35)) return { black: 0, white: 255, gamma: 1, tint: [1, 1, 1] }
  return {
    black: random.between(0, 22),
    white: random.between(215, 255),
    gamma: random.between(0.7, 1.5),
    tint,
  }
}

function drawLook(material: Material, random: Random): Look {
  const [grainy, old] = [material === 'grain', material === 'black-and-white']
  const clean = material === 'animation' || random.chance(0.4)
  return {
    seed: random.seed(),
    grain: grainy ? random.between(8, 22) : old ? random.between(2, 10) : clean ? 0 : random.between(0.5, 5),
    grainSize: random.pick([1, 1, 2]),
    vignette: old ? random.between(0.2, 0.9) : random.chance(0.25) ? random.between(0.1, 0.5) : 0,
    flicker:
      old && random.chance(0.8)
        ? random.between(0.02, 0.14)
        : grainy && random.chance(0.4)
          ? random.between(0.01, 0.05)
          : 0,
    weave: (grainy || old) && random.chance(0.7) ? random.between(0.0008, 0.004) : 0,
    dirt: (grainy || old) && random.chance(0.6) ? random.between(0.3, 4) : 0,
    grey: old,
    logo: random.chance(0.1),
  }
}

function drawBars(random: Random): readonly [number, number] {
  return random.weighted([
    [[0, 0.128], 6],
    [[0, 0.06], 2],
    [[0.125, 0], 4],
    [[0.06, 0.07], 1],
  ] as const)
}

/** A place of the film, to which it comes back. */
interface Place {
  readonly world: WorldRecipe
  readonly view: View
  readonly grade: Grade
  readonly sprites: readonly SpriteRecipe[]
}

/** Draws the next shot's place: again the same, an earlier one, or a new one. */
function drawPlace(style: Style, places: readonly Place[]): Place {
  const { random } = style
  const kind = random.weighted([
    ['same', 18],
    ['earlier', 27],
    ['new', 55],
  ] as const)
  const known = kind === 'same' ? places.at(-1) : random.pick(places.length > 0 ? places : [undefined])
  if (kind === 'new' || !known)
    return {
      world: drawWorld(style),
      view: drawView(random),
      grade: drawGrade(style),
      sprites: drawSprites(style),
    }
  const sprites = random.chance(0.5) ? known.sprites : drawSprites(style)
  return { ...known, view: otherView(known.view, random), sprites }
}

function drawShot(style: Style, places: Place[], span: Span, framesPerSecond: number): ShotRecipe {
  const { random } = style
  const place = drawPlace(style, places)
  places.push(place)
  return {
    world: place.world,
    camera: drawCamera(place.view, random.chance(0.15), random),
    sprites: place.sprites,
    grade: place.grade,
    hold: style.hold,
    bars: style.barsChange && random.chance(0.3) ? drawBars(random) : style.bars,
    events: drawEvents(span, framesPerSecond, random),
  }
}

/**
 * The recipe of a seed's film, 320×180. `photographs` is how many there are: of them even seeds use the even ones and
 * odd seeds the odd ones; with 0 every world is drawn.
 */
export function planFilm(seed: number, photographs = 0): FilmRecipe {
  const random = new Random(seed)
  const material = materialOf(seed)
  const timeline = drawTimeline(random)
  const { spans, ...times } = timeline
  const framesPerSecond = times.frameRate.numerator / times.frameRate.denominator
  const boxed = material === 'letterbox'
  const style: Style = {
    material,
    random,
    hue: random.next(),
    alike: random.chance(0.4),
    hold:
      material === 'animation'
        ? Math.round(random.pick([1, 2, 2, 3]) * Math.max(1, framesPerSecond / 30))
        : 1,
    bars: boxed ? drawBars(random) : [0, 0],
    barsChange: boxed && random.chance(0.35),
    fog: random.chance(0.5) ? random.between(20, 60) : random.between(70, 200),
    photograph:
      photographs >= 2
        ? () => 2 * random.integer(0, Math.floor(photographs / 2) - 1) + (seed % 2)
        : undefined,
  }
  const places: Place[] = []
  const shots = spans.map((span) => drawShot(style, places, span, framesPerSecond))
  return {
    name: `film-${seed}`,
    seed,
    material,
    width: 320,
    height: 180,
    ...times,
    shots,
    look: drawLook(material, random),
  }
}
