import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeDocument } from '../../../src/core/document/decodeDocument'
import type { HitpointDocument } from '../../../src/core/document/document'
import { encodeDocument } from '../../../src/core/document/encodeDocument'
import { exportForEditor } from '../../../src/core/export/editorExport'
import { exportMidi } from '../../../src/core/export/midiExport'
import { seconds } from '../../../src/core/time/units'
import { createMediaReference } from '../../../src/main/engine/files/mediaReference'
import { saveProject } from '../../../src/main/engine/files/projectFile'
import { editorSource } from '../../fixtures/editorDocument'
import { exportOptions } from '../../fixtures/exportSource'
import { samplePath } from '../../support/commandLine'
import { openHost } from './support/openHost'

let host: Awaited<ReturnType<typeof openHost>>
let projectId: string
let document: HitpointDocument
const filmPath = '/elsewhere/reel & more.mov'
const dragOut = vi.fn()
const handlers = () => host.hosting.handlers

/** A file in the listed folder, as a page gets at it. */
async function fileOf(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(host.folder, 'films', name)
  await writeFile(path, content)
  return host.hosting.adopt(path).fileId
}

beforeEach(async () => {
  host = await openHost({ dragOut })
  dragOut.mockClear()
  const film = join(host.folder, 'films/reel & more.mov')
  await writeFile(film, 'pictures')
  const project = join(host.folder, 'films/reel.hitpoint')
  const media = await createMediaReference(project, film, editorSource.document.media.info)
  const lock = { start: seconds(0), end: seconds(1) }
  const composition = { ...editorSource.document.composition!, locks: [lock] }
  await saveProject(project, { ...editorSource.document, media, composition })
  const opened = await handlers().project.open({ fileId: host.hosting.adopt(project).fileId })
  projectId = opened.projectId
  document = decodeDocument(opened.document)
})
afterEach(() => host.remove())

describe('importing (docs/spec/host.md, H57)', () => {
  it('takes an edited MIDI file in: what changed is locked, and told in the command line’s words', async () => {
    const { composition } = document
    const [first, ...others] = composition!.score.tracks
    const edited = { ...first!, notes: first!.notes.map((note) => ({ ...note, pitch: note.pitch + 1 })) }
    const changed = { ...composition!, score: { ...composition!.score, tracks: [edited, ...others] } }
    const source = { ...editorSource, document: { ...document, composition: changed } }
    const [bytes] = [...exportMidi(source, exportOptions).values()]
    const fileId = await fileOf('edited.mid', bytes!)
    const answer = await handlers().importing.midi({ projectId, document: encodeDocument(document), fileId })
    const taken = decodeDocument(answer.document)
    expect(answer.lines[0]).toBe(`Changed and locked: ${first!.name}`)
    expect(taken.composition!.score.tracks[0]!.notes).toEqual(edited.notes)
    expect(taken.composition!.locks!.at(-1)).toMatchObject({ tracks: [first!.id] })
    expect(taken.transitions).toEqual(document.transitions)
  })

  it('takes a new cut list in: the score stays with an unmoved picture, and its locks are for composing around', async () => {
    const [text] = [
      ...exportForEditor('edl', { ...editorSource, document, filmPath }, exportOptions).values(),
    ]
    const same = await handlers().importing.cuts({
      projectId,
      document: encodeDocument(document),
      fileId: await fileOf('same.edl', text!),
    })
    expect(decodeDocument(same.document).composition!.score).toEqual(document.composition!.score)
    expect(same.around).toBeUndefined()
    const list = new TextDecoder().decode(text)
    const shorter = list.slice(0, list.lastIndexOf('\r\n00')) + '\r\n'
    const recut = await handlers().importing.cuts({
      projectId,
      document: encodeDocument(document),
      fileId: await fileOf('recut.edl', shorter),
    })
    expect(recut.lines[0]).toMatch(/^Shots, told by source: .* 1 vanished/u)
    expect(decodeDocument(recut.document).composition).toBeUndefined()
    expect(decodeDocument(recut.around!).composition!.locks).toEqual(document.composition!.locks)
  })

  it('lays the list on the film in its new cut, and refuses one that is none', async () => {
    const { importing } = handlers()
    const [text] = exportForEditor('edl', { ...editorSource, document, filmPath }, exportOptions).values()
    const ask = {
      projectId,
      document: encodeDocument(document),
      fileId: await fileOf('recut.edl', text!),
    }
    const video = host.hosting.adopt(samplePath).fileId
    // The sample film counts 24 frames a second, and the list 29.97: it is laid on the new film.
    await expect(importing.cuts({ ...ask, videoFileId: video })).rejects.toMatchObject({
      code: 'cuts-not-readable',
      context: { reason: expect.stringContaining('at 24 frames per second') as string },
    })
    const broken = await fileOf('broken.mp4', 'no pictures')
    await expect(importing.cuts({ ...ask, videoFileId: broken })).rejects.toMatchObject({
      code: 'not-a-video',
    })
  })

  it('says what is the matter with a file, and takes no other kind', async () => {
    const { importing } = handlers()
    const ask = { projectId, document: encodeDocument(document) }
    await expect(
      importing.midi({ ...ask, fileId: await fileOf('bad.mid', 'no music') }),
    ).rejects.toMatchObject({
      code: 'midi-not-readable',
      context: { path: expect.stringContaining('bad.mid') as string },
    })
    await expect(importing.cuts({ ...ask, fileId: await fileOf('bad.otio', '{}') })).rejects.toMatchObject({
      code: 'cuts-not-readable',
    })
    await expect(importing.cuts({ ...ask, fileId: await fileOf('x.mid', 'MThd') })).rejects.toMatchObject({
      code: 'wrong-use',
    })
    await expect(
      importing.midi({ ...ask, projectId: 'other', fileId: await fileOf('y.mid', 'MThd') }),
    ).rejects.toMatchObject({ code: 'wrong-use' })
  })
})

describe('what was exported (H56, H58)', () => {
  it('can be dragged out and has a path where the user chose the folder; nothing else can', async () => {
    const { exporting, files } = handlers()
    const { folderId } = await files.list({ kinds: ['project'] })
    const { targetId } = await files.nameTarget({ folderId, kind: 'folder', name: 'out' })
    const ask = { projectId, document: encodeDocument(document), formats: ['mid' as const, 'edl' as const] }
    const chosen = await exporting.result(await exporting.start({ ...ask, targetId }))
    expect(chosen[0]!.path).toBe(join(host.folder, 'films/out/reel & more.mid'))
    await exporting.drag({ fileIds: chosen.map(({ fileId }) => fileId) })
    expect(dragOut).toHaveBeenCalledWith(chosen.map(({ path }) => path))
    const [download] = await exporting.result(await exporting.start(ask))
    expect(download!.path).toBeUndefined()
    const video = host.hosting.adopt(join(host.folder, 'films/reel & more.mov')).fileId
    expect(() => exporting.drag({ fileIds: [video] })).toThrow('wrong-use')
    expect(dragOut).toHaveBeenCalledTimes(1)
  })

  it('names the part of the score that is asked for', async () => {
    const { exporting } = handlers()
    const cue = document.composition!.plan.cues[1]!
    const request = { projectId, document: encodeDocument(document), formats: ['mid' as const] }
    const settings = { part: { kind: 'cues' as const, names: [cue.id] } }
    const written = await exporting.result(await exporting.start({ ...request, settings }))
    expect(written.map(({ name }) => name)).toEqual([`reel & more ${cue.name}.mid`])
  })
})
