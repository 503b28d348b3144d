import { copyFile, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenProject } from '../../../src/contract/project'
import { decodeDocument } from '../../../src/core/document/decodeDocument'
import { encodeDocument } from '../../../src/core/document/encodeDocument'
import { parseDocument } from '../../../src/core/document/format'
import type { ProjectFile } from '../../../src/core/document/fileSchema'
import { seconds } from '../../../src/core/time/units'
import { samplePath } from '../../support/commandLine'
import { openHost, type TestHost } from './support/openHost'

let host: Awaited<ReturnType<typeof openHost>>
let film: string

beforeEach(async () => {
  host = await openHost()
  film = join(host.folder, 'films', 'film.mp4')
  await copyFile(samplePath, film)
})

afterEach(() => host.remove())

/** The document with another curve: an edit. */
function edited(file: ProjectFile, valence: number): ProjectFile {
  const point = { time: seconds(1), valence, arousal: 0, confidence: 1, step: false }
  return encodeDocument({ ...decodeDocument(file), curve: { points: [point] } })
}

const stateOf = ({ composition: _left, ...state }: ProjectFile) => state
const open = ({ hosting }: TestHost, path: string): Promise<OpenProject> =>
  hosting.handlers.project.open({ fileId: hosting.adopt(path).fileId })

/** Saves under a name in the listed folder. */
async function saveAs(
  { hosting }: TestHost,
  project: OpenProject,
  name: string,
  document = project.document,
) {
  const { folderId } = await hosting.handlers.files.list({ kinds: ['video'] })
  const target = await hosting.handlers.files.nameTarget({ folderId, kind: 'project', name })
  return hosting.handlers.project.save({
    projectId: project.projectId,
    document,
    targetId: target.targetId,
  })
}

const curveOf = (file: ProjectFile): number | undefined => file.curve?.[0]?.[1]
const projects = () => host.hosting.handlers.project

describe('projects of a host', () => {
  it('opens a video as a new project without a file (H40)', async () => {
    const project = await open(host, film)
    expect(project).toMatchObject({ name: 'film', hasFile: false, mediaProblem: null, unsaved: false })
    expect(project.document).toMatchObject({
      transitions: [],
      detectedCurve: [],
      media: { path: 'film.mp4' },
    })
    expect(await readdir(join(host.folder, 'films'))).toEqual(['film.mp4'])
    await expect(
      projects().save({ projectId: project.projectId, document: project.document }),
    ).rejects.toMatchObject({ code: 'wrong-use' })
  })

  it('saves with the path that the host knows, whatever the page says, and opens it again (H41)', async () => {
    const project = await open(host, film)
    const forged = {
      ...edited(project.document, 0.5),
      media: { ...project.document.media, path: '/etc/passwd', quickHash: '0'.repeat(64) },
    }
    const saved = await saveAs(host, project, 'my film', forged)
    expect(saved).toMatchObject({ name: 'my film', hasFile: true, hasBackup: false })
    const text = await readFile(join(host.folder, 'films', 'my film.hitpoint'), 'utf8')
    expect(parseDocument(text).media).toMatchObject({ path: 'film.mp4', bytes: project.document.media.bytes })
    const again = await open(host.again(), join(host.folder, 'films', 'my film.hitpoint'))
    expect(again).toMatchObject({ name: 'my film', hasFile: true, mediaProblem: null })
    expect(curveOf(again.document)).toBe(0.5)
  })

  it('keeps the version before the last save, and opens it as unsaved work (H42)', async () => {
    const project = await open(host, film)
    await saveAs(host, project, 'p', edited(project.document, 0.1))
    const second = { projectId: project.projectId, document: edited(project.document, 0.2) }
    expect(await projects().save(second)).toMatchObject({ hasBackup: true })
    const backup = await projects().openBackup({ projectId: project.projectId })
    expect(backup).toMatchObject({ unsaved: true, name: 'p' })
    expect(curveOf(backup.document)).toBe(0.1)
    expect(
      parseDocument(await readFile(join(host.folder, 'films/p.hitpoint'), 'utf8')).curve.points[0]?.valence,
    ).toBe(0.2)
  })

  it('goes on with the journal’s state in a page that was loaded again (H45)', async () => {
    const project = await open(host, film)
    const state = stateOf(edited(project.document, 0.3))
    await projects().journal({ projectId: project.projectId, revision: 1, state })
    const resumed = await projects().resume({})
    expect(resumed).toMatchObject({ projectId: project.projectId, unsaved: true })
    expect(curveOf(resumed!.document)).toBe(0.3)
    await projects().close({ projectId: project.projectId })
    expect(await projects().resume({})).toBeNull()
  })

  it('ignores an older revision, and empties the journal with a save (H43, H44)', async () => {
    const project = await open(host, film)
    const { projectId } = project
    const write = (revision: number, valence: number) =>
      projects().journal({ projectId, revision, state: stateOf(edited(project.document, valence)) })
    expect(await write(5, 0.5)).toEqual({ revision: 5 })
    expect(await write(4, 0.4)).toEqual({ revision: 5 })
    expect(curveOf((await projects().resume({}))!.document)).toBe(0.5)
    expect(await readdir(join(host.folder, 'data/unsaved'))).toEqual([projectId])
    await saveAs(host, project, 'p')
    expect(await readdir(join(host.folder, 'data/unsaved'))).toEqual([])
    expect(await write(6, 0.6)).toEqual({ revision: 6 })
    expect(await readdir(join(host.folder, 'data/unsaved'))).toEqual([projectId])
  })

  it('takes no edit and no save over another page’s that the page does not know (H48)', async () => {
    const project = await open(host, film)
    const { projectId, revision } = project
    const write = (base: number, valence: number) =>
      projects().journal({
        ...{ projectId, revision: base + 1, base },
        state: stateOf(edited(project.document, valence)),
      })
    expect(await write(revision, 0.1)).toEqual({ revision: revision + 1 })
    await expect(write(revision, 0.2)).rejects.toMatchObject({ code: 'project-elsewhere' })
    const stale = { projectId, document: edited(project.document, 0.2), base: revision }
    await saveAs(host, project, 'p', edited(project.document, 0.1))
    await expect(projects().save(stale)).rejects.toMatchObject({ code: 'project-elsewhere' })
    const latest = await projects().resume({ projectId })
    expect(latest).toMatchObject({ revision: revision + 1 })
    expect(curveOf(latest!.document)).toBe(0.1)
    expect(await write(revision + 1, 0.3)).toEqual({ revision: revision + 2 })
  })

  it('offers nothing to recover that a running host holds (H46)', async () => {
    const project = await open(host, film)
    await projects().journal({ projectId: project.projectId, revision: 1, state: stateOf(project.document) })
    expect(await host.again().hosting.handlers.project.recoveries({})).toEqual([])
    await expect(projects().recover({ recoveryId: project.projectId })).rejects.toMatchObject({
      code: 'wrong-use',
    })
    await projects().discardRecovery({ recoveryId: project.projectId })
    expect(await readdir(join(host.folder, 'data/unsaved'))).toEqual([project.projectId])
  })
})

describe('a project file that is opened again (H49)', () => {
  it('is the same project with its unsaved edits, by every spelling, through links, twice at once', async () => {
    const project = await open(host, film)
    const { projectId } = project
    await saveAs(host, project, 'p')
    const file = join(host.folder, 'films', 'p.hitpoint')
    await projects().journal({ projectId, revision: 1, state: stateOf(edited(project.document, 0.3)) })
    await symlink(file, join(host.folder, 'films', 'link.hitpoint'))
    await symlink(join(host.folder, 'films'), join(host.folder, 'linked'))
    const spellings = [
      file,
      `${host.folder}/films/../films/./p.hitpoint`,
      'films/link.hitpoint',
      'linked/p.hitpoint',
    ]
    for (const spelling of spellings) {
      const again = await open(host, spelling.startsWith('/') ? spelling : join(host.folder, spelling))
      expect([spelling, again.projectId, again.revision, again.unsaved]).toEqual([
        spelling,
        projectId,
        1,
        true,
      ])
      expect(curveOf(again.document)).toBe(0.3)
    }
    expect(await readdir(join(host.folder, 'data/unsaved'))).toEqual([projectId])
    await projects().close({ projectId })
    const [first, second] = await Promise.all([
      open(host, file),
      open(host, join(host.folder, 'linked/p.hitpoint')),
    ])
    expect(first.projectId).not.toBe(projectId)
    expect(second.projectId).toBe(first.projectId)
  })

  it('is another one where the file is another, and a video is a new one every time', async () => {
    const project = await open(host, film)
    await saveAs(host, project, 'p')
    await copyFile(join(host.folder, 'films/p.hitpoint'), join(host.folder, 'films/q.hitpoint'))
    expect((await open(host, join(host.folder, 'films/q.hitpoint'))).projectId).not.toBe(project.projectId)
    expect((await open(host, film)).projectId).not.toBe(project.projectId)
  })
})

describe('videos that moved', () => {
  it('opens the project without its video, and takes the same one at another place (H47)', async () => {
    const project = await open(host, film)
    await saveAs(host, project, 'p')
    await projects().close({ projectId: project.projectId })
    const elsewhere = join(host.folder, 'elsewhere')
    await mkdir(elsewhere)
    await rename(film, join(elsewhere, 'renamed.mp4'))
    const moved = await open(host, join(host.folder, 'films/p.hitpoint'))
    expect(moved).toMatchObject({ mediaId: null, mediaProblem: 'moved' })
    const { fileId } = host.hosting.adopt(join(elsewhere, 'renamed.mp4'))
    const linked = await projects().relink({ projectId: moved.projectId, fileId })
    expect(linked.match).toBe('same')
    expect(await host.hosting.handlers.media.facts({ mediaId: linked.mediaId! })).toMatchObject({
      width: 640,
    })
    await projects().save({ projectId: moved.projectId, document: moved.document })
    await projects().close({ projectId: moved.projectId })
    const again = await open(host, join(host.folder, 'films/p.hitpoint'))
    expect(again.mediaProblem).toBeNull()
    expect(again.document.media.path).toBe('../elsewhere/renamed.mp4')
  })

  it('takes another file only when the user accepts it (H47)', async () => {
    const project = await open(host, film)
    await saveAs(host, project, 'p')
    const other = join(host.folder, 'films', 'other.mp4')
    await writeFile(other, Buffer.concat([await readFile(samplePath), Buffer.alloc(16)]))
    const request = { projectId: project.projectId, fileId: host.hosting.adopt(other).fileId }
    expect(await projects().relink(request)).toEqual({ match: 'different', mediaId: project.mediaId })
    const accepted = await projects().relink({ ...request, accept: true })
    expect(accepted.match).toBe('different')
    expect(accepted.mediaId).not.toBe(project.mediaId)
    await expect(host.hosting.handlers.media.facts({ mediaId: project.mediaId! })).rejects.toMatchObject({
      code: 'wrong-use',
    })
    const noVideo = join(host.folder, 'films', 'text.mp4')
    await writeFile(noVideo, 'no video')
    const refused = { ...request, fileId: host.hosting.adopt(noVideo).fileId, accept: true }
    await expect(projects().relink(refused)).rejects.toMatchObject({ code: 'not-a-video' })
  })

  it('shows a changed video with its problem told (H47)', async () => {
    const project = await open(host, film)
    await saveAs(host, project, 'p')
    await projects().close({ projectId: project.projectId })
    await writeFile(film, Buffer.concat([await readFile(samplePath), Buffer.alloc(16)]))
    const changed = await open(host, join(host.folder, 'films/p.hitpoint'))
    expect(changed.mediaProblem).toBe('changed')
    expect(changed.mediaId).not.toBeNull()
  })
})

it('remembers recent files, newest first, and says which are missing (H12)', async () => {
  const { files } = host.hosting.handlers
  const project = await open(host, film)
  await saveAs(host, project, 'p')
  await rename(film, `${film}.away`)
  const recent = await host.again().hosting.handlers.files.recent({})
  expect(recent.map(({ name, missing }) => [name, missing])).toEqual([
    ['p.hitpoint', false],
    ['film.mp4', true],
  ])
  await files.clearRecent({})
  expect(await files.recent({})).toEqual([])
})
