import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createRandom, type Random } from '../../../../src/core/music/random'
import { temporaryFolder } from '../../../support/commandLine'

/**
 * Replaces weights by random ones with the same spread: every table keeps its numbers and loses their order. What a
 * network learnt is in the order.
 */
function shuffle(bytes: Uint8Array, elementBytes: number, random: Random): void {
  const element = new Uint8Array(elementBytes)
  for (let last = bytes.length / elementBytes - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1))
    const [a, b] = [last * elementBytes, other * elementBytes]
    element.set(bytes.subarray(a, a + elementBytes))
    bytes.copyWithin(a, b, b + elementBytes)
    bytes.set(element, b)
  }
}

interface Field {
  readonly number: number
  readonly value: number
  /** The bytes of a length-delimited field. */
  readonly content: Uint8Array
}

/** Reads a protobuf message's fields in place (https://protobuf.dev/programming-guides/encoding). */
function* fields(message: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    const kind = tag % 8
    if (kind === 1 || kind === 5) at += kind === 1 ? 8 : 4
    const value = kind === 0 || kind === 2 ? varint() : 0
    const length = kind === 2 ? value : 0
    yield { number: Math.floor(tag / 8), value, content: message.subarray(at, at + length) }
    at += length
  }
}

/** Field numbers of onnx.proto3, and bytes per element of the types that weights have. */
const graphField = 7
const initializerField = 5
const typeField = 2
const rawDataField = 9
const elementBytes: Readonly<Record<number, number>> = { 1: 4, 2: 1, 3: 1, 10: 2 }

/** Shuffles every initializer of weights in an ONNX file's bytes. Answers how many numbers it moved. */
export function shuffleOnnx(model: Uint8Array, random: Random): number {
  let moved = 0
  for (const graph of fields(model)) {
    if (graph.number !== graphField) continue
    for (const tensor of fields(graph.content)) {
      if (tensor.number !== initializerField) continue
      const parts = [...fields(tensor.content)]
      const size = elementBytes[parts.find((part) => part.number === typeField)?.value ?? 0]
      const raw = parts.find((part) => part.number === rawDataField)?.content
      if (!size || !raw || raw.length < 64 * size) continue
      shuffle(raw, size, random)
      moved += raw.length / size
    }
  }
  return moved
}

interface Meta {
  files: Record<string, { sha256: string; bytes: number }>
  head: { tables: { shape: number[]; offset: number }[] }
}

/** A copy of a folder of models in which every weight of the composer is random. */
export function modelsWithRandomWeights(models: string, seed: number): string {
  const folder = temporaryFolder()
  cpSync(models, folder, { recursive: true })
  const random = createRandom(seed)
  const [version] = readdirSync(join(folder, 'composer'))
  const model = join(folder, 'composer', version!)
  mkdirSync(model, { recursive: true })
  const meta = JSON.parse(readFileSync(join(model, 'meta.json'), 'utf8')) as Meta
  for (const name of Object.keys(meta.files)) {
    const bytes = readFileSync(join(model, name))
    if (name.endsWith('.onnx')) shuffleOnnx(bytes, random)
    else
      for (const { shape, offset } of meta.head.tables) {
        const length = 4 * shape.reduce((product, size) => product * size, 1)
        shuffle(bytes.subarray(offset, offset + length), 4, random)
      }
    writeFileSync(join(model, name), bytes)
    meta.files[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
  }
  writeFileSync(join(model, 'meta.json'), JSON.stringify(meta))
  return folder
}
