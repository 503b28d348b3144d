import { throwIfCancelled } from '../../../../core/base/cancellation'
import { Failure } from '../../../../core/base/failure'
import { modelEmotions } from '../../../../core/emotion/emotionReadings'
import { defineTask, type InferenceSession, type TaskEnvironment } from '../task'
import { floatTensor, type Tensor } from '../tensor'
import { readEmotionMeta, type EmotionNetworkMeta } from './emotionMeta'

/** Pictures of one size, rgb24, one after the other. */
export interface EmotionInput {
  readonly width: number
  readonly height: number
  readonly count: number
  readonly pixels: Uint8Array
}

/** The network's answers, picture by picture. */
export interface EmotionOutput {
  /** Valence and arousal. */
  readonly affect: Float32Array
  /** Expected squared error of each. */
  readonly variance: Float32Array
  /** Seven probabilities; all 0 where the network has no categories. */
  readonly emotions: Float32Array
}

/** Pictures that the network sees in one run: more give a CPU nothing (docs/performance.md 2.5) and take memory. */
const batchSize = 8

/** What is taken for a network that gives no variance: that of OASIS's valence about its mean, so that it counts, but little. */
const unknownVariance = 0.2

const colours = 3

/** A batch in the layout and scale that the network wants. */
function toTensor(
  meta: EmotionNetworkMeta,
  { width, height, pixels }: EmotionInput,
  first: number,
  count: number,
): Tensor {
  const size = width * height
  const data = new Float32Array(count * size * colours)
  const isLast = meta.layout === 'nhwc'
  for (let picture = 0; picture < count; picture++)
    for (let colour = 0; colour < colours; colour++) {
      const [mean, deviation] = [meta.mean[colour]!, meta.deviation[colour]!]
      const source = (first + picture) * size * colours + colour
      const target = picture * size * colours + (isLast ? colour : colour * size)
      const stride = isLast ? colours : 1
      for (let pixel = 0; pixel < size; pixel++)
        data[target + pixel * stride] = (pixels[source + pixel * colours]! - mean) / deviation
    }
  return floatTensor(data, isLast ? [count, height, width, colours] : [count, colours, height, width])
}

/** The numbers of an output with `width` for every picture. Throws Failure `model-damaged` for any other shape or no numbers. */
function numbersOf(
  answer: Readonly<Record<string, Tensor>>,
  name: string,
  count: number,
  width: number,
): Float32Array {
  const tensor = answer[name]
  const fail = (reason: string): Failure => new Failure('model-damaged', { file: `output ${name}`, reason })
  if (tensor?.type !== 'float32') throw fail('is missing or not float32')
  if (tensor.data.length !== count * width)
    throw fail(`has shape ${tensor.dims.join('×')}, expected ${count}×${width}`)
  if (!tensor.data.every((value) => Number.isFinite(value))) throw fail('holds values that are no numbers')
  return tensor.data
}

async function runBatch(
  session: InferenceSession,
  meta: EmotionNetworkMeta,
  tensor: Tensor,
): Promise<EmotionOutput> {
  const count = tensor.dims[0]!
  const answer = await session.run({ [meta.input]: tensor })
  return {
    affect: numbersOf(answer, meta.affect, count, 2),
    variance:
      meta.variance === undefined
        ? new Float32Array(count * 2).fill(unknownVariance)
        : numbersOf(answer, meta.variance, count, 2),
    emotions:
      meta.emotions === undefined
        ? new Float32Array(count * modelEmotions.length)
        : numbersOf(answer, meta.emotions, count, modelEmotions.length),
  }
}

/** Reads valence, arousal and emotions from pictures. */
export const emotionTask = defineTask({
  key: 'emotion',
  async run(input: EmotionInput, environment: TaskEnvironment<never>): Promise<EmotionOutput> {
    const meta = readEmotionMeta(environment.model.meta)
    const { count, width, height } = input
    if (input.pixels.length !== count * width * height * colours)
      throw new Failure('internal', { pictures: count, bytes: input.pixels.length })
    // On the CPU a picture takes less time than its way to a graphics processor and the start of one there.
    const session = await environment.openNetwork(meta.files, [])
    const output: EmotionOutput = {
      affect: new Float32Array(count * 2),
      variance: new Float32Array(count * 2),
      emotions: new Float32Array(count * modelEmotions.length),
    }
    try {
      for (let first = 0; first < count; first += batchSize) {
        throwIfCancelled(environment.cancellation)
        const size = Math.min(batchSize, count - first)
        const answer = await runBatch(session, meta, toTensor(meta, input, first, size))
        output.affect.set(answer.affect, first * 2)
        output.variance.set(answer.variance, first * 2)
        output.emotions.set(answer.emotions, first * modelEmotions.length)
      }
    } finally {
      await session.release()
    }
    return output
  },
})
