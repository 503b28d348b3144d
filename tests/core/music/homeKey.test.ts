import { describe, expect, it } from 'vitest'
import { toHomeKey, transposeMusic } from '../../../src/core/music/homeKey'
import type { Plan } from '../../../src/core/music/plan'
import { ticks } from '../../../src/core/time/units'

const planIn = (...tonics: number[]): Plan =>
  ({
    keys: tonics.map((tonic, index) => ({ tick: ticks(index * 3840), tonic, mode: 'minor' })),
  }) as unknown as Plan

const note = { onset: 0, duration: 24, velocity: 80 }

describe('E21: composing in the home key', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])(
    'moves tonic %i to C and back by at most six semitones',
    (tonic) => {
      const { plan, transposition } = toHomeKey(planIn(tonic, (tonic + 3) % 12))
      expect(plan.keys.map((key) => key.tonic)).toEqual([0, 3])
      expect(transposition).toBeGreaterThanOrEqual(-5)
      expect(transposition).toBeLessThanOrEqual(6)
      expect((transposition + 12) % 12).toBe(tonic)
    },
  )

  it('leaves a plan without keys where it is', () => {
    expect(toHomeKey(planIn())).toEqual({ plan: planIn(), transposition: 0 })
  })

  it('moves notes and chords, but neither drums nor absent roots', () => {
    const music = {
      notes: [
        { ...note, family: 0, pitch: 38 },
        { ...note, family: 6, pitch: 60 },
      ],
      chords: [
        { onset: 0, root: 11, quality: 0, bass: 4 },
        { onset: 24, root: 12, quality: 9, bass: 12 },
      ],
    }
    const moved = transposeMusic(music, -5)
    expect(moved.notes.map(({ pitch }) => pitch)).toEqual([38, 55])
    expect(moved.chords.map(({ root, bass }) => [root, bass])).toEqual([
      [6, 11],
      [12, 12],
    ])
    expect(transposeMusic(moved, 5).notes).toEqual(music.notes)
  })
})
