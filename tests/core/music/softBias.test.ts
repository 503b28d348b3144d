import { describe, expect, test } from 'vitest'
import { createDecodeState } from '../../../src/core/music/decodeState'
import { leanChord, leanPitch, leanType } from '../../../src/core/music/softBias'
import { attribute, eventType } from '../../../src/core/music/vocabulary'

const frame = {
  barLengths: [96, 96],
  endStep: 192,
  anchors: [],
  families: [[], []],
  transposition: 0,
  foreignThirds: [null, null] as (number | null)[],
  density: [4, 4],
}
const leaning = { clash: 1, silence: 4, crowd: 1, mode: 2 }

describe('soft leanings (docs/spec/composer-decoding.md, D13)', () => {
  test('semitones against the group and against other families of the onset lose', () => {
    const state = {
      ...createDecodeState(frame),
      bar: 1,
      struck: new Map([
        [1, new Set([40])],
        [0, new Set([165])],
      ]),
    }
    const logits = new Float32Array(191)
    leanPitch(state, 6, [60], logits, leaning)
    const disliked = Array.from({ length: 12 }, (_, pitch) => pitch).filter(
      (pitch) => logits[72 + pitch]! < 0,
    )
    expect(disliked).toEqual([1, 3, 5, 11])
    const drums = new Float32Array(191)
    leanPitch(state, 0, [], drums, leaning)
    expect(drums.every((value) => value === 0)).toBe(true)
  })

  test('an empty bar is left less readily than a full one, the more so after empty bars', () => {
    const bias = (changes: object): number => {
      const logits = new Float32Array(5)
      leanType({ ...createDecodeState(frame), bar: 0, ...changes }, logits, leaning)
      expect(logits[eventType.group]).toBe(0)
      return logits[eventType.bar]!
    }
    expect(bias({})).toBe(-4)
    expect(bias({ position: 48 })).toBe(-2)
    expect(bias({ notesInBar: 16 })).toBeCloseTo(0)
    expect(bias({ emptyBars: 2 })).toBe(-8)
    // The plan asks for 16 notes in this bar.
    expect(bias({ notesInBar: 40 })).toBe(1)
    expect(bias({ notesInBar: 400 })).toBe(2)
  })

  test('in C minor E and the chords with E lose, whatever their octave', () => {
    const state = { ...createDecodeState({ ...frame, foreignThirds: [4, null] }), bar: 0 }
    const pitches = new Float32Array(191)
    leanPitch(state, 6, [], pitches, leaning)
    const disliked = [...pitches.keys()].filter((value) => pitches[value]! < 0)
    expect(disliked).toEqual([4, 16, 28, 40, 52, 64, 76, 88, 100, 112, 124])
    const roots = new Float32Array(13)
    leanChord(state, attribute.root, 12, roots, leaning)
    expect([...roots.keys()].filter((root) => roots[root]! < 0)).toEqual([4])
    const qualities = new Float32Array(10)
    leanChord(state, attribute.quality, 0, qualities, leaning)
    expect([...qualities]).toEqual([-2, 0, 0, -2, 0, -2, -2, 0, 0, 0])
    const elsewhere = new Float32Array(191)
    leanPitch({ ...state, bar: 1 }, 6, [], elsewhere, leaning)
    expect(elsewhere.every((value) => value === 0)).toBe(true)
  })
})
