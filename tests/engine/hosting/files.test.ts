import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { targetName } from '../../../src/main/engine/hosting/folderListing'
import { samplePath } from '../../support/commandLine'
import { openHost } from './support/openHost'

let host: Awaited<ReturnType<typeof openHost>>
const files = () => host.hosting.handlers.files

beforeEach(async () => {
  host = await openHost()
  const films = join(host.folder, 'films')
  await mkdir(join(films, 'reel 2'))
  await mkdir(join(host.folder, 'private'))
  for (const path of ['b.mp4', 'a.MOV', 'c.hitpoint', 'd.sf2', 'notes.txt', '.hidden.mp4', 'reel 2/e.mkv'])
    await writeFile(join(films, path), 'x')
  await writeFile(join(host.folder, 'private/secret.mp4'), 'x')
  await symlink(join(host.folder, 'private'), join(films, 'way out'))
  await symlink(join(host.folder, 'private/secret.mp4'), join(films, 'secret.mp4'))
})

afterEach(() => host.remove())

describe('the list of files in a host without a picker (docs/spec/host.md, H10, H11)', () => {
  it('shows folders and files of the wanted kinds, and nothing that leads out', async () => {
    const { entries, parentId, name } = await files().list({ kinds: ['video', 'project'] })
    expect(entries.map((entry) => [entry.kind, entry.name])).toEqual([
      ['folder', 'reel 2'],
      ['video', 'a.MOV'],
      ['video', 'b.mp4'],
      ['project', 'c.hitpoint'],
    ])
    expect([name, parentId]).toEqual(['films', null])
  })

  it('goes down into folders and up again, not above the first', async () => {
    const top = await files().list({ kinds: ['video'] })
    const folderId = top.entries[0]!.folderId!
    const below = await files().list({ folderId, kinds: ['video'] })
    expect(below.entries.map(({ name }) => name)).toEqual(['e.mkv'])
    expect(below.parentId).toBe(top.folderId)
    await expect(files().list({ folderId: 'other', kinds: ['video'] })).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })

  it('names a target in a shown folder only, and says whether something is there', async () => {
    const { folderId } = await files().list({ kinds: ['project'] })
    const target = (name: string, id = folderId) =>
      files().nameTarget({ folderId: id, kind: 'project', name })
    expect(await target('c')).toMatchObject({ name: 'c.hitpoint', exists: true })
    expect(await target('new.hitpoint')).toMatchObject({ name: 'new.hitpoint', exists: false })
    await expect(target('x', 'other')).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it.each(['', ' ', '.', '..', '../x', 'a/b', 'a\\b', 'a:b', 'x\0', 'a\nb', 'x.'])(
    'refuses %j as a file name',
    (name) => {
      expect(() => targetName('folder', name)).toThrow('wrong-use')
    },
  )

  it('does not take one kind of file for another', async () => {
    const { entries } = await files().list({ kinds: ['soundBank'] })
    const bank = entries.find(({ name }) => name === 'd.sf2')!
    await expect(host.hosting.handlers.project.open({ fileId: bank.fileId! })).rejects.toMatchObject({
      code: 'wrong-use',
    })
    await expect(
      host.hosting.handlers.system.chooseSoundBank({ fileId: bank.fileId! }),
    ).rejects.toMatchObject({ code: 'sound-bank-missing' })
  })

  it('has no picker', async () => {
    await expect(files().choose({ kinds: ['video'] })).rejects.toMatchObject({ code: 'wrong-use' })
    await expect(files().chooseTarget({ kind: 'folder', suggestedName: 'a' })).rejects.toMatchObject({
      code: 'wrong-use',
    })
  })
})

describe('files from outside (H13)', () => {
  it('wait until a page takes them, each once, and are announced', async () => {
    host.hosting.openFromOutside('/films/a.mp4')
    host.hosting.openFromOutside('/films/b.hitpoint')
    expect(host.events.filter(({ event }) => event === 'onOpened')).toHaveLength(2)
    expect((await files().takeOpened({})).map(({ name, kind }) => [name, kind])).toEqual([
      ['a.mp4', 'video'],
      ['b.hitpoint', 'project'],
    ])
    expect(await files().takeOpened({})).toEqual([])
  })
})

describe('settings (H14)', () => {
  it('are kept, member by member, and told to every page', async () => {
    const { system } = host.hosting.handlers
    await system.changeSettings({ preset: 'chamber', keyBindings: { 'score.generate': ['Mod+G'] } })
    await system.changeSettings({ reopenLastProject: true })
    expect(host.events.at(-1)).toMatchObject({
      event: 'onSettings',
      payload: { preset: 'chamber', reopenLastProject: true },
    })
    const again = await host.again().hosting.handlers.system.settings({})
    expect(again).toMatchObject({ preset: 'chamber', reopenLastProject: true, audioOutput: null })
    expect(again.keyBindings).toEqual({ 'score.generate': ['Mod+G'] })
  })

  it('take another ffmpeg, also after a start anew, and refuse what is none', async () => {
    const found = await host.engine.useFfmpeg(null)
    const own = join(host.folder, 'films/ffmpeg')
    const asked = join(host.folder, 'asked')
    await writeFile(own, `#!/bin/sh\necho asked >> '${asked}'\nexec '${found.path}' "$@"\n`, { mode: 0o755 })
    await writeFile(join(host.folder, 'films/ffmpeg-7.1'), 'no program')
    const { entries } = await files().list({ kinds: ['program'] })
    const [good, bad] = ['ffmpeg', 'ffmpeg-7.1'].map((name) => entries.find((entry) => entry.name === name)!)
    const { system } = host.hosting.handlers
    expect(await system.chooseFfmpeg({ fileId: good!.fileId! })).toMatchObject({
      path: own,
      source: 'setting',
    })
    await expect(system.chooseFfmpeg({ fileId: bad!.fileId! })).rejects.toMatchObject({
      code: 'ffmpeg-missing',
    })
    const video = (await files().list({ kinds: ['video'] })).entries.find(({ name }) => name === 'b.mp4')!
    await expect(system.chooseFfmpeg({ fileId: video.fileId! })).rejects.toMatchObject({ code: 'wrong-use' })
    await rm(asked)
    const again = host.again()
    const reads = async (): Promise<void> => {
      await again.engine.probe(samplePath)
      await access(asked)
    }
    await vi.waitFor(reads, { timeout: 20_000 })
    expect(await system.chooseFfmpeg({ fileId: null })).toEqual(found)
    await again.close()
  })

  it('lose only what is damaged', async () => {
    await mkdir(join(host.folder, 'data'))
    const stored = { settings: { preset: 7, reopenLastProject: true }, soundBankPath: 7, ffmpegPath: {} }
    await writeFile(join(host.folder, 'data/settings.json'), JSON.stringify(stored))
    const { system } = host.again().hosting.handlers
    expect(await system.settings({})).toMatchObject({ preset: null, reopenLastProject: true })
    expect(await system.soundBank({})).toMatchObject({ bundled: true })
  })
})

it('asks the system’s picker where there is one (H10)', async () => {
  const chooseFile = vi.fn().mockResolvedValueOnce('/films/a.mp4').mockResolvedValueOnce(null)
  const chooseTarget = vi.fn().mockResolvedValue('/films/music')
  const native = await openHost({ chooseFile, chooseTarget })
  const { files: nativeFiles } = native.hosting.handlers
  expect(await nativeFiles.choose({ kinds: ['video'] })).toMatchObject({ name: 'a.mp4', folder: '/films' })
  expect(await nativeFiles.choose({ kinds: ['video'] })).toBeNull()
  expect(await nativeFiles.chooseTarget({ kind: 'folder', suggestedName: 'a' })).toMatchObject({
    name: 'music',
  })
  expect(chooseTarget).toHaveBeenCalledWith('folder', 'a')
  await native.remove()
})
