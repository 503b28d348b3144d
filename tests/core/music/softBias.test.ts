import { describe, expect, test } from 'vitest'
import { createDecodeState } from '../../../src/core/music/decodeState'
import { leanPitch, leanQuality, leanRoot, leanType } from '../../../src/core/music/softBias'
import { eventType } from '../../../src/core/music/vocabulary'

const frame = {
  barLengths: [96, 96],
  endStep: 192,
  anchors: [],
  families: [[], []],
  transposition: 0,
  density: [4, 4],
  keys: [{ tonic: 2, mode: 'major' as const }, null],
}
const leaning = { key: 2, harmony: 0.5, clash: 1, silence: 4, crowd: 1 }

describe('soft leanings (docs/spec/composer-decoding.md, D13)', () => {
  test('pitches outside D major lose, drums and bars without a key do not', () => {
    const state = { ...createDecodeState(frame), bar: 0 }
    const logits = new Float32Array(191)
    leanPitch(state, 6, [], logits, leaning)
    const preferred = Array.from({ length: 12 }, (_, pitch) => pitch).filter(
      (pitch) => logits[60 + pitch] === 0,
    )
    expect(preferred).toEqual([1, 2, 4, 6, 7, 9, 11])
    expect(logits[60]).toBe(-2)
    expect([...logits.subarray(128)].every((value) => value === 0)).toBe(true)
    for (const [bar, family] of [
      [0, 0],
      [1, 6],
    ] as const) {
      const untouched = new Float32Array(191)
      leanPitch({ ...state, bar }, family, [], untouched, leaning)
      expect(untouched.every((value) => value === 0)).toBe(true)
    }
  })

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
  })

  test('pitches outside the harmony in force lose', () => {
    const state = { ...createDecodeState(frame), bar: 1, harmony: { step: 0, root: 9, quality: 1 } }
    const logits = new Float32Array(191)
    leanPitch(state, 6, [], logits, leaning)
    const preferred = Array.from({ length: 12 }, (_, pitch) => pitch).filter(
      (pitch) => logits[60 + pitch] === 0,
    )
    expect(preferred).toEqual([0, 4, 9])
    expect(logits[62]).toBe(-0.5)
  })

  test('roots and qualities of the key are preferred', () => {
    const state = { ...createDecodeState(frame), bar: 0 }
    const roots = new Float32Array(13)
    leanRoot(state, roots, leaning)
    expect([...roots.entries()].filter(([, value]) => value < 0).map(([root]) => root)).toEqual([
      0, 3, 5, 8, 10,
    ])
    const qualities = new Float32Array(10)
    leanQuality(state, 4, qualities, leaning)
    // On E in D major: E minor and its minor seventh fit, E major has one note outside.
    expect([qualities[0], qualities[1], qualities[7], qualities[9]]).toEqual([-2, 0, 0, 0])
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
})
