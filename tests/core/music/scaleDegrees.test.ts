import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { majorScale, minorScale, moveWithRoot } from '../../../src/core/music/scaleDegrees'

const scaleOn = (tonic: number, steps: readonly number[]): number[] =>
  steps.map((step) => (tonic + step) % 12)

describe('moving with the harmony (docs/spec/composer-decoding.md, D52)', () => {
  test('in C major the tonic triad becomes the triads of the key', () => {
    const triadOn = (root: number): number[] =>
      [60, 64, 67].map((pitch) => moveWithRoot(pitch, 0, root, majorScale))
    expect(triadOn(2)).toEqual([62, 65, 69])
    expect(triadOn(9)).toEqual([57, 60, 64])
    expect(triadOn(7)).toEqual([55, 59, 62])
    expect(triadOn(5)).toEqual([65, 69, 72])
  })

  test('a note outside the scale keeps its distance from the step below', () => {
    expect(moveWithRoot(61, 0, 2, majorScale)).toBe(63)
  })

  test('the same root moves nothing, no scale moves by semitones the nearer way', () => {
    expect(moveWithRoot(60, 4, 4, majorScale)).toBe(60)
    expect([1, 6, 7, 11].map((root) => moveWithRoot(60, 0, root, null))).toEqual([61, 66, 55, 59])
  })

  test('notes of the scale stay in it, move at most half an octave and keep their order', () => {
    const inKey = fc.record({
      tonic: fc.nat(11),
      steps: fc.constantFrom(majorScale, minorScale),
      pitches: fc.uniqueArray(fc.integer({ min: 24, max: 100 }), { minLength: 2, maxLength: 2 }),
      from: fc.nat(6),
      to: fc.nat(6),
    })
    fc.assert(
      fc.property(inKey, ({ tonic, steps, pitches, from, to }) => {
        const scale = scaleOn(tonic, steps)
        const [low, high] = pitches
          .sort((a, b) => a - b)
          .map((pitch) => ({
            pitch,
            moved: moveWithRoot(pitch, scale[from]!, scale[to]!, scale),
          }))
        for (const { pitch, moved } of [low!, high!]) {
          if (scale.includes(pitch % 12)) expect(scale).toContain(moved % 12)
          expect(Math.abs(moved - pitch)).toBeLessThanOrEqual(7)
        }
        if (scale.includes(low!.pitch % 12) && scale.includes(high!.pitch % 12))
          expect(high!.moved).toBeGreaterThan(low!.moved)
      }),
    )
  })
})
