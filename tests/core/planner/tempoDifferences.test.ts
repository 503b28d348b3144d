import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/music/plan'
import { tempoDifferences } from '../../../src/core/music/planner/tempoDifferences'
import { ticks } from '../../../src/core/time/units'
import { exampleDocument } from '../../fixtures/exampleDocument'

/** A plan of 20 seconds whose tempo changes at ticks. */
const planOf = (...tempo: readonly (readonly [tick: number, beatsPerMinute: number])[]): Plan => ({
  ...exampleDocument.composition!.plan,
  duration: 20 as Plan['duration'],
  tempo: tempo.map(([tick, beatsPerMinute]) => ({
    tick: ticks(tick),
    microsecondsPerQuarter: 60e6 / beatsPerMinute,
  })),
})

describe('where two plans differ in tempo', () => {
  it('is nowhere for the same tempo, however it is written', () => {
    expect(tempoDifferences(planOf([0, 120]), planOf([0, 120], [960, 120.01]))).toEqual([])
  })

  it('is told with both tempi, from the time on', () => {
    // At 120 the eighth quarter ends after four seconds, at 60 the next eight after twelve.
    const found = tempoDifferences(planOf([0, 120], [7680, 60], [15_360, 90]), planOf([0, 120], [7680, 90]))
    expect(found).toEqual([{ start: 4, end: 12, tempo: 60, otherTempo: 90 }])
  })

  it('is one stretch over a change that both make, and reaches to the end', () => {
    const found = tempoDifferences(planOf([0, 60]), planOf([0, 120], [19_200, 120]))
    expect(found).toEqual([{ start: 0, end: 20, tempo: 60, otherTempo: 120 }])
  })
})
