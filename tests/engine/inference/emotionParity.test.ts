import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createModelStore } from '../../../src/main/engine/inference/modelStore'
import { openSession } from '../../../src/main/engine/inference/session'
import type { InferenceSession } from '../../../src/main/engine/inference/task'
import { readEmotionMeta } from '../../../src/main/engine/inference/tasks/emotionMeta'
import { floats, floatTensor } from '../../../src/main/engine/inference/tensor'

/** Frames of the sample film and what PyTorch says of them (python -m hitpoint_training.picture_emotion.record). */
const folder = resolve('tests/fixtures/emotion-parity')
const recorded = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as {
  readonly count: number
  readonly height: number
  readonly width: number
} & Readonly<Record<'affect' | 'variance' | 'emotions', readonly (readonly number[])[]>>
const pixels = Float32Array.from(readFileSync(join(folder, 'pictures.u8')))
const { count, height, width } = recorded
const { directory, meta } = await createModelStore(resolve('resources/models')).resolve('emotion')
const { files } = readEmotionMeta(meta)

/** What a network says of recorded pictures `from`..`to` (exclusive), given at once. */
async function said(session: InferenceSession, from: number, to: number): Promise<Record<string, number[]>> {
  const size = height * width * 3
  const batch = floatTensor(pixels.slice(from * size, to * size), [to - from, height, width, 3])
  const answer = await session.run({ pictures: batch })
  const outputs = ['affect', 'variance', 'emotions']
  return Object.fromEntries(outputs.map((name) => [name, [...floats(answer[name], name)]]))
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)))

describe('the shipped emotion network (N7)', () => {
  it('says on the processor what its int8 file says, on graphics processors what its fp16 file says', () => {
    expect(files).toEqual({ cpu: 'model.int8.onnx', accelerated: 'model.fp16.onnx' })
  })

  describe.each([
    ['model.fp16.onnx', 0.001],
    ['model.int8.onnx', 0.01],
  ])('%s', (file, tolerance) => {
    let session: InferenceSession
    beforeAll(async () => {
      session = await openSession(['cpu'], () => join(directory, file))
    })
    afterAll(() => session.release())

    it(`is within ${tolerance} of what PyTorch said of frames of the sample film`, async () => {
      const answer = await said(session, 0, count)
      for (const name of ['affect', 'variance', 'emotions'] as const) {
        expect(answer[name]).toHaveLength(recorded[name].flat().length)
        expect(largestDifference(answer[name]!, recorded[name].flat())).toBeLessThan(tolerance)
      }
      // Frames of several shots: a network that says the same of all would not pass.
      expect(Math.max(...answer['affect']!) - Math.min(...answer['affect']!)).toBeGreaterThan(0.3)
    })

    it('says of a picture the same alone and among others', async () => {
      const together = await said(session, 0, 3)
      for (let index = 0; index < 3; index += 1) {
        const alone = await said(session, index, index + 1)
        const affect = together['affect']!.slice(2 * index, 2 * index + 2)
        expect(largestDifference(alone['affect']!, affect)).toBeLessThan(1e-5)
      }
    })
  })
})
