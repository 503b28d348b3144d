import { describe, expect, it } from 'vitest'
import { hitLine, markedWarnings } from '../../src/cli/commands/hitLines'
import { rational } from '../../src/core/time/rational'
import { seconds } from '../../src/core/time/units'
import { cuesAt, hit, plan } from '../core/planner/planFixtures'

const frameRate = rational(25)

describe('lines on hits', () => {
  it('P8 warns of every marked hit that is left out, with the reason, and of no other', () => {
    const marked = { markedByUser: true }
    const hits = [hit(5, marked), hit(5.4, marked), hit(9), hit(9.2), hit(14, { ...marked, mode: 'soft' })]
    const { hits: planned } = plan(30, [...hits, hit(20, marked)], { cues: cuesAt([0, 16]) })
    const warnings = markedWarnings({ hits: planned })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/marked at 5\.[04]00 s is left out: too close to a stronger hit\./)
    expect(warnings[1]).toBe(
      'Warning: the hit that you marked at 20.000 s is left out: in the silence between cues.',
    )
  })

  it('P1 says the error in milliseconds and frames, the downbeat and a kind that is not a chord', () => {
    const [first] = plan(30, [hit(9, { kind: 'stop' })]).hits
    expect(hitLine({ ...first!, error: seconds(-0.0000004) }, frameRate)).toBe(
      '      9.000 s  hit      0.000 ms, 0.0000 frames, downbeat, stop',
    )
    expect(
      hitLine({ ...first!, error: seconds(0.01), kept: false, reason: 'tempo-range' }, frameRate, true),
    ).toBe(
      '      9.000 s  NEAR     10.000 ms, 0.2500 frames, no whole number of half beats fits inside the tempo range',
    )
  })
})
