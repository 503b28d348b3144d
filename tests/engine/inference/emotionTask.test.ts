import { describe, expect, it } from 'vitest'
import { modelEmotions } from '../../../src/core/emotion/emotionReadings'
import { emotionTask } from '../../../src/main/engine/inference/tasks/emotion'
import { readEmotionMeta } from '../../../src/main/engine/inference/tasks/emotionMeta'
import { floatTensor, type Tensor } from '../../../src/main/engine/inference/tensor'
import { taskEnvironment } from '../../support/taskEnvironment'

const network = {
  input: { name: 'pictures', layout: 'nchw', mean: [0, 10, 20], deviation: [1, 2, 4], width: 2, height: 1 },
  outputs: { affect: 'affect', variance: 'variance', emotions: 'emotions' },
  emotions: modelEmotions,
  files: { cpu: 'model.onnx', accelerated: 'model.onnx' },
}
const withInput = (change: object) => ({ network: { ...network, input: { ...network.input, ...change } } })

type Answer = (count: number) => Record<string, Tensor>
const good: Answer = (count) => ({
  affect: floatTensor(new Float32Array(count * 2).fill(0.5), [count, 2]),
  variance: floatTensor(new Float32Array(count * 2).fill(0.1), [count, 2]),
  emotions: floatTensor(new Float32Array(count * 7).fill(1 / 7), [count, 7]),
})

const environment = (meta: unknown, answer: Answer = good, cancellation?: { aborted: boolean }) =>
  taskEnvironment(meta, (feeds) => answer(Object.values(feeds)[0]!.dims[0]!), cancellation)

const pictures = (count: number) => ({
  ...{ width: 2, height: 1, count },
  pixels: Uint8Array.from({ length: count * 6 }, (_, index) => 10 * (index % 6)),
})

describe('the emotion task', () => {
  it('feeds colours first or last, less the mean and over the deviation (N3)', async () => {
    const first = environment({ network })
    await emotionTask.run(pictures(1), first.made)
    expect(first.run.mock.calls[0]![0]).toEqual({
      pictures: floatTensor(Float32Array.of(0, 30, 0, 15, 0, 7.5), [1, 3, 1, 2]),
    })
    const last = environment(withInput({ layout: 'nhwc' }))
    await emotionTask.run(pictures(1), last.made)
    expect(last.run.mock.calls[0]![0]).toEqual({
      pictures: floatTensor(Float32Array.of(0, 0, 0, 30, 15, 7.5), [1, 1, 2, 3]),
    })
  })

  it('answers every picture once, in batches, and lets the network go (N3)', async () => {
    const { made, run, release } = environment({ network })
    const output = await emotionTask.run(pictures(19), made)
    expect(run.mock.calls.map(([feeds]) => feeds['pictures']!.dims[0])).toEqual([8, 8, 3])
    expect([...output.affect]).toEqual(Array.from({ length: 38 }, () => 0.5))
    expect(output.emotions).toHaveLength(19 * 7)
    expect(release).toHaveBeenCalledOnce()
  })

  it('does without variance and emotions (N3)', async () => {
    const { made } = environment({ network: { ...network, outputs: { affect: 'affect' } } })
    const output = await emotionTask.run(pictures(2), made)
    expect([...output.variance].every((value) => Math.abs(value - 0.2) < 1e-6)).toBe(true)
    expect([...output.emotions].every((value) => value === 0)).toBe(true)
  })

  it.each<[string, Answer]>([
    ['misses an output', (count) => ({ affect: good(count)['affect']!, emotions: good(count)['emotions']! })],
    [
      'has another width',
      (count) => ({ ...good(count), variance: floatTensor(new Float32Array(count * 3), [count, 3]) }),
    ],
    [
      'has no numbers',
      (count) => ({
        ...good(count),
        variance: floatTensor(new Float32Array(count * 2).fill(NaN), [count, 2]),
      }),
    ],
  ])('refuses an answer that %s, and names the output (N4)', async (_, answer) => {
    const { made, release } = environment({ network }, answer)
    await expect(emotionTask.run(pictures(1), made)).rejects.toMatchObject({
      code: 'model-damaged',
      context: { file: 'output variance' },
    })
    expect(release).toHaveBeenCalledOnce()
  })

  it('stops when it is cancelled', async () => {
    const { made, release } = environment({ network }, good, { aborted: true })
    await expect(emotionTask.run(pictures(1), made)).rejects.toMatchObject({ code: 'cancelled' })
    expect(release).toHaveBeenCalledOnce()
  })
})

describe('the description of an emotion network', () => {
  it.each<[string, unknown]>([
    ['network', {}],
    ['network.input.layout', withInput({ layout: 'chw' })],
    ['network.input.width', withInput({ width: 0 })],
    ['network.input.multiple', withInput({ pixels: 40_000 })],
    ['network.input.mean', withInput({ mean: [0, 0] })],
    ['network.input.deviation', withInput({ deviation: [1, 0, 1] })],
    ['network.outputs.affect', { network: { ...network, outputs: {} } }],
    ['network.emotions', { network: { ...network, emotions: [...modelEmotions].reverse() } }],
    ['network.files.cpu', { network: { ...network, files: {} } }],
  ])('names %s when it is missing or wrong (N3)', (field, meta) => {
    expect(() => readEmotionMeta(meta)).toThrow(
      expect.objectContaining({ code: 'model-damaged', context: { file: 'meta.json', field } }),
    )
  })
})
