import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hitpoint, repositoryRoot, samplePath, temporaryFolder } from '../support/commandLine'

const isRoot = process.getuid?.() === 0
/** Debian's user `nobody`. */
const nobody = 65534

/** A user whom file permissions bind: the current one, or `nobody` where root may become it and can read the program. */
function boundUser(): { readonly userId?: number } | null {
  if (!isRoot) return {}
  const script = `require('node:fs').accessSync(${JSON.stringify(join(repositoryRoot, 'out/main/cli.js'))})`
  const tried = spawnSync(process.execPath, ['-e', script], { uid: nobody, gid: nobody })
  return tried.status === 0 ? { userId: nobody } : null
}

function mountTiny(folder: string): boolean {
  mkdirSync(folder)
  return isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0
}

const user = boundUser()
let folder: string
const tiny = join(temporaryFolder(), 'tiny')
const mounted = mountTiny(tiny)

beforeAll(() => {
  folder = temporaryFolder()
  chmodSync(folder, 0o777)
})

afterAll(() => {
  if (mounted) spawnSync('umount', [tiny])
  rmSync(join(tiny, '..'), { recursive: true })
  rmSync(folder, { recursive: true })
})

describe.skipIf(user === null)('files without permission (needs a user whom permissions bind)', () => {
  const environment = { HITPOINT_CACHE: '/nonexistent' }

  it('a video that may not be read: one sentence, exit 1', async () => {
    const video = join(folder, 'locked.mp4')
    copyFileSync(samplePath, video)
    chmodSync(video, 0)
    const result = await hitpoint(['analyse', video], { ...user, environment })
    expect(result.code).toBe(1)
    expect(result.stderr.trim().split('\n')).toHaveLength(1)
    expect(result.stderr).toContain('locked.mp4')
  })

  it('a folder that may not be written: told before any work, nothing written', async () => {
    const target = join(folder, 'sealed')
    mkdirSync(target, { mode: 0o555 })
    const result = await hitpoint(['score', samplePath, '--out', target], { ...user, environment })
    expect(result.code).toBe(1)
    expect(result.stderr).not.toContain('Analysing')
    expect(readdirSync(target)).toEqual([])
  })
})

describe.skipIf(!existsSync('/proc/self') || !isRoot)(
  'a file system that takes no files (needs Linux and root)',
  () => {
    it('is told in one sentence', async () => {
      const result = await hitpoint(['score', samplePath, '--out', '/proc/hitpoint', '--quiet'])
      expect(result.code).toBe(1)
      expect(result.stderr.trim().split('\n')).toHaveLength(1)
      expect(result.stderr).toContain('/proc/hitpoint')
    })
  },
)

describe.skipIf(!mounted)('a full disk (needs the right to mount a small one)', () => {
  it('is told in one sentence and leaves nothing behind', async () => {
    const target = join(tiny, 'out')
    const result = await hitpoint(['score', samplePath, '--out', target, '--wav', '--quiet'])
    expect(result.code).toBe(1)
    expect(result.stderr).toMatch(/disk is full/)
    expect(result.stderr.trim().split('\n')).toHaveLength(1)
    expect(readdirSync(target)).toEqual([])
  })
})
