import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/core/emotion/evaluateCurve'
import { composeRequest } from '../../../src/core/music/composeRequest'
import { composeEvents, composeTakes } from '../../../src/core/music/decode'
import { keepMusic, locksAround } from '../../../src/core/music/keptMusic'
import { withLearntPrefixes } from '../../../src/core/music/prefixes'
import { findPreset } from '../../../src/core/music/presets'
import { seconds } from '../../../src/core/time/units'
import { scoreByNoise } from './support/composeFilm'
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

const longFilm = 60
const longCurve = arcCurve(longFilm)
const longPlan = filmPlan({
  duration: longFilm,
  hits: [9, 17, 31, 44, 52],
  presetName: 'orchestral',
  curve: longCurve,
})
const longWanted = {
  plan: longPlan,
  emotionAt: (time: Parameters<typeof valueAt>[1]) => valueAt(longCurve, time),
  parts: findPreset('orchestral')!.parts,
  character: { guidance: 1 },
}

const duringTheme = () => Promise.resolve([4, 5].map((seed) => composeRequest({ ...longWanted, seed })!))

async function betweenLocks() {
  const { score } = await scoreByNoise({
    plan: longPlan,
    presetName: 'orchestral',
    seed: 3,
    character: { guidance: 1 },
  })
  const locks = locksAround(seconds(20), seconds(28), seconds(longFilm))
  const kept = keepMusic({ plan: longPlan, score }, longPlan, locks)
  return [4, 5].map((seed) => composeRequest({ ...longWanted, seed, kept })!)
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

  test.each([
    ['a theme that returns', 'theme', duringTheme],
    ['a range between locked ones', 'future', betweenLocks],
  ] as const)('each goes on alone from its first prefix or seam (D42): %s', async (_, kind, make) => {
    const wanted = (await make()).map((request) => withLearntPrefixes(request, [kind]))
    for (const { frame } of wanted) expect(frame.prefixes!.length).toBeGreaterThan(0)
    const heard: number[][][] = wanted.map(() => [])
    const together = await composeTakes(wanted, (batch) => randomNetwork(8, batch), tables, {
      onEvent: ({ row, take }) => heard[take]!.push([...row]),
    })
    for (const [take, request] of wanted.entries()) {
      expect(together[take]).toEqual(await composeEvents(request, randomNetwork(8, 1), tables))
      expect(heard[take]).toEqual(together[take]!.rows)
    }
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
