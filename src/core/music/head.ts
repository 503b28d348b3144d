import { attributeNames, attributeSizes, type AttributeName } from './vocabulary'

/** Tables of the head by attribute: `embed` [size, M], `weight` [size, M], `bias` [size], row by row. */
export interface HeadTables {
  /** M of E19. */
  readonly width: number
  readonly embed: Readonly<Record<AttributeName, Float32Array>>
  readonly weight: Readonly<Record<AttributeName, Float32Array>>
  readonly bias: Readonly<Record<AttributeName, Float32Array>>
}

/** Where a table lies in head.bin (E20): offsets and shapes as meta.json lists them. */
export interface HeadTableEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
}

/** Answers one event's attributes, one after another (E19). Nothing is allocated between events. */
export interface Head {
  /** Begins an event: `pre` holds the network's 9·M numbers and must stay as it is until the next event. */
  begin(pre: Float32Array): void
  /** Writes the logits of an attribute into `into`, given all values chosen so far. */
  logits(attributeIndex: number, into: Float32Array): void
  /** Counts a sampled value into the context of the attributes after it. */
  choose(attributeIndex: number, value: number): void
}

/** Reads head.bin: little-endian float32 (E20). Throws RangeError when a table is missing or outside the file. */
export function readHeadTables(bytes: Uint8Array, entries: readonly HeadTableEntry[]): HeadTables {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let width = 0
  const read = (name: string, size: number, withWidth: boolean): Float32Array => {
    const entry = entries.find((candidate) => candidate.name === name)
    if (!entry) throw new RangeError(`head.bin has no table ${name}`)
    if (withWidth && width === 0) width = entry.shape[1] ?? 0
    const count = withWidth ? size * width : size
    const listed = entry.shape.reduce((product, length) => product * length, 1)
    if (listed !== count || entry.shape[0] !== size || entry.offset + 4 * count > bytes.byteLength)
      throw new RangeError(
        `Table ${name} of head.bin does not fit: ${entry.shape.join('x')} at ${entry.offset}`,
      )
    return Float32Array.from({ length: count }, (_, index) => view.getFloat32(entry.offset + 4 * index, true))
  }
  const all = (name: (attribute: AttributeName) => string, withWidth: boolean) =>
    Object.fromEntries(
      attributeNames.map((attribute, index) => [
        attribute,
        read(name(attribute), attributeSizes[index]!, withWidth),
      ]),
    ) as Record<AttributeName, Float32Array>
  const embed = all((attribute) => `head.embed.${attribute}`, true)
  const weight = all((attribute) => `head.out.${attribute}.weight`, true)
  const bias = all((attribute) => `head.out.${attribute}.bias`, false)
  return { width, embed, weight, bias }
}

/** The head of E19 over its tables. */
export function createHead(tables: HeadTables): Head {
  const { width } = tables
  const context = new Float32Array(width)
  const hidden = new Float32Array(width)
  let pre = new Float32Array(width * attributeNames.length)
  return {
    begin(next) {
      if (next.length !== width * attributeNames.length)
        throw new RangeError(`The head expects ${width * 9} numbers`)
      pre = next as Float32Array<ArrayBuffer>
      context.fill(0)
    },
    logits(attributeIndex, into) {
      const name = attributeNames[attributeIndex]!
      const weight = tables.weight[name]
      const bias = tables.bias[name]
      const first = attributeIndex * width
      for (let i = 0; i < width; i++) hidden[i] = Math.max(0, pre[first + i]! + context[i]!)
      for (let value = 0, cell = 0; value < bias.length; value++) {
        let sum = bias[value]!
        for (let i = 0; i < width; i++) sum += weight[cell++]! * hidden[i]!
        into[value] = sum
      }
    },
    choose(attributeIndex, value) {
      const embed = tables.embed[attributeNames[attributeIndex]!]
      const first = value * width
      for (let i = 0; i < width; i++) context[i]! += embed[first + i]!
    },
  }
}

/**
 * A head over two answers of the network, `pre` of the plan's conditioning followed by `pre` of its opposite, for
 * classifier-free guidance (Ho and Salimans 2022) away from an opposite: logits are its, plus `strength` times the difference.
 */
export function createGuidedHead(tables: HeadTables, strength: number): Head {
  const [told, averse] = [createHead(tables), createHead(tables)]
  const length = tables.width * attributeNames.length
  const plain = new Float32Array(Math.max(...attributeSizes))
  return {
    begin(pre) {
      told.begin(pre.subarray(0, length))
      averse.begin(pre.subarray(length))
    },
    logits(attributeIndex, into) {
      told.logits(attributeIndex, into)
      averse.logits(attributeIndex, plain)
      for (let value = 0; value < attributeSizes[attributeIndex]!; value++)
        into[value] = plain[value]! + strength * (into[value]! - plain[value]!)
    },
    choose(attributeIndex, value) {
      told.choose(attributeIndex, value)
      averse.choose(attributeIndex, value)
    },
  }
}
