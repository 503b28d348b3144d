import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeMidiFile } from '../../../src/core/export/midiFile'
import { openProject, saveProject } from '../../../src/main/engine/files/projectFile'
import { arbitraryDocument } from '../../fixtures/arbitraryDocument'
import { exampleDocument } from '../../fixtures/exampleDocument'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitpoint-project-'))
  path = join(folder, 'film.hitpoint')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('saveProject and openProject (P3, P7, P11)', () => {
  it('gives back every document, and so the same music', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        await saveProject(path, document)
        const opened = await openProject(path)
        expect(opened).toEqual(document)
        if (document.composition && opened.composition) {
          const [before, after] = [document.composition.score, opened.composition.score]
          expect(writeMidiFile(after, { title: 'x' })).toEqual(writeMidiFile(before, { title: 'x' }))
        }
        expect(await readdir(folder)).toEqual(['film.hitpoint'])
      }),
      { numRuns: 25 },
    )
  })

  it('replaces by default, not when told', async () => {
    await saveProject(path, exampleDocument)
    const settings = { ...exampleDocument.settings, seed: 8 }
    await expect(saveProject(path, { ...exampleDocument, settings }, { force: false })).rejects.toMatchObject(
      {
        code: 'output-exists',
      },
    )
    expect((await openProject(path)).settings.seed).toBe(7)
    await saveProject(path, { ...exampleDocument, settings })
    expect((await openProject(path)).settings.seed).toBe(8)
  })

  it('keeps the good file when the document cannot be saved', async () => {
    await saveProject(path, exampleDocument)
    const before = await readFile(path, 'utf8')
    const settings = { ...exampleDocument.settings, seed: Number.NaN }
    await expect(saveProject(path, { ...exampleDocument, settings })).rejects.toMatchObject({
      code: 'internal',
    })
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual(['film.hitpoint'])
  })

  it.each([
    ['damaged', 'project-damaged', (): Promise<void> => writeFile(path, 'junk')],
    ['empty', 'project-damaged', (): Promise<void> => writeFile(path, '')],
    ['binary', 'project-damaged', (): Promise<void> => writeFile(path, Buffer.alloc(1000, 0xff))],
    ['newer', 'project-newer', (): Promise<void> => writeFile(path, '{"format":"hitpoint","version":99}')],
    ['missing', 'file-missing', (): Promise<void> => Promise.resolve()],
    ['a folder', 'file-is-directory', async (): Promise<void> => void (await mkdir(path))],
    [
      'too large',
      'project-too-large',
      async (): Promise<void> => {
        await writeFile(path, '')
        await truncate(path, 10 * 1024 ** 3)
      },
    ],
  ] as const)('names a file that is %s', async (_, code, prepare) => {
    await prepare()
    await expect(openProject(path)).rejects.toMatchObject({ code, context: { path } })
  })

  it('does not wait for a pipe or read a device', async () => {
    if (process.platform === 'win32') return
    await expect(openProject('/dev/zero')).rejects.toMatchObject({ code: 'project-damaged' })
  })
})
