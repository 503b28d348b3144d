import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/music/random'
import { onsetNear, onsetRate, onsetsIn } from './onsets'

/** The measure itself, on tones whose beginnings are known. */
describe('onsets', () => {
  const frame = 1 / 24
  const seconds = 6
  /** A held chord of saw-like tones, and over it a note with so many seconds of attack at each time. */
  function sound(times: readonly number[], attack: number): Float32Array {
    const random = createRandom(3)
    return Float32Array.from({ length: seconds * onsetRate }, (_, at) => {
      const now = at / onsetRate
      const held = [262, 392, 523, 660].reduce(
        (sum, pitch) => sum + Math.sin(2 * Math.PI * pitch * now) + Math.sin(6 * Math.PI * pitch * now) / 3,
        0,
      )
      const notes = times.map((time, index) => {
        const since = now - time
        const level = since < 0 ? 0 : Math.min(1, since / attack) * Math.exp(-since / 0.5)
        const pitch = 466 * 2 ** (index / 12)
        return level * (Math.sin(2 * Math.PI * pitch * now) + Math.sin(4 * Math.PI * pitch * now) / 2)
      })
      return 0.05 * held + 0.1 * notes.reduce((sum, each) => sum + each, 0) + 0.001 * (random.next() - 0.5)
    })
  }
  const times = [1, 2.513, 4.007, 5.25]

  it.each([0.002, 0.03])(
    'are heard within two thirds of a frame, with an attack of %s s over held tones',
    (attack) => {
      const onsets = onsetsIn(sound(times, attack))
      for (const time of times) {
        const { offset, isClear } = onsetNear(onsets, time)
        expect([time, isClear]).toEqual([time, true])
        expect(Math.abs(offset)).toBeLessThan((frame * 2) / 3)
      }
    },
  )

  it('are told to be late or early by what they are, and unclear where nothing begins', () => {
    const onsets = onsetsIn(sound(times, 0.002))
    for (const shift of [-0.08, -0.05, 0.05, 0.08])
      expect(Math.abs(onsetNear(onsets, times[2]! - shift).offset - shift)).toBeLessThan(0.011)
    expect(onsetNear(onsets, 3.3).isClear).toBe(false)
  })
})
