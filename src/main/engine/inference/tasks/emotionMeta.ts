import { Failure } from '../../../../core/base/failure'
import { modelEmotions } from '../../../../core/emotion/emotionReadings'
import type { InputShape } from '../../../../core/emotion/pictureInput'
import type { NetworkFiles } from '../task'

/** How a picture network is fed and read (docs/spec/emotion.md, section Network). */
export interface EmotionNetworkMeta {
  readonly files: NetworkFiles
  readonly shape: InputShape
  readonly input: string
  /** Rows, columns, colours (`nhwc`), or colours first (`nchw`). */
  readonly layout: 'nhwc' | 'nchw'
  /** Of 0..255 values, for red, green and blue: what is subtracted, then divided by. */
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
  /** Names of the outputs. Without `variance` or `emotions` the network does not give them. */
  readonly affect: string
  readonly variance: string | undefined
  readonly emotions: string | undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const damaged = (field: string): Failure => new Failure('model-damaged', { file: 'meta.json', field })

function record(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value
  throw damaged(field)
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw damaged(field)
}

function whole(value: unknown, field: string, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value
  throw damaged(field)
}

function three(value: unknown, field: string, isGood: (value: number) => boolean): readonly number[] {
  const isThree = Array.isArray(value) && value.length === 3
  if (isThree && value.every((one) => typeof one === 'number' && isGood(one))) return value as number[]
  throw damaged(field)
}

/** Sides of up to 1024 pixels: larger pictures than a network of this kind reads. */
const mostSide = 1024

function shapeOf(input: Readonly<Record<string, unknown>>): InputShape {
  if (input['pixels'] === undefined)
    return {
      kind: 'fixed',
      width: whole(input['width'], 'network.input.width', mostSide),
      height: whole(input['height'], 'network.input.height', mostSide),
    }
  return {
    kind: 'area',
    pixels: whole(input['pixels'], 'network.input.pixels', mostSide * mostSide),
    multiple: whole(input['multiple'], 'network.input.multiple', mostSide),
  }
}

/** Reads the `network` part of meta.json. Throws Failure `model-damaged` naming the field that is missing or wrong. */
export function readEmotionMeta(meta: unknown): EmotionNetworkMeta {
  const network = record(record(meta, 'network')['network'], 'network')
  const input = record(network['input'], 'network.input')
  const outputs = record(network['outputs'], 'network.outputs')
  const files = record(network['files'], 'network.files')
  const layout = input['layout']
  if (layout !== 'nhwc' && layout !== 'nchw') throw damaged('network.input.layout')
  const optional = (name: 'variance' | 'emotions'): string | undefined =>
    outputs[name] === undefined ? undefined : text(outputs[name], `network.outputs.${name}`)
  const emotions = optional('emotions')
  const names = network['emotions']
  const sameNames =
    Array.isArray(names) &&
    names.length === modelEmotions.length &&
    modelEmotions.every((name, index) => names[index] === name)
  if (emotions !== undefined && !sameNames) throw damaged('network.emotions')
  return {
    files: {
      cpu: text(files['cpu'], 'network.files.cpu'),
      accelerated: text(files['accelerated'], 'network.files.accelerated'),
    },
    shape: shapeOf(input),
    input: text(input['name'], 'network.input.name'),
    layout,
    mean: three(input['mean'], 'network.input.mean', Number.isFinite),
    deviation: three(input['deviation'], 'network.input.deviation', (value) => value > 0),
    affect: text(outputs['affect'], 'network.outputs.affect'),
    variance: optional('variance'),
    emotions,
  }
}
