import { createHash } from 'node:crypto'
import { appendFile, copyFile, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix, win32 } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createMediaReference,
  locateMedia,
  quickHash,
  storedMediaPath,
} from '../../../src/main/engine/files/mediaReference'
import { exampleDocument } from '../../fixtures/exampleDocument'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-media-'))
  await mkdir(join(folder, 'films'))
  await mkdir(join(folder, 'scores'))
  await writeFile(join(folder, 'films', 'film.mp4'), Buffer.alloc(200_000, 7))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const { info } = exampleDocument.media

describe('quickHash', () => {
  it('is SHA-256 of the first and last 64 KiB and the length', async () => {
    const bytes = Buffer.from(Array.from({ length: 150_000 }, (_, index) => (index * 31) % 251))
    const path = join(folder, 'a.bin')
    await writeFile(path, bytes)
    const length = Buffer.alloc(8)
    length.writeUInt32BE(150_000, 4)
    const expected = createHash('sha256')
      .update(bytes.subarray(0, 65_536))
      .update(bytes.subarray(150_000 - 65_536))
      .update(length)
      .digest('hex')
    expect(await quickHash(path)).toEqual({ bytes: 150_000, quickHash: expected })
  })

  it('tells files apart by start, end and length, short ones by every byte', async () => {
    const path = join(folder, 'films', 'film.mp4')
    const hashes = new Set([(await quickHash(path)).quickHash])
    for (const position of [0, 199_999]) {
      const file = await open(path, 'r+')
      await file.write(Buffer.of(8), 0, 1, position)
      await file.close()
      hashes.add((await quickHash(path)).quickHash)
    }
    await appendFile(path, Buffer.of(7))
    hashes.add((await quickHash(path)).quickHash)
    for (const bytes of [[], [1], [1, 1], [2, 1]]) {
      await writeFile(path, Buffer.from(bytes))
      hashes.add((await quickHash(path)).quickHash)
    }
    expect(hashes.size).toBe(8)
  })

  it('names a missing file', async () => {
    await expect(quickHash(join(folder, 'none.mp4'))).rejects.toMatchObject({ code: 'file-missing' })
  })
})

describe('storedMediaPath', () => {
  it('is relative with forward slashes, absolute on another volume', () => {
    expect(storedMediaPath('/a/scores/film.hitpoint', '/a/films/film.mp4', posix)).toBe('../films/film.mp4')
    expect(storedMediaPath('C:\\a\\scores\\film.hitpoint', 'C:\\a\\films\\my film.mp4', win32)).toBe(
      '../films/my film.mp4',
    )
    expect(storedMediaPath('C:\\a\\film.hitpoint', 'D:\\films\\film.mp4', win32)).toBe('D:/films/film.mp4')
    expect(storedMediaPath('/a/film.hitpoint', '/a/odd\\name.mp4', posix)).toBe('odd\\name.mp4')
  })
})

describe('locateMedia (P12)', () => {
  const project = (): string => join(folder, 'scores', 'film.hitpoint')
  const film = (): string => join(folder, 'films', 'film.mp4')

  it('finds the video where it was, also after both moved together', async () => {
    const reference = await createMediaReference(project(), film(), info)
    expect(reference).toMatchObject({ path: '../films/film.mp4', bytes: 200_000, info })
    expect(await locateMedia(project(), reference)).toBe(film())
    const moved = `${folder}-moved`
    await rename(folder, moved)
    try {
      expect(await locateMedia(join(moved, 'scores', 'film.hitpoint'), reference)).toBe(
        join(moved, 'films', 'film.mp4'),
      )
    } finally {
      await rename(moved, folder)
    }
  })

  it('finds it beside the project', async () => {
    const reference = await createMediaReference(project(), film(), info)
    await rename(film(), join(folder, 'scores', 'film.mp4'))
    expect(await locateMedia(project(), reference)).toBe(join(folder, 'scores', 'film.mp4'))
  })

  it('says when it has moved away', async () => {
    const reference = await createMediaReference(project(), film(), info)
    await rename(film(), join(folder, 'elsewhere.mp4'))
    await expect(locateMedia(project(), reference)).rejects.toMatchObject({
      code: 'media-moved',
      context: { path: film() },
    })
  })

  it('says when another file has its name, of another or of the same length', async () => {
    const reference = await createMediaReference(project(), film(), info)
    await copyFile(film(), join(folder, 'kept.mp4'))
    for (const bytes of [Buffer.alloc(10), Buffer.alloc(200_000, 9)]) {
      await writeFile(film(), bytes)
      await expect(locateMedia(project(), reference)).rejects.toMatchObject({ code: 'media-changed' })
    }
    // A wrong file beside the project does not hide the right one where it belongs.
    await copyFile(join(folder, 'kept.mp4'), film())
    await writeFile(join(folder, 'scores', 'film.mp4'), 'other')
    expect(await locateMedia(project(), reference)).toBe(film())
  })
})
