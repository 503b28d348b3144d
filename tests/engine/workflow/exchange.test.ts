import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '../../../src/core/base/failure'
import type { HitpointDocument } from '../../../src/core/document/document'
import { defaultExportOptions } from '../../../src/core/export/exportSource'
import type { ExportFormatName } from '../../../src/core/export/formats'
import { createMediaReference } from '../../../src/main/engine/files/mediaReference'
import { openProject, saveProject } from '../../../src/main/engine/files/projectFile'
import { exportProject } from '../../../src/main/engine/workflow/exportProject'
import { importFile } from '../../../src/main/engine/workflow/importFile'
import { editorSource } from '../../fixtures/editorDocument'
import { temporaryFolder } from '../../support/commandLine'

let folder: string
let project: string
let document: HitpointDocument
const noTools = () => Promise.reject(new Error('nothing is decoded or composed here'))

/** A project beside its film, whose bytes nobody looks at. */
beforeEach(async () => {
  folder = temporaryFolder()
  project = join(folder, 'reel.hitpoint')
  const film = join(folder, 'reel & more.mov')
  writeFileSync(film, 'pictures')
  const media = await createMediaReference(project, film, editorSource.document.media.info)
  document = { ...editorSource.document, media }
  await saveProject(project, document)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const tools = { ffmpeg: noTools }
const exported = (formats: readonly ExportFormatName[], force = false, out = join(folder, 'out')) =>
  exportProject({ project, formats, outputFolder: out, options: defaultExportOptions, force }, '1.2.3', tools)
const failureOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isFailure(error)) throw error
  return `${error.code} ${JSON.stringify(error.context)}`
}
const textFormats = [
  'mid',
  'midi-tracks',
  'dawproject',
  'rpp',
  'edl',
  'resolve-edl',
  'fcpxml',
  'xmeml',
  'otio',
  'csv',
] as const

describe('exportProject', () => {
  it('writes every format that needs no rendering, each file whole, with the film where it is', async () => {
    const { files, missingFilm } = await exported(textFormats)
    expect(missingFilm).toBeUndefined()
    expect(new Set(files.map(({ format }) => format))).toEqual(new Set(textFormats))
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      files.map(({ path }) => path.split('/').at(-1)).sort(),
    )
    expect(readFileSync(join(folder, 'out/reel.rpp'), 'utf8')).toContain(
      `FILE "${join(folder, 'reel & more.mov')}"`,
    )
    expect(readFileSync(join(folder, 'out/reel.fcpxml'), 'utf8')).toContain('reel%20%26%20more.mov')
  })

  it('refuses everything before it writes anything', async () => {
    mkdirSync(join(folder, 'out'))
    writeFileSync(join(folder, 'out/reel.rpp'), 'mine')
    expect(await failureOf(exported(['edl', 'rpp']))).toContain('output-exists')
    expect(readdirSync(join(folder, 'out'))).toEqual(['reel.rpp'])
    await exported(['edl', 'rpp'], true)
    expect(readFileSync(join(folder, 'out/reel.rpp'), 'utf8')).not.toBe('mine')
  })

  it('writes cut lists though the film is gone, and says so', async () => {
    rmSync(join(folder, 'reel & more.mov'))
    const { missingFilm } = await exported(['edl'])
    expect(missingFilm).toMatchObject({ code: 'media-moved' })
    expect(await failureOf(exported(['preview']))).toContain('media-moved')
  })

  it('takes a range by time code', async () => {
    const range = { musicIn: { seconds: { numerator: 12, denominator: 5 } }, musicOut: 'end' } as const
    const request = {
      project,
      formats: ['mid'],
      outputFolder: folder,
      options: defaultExportOptions,
      force: false,
      range,
    } as const
    await exportProject(request, '1', tools)
    const whole = (await exported(['mid'])).files[0]!.path
    expect(readFileSync(join(folder, 'reel.mid')).length).toBeLessThan(readFileSync(whole).length)
  })
})

describe('importFile', () => {
  it('takes its own cut lists back without changing a cut; the score stays (C5)', async () => {
    await exported(['edl', 'fcpxml', 'xmeml', 'otio', 'csv'])
    for (const name of ['reel.edl', 'reel.fcpxml', 'reel.xml', 'reel.otio', 'reel.csv']) {
      const out = join(folder, name.replace('.', '-'))
      const result = await importFile(
        { project, cuts: join(folder, 'out', name), outputFolder: out, force: false },
        noTools,
      )
      expect(result.cuts).toMatchObject({
        lostScore: false,
        composed: false,
        transitions: { kept: 6, added: 0, dropped: 0 },
      })
      const { transitions, composition, media } = await openProject(result.project)
      expect(transitions).toEqual(document.transitions)
      expect(composition).toEqual(document.composition)
      expect(media.path).toBe('../reel & more.mov')
    }
    expect((await openProject(project)).composition).toBeDefined()
  })

  it('takes its own MIDI file back: nothing has changed', async () => {
    await exported(['mid'])
    const { midi } = await importFile({ project, midi: join(folder, 'out/reel.mid'), force: false }, noTools)
    expect(midi).toMatchObject({ changed: [], added: [], absent: [], leftOut: 0 })
    expect(await openProject(project)).toEqual(document)
  })

  it('keeps the project that it rewrites, score and all (C9)', async () => {
    await exported(['edl'])
    // The last shot is gone: the time of the film is another.
    const list = join(folder, 'out/reel.edl')
    const text = readFileSync(list, 'utf8')
    writeFileSync(list, text.slice(0, text.lastIndexOf('\r\n00')) + '\r\n')
    const before = readFileSync(project, 'utf8')
    const { backup, cuts } = await importFile(
      { project, cuts: join(folder, 'out/reel.edl'), force: false },
      noTools,
    )
    expect(cuts).toMatchObject({ lostScore: true, composed: false })
    expect((await openProject(project)).composition).toBeUndefined()
    expect(backup).toBe(`${project}.bak`)
    expect(readFileSync(backup!, 'utf8')).toBe(before)
  })

  it('names the file that cannot be read, and leaves the project as it was', async () => {
    const before = readFileSync(project, 'utf8')
    const bad = join(folder, 'bad.edl')
    writeFileSync(bad, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('TITLE: x\n', 'utf16le')]))
    const request = { project, force: false }
    expect(await failureOf(importFile({ ...request, cuts: bad }, noTools))).toContain(
      'cuts-not-readable {"path":',
    )
    expect(await failureOf(importFile({ ...request, midi: bad }, noTools))).toContain(
      'midi-not-readable {"path":',
    )
    expect(await failureOf(importFile({ ...request, cuts: join(folder, 'none') }, noTools))).toContain(
      'file-missing',
    )
    expect(await failureOf(importFile({ ...request, cuts: folder }, noTools))).toContain('file-is-directory')
    expect(await failureOf(importFile(request, noTools))).toContain('either a cut list or a MIDI file')
    expect(readFileSync(project, 'utf8')).toBe(before)
  })

  it('moves cuts with the picture: fourteen frames out of the second shot', async () => {
    const { transitions } = document
    // The list of the new cut: the film from its own frames, the second shot from frame 86 on.
    const edl = [
      'FCM: DROP FRAME',
      '001  AX V C 00:59:00;02 00:59:02;14 00:59:00;02 00:59:02;14',
      '* FROM CLIP NAME: reel & more.mov',
      '002  AX V C 00:59:02;28 01:01:59;29 00:59:02;14 01:01:59;15',
      '* FROM CLIP NAME: reel & more.mov',
    ].join('\n')
    const list = join(folder, 'new.edl')
    writeFileSync(list, edl)
    const { cuts, document: moved } = await importFile(
      { project, cuts: list, outputFolder: join(folder, 'v2'), force: false },
      noTools,
    )
    expect(cuts).toMatchObject({ toldBy: 'source' })
    expect(moved.transitions.map(({ frame }) => frame)).toEqual(
      transitions.map(({ frame }, index) => (index === 0 ? frame : frame - 14)),
    )
  })
})
