import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { composeEvents, composeTakes } from '../../../src/core/music/decode'
import { findPreset } from '../../../src/core/music/presets'
import { arcCurve, filmPlan } from './support/filmPlan'
import { randomNetwork, randomTables } from './support/randomNetwork'

const tables = randomTables(3)

function requests(guidance: number) {
  const duration = 12
  const curve = arcCurve(duration)
  return [11, 12, 13, 14].map((seed) =>
    composeRequest({
      plan: filmPlan({ duration, hits: [3, 7] }),
      emotionAt: (time) => valueAt(curve, time),
      parts: findPreset('orchestral')!.parts,
      seed,
      character: { guidance },
    })!,
  )
}

describe('takes side by side (D33)', () => {
  test.each([1, 2])('each equals what its seed gives alone; guidance %d', async (guidance) => {
    const wanted = requests(guidance)
    const together = await composeTakes(wanted, (batch) => randomNetwork(8, batch), tables)
    for (const [take, request] of wanted.entries()) {
      const alone = await composeEvents(request, randomNetwork(8, guidance === 1 ? 1 : 2), tables)
      expect(together[take]).toEqual(alone)
    }
    expect(new Set(together.map(({ rows }) => JSON.stringify(rows))).size).toBe(4)
  })

  test('every event of every take is heard once, in order', async () => {
    const heard: number[][][] = [[], [], [], []]
    const results = await composeTakes(requests(1), (batch) => randomNetwork(8, batch), tables, {
      onEvent: ({ row, take }) => heard[take]!.push([...row]),
    })
    expect(heard).toEqual(results.map(({ rows }) => rows))
  })

  test('cancelling stops all of them between events', async () => {
    const cancellation = { aborted: false }
    let count = 0
    const composing = composeTakes(requests(1), (batch) => randomNetwork(8, batch), tables, {
      cancellation,
      onEvent() {
        count++
        cancellation.aborted = count >= 10
      },
    })
    await expect(composing).rejects.toMatchObject({ code: 'cancelled' })
    expect(count).toBeLessThan(15)
  })
})
