import { describe, expect, test } from 'vitest'
import { restingCamera } from '../../bench/cuts/film/camera'
import { materialOf, planFilm } from '../../bench/cuts/film/plan'
import type { EventKind, FilmRecipe, JoinRecipe, ShotRecipe } from '../../bench/cuts/film/recipe'
import { renderFilm, truthOf, Worlds } from '../../bench/cuts/film/render'
import { settleFilm } from '../../bench/cuts/film/settle'
import { materials } from '../../bench/cuts/truth'

const view = { x: 0.5, y: 0.5, span: 0.8, angle: 0 }

const stillShot = (place: 'room' | 'hills', seed: number, kind?: EventKind): ShotRecipe => ({
  world: { kind: 'drawn', place, seed, hue: 0.3, layers: 0 },
  camera: restingCamera(view),
  sprites: [],
  grade: { black: 0, white: 255, gamma: 1, tint: [1, 1, 1] },
  hold: 1,
  bars: [0, 0],
  events: kind ? [{ kind, start: 4, end: 6, seed: 1 }] : [],
})

/** Two still shots without noise, joined once. */
const twoShots = (join: JoinRecipe, more: Partial<FilmRecipe> = {}): FilmRecipe => ({
  name: 'tiny',
  seed: 0,
  material: 'drawn',
  width: 64,
  height: 36,
  frameRate: { numerator: 24, denominator: 1 },
  frames: 30,
  shots: [stillShot('room', 1), stillShot('hills', 2)],
  joins: [join],
  look: {
    seed: 1,
    grain: 0,
    grainSize: 1,
    vignette: 0,
    flicker: 0,
    weave: 0,
    dirt: 0,
    grey: false,
    logo: false,
  },
  ...more,
})

const worlds = new Worlds()
const render = (recipe: FilmRecipe): Uint8Array[] => [...renderFilm(recipe, worlds).pictures]
const cut = { kind: 'cut', start: 20, end: 20 } as const

/** Largest difference of two pictures' bytes. */
const farthest = (first: Uint8Array, second: Uint8Array): number =>
  first.reduce((most, level, at) => Math.max(most, Math.abs(level - second[at]!)), 0)

describe('a rendered film', () => {
  test('has all its pictures, of three bytes a pixel', () => {
    const pictures = render(twoShots(cut))
    expect(pictures).toHaveLength(30)
    expect(new Set(pictures.map(({ length }) => length))).toEqual(new Set([64 * 36 * 3]))
  })

  test('a cut changes the picture that the truth names, and no other', () => {
    const recipe = twoShots(cut)
    const pictures = render(recipe)
    const changed = pictures
      .slice(1)
      .flatMap((picture, at) => (farthest(picture, pictures[at]!) > 0 ? [at + 1] : []))
    expect(changed).toEqual([20])
    expect(truthOf(recipe).transitions).toEqual([{ kind: 'cut', start: 20, end: 20, detail: '' }])
  })

  test('a linear dissolve leaves both ends alone and is their mean half way', () => {
    const recipe = twoShots({ kind: 'dissolve', start: 8, end: 18, curve: 'linear' })
    const pictures = render(recipe)
    expect(farthest(pictures[8]!, pictures[0]!)).toBe(0)
    expect(farthest(pictures[9]!, pictures[0]!)).toBeGreaterThan(0)
    expect(farthest(pictures[17]!, pictures[29]!)).toBeGreaterThan(0)
    expect(farthest(pictures[18]!, pictures[29]!)).toBe(0)
    const mean = pictures[0]!.map((level, at) => Math.round((level + pictures[29]![at]!) / 2))
    expect(farthest(pictures[13]!, mean)).toBeLessThanOrEqual(1)
  })

  test.each(['left', 'iris-in', 'clock', 'blinds', 'push', 'slide'] as const)(
    'a wipe (%s) has both shots in it from the picture after its start to the one before its end',
    (style) => {
      const pictures = render(twoShots({ kind: 'wipe', start: 8, end: 18, style, softness: 0 }))
      expect(farthest(pictures[8]!, pictures[0]!)).toBe(0)
      expect(farthest(pictures[18]!, pictures[29]!)).toBe(0)
      for (const picture of pictures.slice(9, 18)) {
        expect(farthest(picture, pictures[0]!)).toBeGreaterThan(0)
        expect(farthest(picture, pictures[29]!)).toBeGreaterThan(0)
      }
    },
  )

  test.each(['black', 'white'] as const)('a fade through %s is empty just where the truth says', (colour) => {
    const recipe = twoShots({ kind: 'fade', start: 4, empty: [10, 15], end: 22, colour })
    const pictures = render(recipe)
    const level = colour === 'black' ? 0 : 255
    const empty = pictures.flatMap((picture, at) => (picture.every((value) => value === level) ? [at] : []))
    expect(empty).toEqual([10, 11, 12, 13, 14, 15])
    expect(farthest(pictures[4]!, pictures[0]!)).toBe(0)
    expect(farthest(pictures[5]!, pictures[0]!)).toBeGreaterThan(0)
    expect(farthest(pictures[21]!, pictures[29]!)).toBeGreaterThan(0)
    expect(farthest(pictures[22]!, pictures[29]!)).toBe(0)
    expect(truthOf(recipe).transitions).toEqual([
      { kind: 'fade-out', start: 4, end: 10, detail: colour },
      { kind: 'fade-in', start: 15, end: 22, detail: colour },
    ])
  })

  test('a film may begin and end empty', () => {
    const recipe = twoShots(cut, {
      opening: { start: 2, end: 8, colour: 'black' },
      closing: { start: 22, end: 27, colour: 'black' },
    })
    const empty = render(recipe).flatMap((picture, at) => (picture.every((value) => value === 0) ? [at] : []))
    expect(empty).toEqual([0, 1, 2, 27, 28, 29])
    expect(truthOf(recipe).transitions.map(({ kind }) => kind)).toEqual(['fade-in', 'cut', 'fade-out'])
  })

  test.each(['flash', 'strobe', 'explosion', 'shake', 'subtitle', 'passer-by'] as const)(
    'a %s touches its pictures and leaves the others as they were',
    (kind) => {
      const plain = render(twoShots(cut))
      const pictures = render(twoShots(cut, { shots: [stillShot('room', 1, kind), stillShot('hills', 2)] }))
      const touched = pictures.flatMap((picture, at) => (farthest(picture, plain[at]!) > 0 ? [at] : []))
      expect(touched.length).toBeGreaterThan(0)
      expect(touched.every((at) => at >= 4 && at <= 6)).toBe(true)
    },
  )

  test('bars stay black while the picture fades to white', () => {
    const shots = [stillShot('room', 1), stillShot('hills', 2)].map((shot) => ({
      ...shot,
      bars: [0, 0.125] as const,
    }))
    const pictures = render(
      twoShots({ kind: 'dip', start: 4, empty: [8, 8], end: 12, colour: 'white' }, { shots }),
    )
    const width = 64 * 3
    expect(Math.max(...pictures[8]!.subarray(0, 4 * width))).toBe(0)
    expect(Math.min(...pictures[8]!.subarray(5 * width, 31 * width))).toBe(255)
  })
})

describe('a settled film', () => {
  test('keeps shots that differ', () => {
    const recipe = twoShots(cut)
    expect(settleFilm(recipe, worlds)).toEqual(recipe)
  })

  test('puts a shot elsewhere that looks like the one before it', () => {
    const twins = twoShots(cut, { shots: [stillShot('room', 1), stillShot('room', 1)] })
    const settled = settleFilm(twins, worlds)
    expect(settled.shots[0]).toEqual(twins.shots[0])
    expect(settled.shots[1]!.world).not.toEqual(twins.shots[1]!.world)
    const pictures = render(settled)
    expect(farthest(pictures[19]!, pictures[20]!)).toBeGreaterThan(20)
  })
})

describe('a planned film', () => {
  const seeds = Array.from({ length: 32 }, (_, seed) => seed)

  test('the same seed gives the same bytes, another seed others', () => {
    const small = (seed: number): FilmRecipe => ({ ...planFilm(seed), width: 32, height: 18, frames: 40 })
    const bytes = (seed: number) => Buffer.concat([...renderFilm(small(seed)).pictures])
    const [first, again, other] = [bytes(6), bytes(6), bytes(22)]
    expect(first.equals(again)).toBe(true)
    expect(first.equals(other)).toBe(false)
  })

  test('every material comes in any eight even and any eight odd seeds', () => {
    for (const first of [0, 1, 34, 35])
      expect(new Set(seeds.slice(0, 8).map((step) => materialOf(first + 2 * step)))).toEqual(
        new Set(materials),
      )
  })

  test('even and odd seeds share no photograph', () => {
    const used = (parity: number): number[] =>
      seeds
        .filter((seed) => seed % 2 === parity)
        .flatMap((seed) => planFilm(seed, 21).shots)
        .flatMap(({ world }) => (world.kind === 'photograph' ? [world.photograph, world.cutOut] : []))
    expect(used(0).length).toBeGreaterThan(20)
    expect(used(0).every((index) => index % 2 === 0 && index < 21)).toBe(true)
    expect(used(1).every((index) => index % 2 === 1 && index < 21)).toBe(true)
  })

  test('transitions follow one another, inside the film, with shots of their own between gradual ones', () => {
    for (const seed of seeds) {
      const { transitions, frames } = truthOf(planFilm(seed))
      expect(transitions.every(({ start, end }) => start >= 0 && start <= end && end < frames)).toBe(true)
      transitions.slice(1).forEach(({ kind, start }, at) => {
        const before = transitions[at]!
        const hold = before.kind === 'fade-out' && kind === 'fade-in'
        const room = hold ? 19 : before.kind === 'cut' && kind === 'cut' ? 4 : 12
        expect(start - before.end, `film ${seed}`).toBeGreaterThanOrEqual(room)
      })
    }
  })

  test('distractors stay more than twelve pictures away from transitions and from one another', () => {
    for (const seed of seeds) {
      const { transitions, distractors } = truthOf(planFilm(seed))
      distractors.forEach((distractor, at) => {
        for (const other of [...transitions, ...distractors.slice(at + 1)])
          expect(
            Math.max(other.start - distractor.end, distractor.start - other.end),
            `film ${seed}`,
          ).toBeGreaterThan(12)
      })
    }
  })
})
