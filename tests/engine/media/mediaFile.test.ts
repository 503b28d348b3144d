import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classifyFileError } from '../../../src/main/engine/files/fileErrors'
import { requireMediaFile } from '../../../src/main/engine/media/mediaFile'
import { makeSample } from '../../../scripts/sample/makeSample'
import { ffmpegsUnderTest } from '../../synthetic/videos'

const [tool] = await ffmpegsUnderTest()

describe('a media file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitpoint-file-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    ['ENOENT', 'file-missing', 'its folder does not exist'],
    ['ENAMETOOLONG', 'file-missing', 'the name is too long'],
    ['EISDIR', 'file-is-directory', 'EISDIR'],
    ['EACCES', 'file-not-readable', 'no permission'],
    ['EPERM', 'file-not-readable', 'no permission'],
    ['EIO', 'file-not-readable', 'the drive reports an error'],
  ])('turns %s into %s', (systemCode, code, reason) => {
    const error = Object.assign(new Error('x'), { code: systemCode })
    expect(classifyFileError(error, '/a', 'read')).toMatchObject({
      code,
      context: { path: '/a', reason },
    })
  })

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'without permission is not readable',
    async () => {
      const path = join(folder, 'locked.mp4')
      await writeFile(path, 'x')
      await chmod(path, 0)
      await expect(requireMediaFile(path)).rejects.toMatchObject({
        code: 'file-not-readable',
        context: { path },
      })
    },
  )

  it.skipIf(process.platform === 'win32')('must not be a device', async () => {
    await expect(requireMediaFile('/dev/zero')).rejects.toMatchObject({ code: 'not-a-video' })
  })

  it('tells its size', async () => {
    await writeFile(join(folder, 'some.mp4'), 'x'.repeat(100))
    expect(await requireMediaFile(join(folder, 'some.mp4'))).toEqual({ bytes: 100 })
  })

  it('leaves nothing when drawing the sample is cancelled', async () => {
    const controller = new AbortController()
    const target = join(folder, 'sample')
    const onProgress = (fraction: number): void => {
      if (fraction > 0.003) controller.abort()
    }
    await expect(makeSample(tool!, target, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(await readdir(target)).toEqual([])
  })
})
