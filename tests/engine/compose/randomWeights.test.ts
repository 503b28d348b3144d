import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/core/music/random'
import { defaultLeaning } from '../../../src/core/music/sampling'
import { distanceFromReal, referenceStatistics } from '../../../src/core/music/referenceStatistics'
import type { MusicStatistics } from '../../../src/core/music/statistics'
import { composeScore } from '../../../src/main/engine/compose/composeScore'
import { forkInferenceProcess } from '../../../src/main/engine/inference/forkProcess'
import { createInferenceHost, type InferenceHost } from '../../../src/main/engine/inference/host'
import { createModelStore } from '../../../src/main/engine/inference/modelStore'
import { arcCurve, filmPlan } from '../../core/music/support/filmPlan'
import { repositoryRoot } from '../../support/commandLine'
import { builtInferenceProcess } from '../inference/support/builtProcess'
import { modelsWithRandomWeights, shuffleOnnx } from './support/randomWeights'

const models = join(repositoryRoot, 'resources/models')
const duration = 40
const seeds = [1, 2, 3, 4]
let host: InferenceHost

beforeAll(async () => {
  const entry = await builtInferenceProcess()
  host = createInferenceHost({ start: () => forkInferenceProcess(entry) })
})
afterAll(() => host.stop())

async function compose(folder: string, presetName: string, seed: number): Promise<MusicStatistics> {
  const plan = filmPlan({ duration, hits: [6.3, 13.1, 19.4, 24, 27.7, 33.2], presetName })
  const store = createModelStore(folder)
  const { report } = await composeScore({
    plan,
    curve: arcCurve(duration),
    presetName,
    seed,
    host,
    models: store,
    // Recall lets even noise repeat its rhythms; what is asked here is what the weights know.
    character: { leaning: { ...defaultLeaning, rhythm: 0, melody: 0 } },
  })
  return report.statistics
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

describe('notes away from hits come from the model', () => {
  test('the shuffler moves the weights and nothing else', async () => {
    const { directory } = await createModelStore(models).resolve('composer')
    const path = join(directory, 'model.int8.onnx')
    const [before, after] = [readFileSync(path), readFileSync(path)]
    const moved = shuffleOnnx(after, createRandom(1))
    expect(moved).toBeGreaterThan(100_000)
    expect(after.equals(before)).toBe(false)
    expect([...after].reduce((sum, byte) => sum + byte, 0)).toBe(
      [...before].reduce((sum, byte) => sum + byte, 0),
    )
  })

  test.each([
    ['orchestral', 'orchestra'],
    ['solo-piano', 'keyboard'],
  ] as const)(
    'with random weights, same plans and seeds, the statistics get worse: %s',
    async (presetName, ensemble) => {
      const random = modelsWithRandomWeights(models, 7)
      const real: MusicStatistics[] = []
      const shuffled: MusicStatistics[] = []
      for (const seed of seeds) {
        real.push(await compose(models, presetName, seed))
        shuffled.push(await compose(random, presetName, seed))
      }
      const average = (all: readonly MusicStatistics[], key: keyof MusicStatistics): number =>
        mean(all.map((statistics) => statistics[key]))
      const distance = (all: readonly MusicStatistics[]): number =>
        mean(all.map((statistics) => distanceFromReal(statistics, ensemble)))
      // Nearer to held-out real music, in one scale as that is (noise may be so too, from few pitches), steadier in rhythm,
      // fewer semitones struck together.
      expect(distance(real)).toBeLessThan(0.7 * distance(shuffled))
      const { mean: heldOut, deviation } = referenceStatistics[ensemble]!.scaleConsistency
      expect(Math.abs(average(real, 'scaleConsistency') - heldOut)).toBeLessThan(deviation)
      expect(average(real, 'grooveConsistency')).toBeGreaterThan(
        average(shuffled, 'grooveConsistency') + 0.05,
      )
      expect(average(real, 'semitoneClashes')).toBeLessThan(0.6 * average(shuffled, 'semitoneClashes'))
    },
  )
})
