import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import { markHits, parseHitMark } from '../../../src/core/document/hitText'
import { hitRequests } from '../../../src/core/document/hitRequests'
import type { MediaInfo } from '../../../src/core/media/mediaInfo'
import { compareRational, rational, rationalToNumber } from '../../../src/core/time/rational'
import { downbeatPreferences, hitKinds, type Transition } from '../../../src/core/timeline/transition'
import { hardCut } from '../../fixtures/hardCut'

const info = {
  duration: rational(60),
  frameRate: rational(25),
  timecode: '10:00:00:00',
} as unknown as MediaInfo

const cutAt = (frame: number, changes: Partial<Transition> = {}): Transition =>
  hardCut(frame, rational(25), changes)

function reasonOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isFailure(error)) return String(error.context.reason)
    throw error
  }
  return 'none'
}

describe('a hit as a user writes it', () => {
  test.each([
    ['12.5', { at: { seconds: rational(25, 2) }, mode: 'must' }],
    ['12.5:accent', { at: { seconds: rational(25, 2) }, mode: 'must', kind: 'accent' }],
    ['3:-2:soft', { at: { seconds: rational(3) }, mode: 'soft', offset: -2 }],
    ['3:off', { at: { seconds: rational(3) }, mode: 'off' }],
    ['3:require', { at: { seconds: rational(3) }, mode: 'must', downbeat: 'require' }],
    ['3:ignore:stop', { at: { seconds: rational(3) }, mode: 'must', kind: 'stop', downbeat: 'ignore' }],
    ['3:SOFT:+12:Swell', { at: { seconds: rational(3) }, mode: 'soft', offset: 12, kind: 'swell' }],
  ])('%s', (text, expected) => expect(parseHitMark(text)).toEqual({ ...expected, text }))

  test('a time code keeps its colons', () => {
    expect(parseHitMark('10:00:12:05:stop:+1')).toMatchObject({
      at: { timecode: { hours: 10, minutes: 0, seconds: 12, frames: 5 } },
      kind: 'stop',
      offset: 1,
    })
  })

  test.each([
    ['', 'write TIME'],
    ['end', 'write TIME'],
    ['accent', 'write TIME'],
    ['12:bang', 'write TIME'],
    ['-3', 'write TIME'],
    ['12:+999', 'at most 240 frames'],
    ['12:chord:stop', 'its kind twice'],
    ['12:require:prefer', 'its downbeat twice'],
    ['12:soft:off', 'its mode twice'],
  ])('“%s” is refused with what to do', (text, reason) =>
    expect(reasonOf(() => parseHitMark(text))).toContain(reason),
  )

  test('what is written in order is read back', () => {
    const mark = fc.record({
      frames: fc.nat(5_000),
      kind: fc.option(fc.constantFrom(...hitKinds), { nil: undefined }),
      offset: fc.option(fc.integer({ min: -240, max: 240 }), { nil: undefined }),
      downbeat: fc.option(fc.constantFrom(...downbeatPreferences), { nil: undefined }),
      mode: fc.constantFrom('must', 'soft', 'off'),
    })
    fc.assert(
      fc.property(mark, ({ frames, kind, offset, downbeat, mode }) => {
        const sign = offset !== undefined && offset >= 0 ? '+' : ''
        const parts = [
          (frames / 100).toFixed(2),
          kind,
          offset === undefined ? undefined : `${sign}${offset}`,
          downbeat,
          mode,
        ]
        const read = parseHitMark(parts.filter((part) => part !== undefined).join(':'))
        expect([read.kind, read.mode]).toEqual([kind, mode])
        expect(read.offset === undefined ? undefined : read.offset + 0).toBe(offset)
        expect(read.downbeat).toBe(downbeat)
        expect('seconds' in (read.at as object)).toBe(true)
      }),
    )
  })
})

describe('marking transitions by hand', () => {
  const mark = (...texts: string[]) => markHits([cutAt(50), cutAt(100)], texts.map(parseHitMark), info)

  test('the nearest transition within 0.2 s is meant', () => {
    expect(mark('2.1:accent:-1')).toEqual([
      cutAt(50, { hit: 'must', hitKind: 'accent', hitOffset: -1 }),
      cutAt(100),
    ])
    expect(mark('10:00:04:03:off')[1]).toEqual(cutAt(100, { hit: 'off' }))
  })

  test('where none is a cut is made by hand, in its place, marked by the user', () => {
    const marked = mark('3:soft', '59.96')
    expect(marked.map(({ origin, frame }) => [origin, frame])).toEqual([
      ['detected', 50],
      ['user', 75],
      ['detected', 100],
      ['user', 1499],
    ])
    const requests = hitRequests(marked, 'none', info.frameRate)
    expect(requests.map(({ time, mode, markedByUser }) => [time, mode, markedByUser])).toEqual([
      [3, 'soft', true],
      [59.96, 'must', true],
    ])
  })

  test('a mark leaves what it does not name', () => {
    const before = [cutAt(50, { hitKind: 'stop', hitDownbeat: 'require' })]
    expect(markHits(before, [parseHitMark('2:+2')], info)).toEqual([
      cutAt(50, { hitKind: 'stop', hitDownbeat: 'require', hit: 'must', hitOffset: 2 }),
    ])
  })

  test('P17 a downbeat is asked of the planner', () => {
    const marked = mark('2:require', '3:ignore')
    const requests = hitRequests(marked, 'none', info.frameRate)
    expect(requests.map(({ time, downbeat }) => [time, downbeat])).toEqual([
      [2, 'require'],
      [3, 'ignore'],
    ])
  })

  test.each([
    [['60'], 'outside of the film, which lasts 60 s'],
    [['09:59:59:00'], 'outside of the film'],
    [['3:off'], 'no transition within 0.2 s'],
    [['2', '2.1'], '“2” marks the same transition'],
    [['3', '3.1:soft'], '“3” marks the same transition'],
  ])('%j is refused', (texts, reason) => expect(reasonOf(() => mark(...texts))).toContain(reason))

  test('random marks: ascending, ids apart, each mark has its transition', () => {
    const frames = fc.uniqueArray(fc.nat(1499), { maxLength: 30 })
    fc.assert(
      fc.property(frames, fc.uniqueArray(fc.nat(140), { maxLength: 10 }), (detected, wanted) => {
        const transitions = detected.sort((a, b) => a - b).map((frame) => cutAt(frame))
        const marks = wanted.map((tenth) => parseHitMark(String((tenth * 4) / 10)))
        let marked: readonly Transition[]
        try {
          marked = markHits(transitions, marks, info)
        } catch (error) {
          expect(isFailure(error) && String(error.context.reason)).toContain('same transition')
          return
        }
        expect(new Set(marked.map(({ id }) => id)).size).toBe(marked.length)
        expect(marked.filter(({ hit }) => hit === 'must')).toHaveLength(wanted.length)
        for (let index = 1; index < marked.length; index++)
          expect(compareRational(marked[index - 1]!.time, marked[index]!.time)).toBeLessThanOrEqual(0)
        for (const tenth of wanted) {
          const time = (tenth * 4) / 10
          const own = marked.filter(({ hit }) => hit === 'must')
          expect(own.some((entry) => Math.abs(rationalToNumber(entry.time) - time) <= 0.2 + 1e-9)).toBe(true)
        }
      }),
    )
  })
})
