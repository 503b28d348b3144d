import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addCue,
  deleteCue,
  joinCues,
  moveCueEdge,
  numberCues,
  playedCues,
  renameCue,
  silence,
  splitCue,
} from '../../../src/core/document/editCues'
import type { Cue } from '../../../src/core/document/document'
import { compareRational, rational, rationalToNumber, zero } from '../../../src/core/time/rational'
import { exampleDocument } from '../../fixtures/exampleDocument'

const duration = rational(60)
const film: readonly Cue[] = [{ id: 'film', name: '1m1', musicIn: zero, musicOut: duration }]
const frame = (number: number) => rational(number, 25)

type Edit = (cues: readonly Cue[]) => readonly Cue[]
const arbitraryFrame = fc.integer({ min: 0, max: 1500 }).map(frame)
const arbitrarySpan = fc
  .uniqueArray(fc.integer({ min: 0, max: 1500 }), { minLength: 2, maxLength: 2 })
  .map((ends) => ends.sort((a, b) => a - b).map(frame))
  .map(([musicIn, musicOut]) => ({ musicIn: musicIn!, musicOut: musicOut! }))
const idAt = (cues: readonly Cue[], place: number): string => cues[place % cues.length]!.id
const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  arbitrarySpan.map(
    (span): Edit =>
      (cues) =>
        silence(cues, span),
  ),
  arbitrarySpan.map(
    (span): Edit =>
      (cues) =>
        addCue(cues, span),
  ),
  arbitraryFrame.map(
    (time): Edit =>
      (cues) =>
        splitCue(cues, time),
  ),
  fc.tuple(fc.nat(9), fc.constantFrom('musicIn' as const, 'musicOut' as const), arbitraryFrame).map(
    ([place, edge, time]): Edit =>
      (cues) =>
        moveCueEdge(cues, idAt(cues, place), edge, time, duration),
  ),
  fc.nat(9).map(
    (place): Edit =>
      (cues) =>
        deleteCue(cues, idAt(cues, place)),
  ),
  fc.nat(9).map(
    (place): Edit =>
      (cues) =>
        joinCues(cues, idAt(cues, place)),
  ),
)

describe('docs/spec/cut-editing.md, spotting', () => {
  it('S1: a project without cues plays one over the whole film', () => {
    const played = playedCues({ ...exampleDocument, cues: [] })
    expect(played).toHaveLength(1)
    expect(played[0]).toMatchObject({
      name: '1m1',
      musicIn: zero,
      musicOut: exampleDocument.media.info.duration,
    })
  })

  it('S2, S5, S6: any row of edits leaves cues in order, apart, inside the film and long enough', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEdit, { maxLength: 25 }), (edits) => {
        const cues = edits.reduce((list, edit) => edit(list), film)
        expect(cues.length).toBeGreaterThan(0)
        expect(new Set(cues.map(({ id }) => id)).size).toBe(cues.length)
        expect(new Set(cues.map(({ name }) => name)).size).toBe(cues.length)
        cues.forEach(({ musicIn, musicOut }, index) => {
          expect(rationalToNumber(musicOut) - rationalToNumber(musicIn)).toBeGreaterThanOrEqual(1 - 1e-9)
          expect(compareRational(musicIn, cues[index - 1]?.musicOut ?? zero)).toBeGreaterThanOrEqual(0)
          expect(compareRational(musicOut, duration)).toBeLessThanOrEqual(0)
        })
      }),
    )
  })

  it('S3, S4: nothing plays in a silenced span, and all of a new cue does', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEdit, { maxLength: 8 }), arbitrarySpan, (edits, span) => {
        const cues = edits.reduce((list, edit) => edit(list), film)
        const silent = silence(cues, span)
        const overlaps = silent.filter(
          (cue) =>
            compareRational(cue.musicIn, span.musicOut) < 0 &&
            compareRational(span.musicIn, cue.musicOut) < 0,
        )
        if (silent !== cues) expect(overlaps).toEqual([])
        const added = addCue(cues, span)
        if (added !== cues)
          expect(added.some((cue) => cue.musicIn === span.musicIn && cue.musicOut === span.musicOut)).toBe(
            true,
          )
      }),
    )
  })

  it('S3: a silence in the middle makes two cues', () => {
    const cues = silence(film, { musicIn: rational(20), musicOut: rational(30) })
    expect(cues.map(({ name, musicIn, musicOut }) => [name, musicIn.numerator, musicOut.numerator])).toEqual([
      ['1m1', 0, 20],
      ['1m2', 30, 60],
    ])
    expect(joinCues(cues, 'film')).toEqual(film)
  })

  it('names and numbers cues', () => {
    const cues = splitCue(film, rational(10))
    const named = renameCue(cues, 'film', ' Opening ')
    expect(named.map(({ name }) => name)).toEqual(['Opening', '1m2'])
    expect(renameCue(named, 'film', '  ')).toBe(named)
    expect(numberCues(named).map(({ name }) => name)).toEqual(['1m1', '1m2'])
    expect(numberCues(cues)).toBe(cues)
  })
})
