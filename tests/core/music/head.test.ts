import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  createGuidedHead,
  createHead,
  readHeadTables,
  type HeadTableEntry,
} from '../../../src/core/music/head'
import { attributeNames, type AttributeName } from '../../../src/core/music/vocabulary'
import { repositoryRoot } from '../../support/commandLine'

interface LogitRun {
  readonly model: string
  readonly M: number
  readonly answers: readonly {
    readonly step: number
    readonly attributes: readonly { attribute: AttributeName; value: number; logits: readonly number[] }[]
  }[]
}

const fixture = join(repositoryRoot, 'tests/fixtures/composer-logits')
const run = JSON.parse(readFileSync(join(fixture, 'run.json'), 'utf8')) as LogitRun
const model = join(repositoryRoot, 'resources/models/composer', run.model)
const meta = JSON.parse(readFileSync(join(model, 'meta.json'), 'utf8')) as {
  head: { tables: HeadTableEntry[] }
}
const headBytes = readFileSync(join(model, 'head.bin'))

describe('head (E19, E20)', () => {
  test('logits equal Python’s for every attribute of the recorded events', () => {
    const head = createHead(readHeadTables(headBytes, meta.head.tables))
    const file = readFileSync(join(fixture, 'pre.fp32.bin'))
    const pre = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength))
    const seen = new Set<string>()
    for (const { step, attributes } of run.answers) {
      head.begin(pre.subarray(step * 9 * run.M, (step + 1) * 9 * run.M))
      for (const { attribute, value, logits } of attributes) {
        const index = attributeNames.indexOf(attribute)
        const found = new Float32Array(191)
        head.logits(index, found)
        logits.forEach((expected, candidate) => expect(found[candidate]).toBeCloseTo(expected, 3))
        head.choose(index, value)
        seen.add(attribute)
      }
    }
    expect([...seen].sort()).toEqual([...attributeNames].sort())
  })

  test('guidance pushes logits from the untold answer through the told one (D14)', () => {
    const tables = readHeadTables(headBytes, meta.head.tables)
    const pre = Float32Array.from({ length: 2 * 9 * run.M }, (_, index) => Math.sin(index))
    const logits = (strength: number): Float32Array => {
      const head = createGuidedHead(tables, strength)
      head.begin(pre)
      head.choose(0, 2)
      const found = new Float32Array(191)
      head.logits(8, found)
      return found
    }
    const plain = (half: Float32Array): Float32Array => {
      const head = createHead(tables)
      head.begin(half)
      head.choose(0, 2)
      const found = new Float32Array(191)
      head.logits(8, found)
      return found
    }
    const told = plain(pre.subarray(0, 9 * run.M))
    const untold = plain(pre.subarray(9 * run.M))
    logits(1).forEach((value, index) => expect(value).toBeCloseTo(told[index]!, 4))
    logits(0).forEach((value, index) => expect(value).toBeCloseTo(untold[index]!, 4))
    logits(2).forEach((value, index) => expect(value).toBeCloseTo(2 * told[index]! - untold[index]!, 4))
  })

  test('a missing or cut table is refused', () => {
    const without = meta.head.tables.filter(({ name }) => name !== 'head.out.pitch.bias')
    expect(() => readHeadTables(headBytes, without)).toThrow(/head\.out\.pitch\.bias/)
    expect(() => readHeadTables(headBytes.subarray(0, headBytes.length - 8), meta.head.tables)).toThrow(
      RangeError,
    )
  })
})
