import { describe, expect, test } from 'vitest'
import { boundaryId, createConditioner, densityId, opposite } from '../../../src/core/music/conditioning'
import { attribute, deltaSteps, eventType } from '../../../src/core/music/vocabulary'
import { eventFixtures, fixtureConditions } from './support/eventFixture'

describe('conditioning (E15-E17)', () => {
  test.each(eventFixtures.map((fixture) => [fixture.name, fixture] as const))(
    'rows equal Python’s: %s',
    (_, fixture) => {
      const conditioner = createConditioner(fixtureConditions(fixture))
      let bar = 0
      let position = 0
      let compared = 0
      for (const [index, row] of fixture.rows.entries()) {
        if (row[attribute.type] === eventType.end) break
        if (row[attribute.type] === eventType.bar) {
          bar = index === 1 ? 0 : bar + 1
          position = 0
        } else if (row[attribute.type] !== eventType.start) position += deltaSteps[row[attribute.delta]!]!
        const ids = new Int32Array(9).fill(77)
        const values = new Float32Array(20).fill(77)
        conditioner.write(bar, position, ids, values)
        expect([...ids], `ids of row ${index}`).toEqual(fixture.conditionIds[index])
        values.forEach((value, column) =>
          expect(value).toBeCloseTo(fixture.conditionValues[index]![column]!, 5),
        )
        compared++
      }
      expect(compared).toBe(fixture.conditionIds.length)
    },
  )

  test('E15.1: boundary distances', () => {
    expect([-1, 0, 96, 97, 120, 121, 384, 385].map(boundaryId)).toEqual([110, 0, 96, 97, 97, 98, 108, 110])
  })

  test('E15.8: density classes', () => {
    expect([null, 0, 0.5, 2.19, 2.2, 6.5, 40].map(densityId)).toEqual([0, 1, 2, 4, 5, 8, 8])
  })

  test('D14: guidance leads away from the opposite valence and from all else untold', () => {
    const told = fixtureConditions(eventFixtures[0]!)
    const piece = {
      ...told,
      tonic: told.barLengths.map(() => 2),
      emotion: [
        { step: 0, valence: 0.6, arousal: 0.3 },
        { step: 48, valence: null, arousal: 0.9 },
      ],
    }
    expect(opposite(piece)).toEqual({
      ...piece,
      ...{ boundaries: null, tonic: null, mode: null, density: null },
      emotion: [
        { step: 0, valence: -0.6, arousal: null },
        { step: 48, valence: null, arousal: null },
      ],
    })
  })
})
