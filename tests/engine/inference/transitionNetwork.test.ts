import { describe, expect, it } from 'vitest'
import { rational } from '../../../src/core/time/rational'
import type { Transition } from '../../../src/core/timeline/transition'
import { dissolve, mix, plain, scoreFilm, shot, type Picture } from '../../core/timeline/drawnFilm'
import { transitionsOfScores } from '../../fixtures/transitionNetwork'

const found = (pictures: readonly Picture[]): Promise<readonly Transition[]> =>
  transitionsOfScores(scoreFilm(pictures))
const brief = (transitions: readonly Transition[]): string[] =>
  transitions.map(({ kind, frame }) => `${kind} ${frame}`)
const frameOf = (time: { readonly numerator: number; readonly denominator: number }): number =>
  (time.numerator * 24) / time.denominator

describe('hard cuts', () => {
  it('are exact to the picture, and time is the first new picture', async () => {
    const transitions = await found([...shot(1, 40), ...shot(2, 33), ...shot(3, 12), ...shot(4, 40)])
    expect(brief(transitions)).toEqual(['cut 40', 'cut 73', 'cut 85'])
    expect(transitions[0]).toMatchObject({ start: rational(5, 3), end: rational(5, 3), time: rational(5, 3) })
    for (const { confidence } of transitions) expect(confidence).toBeGreaterThan(0.8)
  })

  it('are not seen in fast motion', async () => {
    expect(await found(shot(5, 60, 9))).toEqual([])
  })

  it('are found between a still and a busy shot', async () => {
    expect(brief(await found([...shot(6, 30, 0), ...shot(7, 30, 8), ...shot(8, 30, 0)]))).toEqual([
      'cut 30',
      'cut 60',
    ])
  })

  it.each([1, 2, 3])('are not seen in a flash of %i pictures', async (length) => {
    const pictures = shot(9, 60)
    for (let index = 30; index < 30 + length; index += 1)
      pictures[index] = mix(pictures[index]!, plain(255)[0]!, 0.85)
    expect(await found(pictures)).toEqual([])
  })

  it('to black and from black are cuts, not fades', async () => {
    expect(brief(await found([...shot(10, 30), ...plain(0, 12), ...shot(11, 30)]))).toEqual([
      'cut 30',
      'cut 42',
    ])
  })

  it('are not seen in a flickering light', async () => {
    const dim = plain(0)[0]!
    const pictures = shot(12, 72, 0.3).map((picture, index) =>
      mix(picture, dim, [0.1, 0.35, 0.2, 0.45][(index >> 2) % 4]!),
    )
    expect((await found(pictures)).filter(({ kind }) => kind === 'cut')).toEqual([])
  })
})

describe('fades', () => {
  const fadeOut = (pictures: readonly Picture[], length: number, level: number): Picture[] =>
    pictures.map((picture, index) => {
      const step = index - (pictures.length - length)
      return step < 0 ? picture : mix(picture, plain(level)[0]!, (step + 1) / length)
    })

  it.each([0, 255])(
    'out to and in from level %i aim at the first empty and the first visible picture',
    async (level) => {
      const first = fadeOut(shot(20, 60), 24, level)
      const second = fadeOut(shot(21, 60).reverse(), 12, level).reverse()
      // Empty: 59 (the last step of the first) to 84 (the first step of the second).
      const transitions = await found([...first, ...plain(level, 24), ...second])
      expect(brief(transitions)).toEqual(['fade 59', 'fade 85'])
      const [out, into] = transitions
      expect(frameOf(out!.end)).toBe(59)
      expect(Math.abs(frameOf(out!.start) - 35)).toBeLessThanOrEqual(1)
      expect(frameOf(into!.start)).toBe(84)
      expect(Math.abs(frameOf(into!.end) - 96)).toBeLessThanOrEqual(1)
    },
  )

  it('are found at the beginning and the end of the film', async () => {
    const film = fadeOut(fadeOut(shot(22, 90).reverse(), 20, 0).reverse(), 30, 0)
    expect(brief(await found([...plain(0, 3), ...film, ...plain(0, 4)]))).toEqual(['fade 4', 'fade 92'])
  })
})

describe('dissolves', () => {
  it.each([8, 12, 24, 48])(
    'of %i steps are found with both ends and the midpoint between them',
    async (length) => {
      const transitions = await found(dissolve(shot(30, 70, 0.4), shot(31, 70, 0.4), length))
      const [start, end] = [70 - length, 70]
      expect(transitions.map(({ kind }) => kind)).toEqual(['dissolve'])
      const [{ start: foundStart, end: foundEnd, time, frame }] = transitions as [Transition]
      const slack = Math.max(2, length / 12)
      expect(Math.abs(frameOf(foundStart) - start)).toBeLessThanOrEqual(slack)
      expect(Math.abs(frameOf(foundEnd) - end)).toBeLessThanOrEqual(slack)
      expect(frameOf(time)).toBeCloseTo((frameOf(foundStart) + frameOf(foundEnd)) / 2, 9)
      expect(Math.abs(frame - frameOf(time))).toBeLessThanOrEqual(0.5)
    },
  )

  it('are not seen in a slow pan', async () => {
    expect(await found(shot(32, 120, 1.5))).toEqual([])
  })
})
