import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSeeds } from '../../bench/cuts/benchFilm'
import { gradualKinds, pointDetection, type Detection } from '../../bench/cuts/detection'
import { listErrors } from '../../bench/cuts/filmErrors'
import { intersectionOverUnion, matchCuts, matchIntervals } from '../../bench/cuts/matching'
import { keptText } from '../../bench/cuts/report'
import { scoreFilm, sumCounts } from '../../bench/cuts/score'
import { gradualPairs } from '../../bench/cuts/scored'
import { bootstrapInterval, f1Of, median, precisionOf, recallOf } from '../../bench/cuts/statistics'
import type { FilmTruth, TruthDistractor, TruthKind, TruthTransition } from '../../bench/cuts/truth'

const truth = (kind: TruthKind, start: number, end = start): TruthTransition => ({
  kind,
  start,
  end,
  detail: 'plain',
})
const report = (kind: TruthKind, start: number, end = start): Detection => ({
  kind,
  start,
  end,
  confidence: 0.75,
})
const flash = (start: number, end: number): TruthDistractor => ({ kind: 'flash', start, end })
const film = (
  transitions: readonly TruthTransition[],
  distractors: readonly TruthDistractor[] = [],
): Pick<FilmTruth, 'transitions' | 'distractors'> => ({ transitions, distractors })

describe('matching', () => {
  it('pairs cuts one to one, the nearest first', () => {
    expect(matchCuts([100, 102], [101, 102], 1)).toEqual([
      { truth: 0, report: 0 },
      { truth: 1, report: 1 },
    ])
    expect(matchCuts([100], [100, 101], 1)).toEqual([{ truth: 0, report: 0 }])
    expect(matchCuts([100], [101], 0)).toEqual([])
  })

  it('measures the intersection over union of intervals of time', () => {
    expect(intersectionOverUnion({ start: 0, end: 10 }, { start: 5, end: 15 })).toBeCloseTo(1 / 3)
    expect(intersectionOverUnion({ start: 0, end: 10 }, { start: 0, end: 10 })).toBe(1)
    expect(intersectionOverUnion({ start: 0, end: 10 }, { start: 10, end: 20 })).toBe(0)
  })

  it('gives an interval to the truth that it covers best', () => {
    const fades = [
      { start: 0, end: 10 },
      { start: 14, end: 30 },
    ]
    expect(matchIntervals(fades, [{ start: 0, end: 30 }])).toEqual([{ truth: 1, report: 0 }])
  })
})

describe('the score of cuts', () => {
  it('counts exact and near cuts apart', () => {
    const { exactCuts, nearCuts } = scoreFilm(
      film([truth('cut', 50), truth('cut', 90), truth('cut', 130)]),
      [50, 91, 200].map(pointDetection),
    )
    expect(exactCuts).toEqual({ truth: 3, reported: 3, matched: 1 })
    expect(nearCuts).toEqual({ truth: 3, reported: 3, matched: 2 })
  })

  it('takes no cut in a gradual transition for a wrong cut, and touches the transition once', () => {
    const { nearCuts, insideGraduals, graduals, any } = scoreFilm(
      film([truth('dissolve', 100, 120)]),
      [98, 110, 122, 123].map(pointDetection),
    )
    expect(nearCuts).toEqual({ truth: 0, reported: 1, matched: 0 })
    expect(insideGraduals).toBe(3)
    expect(graduals.dissolve).toMatchObject({ truth: 1, found: 0, touched: 1 })
    expect(any).toEqual({ truth: 1, reported: 4, matched: 1 })
  })

  it('counts the empty hold between two fades to them', () => {
    const fades = [truth('fade-out', 100, 120), truth('fade-in', 140, 160)]
    const { nearCuts, graduals } = scoreFilm(film(fades), [pointDetection(130)])
    expect(nearCuts.reported).toBe(0)
    expect(graduals['fade-out'].touched).toBe(1)
    expect(scoreFilm(film([fades[0]!]), [pointDetection(130)]).nearCuts.reported).toBe(1)
  })
})

describe('the score of gradual transitions', () => {
  it('finds them by overlap, whichever kind was reported, and says which', () => {
    const { graduals, gradualReports, confusion } = scoreFilm(film([truth('dissolve', 100, 120)]), [
      report('wipe', 104, 122),
    ])
    expect(graduals.dissolve).toEqual({
      truth: 1,
      found: 1,
      foundHalf: 1,
      touched: 1,
      overlap: 16 / 22,
      startError: 4,
      endError: 2,
    })
    expect(gradualReports.wipe).toEqual({ reported: 1, matched: 1 })
    expect(confusion).toEqual({ dissolve: { wipe: 1 } })
  })

  it('takes a second report on one transition, and one on nothing, as wrong', () => {
    const counts = scoreFilm(film([truth('dissolve', 100, 120)]), [
      report('dissolve', 100, 112),
      report('dissolve', 112, 120),
      report('fade-out', 300, 320),
    ])
    expect(gradualPairs(counts)).toEqual({ truth: 1, reported: 3, matched: 1 })
    expect(counts.confusion.nothing).toEqual({ dissolve: 1, 'fade-out': 1 })
  })

  it('lets a dip over two fades find one of them', () => {
    const counts = scoreFilm(film([truth('fade-out', 100, 120), truth('fade-in', 122, 140)]), [
      report('dip', 100, 140),
    ])
    expect(gradualPairs(counts)).toEqual({ truth: 2, reported: 1, matched: 1 })
    expect(counts.confusion).toEqual({ 'fade-out': { dip: 1 }, 'fade-in': { nothing: 1 } })
  })

  it('does not take a dissolve reported over a cut for that cut', () => {
    const { nearCuts, confusion } = scoreFilm(film([truth('cut', 110)]), [report('dissolve', 100, 120)])
    expect(nearCuts).toEqual({ truth: 1, reported: 0, matched: 0 })
    expect(confusion).toEqual({ cut: { dissolve: 1 } })
  })

  it('counts by style and by length', () => {
    const { details } = scoreFilm(film([truth('wipe', 10, 30), truth('wipe', 100, 200)]), [
      report('wipe', 10, 30),
    ])
    expect(details).toEqual({
      'wipe, plain': { truth: 2, found: 1 },
      'wipe, up to 24 pictures': { truth: 1, found: 1 },
      'wipe, over 48 pictures': { truth: 1, found: 0 },
    })
  })
})

describe('distractors', () => {
  it('fire when a wrong report lies within two pictures', () => {
    const shown = [flash(50, 52), flash(80, 82), flash(110, 112)]
    const { distractors } = scoreFilm(film([], shown), [pointDetection(54), report('dissolve', 76, 84)])
    expect(distractors).toEqual({ flash: { shown: 3, fired: 2 } })
  })

  it('do not fire by a report that is right', () => {
    const transitions = [truth('cut', 53), truth('dissolve', 78, 90)]
    const reports = [pointDetection(53), report('dissolve', 79, 90)]
    expect(scoreFilm(film(transitions, [flash(50, 52), flash(80, 82)]), reports).distractors).toEqual({
      flash: { shown: 2, fired: 0 },
    })
  })
})

describe('sums and intervals', () => {
  const kinds: readonly TruthKind[] = ['cut', ...gradualKinds]
  const interval = fc
    .tuple(fc.constantFrom(...kinds), fc.nat(400), fc.integer({ min: 1, max: 48 }))
    .map(([kind, start, length]) => ({ kind, start, end: kind === 'cut' ? start : start + length }))
  const films = fc.record({
    transitions: fc.array(
      interval.map(({ kind, start, end }) => truth(kind, start, end)),
      { maxLength: 8 },
    ),
    detections: fc.array(
      interval.map(({ kind, start, end }) => report(kind, start, end)),
      { maxLength: 8 },
    ),
  })

  it('a truth that reports itself is right everywhere', () => {
    const transitions = [
      truth('cut', 20),
      truth('dissolve', 40, 60),
      truth('fade-out', 90, 100),
      truth('cut', 160),
    ]
    const counts = scoreFilm(
      film(transitions),
      transitions.map(({ kind, start, end }) => report(kind, start, end)),
    )
    expect([f1Of(counts.exactCuts), f1Of(gradualPairs(counts)), f1Of(counts.any)]).toEqual([1, 1, 1])
    expect(counts.graduals.dissolve).toMatchObject({ overlap: 1, startError: 0, endError: 0 })
  })

  it('never matches more than there is or was reported, and lists one error for each wrong thing', () => {
    fc.assert(
      fc.property(films, ({ transitions, detections }) => {
        const counts = scoreFilm(film(transitions), detections)
        for (const { matched, truth: there, reported } of [
          counts.exactCuts,
          counts.nearCuts,
          counts.any,
          gradualPairs(counts),
        ]) {
          expect(matched).toBeLessThanOrEqual(there)
          expect(matched).toBeLessThanOrEqual(reported)
        }
        const [cuts, graduals] = [counts.nearCuts, gradualPairs(counts)]
        const missed = cuts.truth - cuts.matched + graduals.truth - graduals.matched
        const wrong = cuts.reported - cuts.matched + graduals.reported - graduals.matched
        expect(listErrors(film(transitions), detections)).toHaveLength(missed + wrong)
      }),
    )
  })

  it('sums films count by count', () => {
    const one = scoreFilm(film([truth('cut', 10)], [flash(40, 41)]), [10, 40].map(pointDetection))
    const other = scoreFilm(film([truth('wipe', 10, 30)]), [report('dip', 10, 30)])
    const sum = sumCounts([one, other, one])
    expect(sum.nearCuts).toEqual({ truth: 2, reported: 4, matched: 2 })
    expect(sum.distractors).toEqual({ flash: { shown: 2, fired: 2 } })
    expect(sum.graduals.wipe.found).toBe(1)
    expect(sum.confusion).toEqual({ cut: { cut: 2 }, nothing: { cut: 2 }, wipe: { dip: 1 } })
  })

  it('knows precision, recall, F1 and the median', () => {
    const pairs = { truth: 4, reported: 5, matched: 3 }
    expect([precisionOf(pairs), recallOf(pairs)]).toEqual([3 / 5, 3 / 4])
    expect(f1Of(pairs)).toBeCloseTo((2 * 0.6 * 0.75) / (0.6 + 0.75))
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5])
  })

  it('resamples to the same interval every time, around the statistic', () => {
    const values = Array.from({ length: 50 }, (_, index) => index % 10)
    const average = (sample: readonly number[]): number =>
      sample.reduce((total, value) => total + value, 0) / sample.length
    const [low, high] = bootstrapInterval(values, average)
    expect(bootstrapInterval(values, average)).toEqual([low, high])
    // The standard error of the mean is 0.406: ±1.96 of it around 4.5.
    expect(low).toBeCloseTo(4.5 - 0.8, 0)
    expect(high).toBeCloseTo(4.5 + 0.8, 0)
    expect(bootstrapInterval([7, 7, 7], average)).toEqual([7, 7])
  })
})

describe('the report', () => {
  it('lists errors with what lies beside them', () => {
    const errors = listErrors(film([truth('cut', 100)], [flash(50, 52)]), [
      pointDetection(51),
      pointDetection(104),
    ])
    const [point, missed] = [
      { confidence: null, what: 'cut' },
      { confidence: null, what: 'cut (plain)' },
    ]
    expect(errors).toEqual([
      { ...point, error: 'false', start: 51, end: 51, near: 'flash 50–52' },
      { ...missed, error: 'missed', start: 100, end: 100, near: 'report of a cut 104, 4 away' },
      { ...point, error: 'false', start: 104, end: 104, near: 'cut (plain) 100, 4 away' },
    ])
  })

  it('keeps what a person wrote between its comments', () => {
    const earlier = '# x\n<!-- kept by bench/cuts.ts: what was looked at -->\n\nA flash.\n\n<!-- end -->\n'
    expect(keptText(earlier)).toBe('A flash.')
    expect(keptText(null)).toBe('Nothing yet.')
  })

  it('takes every other seed of a range', () => {
    expect(parseSeeds('1-7')).toEqual([1, 3, 5, 7])
    expect(parseSeeds('2-7')).toEqual([2, 4, 6])
    expect(() => parseSeeds('7-1')).toThrow('FIRST-LAST')
    expect(() => parseSeeds('all')).toThrow('FIRST-LAST')
  })
})
