import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GridNote } from '../../../src/core/music/events'
import { measureStructure, totalVariation } from '../../../src/core/music/statisticsStructure'

const note = (onset: number, pitch: number, duration = 24, family = 2): GridNote => ({
  onset,
  duration,
  family,
  pitch,
  velocity: 80,
})

/** One quarter note at the start of every bar of four quarters. */
const bars = (pitches: readonly number[]): GridNote[] => pitches.map((pitch, bar) => note(bar * 96, pitch))
const fourQuarters = (count: number): number[] => new Array<number>(count).fill(96)
const measure = (pitches: readonly number[]) => measureStructure(bars(pitches), fourQuarters(pitches.length))

describe('structure of a piece', () => {
  test('A B A B repeats two bars, A A A A stands still for three', () => {
    const returning = measure([60, 62, 60, 62])
    expect(returning).toMatchObject({ repeatedBars: 0.5, longestRepetition: 2, longestStandstill: 0 })
    const still = measure([60, 60, 60, 60])
    expect(still).toMatchObject({ repeatedBars: 0.75, longestStandstill: 3, barLikeness: 1 })
  })

  test('bars that all differ repeat nothing', () => {
    expect(measure([60, 62, 64, 65])).toMatchObject({
      repeatedBars: 0,
      barLikeness: 0,
      longestRepetition: 0,
      longestStandstill: 0,
    })
  })

  test('likeness is the Jaccard index of onset and pitch: two of four entries in common', () => {
    const first = [note(0, 60), note(24, 62), note(48, 64)]
    const second = [note(96, 60), note(120, 62), note(144, 65)]
    expect(measureStructure([...first, ...second], [96, 96]).barLikeness).toBeCloseTo(2 / 4, 9)
  })

  test('a bar is empty when nothing sounds in it, not when nothing begins in it', () => {
    const long = [note(0, 60, 150)]
    expect(measureStructure(long, [96, 96, 96]).emptyBars).toBeCloseTo(1 / 3, 9)
    expect(measureStructure([], [96, 96]).emptyBars).toBe(1)
  })

  test('distances between onsets fall into their classes; a chord has none inside', () => {
    const notes = [note(0, 60), note(0, 64), note(12, 62), note(24, 64), note(120, 65)]
    const shares = measureStructure(notes, [96, 96]).interOnsets
    expect(shares).toEqual([0, 0, 0, 2 / 3, 0, 0, 0, 1 / 3])
  })

  test('shares lie in 0..1 and no repetition is longer than the piece', () => {
    const anyNote = fc.record({
      onset: fc.integer({ min: 0, max: 959 }),
      duration: fc.integer({ min: 1, max: 96 }),
      family: fc.integer({ min: 0, max: 11 }),
      pitch: fc.integer({ min: 36, max: 84 }),
      velocity: fc.constant(80),
    })
    fc.assert(
      fc.property(fc.array(anyNote, { maxLength: 60 }), (notes) => {
        const { interOnsets, longestRepetition, longestStandstill, ...shares } = measureStructure(
          notes,
          fourQuarters(10),
        )
        for (const share of Object.values(shares)) expect(share >= 0 && share <= 1).toBe(true)
        expect(longestRepetition).toBeLessThanOrEqual(5)
        expect(longestStandstill).toBeLessThan(10)
        const total = interOnsets.reduce((sum, share) => sum + share, 0)
        if (total > 0) expect(total).toBeCloseTo(1, 9)
      }),
    )
  })

  test('total variation: equal distributions 0, disjoint ones 1', () => {
    expect(totalVariation([0.5, 0.5], [0.5, 0.5])).toBe(0)
    expect(totalVariation([1, 0], [0, 1])).toBe(1)
  })
})
