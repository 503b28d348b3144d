import { describe, expect, it } from 'vitest'
import { createPictureInput, inputSize } from '../../../src/core/emotion/pictureInput'

const anyShape = { kind: 'area', pixels: 39_424, multiple: 16 } as const
const aspect = 16 / 9

/** A picture of the sampled size: a textured ground, black bars, and what `paint` puts over it. */
function draw(
  { width, height }: { readonly width: number; readonly height: number },
  bars: { readonly top: number; readonly left: number },
  paint: (column: number, row: number) => number = (column, row) => 60 + ((37 * column + 91 * row) % 180),
): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  for (let row = bars.top; row < height - bars.top; row++)
    for (let column = bars.left; column < width - bars.left; column++)
      pixels.fill(paint(column, row), (row * width + column) * 3, (row * width + column + 1) * 3)
  return pixels
}

describe('pictures for a network', () => {
  it('N2 have a fixed size, or the film’s aspect in multiples', () => {
    expect(inputSize({ kind: 'fixed', width: 224, height: 224 }, aspect)).toEqual({ width: 224, height: 224 })
    expect(inputSize(anyShape, aspect)).toEqual({ width: 272, height: 144 })
    expect(inputSize(anyShape, 5 / 4)).toEqual({ width: 224, height: 176 })
    expect(inputSize(anyShape, 9 / 16)).toEqual({ width: 144, height: 272 })
    for (const odd of [0, NaN, 50, 1 / 50]) {
      const { width, height } = inputSize(anyShape, odd)
      expect(width % 16 === 0 && height % 16 === 0 && width > 0 && height > 0).toBe(true)
    }
  })

  it('N2 are handed on as they are where nothing is to be cut or resized', () => {
    const input = createPictureInput(anyShape, aspect)
    const pixels = draw(input.sampled, { top: 0, left: 0 })
    expect(input.prepare(pixels).pixels).toBe(pixels)
  })

  it('N2 lose their bars, and what is left fills the whole picture', () => {
    for (const bars of [
      { top: 20, left: 0 },
      { top: 0, left: 36 },
    ]) {
      const input = createPictureInput(anyShape, aspect)
      const picture = input.prepare(draw(input.sampled, bars, () => 200))
      expect(picture.width / picture.height > aspect).toBe(bars.top > 0)
      expect(Math.min(...picture.pixels)).toBe(200)
    }
  })

  it('N2 keep as bars only what every picture so far has left black; black pictures say nothing of bars', () => {
    const input = createPictureInput(anyShape, aspect)
    const full = input.sampled
    input.prepare(draw(full, { top: 0, left: 0 }, () => 0))
    const boxed = input.prepare(draw(full, { top: 20, left: 0 }))
    expect(boxed.height).toBeLessThan(full.height)
    const open = input.prepare(draw(full, { top: 0, left: 0 }))
    expect([open.width, open.height]).toEqual([full.width, full.height])
    expect(input.prepare(draw(full, { top: 20, left: 0 })).height).toBe(full.height)
  })

  it('E11 content is near 0 for black, a plain colour and a title, and high for a scene', () => {
    const content = (paint?: (column: number, row: number) => number): number => {
      const input = createPictureInput(anyShape, aspect)
      return input.prepare(draw(input.sampled, { top: 0, left: 0 }, paint)).content
    }
    expect(content(() => 0)).toBe(0)
    expect(content(() => 180)).toBe(0)
    const letters = (column: number, row: number): boolean => row > 60 && row < 75 && column % 5 < 2
    expect(content((column, row) => (letters(column, row) ? 240 : 4))).toBeLessThan(0.08)
    expect(content()).toBeGreaterThan(0.6)
  })
})
