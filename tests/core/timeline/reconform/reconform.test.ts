import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EditorShot } from '../../../../src/core/timeline/formats/editorTimeline'
import { movedFrame } from '../../../../src/core/timeline/reconform/keptPicture'
import { matchByLength } from '../../../../src/core/timeline/reconform/matchByLength'
import { reconform } from '../../../../src/core/timeline/reconform/reconform'
import { arbitraryRecut, laid } from '../../../fixtures/arbitraryRecut'

const film = (lengths: readonly number[], source = 'film.mov'): EditorShot[] => {
  let at = 0
  return laid(
    lengths.map((length) => {
      const piece = { source, sourceStart: at, length }
      at += length
      return piece
    }),
  )
}
/** Shots of other reels, of which only lengths are known. */
const reels = (lengths: readonly number[]): EditorShot[] =>
  laid(lengths.map((length, index) => ({ source: `R${index}`, sourceStart: 0, length })))
const kinds = (before: readonly EditorShot[], after: readonly EditorShot[]): string[] =>
  reconform(before, after).fates.map(({ kind }) => kind)

describe('reconform by sources', () => {
  it('C1, C2: finds every frame that is still there, and nothing else', () => {
    fc.assert(
      fc.property(arbitraryRecut, ({ before, after, truth }) => {
        const { kept } = reconform(before, after)
        const found: (number | null)[] = truth.map(() => null)
        for (const { from, to, length } of kept)
          for (let index = 0; index < length; index++) {
            if (found[to + index] !== null) throw new Error(`frame ${to + index} is used twice`)
            found[to + index] = from + index
          }
        if (after.some(({ source }) => source === 'film.mov')) expect(found).toEqual(truth)
        const lost = truth.findIndex(
          (frame, at) => frame !== null && found[at] !== null && movedFrame(kept, frame) !== at,
        )
        expect(lost).toBe(-1)
      }),
      { numRuns: 300 },
    )
  })

  it('C4: says what became of every shot', () => {
    const before = film([50, 40, 30, 20, 10])
    // The second shot loses 14 frames at its end, the third is gone, the fourth and fifth change places, one is new.
    const after = laid([
      { source: 'FILM.MOV', sourceStart: 0, length: 50 },
      { source: 'film', sourceStart: 50, length: 26 },
      { source: 'other', sourceStart: 0, length: 9 },
      { source: 'film.mov', sourceStart: 140, length: 10 },
      { source: 'film.mov', sourceStart: 120, length: 20 },
    ])
    const { fates, toldBy } = reconform(before, after)
    expect(toldBy).toBe('source')
    expect(fates).toMatchObject([
      { kind: 'stayed' },
      { kind: 'trimmed', to: 50, length: 26 },
      { kind: 'vanished' },
      { kind: 'moved', to: 95, length: 20 },
      { kind: 'moved', to: 85, length: 10 },
      { kind: 'new', shot: { source: 'other' } },
    ])
  })

  it('C2: a picture that is there twice goes to its longest stretch; retimed shots are no picture', () => {
    const before = film([50, 50])
    const flash = { source: 'film.mov', sourceStart: 10, length: 5 }
    const after = laid([flash, { source: 'film.mov', sourceStart: 0, length: 100 }])
    expect(reconform(before, after).kept).toEqual([{ from: 0, to: 5, length: 100 }])
    const slow = after.map((shot, index) => (index === 1 ? { ...shot, retimed: true } : shot))
    expect(reconform(before, slow).kept).toEqual([{ from: 10, to: 0, length: 5 }])
  })
})

describe('reconform by lengths', () => {
  const lengths = [48, 31, 77, 25, 110, 64]

  it('C3: shots of the same lengths in the same order are the same, whatever their reels', () => {
    expect(reconform(film(lengths), reels(lengths))).toMatchObject({
      toldBy: 'length',
      kept: [{ from: 0, to: 0, length: 355 }],
    })
    expect(kinds(film(lengths), reels(lengths))).toEqual(Array(6).fill('stayed'))
  })

  it('C3: what follows a shot that is gone, new or trimmed has moved', () => {
    expect(kinds(film(lengths), reels([48, 31, 25, 110, 64]))).toEqual([
      'stayed',
      'stayed',
      'vanished',
      'moved',
      'moved',
      'moved',
    ])
    expect(kinds(film(lengths), reels([48, 99, 31, 77, 25, 110, 64]))).toEqual([
      'stayed',
      ...Array<string>(5).fill('moved'),
      'new',
    ])
    expect(kinds(film(lengths), reels([48, 31, 63, 25, 110, 64]))).toEqual([
      'stayed',
      'stayed',
      'trimmed',
      'moved',
      'moved',
      'moved',
    ])
  })

  it('C3: a cut that only one list has does not part the picture', () => {
    expect(reconform(film(lengths), reels([79, 77, 25, 60, 50, 64])).kept).toEqual([
      { from: 0, to: 0, length: 355 },
    ])
    // A cut that was found a frame too late.
    expect(reconform(film([50, 40, 30]), reels([49, 41, 30])).kept).toEqual([{ from: 0, to: 0, length: 120 }])
  })

  it('C3: keeps the order, and never uses a frame twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 14 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 14 }),
        (first, second) => {
          const kept = matchByLength(film(first), reels(second))
          for (const [index, { from, to, length }] of kept.entries()) {
            const next = kept[index + 1]
            expect(length).toBeGreaterThan(0)
            if (next) {
              expect(next.from).toBeGreaterThanOrEqual(from + length)
              expect(next.to).toBeGreaterThanOrEqual(to + length)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('C3: finds at least what one list left out of the other', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 10, max: 500 }), { minLength: 1, maxLength: 15 }),
        fc.nat(),
        (all, mask) => {
          const some = all.filter((_, index) => (mask >> index) & 1)
          const kept = matchByLength(film(all), reels(some)).reduce((sum, { length }) => sum + length, 0)
          expect(kept).toBe(some.reduce((sum, length) => sum + length, 0))
        },
      ),
      { numRuns: 200 },
    )
  })
})
