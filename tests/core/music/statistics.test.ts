import { describe, expect, test } from 'vitest'
import type { GridNote } from '../../../src/core/music/events'
import { measureMusic } from '../../../src/core/music/statistics'

const note = (onset: number, pitch: number, duration = 24, family = 2): GridNote => ({
  onset,
  duration,
  family,
  pitch,
  velocity: 80,
})

describe('statistics (muspy and MusDr definitions)', () => {
  test('pitch-class entropy is log2 of the number of equally common classes', () => {
    const four = [0, 3, 6, 9].map((pitch, beat) => note(beat * 24, 60 + pitch))
    expect(measureMusic(four, [96], 96, 2).pitchClassEntropy).toBeCloseTo(2, 9)
    expect(measureMusic([note(0, 60), note(24, 72)], [96], 96, 2).pitchClassEntropy).toBe(0)
  })

  test('scale consistency is the share in the best scale, drums ignored', () => {
    const notes = [60, 62, 64, 65, 67, 69, 71, 61].map((pitch, index) => note(index * 12, pitch))
    expect(measureMusic([...notes, note(0, 42, 6, 0)], [96], 96, 2).scaleConsistency).toBeCloseTo(7 / 8, 9)
  })

  test('groove consistency: equal bars give 1, one different sixteenth of sixteen takes 1/16', () => {
    const bar = (start: number): GridNote[] => [0, 24, 48, 72].map((step) => note(start + step, 60, 6))
    expect(measureMusic([...bar(0), ...bar(96)], [96, 96], 192, 4).grooveConsistency).toBe(1)
    const changed = [...bar(0), ...bar(96), note(96 + 6, 60, 6)]
    expect(measureMusic(changed, [96, 96], 192, 4).grooveConsistency).toBeCloseTo(15 / 16, 9)
  })

  test('empty beats, polyphony and notes per second', () => {
    const measured = measureMusic([note(0, 60, 48), note(0, 64, 24), note(72, 67, 24)], [96], 96, 2)
    expect(measured.emptyBeatRate).toBe(0.25)
    expect(measured.polyphony).toBeCloseTo((24 * 2 + 24 + 24) / 72, 9)
    expect(measured.notesPerSecond).toBe(1.5)
  })

  test('distinct patterns: a repeated figure has few, clashes count semitones', () => {
    const figure = Array.from({ length: 32 }, (_, index) =>
      note(index * 12, 60 + [0, 4, 7, 4][index % 4]!, 12),
    )
    const repeated = measureMusic(figure, [96, 96, 96, 96], 384, 8)
    expect(repeated.distinctPatterns).toBeLessThan(0.2)
    expect(repeated.semitoneClashes).toBe(0)
    const clashing = [note(0, 60), note(0, 73), note(0, 67), note(24, 60)]
    expect(measureMusic(clashing, [96], 96, 2).semitoneClashes).toBeCloseTo(1 / (20 + 3), 9)
  })

  test('an empty piece gives zeros, not NaN', () => {
    for (const value of Object.values(measureMusic([], [96], 96, 0)))
      expect(Number.isFinite(value)).toBe(true)
  })
})
