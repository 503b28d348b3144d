import { describe, expect, it } from 'vitest'
import { hitRequests, hitTimeOf } from '../../../src/core/document/hitRequests'
import { planDocument, planRequestOf } from '../../../src/core/document/planDocument'
import { isFailure } from '../../../src/core/base/failure'
import { rational } from '../../../src/core/time/rational'
import { framesToSeconds } from '../../../src/core/time/timecode'
import type { Transition } from '../../../src/core/timeline/transition'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { hardCut } from '../../fixtures/hardCut'

const ntsc = rational(30_000, 1001)
const cut = (frame: number, more: Partial<Transition> = {}): Transition => hardCut(frame, ntsc, more)

describe('what the planner is asked for (docs/spec/planner.md P17)', () => {
  it('moves a hit by whole frames of the film’s own rate, exactly', () => {
    expect(hitTimeOf(cut(300, { hitOffset: -7 }), ntsc)).toEqual(framesToSeconds(293, ntsc))
    expect(hitTimeOf(cut(300, { hitOffset: 2 }), ntsc)).toEqual(rational(302 * 1001, 30_000))
    expect(hitTimeOf(cut(300), ntsc)).toEqual(cut(300).time)
  })

  it('sorts by the moved time and passes kind and downbeat on', () => {
    const requests = hitRequests(
      [cut(100, { hitOffset: 20, hitKind: 'stop', hitDownbeat: 'require' }), cut(110)],
      'auto',
      ntsc,
    )
    expect(requests.map(({ id }) => id)).toEqual(['t110', 't100'])
    expect(requests[1]).toMatchObject({ kind: 'stop', downbeat: 'require', markedByUser: true })
    expect(requests[0]).toEqual({
      id: 't110',
      time: (110 * 1001) / 30_000,
      mode: 'must',
      weight: 0.9,
      markedByUser: false,
    })
  })

  it.each([
    ['a mode', { hit: 'must' as const }],
    ['a kind', { hitKind: 'chord' as const }],
    ['an offset', { hitOffset: 0 }],
    ['a downbeat', { hitDownbeat: 'ignore' as const }],
    ['its origin', { origin: 'user' as const }],
  ])('counts a hit as marked by the user for %s', (_, more) => {
    expect(hitRequests([cut(5, more)], 'auto', ntsc)[0]!.markedByUser).toBe(true)
  })

  it('leaves out what is switched off', () => {
    expect(hitRequests([cut(5, { hit: 'off' }), cut(9)], 'none', ntsc)).toEqual([])
    expect(hitRequests([cut(5, { kind: 'fade' })], 'auto', ntsc)[0]!.mode).toBe('soft')
  })
})

describe('the plan of a document', () => {
  const document = {
    ...exampleDocument,
    settings: { ...exampleDocument.settings, preset: 'orchestral', solution: 1 },
  }

  it('passes cues on in seconds', () => {
    expect(planRequestOf(document).cues).toEqual([{ id: 'c1', name: '1m1', start: 1001 / 24_000, end: 5 }])
  })

  it('P16 takes the solution that the document asks for, and says when there is none', () => {
    const first = planDocument(document)
    const second = planDocument({ ...document, settings: { ...document.settings, solution: 2 } })
    expect(second.cost.total).toBeGreaterThan(first.cost.total!)
    try {
      planDocument({ ...document, settings: { ...document.settings, solution: 500 } })
      expect.unreachable()
    } catch (error) {
      expect(isFailure(error) && error.context.reason).toMatch(/no tempo solution 500, this film has \d+/)
    }
  })
})
