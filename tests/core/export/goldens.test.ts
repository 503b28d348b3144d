import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenFiles } from '../../fixtures/goldenFiles'

const folder = resolve('tests/goldens')

describe('golden files (scripts/writeGoldens.ts)', () => {
  const written = goldenFiles()

  it.each([...written.keys()])('%s is what the program writes now', (name) => {
    const now = Buffer.from(written.get(name)!).toString()
    expect(now).toBe(readFileSync(join(folder, name)).toString())
  })

  it('are all of them', () => {
    expect(readdirSync(folder).sort()).toEqual([...written.keys()].sort())
  })
})
