// @vitest-environment jsdom
import { cleanup } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OpenedFile } from '../../../src/contract/files'
import type { HitpointDocument } from '../../../src/core/document/document'
import { encodeDocument } from '../../../src/core/document/encodeDocument'
import { seconds } from '../../../src/core/time/units'
import { importCuts, importDropped } from '../../../src/renderer/src/exchange/importing'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel, type Answers } from '../panels/support/showPanel'

afterEach(cleanup)

const project = { projectId: 'p1', mediaId: 'm1', name: 'film', mediaProblem: null }
const file = (kind: OpenedFile['kind'], name: string): OpenedFile => ({
  fileId: name,
  kind,
  name,
  folder: '',
})
const { composition, ...bare } = exampleDocument
const taken: HitpointDocument = { ...bare, transitions: exampleDocument.transitions.slice(1) }
const locks = [{ start: seconds(0), end: seconds(1) }]
const around: HitpointDocument = { ...taken, composition: { ...composition!, locks } }
const composed: HitpointDocument = { ...taken, composition: { ...composition!, locks: [] } }
const readCuts = { document: encodeDocument(taken), around: encodeDocument(around), lines: ['1 vanished'] }

function openEditor(answers: Answers, document: HitpointDocument | null = exampleDocument) {
  const session = document ? { project: project as never } : {}
  return showPanel(<></>, document, { session, answers }).editor
}

describe('a cut list that moves the picture', () => {
  it('is composed anew around what is locked, all of it one step', async () => {
    const editor = openEditor({ 'importing.cuts': () => readCuts })
    const generate = vi.fn(() => {
      expect(editor.document.get()!.composition!.locks).toEqual(locks)
      editor.edit('Generate', () => composed)
      return Promise.resolve()
    })
    const lines = await importCuts(editor, { generate } as never, file('cutList', 'new.edl'), {
      composes: true,
    })
    expect(lines).toEqual(['1 vanished'])
    expect(generate).toHaveBeenCalledOnce()
    expect(editor.document.get()).toBe(composed)
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
  })

  it('keeps cuts and curve where composing fails, and says why', async () => {
    const editor = openEditor({ 'importing.cuts': () => readCuts })
    const generate = () => Promise.reject(new Error('out of memory'))
    const wishes = { composes: true }
    await expect(
      importCuts(editor, { generate } as never, file('cutList', 'new.edl'), wishes),
    ).rejects.toThrow('out of memory')
    expect(editor.document.get()).toEqual(taken)
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
  })

  it('takes the film in its new cut as the project’s', async () => {
    const relink = vi.fn(() => ({ mediaId: 'm2', match: 'different' }))
    const editor = openEditor({ 'importing.cuts': () => readCuts, 'project.relink': relink })
    // What was known of the film before is not the new one's.
    editor.set({
      scenes: [],
      waveform: { high: new Int8Array(), low: new Int8Array(), peaksPerSecond: 1, startSeconds: 0 },
    })
    const video = file('video', 'recut.mp4')
    const lines = await importCuts(editor, {} as never, file('cutList', 'new.edl'), {
      composes: false,
      video,
    })
    expect(relink.mock.calls).toEqual([[{ projectId: 'p1', fileId: 'recut.mp4', accept: true }]])
    const { project: changed, scenes, waveform } = editor.session.get()
    expect(changed).toMatchObject({ mediaId: 'm2', mediaProblem: null })
    expect([scenes, waveform]).toEqual([null, null])
    expect(lines).toContain('The film is “recut.mp4” now; undo takes cuts and curve back, not the film')
    expect(lines.at(-1)).toMatch(/^The score was taken out/u)
  })
})

describe('a file that is dropped on the window', () => {
  const said = (editor: ReturnType<typeof openEditor>): string =>
    editor.session
      .get()
      .notices.map(({ text }) => text)
      .join()

  it('is read by its kind: an edited MIDI file into the score, a cut list into the cuts', async () => {
    const midi = { document: encodeDocument(around), lines: ['Changed and locked: Flutes'] }
    const editor = openEditor({ 'importing.midi': () => midi, 'importing.cuts': () => readCuts })
    await importDropped(editor, {} as never, file('midi', 'edited.mid'))
    expect(editor.document.get()).toEqual(around)
    expect(said(editor)).toContain('Changed and locked: Flutes')
    editor.history.undo()
    await importDropped(editor, {} as never, file('cutList', 'new.edl'))
    expect(editor.document.get()).toEqual(taken)
    expect(said(editor)).toContain('1 vanished')
  })

  it('asks for its project where none is open', async () => {
    const editor = openEditor({}, null)
    await importDropped(editor, {} as never, file('midi', 'edited.mid'))
    expect(said(editor)).toContain('Open the project first')
  })
})
