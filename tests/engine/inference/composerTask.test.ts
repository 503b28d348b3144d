import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../../src/main/engine/inference/session'
import { composerNetwork, readComposerMeta } from '../../../src/main/engine/inference/tasks/composer'
import { repositoryRoot } from '../../support/commandLine'

interface RecordedRun {
  readonly model: string
  readonly steps: number
  readonly M: number
  readonly rows: readonly (readonly number[])[]
  readonly conditionIds: readonly (readonly number[])[]
  readonly conditionValues: readonly (readonly number[])[]
}

const fixture = join(repositoryRoot, 'tests/fixtures/composer-logits')
const recorded = JSON.parse(readFileSync(join(fixture, 'run.json'), 'utf8')) as RecordedRun
const model = join(repositoryRoot, 'resources/models/composer', recorded.model)
const meta = readComposerMeta(JSON.parse(readFileSync(join(model, 'meta.json'), 'utf8')))

function recordedPre(name: string): Float32Array {
  const file = readFileSync(join(fixture, name))
  return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength))
}

/** Largest difference from the recorded pre-activations over all steps. */
async function largestDifference(fileName: string, expected: Float32Array): Promise<number> {
  const session = await openSession(['cpu'], () => join(model, fileName))
  const network = composerNetwork(session, meta)
  let largest = 0
  for (let index = 0; index < recorded.steps; index++) {
    const pre = await network.step(
      Int32Array.from(recorded.rows[index]!),
      Int32Array.from(recorded.conditionIds[index]!),
      Float32Array.from(recorded.conditionValues[index]!),
    )
    expect(pre.length).toBe(9 * recorded.M)
    for (const [place, value] of pre.entries())
      largest = Math.max(largest, Math.abs(value - expected[index * 9 * recorded.M + place]!))
  }
  await session.release()
  return largest
}

describe('the composer’s network with its cache (E18)', () => {
  test('the fp16-stored network gives Python’s recorded pre-activations', async () => {
    expect(await largestDifference('model.fp16.onnx', recordedPre('pre.fp32.bin'))).toBeLessThan(1e-3)
  })

  test('so does the int8 network', async () => {
    expect(await largestDifference('model.int8.onnx', recordedPre('pre.int8.bin'))).toBeLessThan(0.05)
  })

  test('the provider list has its own fallback', async () => {
    const tried: string[] = []
    const session = await openSession(['no-such-provider', 'cpu'], (provider) => {
      tried.push(provider)
      return join(model, 'model.int8.onnx')
    })
    expect(session.provider).toBe('cpu')
    expect(tried).toEqual(['no-such-provider', 'cpu'])
    await session.release()
    await expect(openSession(['cpu'], () => join(model, 'absent.onnx'))).rejects.toThrow()
  })

  test('a meta.json without sizes is refused as damaged', () => {
    expect(() => readComposerMeta({ config: { layers: 2 } })).toThrow(/model-damaged/)
    expect(() => readComposerMeta(null)).toThrow(/model-damaged/)
  })
})
