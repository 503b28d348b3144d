import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnalysisCache, type AnalysisEntry } from '../../../src/main/engine/files/analysisCache'
import { cacheFolder } from '../../../src/main/engine/files/cacheFolder'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-cache-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const key = { content: 'ab'.repeat(32), analysis: 'transitions 1' }
const entry: AnalysisEntry = {
  facts: { frames: 3, times: [0, 0.04, 0.08], name: 'ü' },
  sections: {
    cuts: new Uint8Array(Float32Array.of(0, 0.5, Number.NaN).buffer),
    motion: new Uint8Array(0),
    light: Uint8Array.of(255, 0, 1),
  },
}
const stored = async (): Promise<string[]> =>
  (await readdir(join(folder, 'analysis')).catch(() => [])).map((name) => join(folder, 'analysis', name))

describe('createAnalysisCache', () => {
  it('gives back exactly what was stored, and null for anything else', async () => {
    const cache = createAnalysisCache({ folder })
    expect(await cache.read(key)).toBeNull()
    expect(await cache.write(key, entry)).toBe(true)
    expect(await cache.read(key)).toEqual(entry)
    expect(await createAnalysisCache({ folder }).read(key)).toEqual(entry)
    expect(await cache.read({ ...key, analysis: 'transitions 2' })).toBeNull()
    expect(await cache.read({ ...key, content: 'cd'.repeat(32) })).toBeNull()
  })

  it('keeps a view’s own bytes only', async () => {
    const cache = createAnalysisCache({ folder })
    await cache.write(key, { facts: null, sections: { part: Uint8Array.of(1, 2, 3, 4).subarray(1, 3) } })
    expect(await cache.read(key)).toEqual({ facts: null, sections: { part: Uint8Array.of(2, 3) } })
  })

  it('ignores and removes an entry with any damage', async () => {
    const cache = createAnalysisCache({ folder })
    await cache.write(key, entry)
    const [path] = await stored()
    const good = await readFile(path!)
    for (let at = 0; at < good.length; at += 7) {
      const bad = Buffer.from(good)
      bad[at]! ^= 0x10
      await writeFile(path!, bad)
      expect(await cache.read(key)).toBeNull()
      expect(await stored()).toEqual([])
    }
    for (const length of [0, 5, 43, good.length - 1]) {
      await writeFile(path!, good)
      await truncate(path!, length)
      expect(await cache.read(key)).toBeNull()
    }
    await cache.write(key, entry)
    expect(await cache.read(key)).toEqual(entry)
  })

  it('drops the entries that were used longest ago when it grows too large', async () => {
    const big = { facts: null, sections: { values: new Uint8Array(4000) } }
    const cache = createAnalysisCache({ folder, maximumBytes: 13_000 })
    const keys = [0, 1, 2].map((index) => ({ ...key, analysis: `test ${index}` }))
    for (const [index, one] of keys.entries()) {
      await cache.write(one, big)
      // The clock's grain must not decide.
      for (const path of await stored())
        if ((await stat(path)).mtimeMs > Date.now() - 60_000) await utimes(path, index, 1_000_000 + index)
    }
    expect(await cache.read(keys[0]!)).not.toBeNull()
    await cache.write({ ...key, analysis: 'test 3' }, big)
    expect(await cache.read(keys[1]!)).toBeNull()
    expect(await cache.read(keys[0]!)).not.toBeNull()
    expect(await cache.read(keys[2]!)).not.toBeNull()
    expect(await stored()).toHaveLength(3)
  })

  it('says that it could not store, and does not throw', async () => {
    await writeFile(join(folder, 'file'), '')
    const cache = createAnalysisCache({ folder: join(folder, 'file') })
    expect(await cache.write(key, entry)).toBe(false)
    expect(await cache.read(key)).toBeNull()
  })
})

describe('cacheFolder', () => {
  it.each([
    [{ HITPOINT_CACHE: '/x', XDG_CACHE_HOME: '/c' }, 'linux', '/x'],
    [{ XDG_CACHE_HOME: '/c' }, 'linux', '/c/hitpoint'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/u/.cache/hitpoint'],
    [{}, 'linux', '/home/u/.cache/hitpoint'],
    [{}, 'darwin', '/home/u/Library/Caches/Hitpoint'],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/Hitpoint/Cache'],
  ] as const)('%o on %s is %s', (environment, platform, expected) => {
    expect(cacheFolder(environment, platform, '/home/u').replaceAll('\\', '/')).toBe(expected)
  })
})
