import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../../src/core/base/failure'
import { classifyFileError } from '../../../src/main/engine/files/fileErrors'
import { assertWritable, writeOutput } from '../../../src/main/engine/files/outputFiles'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-output-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (...names: string[]): string => join(folder, ...names)
const text = (path: string): Promise<string> => readFile(path, 'utf8')

async function* blocks(...values: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const value of values) yield await Promise.resolve(Buffer.from(value))
}

describe('writeOutput', () => {
  it('writes text, bytes and streams, and makes the folder', async () => {
    await writeOutput(at('new', 'folder', 'a.txt'), 'text', { force: false })
    await writeOutput(at('b.bin'), Uint8Array.of(1, 2, 3), { force: false })
    await writeOutput(at('c.txt'), blocks('one ', 'two'), { force: false })
    expect(await text(at('new', 'folder', 'a.txt'))).toBe('text')
    expect([...(await readFile(at('b.bin')))]).toEqual([1, 2, 3])
    expect(await text(at('c.txt'))).toBe('one two')
    expect((await readdir(folder)).sort()).toEqual(['b.bin', 'c.txt', 'new'])
  })

  it('replaces nothing without force, and does not even start the work', async () => {
    await writeFile(at('a.txt'), 'old')
    let started = false
    const content = (async function* () {
      started = true
      yield* blocks('new')
    })()
    await expect(writeOutput(at('a.txt'), content, { force: false })).rejects.toMatchObject({
      code: 'output-exists',
      context: { path: at('a.txt') },
    })
    expect(started).toBe(false)
    expect(await text(at('a.txt'))).toBe('old')
    await writeOutput(at('a.txt'), 'new', { force: true })
    expect(await text(at('a.txt'))).toBe('new')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('does not replace a file that appears while it writes', async () => {
    const content = (async function* () {
      yield Buffer.from('ours')
      await writeFile(at('a.txt'), 'theirs')
    })()
    await expect(writeOutput(at('a.txt'), content, { force: false })).rejects.toMatchObject({
      code: 'output-exists',
    })
    expect(await text(at('a.txt'))).toBe('theirs')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('leaves the old file and nothing else when the source fails', async () => {
    await writeFile(at('a.txt'), 'old')
    const failing = (async function* () {
      yield await Promise.resolve(Buffer.from('half'))
      throw new Failure('sound-bank-missing')
    })()
    await expect(writeOutput(at('a.txt'), failing, { force: true })).rejects.toMatchObject({
      code: 'sound-bank-missing',
    })
    expect(await text(at('a.txt'))).toBe('old')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('leaves nothing when cancelled, and lets the source clean up', async () => {
    const abort = new AbortController()
    let cleaned = false
    const endless = (async function* () {
      try {
        for (let index = 0; ; index++) {
          if (index === 3) abort.abort()
          yield await Promise.resolve(Buffer.from('block'))
        }
      } finally {
        cleaned = true
      }
    })()
    await expect(
      writeOutput(at('a.txt'), endless, { force: false, cancellation: abort.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(cleaned).toBe(true)
    expect(await readdir(folder)).toEqual([])
  })

  it('writes through a link', async () => {
    await writeFile(at('real.txt'), 'old')
    await symlink(at('real.txt'), at('link.txt'))
    await writeOutput(at('link.txt'), 'new', { force: true })
    expect(await text(at('real.txt'))).toBe('new')
  })

  it('takes the longest name that the system allows', async () => {
    const name = `${'n'.repeat(251)}.mid`
    await writeOutput(at(name), 'x', { force: false })
    expect(await readdir(folder)).toEqual([name])
    await expect(writeOutput(at(`n${name}`), 'x', { force: false })).rejects.toMatchObject({
      code: 'output-not-writable',
      context: { reason: 'the name is too long' },
    })
  })
})

describe('assertWritable', () => {
  it('accepts a new file in a folder yet to be made, and writes nothing', async () => {
    await assertWritable(at('deep', 'er', 'a.txt'), { force: false })
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses a folder, a file in place of a folder, and an existing file', async () => {
    await mkdir(at('dir'))
    await writeFile(at('file'), '')
    await expect(assertWritable(at('dir'), { force: true })).rejects.toMatchObject({
      code: 'file-is-directory',
    })
    await expect(assertWritable(at('file', 'a.txt'), { force: true })).rejects.toMatchObject({
      code: 'output-not-writable',
    })
    await expect(assertWritable(at('file'), { force: false })).rejects.toMatchObject({
      code: 'output-exists',
    })
    await assertWritable(at('file'), { force: true })
  })

  it.skipIf(process.platform !== 'linux')('refuses a place where nobody may write', async () => {
    await expect(
      assertWritable('/proc/film.mid', { force: false }).then(() =>
        writeOutput('/proc/film.mid', 'x', { force: false }),
      ),
    ).rejects.toMatchObject({
      code: 'output-not-writable',
    })
  })
})

describe('classifyFileError', () => {
  const error = (code: string): Error => Object.assign(new Error(`${code}: something`), { code })
  it.each([
    ['ENOENT', 'read', 'file-missing'],
    ['ENOENT', 'write', 'output-not-writable'],
    ['EISDIR', 'read', 'file-is-directory'],
    ['EACCES', 'read', 'file-not-readable'],
    ['EACCES', 'write', 'output-not-writable'],
    ['EROFS', 'write', 'output-not-writable'],
    ['ENOSPC', 'write', 'disk-full'],
    ['EDQUOT', 'write', 'disk-full'],
    ['EEXIST', 'write', 'output-exists'],
    ['EWEIRD', 'read', 'file-not-readable'],
  ] as const)('%s at a %s is %s', (code, access, expected) => {
    const failure = classifyFileError(error(code), '/a', access)
    expect(failure.code).toBe(expected)
    expect(failure.context.path).toBe('/a')
  })

  it('passes failures through, knows an abort, and calls the rest a mistake', () => {
    const failure = new Failure('no-picture')
    expect(classifyFileError(failure, '/a', 'read')).toBe(failure)
    expect(classifyFileError(AbortSignal.abort().reason, '/a', 'read').code).toBe('cancelled')
    expect(classifyFileError(new TypeError('x'), '/a', 'write').code).toBe('internal')
    expect(classifyFileError('text', '/a', 'write').code).toBe('internal')
  })

  it.skipIf(process.platform !== 'linux')('knows a full disk by the system’s own error', async () => {
    const cause = await writeFile('/dev/full', 'x').catch((problem: unknown) => problem)
    expect(classifyFileError(cause, '/dev/full', 'write').code).toBe('disk-full')
  })
})

/** A disk of 256 KiB in a mount namespace of its own, where this machine lets us make one. */
const smallDisk = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'] as const
const canMakeDisk = ((): boolean => {
  try {
    execFileSync(smallDisk[0], [...smallDisk.slice(1), 'mount -t tmpfs -o size=256k none /mnt'], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
})()

describe('a disk that fills up', () => {
  it.skipIf(!canMakeDisk)('leaves the old file and nothing else', () => {
    const module = fileURLToPath(new URL('../../../src/main/engine/files/outputFiles.ts', import.meta.url))
    const script = `
      import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
      import { createServer } from 'vite'
      const server = await createServer({
        configFile: false,
        logLevel: 'silent',
        server: { middlewareMode: true, hmr: false, ws: false },
        optimizeDeps: { noDiscovery: true },
      })
      const { writeOutput } = await server.ssrLoadModule(${JSON.stringify(module)})
      writeFileSync('/mnt/old.txt', 'old')
      const outcome = []
      for (const name of ['old.txt', 'new.txt'])
        await writeOutput('/mnt/' + name, Buffer.alloc(300_000, 1), { force: true }).then(
          () => outcome.push('written'),
          (error) => outcome.push(error.code),
        )
      console.log(JSON.stringify({ outcome, left: readdirSync('/mnt'), old: readFileSync('/mnt/old.txt', 'utf8') }))
      await server.close()`
    const output = execFileSync(
      smallDisk[0],
      [
        ...smallDisk.slice(1),
        'mount -t tmpfs -o size=256k none /mnt && exec "$0" "$@"',
        process.execPath,
        '--input-type=module',
        '-e',
        script,
      ],
      { cwd: new URL('../../..', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] },
    )
    expect(JSON.parse(output.toString('utf8'))).toEqual({
      outcome: ['disk-full', 'disk-full'],
      left: ['old.txt'],
      old: 'old',
    })
  })
})
