/** A film as plain data, before any pixel: what `planFilm` draws from a seed and `renderFilm` paints. */
import type { Material, TruthDistractor } from '../truth'
import type { CameraRecipe } from './camera'
import type { SpriteRecipe } from './sprites'
import type { Colour } from './picture'
import type { WorldRecipe } from './worlds'

/** Levels of a shot: 0..255 goes to black..white through a gamma, then each channel times its tint. */
export interface Grade {
  readonly black: number
  readonly white: number
  readonly gamma: number
  readonly tint: Colour
}

export type EventKind = TruthDistractor['kind']

/** Something that happens in a shot and is no transition. Pictures `start`..`end` of the film are touched. */
export interface EventRecipe {
  readonly kind: EventKind
  readonly start: number
  readonly end: number
  readonly seed: number
}

export interface ShotRecipe {
  readonly world: WorldRecipe
  readonly camera: CameraRecipe
  readonly sprites: readonly SpriteRecipe[]
  readonly grade: Grade
  /** Pictures that one drawing is held for: 1, or 2 and 3 in animation. */
  readonly hold: number
  /** Black bars, as shares of the picture's width at each side and of its height at top and bottom. */
  readonly bars: readonly [number, number]
  readonly events: readonly EventRecipe[]
}

export const wipeStyles = [
  'left',
  'right',
  'up',
  'down',
  'diagonal',
  'iris-in',
  'iris-out',
  'clock',
  'blinds',
  'push',
  'slide',
] as const
export type WipeStyle = (typeof wipeStyles)[number]

/** How one shot becomes the next. Pictures as in `TruthTransition`; a cut's `start` is its `end`. */
export type JoinRecipe =
  | { readonly kind: 'cut'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'dissolve'
      readonly start: number
      readonly end: number
      /** `gamma` mixes light, the others mix picture values. */
      readonly curve: 'linear' | 'smooth' | 'gamma'
    }
  | {
      readonly kind: 'wipe'
      readonly start: number
      readonly end: number
      readonly style: WipeStyle
      /** Width of the edge as a share of its way, 0 for a hard edge. */
      readonly softness: number
    }
  | ({ readonly kind: 'dip' } & ThroughColour)
  | ({ readonly kind: 'fade' } & ThroughColour)

/** Out to one colour and in again; a `dip` is one transition, a `fade` two. */
export interface ThroughColour {
  readonly start: number
  /** First and last empty picture. */
  readonly empty: readonly [number, number]
  readonly end: number
  readonly colour: 'black' | 'white'
}

/** What the whole film goes through after its shots are joined. */
export interface Look {
  readonly seed: number
  /** Standard deviation in levels of 255. */
  readonly grain: number
  /** Side of a grain in pixels, 1 or 2. */
  readonly grainSize: number
  readonly vignette: number
  /** Depth of brightness changes from picture to picture, 0..1. */
  readonly flicker: number
  /** Shares of the picture's width. */
  readonly weave: number
  /** Scratches and dust, about as many a picture. */
  readonly dirt: number
  readonly grey: boolean
  /** A small mark in a corner. */
  readonly logo: boolean
}

export interface FilmRecipe {
  readonly name: string
  readonly seed: number
  readonly material: Material
  readonly width: number
  readonly height: number
  readonly frameRate: { readonly numerator: number; readonly denominator: number }
  readonly frames: number
  readonly shots: readonly ShotRecipe[]
  /** One between any two shots. */
  readonly joins: readonly JoinRecipe[]
  /** The film begins empty: last empty picture and first picture at full level. */
  readonly opening?: { readonly start: number; readonly end: number; readonly colour: 'black' | 'white' }
  /** The film ends empty: last picture at full level and first empty picture. */
  readonly closing?: { readonly start: number; readonly end: number; readonly colour: 'black' | 'white' }
  readonly look: Look
}
