import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareRational, rational, rationalToNumber } from '../../../src/core/time/rational'
import {
  addCut,
  cutAtFrame,
  deleteCuts,
  detectAgain,
  isHandMade,
  markCuts,
  mergeCuts,
  moveCut,
  neighbourCut,
  newlyRejected,
  type Transitions,
} from '../../../src/core/timeline/editCuts'
import { createFrameGrid, createTimedFrameGrid, snapToPeak } from '../../../src/core/timeline/frameGrid'
import { scorePeaks } from '../../../src/core/timeline/scorePeaks'
import type { Transition } from '../../../src/core/timeline/transition'

const grid = createFrameGrid(rational(30_000, 1001), rational(1000 * 1001, 30_000))

const detectedAt = (frame: number, confidence = 0.8): Transition => {
  const time = grid.timeOf(frame)
  return {
    id: `cut-${frame}`,
    kind: 'cut',
    start: time,
    end: time,
    time,
    frame,
    confidence,
    origin: 'detected',
  }
}

const arbitraryCuts: fc.Arbitrary<Transitions> = fc
  .uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 30 })
  .map((frames) => frames.sort((a, b) => a - b).map((frame) => detectedAt(frame, (frame % 10) / 10)))

type Edit = (cuts: Transitions) => Transitions
const arbitraryFrame = fc.integer({ min: -5, max: 1005 })
const idAt = (cuts: Transitions, place: number): string =>
  cuts[place % Math.max(1, cuts.length)]?.id ?? 'none'
const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  arbitraryFrame.map(
    (frame): Edit =>
      (cuts) =>
        addCut(cuts, frame, grid),
  ),
  fc.tuple(fc.nat(40), arbitraryFrame).map(
    ([place, frame]): Edit =>
      (cuts) =>
        moveCut(cuts, idAt(cuts, place), frame, grid),
  ),
  fc.nat(40).map(
    (place): Edit =>
      (cuts) =>
        deleteCuts(cuts, [idAt(cuts, place)]),
  ),
  fc.nat(40).map(
    (place): Edit =>
      (cuts) =>
        markCuts(cuts, [idAt(cuts, place)], { locked: true }),
  ),
  fc.nat(40).map(
    (place): Edit =>
      (cuts) =>
        mergeCuts(cuts, [idAt(cuts, place), idAt(cuts, place + 1)]),
  ),
  arbitraryCuts.map(
    (found): Edit =>
      (cuts) =>
        detectAgain(cuts, found, []),
  ),
)

describe('docs/spec/cut-editing.md', () => {
  it('T1, T3, T10: any row of edits leaves ordered cuts with ids and pictures of their own, on the grid', () => {
    fc.assert(
      fc.property(arbitraryCuts, fc.array(arbitraryEdit, { maxLength: 25 }), (start, edits) => {
        const cuts = edits.reduce((list, edit) => edit(list), start)
        expect(new Set(cuts.map(({ id }) => id)).size).toBe(cuts.length)
        expect(new Set(cuts.map(({ frame }) => frame)).size).toBe(cuts.length)
        cuts.forEach((cut, index) => {
          expect(compareRational(cut.time, grid.timeOf(cut.frame))).toBe(0)
          expect(cut.frame).toBeGreaterThanOrEqual(1)
          expect(cut.frame).toBeLessThan(grid.count)
          if (index > 0) expect(compareRational(cuts[index - 1]!.time, cut.time)).toBeLessThan(0)
        })
      }),
    )
  })

  it('T1: an edit that changes nothing answers the list itself', () => {
    const cuts = [detectedAt(10), detectedAt(20)]
    expect(addCut(cuts, 10, grid)).toBe(cuts)
    expect(addCut(cuts, 0, grid)).toBe(cuts)
    expect(moveCut(cuts, 'cut-10', 10, grid)).toBe(cuts)
    expect(moveCut(cuts, 'cut-10', 20, grid)).toBe(cuts)
    expect(deleteCuts(cuts, ['none'])).toBe(cuts)
    expect(mergeCuts(cuts, ['cut-10'])).toBe(cuts)
    expect(markCuts(cuts, ['cut-10'], { hitOffset: 0, name: '', locked: false })).toBe(cuts)
    expect(detectAgain(cuts, [detectedAt(10), detectedAt(20)], [])).toBe(cuts)
  })

  it('T2: an added cut is the user’s', () => {
    const [cut] = addCut([], 7, grid)
    expect(cut).toMatchObject({ frame: 7, origin: 'user', confidence: 1, kind: 'cut' })
    expect(cut!.time).toEqual(rational(7 * 1001, 30_000))
  })

  it('T3: a moved dissolve takes both its ends along', () => {
    const dissolve: Transition = {
      ...detectedAt(50),
      kind: 'dissolve',
      start: grid.timeOf(45),
      end: grid.timeOf(55),
    }
    const [moved] = moveCut([dissolve], dissolve.id, 60, grid)
    expect(moved).toMatchObject({ id: dissolve.id, origin: 'user', frame: 60 })
    expect([moved!.start, moved!.end]).toEqual([grid.timeOf(55), grid.timeOf(65)])
  })

  it('T4: a locked cut survives everything', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEdit, { maxLength: 25 }), (edits) => {
        const locked = { ...detectedAt(100), locked: true as const }
        const cuts = edits.reduce((list, edit) => edit(list), [locked] as Transitions)
        expect(cutAtFrame(cuts, 100)).toBe(locked)
      }),
    )
  })

  it('T5: merging keeps the surest', () => {
    const cuts = [detectedAt(10, 0.7), detectedAt(11, 0.9), detectedAt(12, 0.9)]
    const ids = cuts.map(({ id }) => id)
    expect(mergeCuts(cuts, ids).map(({ id }) => id)).toEqual(['cut-11'])
    const named = markCuts(cuts, ['cut-12'], { name: 'door' })
    expect(mergeCuts(named, ids).map(({ id }) => id)).toEqual(['cut-12'])
    const locked = markCuts(named, ['cut-10'], { locked: true })
    expect(mergeCuts(locked, ids).map(({ id }) => id)).toEqual(['cut-10'])
  })

  it('T6: marks are set for several at once and taken away again', () => {
    const cuts = [detectedAt(10), detectedAt(20), detectedAt(30)]
    const marks = { hit: 'soft', hitKind: 'swell', hitOffset: -2, hitDownbeat: 'require', name: 'x' } as const
    const marked = markCuts(cuts, ['cut-10', 'cut-30'], marks)
    expect(marked.map(isHandMade)).toEqual([true, false, true])
    expect(marked[2]).toMatchObject(marks)
    const cleared = markCuts(marked, ['cut-10', 'cut-30'], {
      hit: undefined,
      hitKind: undefined,
      hitOffset: 0,
      hitDownbeat: undefined,
      name: '',
    })
    expect(cleared).toEqual(cuts)
    expect(Object.keys(cleared[0]!)).toEqual(Object.keys(cuts[0]!))
  })

  it('T7: another threshold keeps what is hand-made and does not bring back what was rejected', () => {
    fc.assert(
      fc.property(
        arbitraryCuts,
        fc.array(arbitraryEdit, { maxLength: 12 }),
        arbitraryCuts,
        (start, edits, found) => {
          let rejected: readonly string[] = []
          let cuts = start
          for (const edit of edits) {
            const after = edit(cuts)
            rejected = [...rejected, ...newlyRejected(cuts, after)]
            cuts = after
          }
          const again = detectAgain(cuts, found, rejected)
          expect(again.filter(isHandMade)).toEqual(cuts.filter(isHandMade))
          for (const cut of again) if (!isHandMade(cut)) expect(rejected).not.toContain(cut.id)
          const frames = new Set(cuts.filter(isHandMade).map(({ frame }) => frame))
          for (const cut of found)
            if (!rejected.includes(cut.id) && !frames.has(cut.frame))
              expect(cutAtFrame(again, cut.frame)).toBeDefined()
        },
      ),
    )
  })

  it('T7: a moved cut leaves nothing behind at its old place', () => {
    const cuts = [detectedAt(10), detectedAt(20)]
    const moved = moveCut(cuts, 'cut-10', 14, grid)
    const rejected = newlyRejected(cuts, moved)
    expect(rejected).toEqual(['cut-10'])
    expect(detectAgain(moved, cuts, rejected).map(({ frame }) => frame)).toEqual([14, 20])
  })

  it('T8, T9: peaks are where a cut is likely, and the nearest within reach attracts', () => {
    const likelihood = new Uint8Array([255, 0, 3, 12, 5, 0, 40, 200, 60, 0, 90, 90, 0])
    expect(scorePeaks(likelihood)).toEqual([7, 11])
    expect(snapToPeak(5, [7, 11], 3)).toBe(7)
    expect(snapToPeak(9, [7, 11], 3)).toBe(7)
    expect(snapToPeak(2, [7, 11], 3)).toBe(2)
    expect(snapToPeak(10, [7, 11], 3)).toBe(11)
  })

  it('T10: frames and times agree in both kinds of film', () => {
    const timed = createTimedFrameGrid(rational(25), [
      rational(0),
      rational(1, 25),
      rational(1, 10),
      rational(3, 10),
    ])
    for (const each of [grid, timed])
      for (let frame = 0; frame < Math.min(each.count, 1000); frame++) {
        const time = rationalToNumber(each.timeOf(frame))
        expect(each.frameAt(time)).toBe(frame)
        expect(each.nearestFrame(time)).toBe(frame)
      }
    expect(timed.nearestFrame(0.08)).toBe(2)
    expect(timed.frameAt(0.08)).toBe(1)
    expect(timed.frameAt(99)).toBe(3)
  })

  it('finds the neighbours of a picture', () => {
    const cuts = [detectedAt(10), detectedAt(20)]
    expect(neighbourCut(cuts, 10, 1)?.frame).toBe(20)
    expect(neighbourCut(cuts, 10, -1)).toBeUndefined()
    expect(neighbourCut(cuts, 15, -1)?.frame).toBe(10)
  })
})
