import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { channelOf } from '../../src/contract/define'
import { serviceList } from '../../src/contract/index'
import { encodeDocument } from '../../src/core/document/encodeDocument'
import { adoptChannel } from '../../src/main/shell/border'
import { dragIconSize, drawDragIcon } from '../../src/main/shell/dragIcon'
import type { SenderEvent } from '../../src/main/shell/electronCalls'
import { exportDocument } from '../fixtures/exportSource'
import { openShell, type TestShell } from './startShell'

let shell: TestShell

beforeAll(async () => {
  shell = await openShell()
  await shell.becomeReady()
})
afterAll(() => shell.remove())

const calls = serviceList.flatMap(({ name, members }) =>
  Object.entries(members)
    .filter(([, member]) => member.kind === 'call')
    .map(([member]) => channelOf(name, member)),
)

const foreign: readonly (readonly [string, (own: SenderEvent) => SenderEvent])[] = [
  ['another page', (own) => ({ ...own, senderFrame: { url: 'https://evil.example/', parent: null } })],
  ['a page of a file', (own) => ({ ...own, senderFrame: { url: 'file:///app/index.html', parent: null } })],
  [
    'a look-alike',
    (own) => ({ ...own, senderFrame: { url: 'hitpoint://app.evil/index.html', parent: null } }),
  ],
  ['a frame within', (own) => ({ ...own, senderFrame: { ...own.senderFrame!, parent: {} } })],
  ['another window', (own) => ({ ...own, sender: { id: 99 } })],
  ['a frame that is gone', (own) => ({ ...own, senderFrame: null })],
  ['no address at all', (own) => ({ ...own, senderFrame: { url: '', parent: null } })],
]

describe('the border of the shell (docs/spec/host.md, H60-H62)', () => {
  it('answers exactly the calls of the contract, and the preload script’s one', () => {
    expect([...shell.fake.handlers.keys()].sort()).toEqual([...calls, adoptChannel].sort())
  })

  it.each(foreign)('refuses %s on every channel', async (_who, disguise) => {
    for (const channel of [...calls, adoptChannel]) {
      const answer = await shell.fake.handlers.get(channel)!(disguise(shell.own()), {})
      expect([channel, answer]).toEqual([
        channel,
        { ok: false, failure: { code: 'wrong-use', context: { reason: 'foreign sender' } } },
      ])
    }
  })

  it.each([[null], ['text'], [7], [[]], [undefined]])(
    'refuses the payload %j on every channel',
    async (input) => {
      for (const channel of calls)
        expect([channel, await shell.fake.handlers.get(channel)!(shell.own(), input)]).toMatchObject([
          channel,
          { ok: false, failure: { code: 'wrong-use' } },
        ])
    },
  )

  it('answers its own page', async () => {
    expect(await shell.ask('hitpoint:system.capabilities')).toMatchObject({
      ok: true,
      value: { host: 'electron', picker: 'native', drop: true },
    })
  })

  it.each([
    ['hitpoint:project.open', { fileId: '/etc/passwd' }],
    ['hitpoint:media.facts', { mediaId: '../../etc/passwd' }],
    ['hitpoint:project.relink', { projectId: 'p', fileId: '/etc/passwd' }],
    ['hitpoint:files.reveal', { fileId: '/etc/passwd' }],
    ['hitpoint:system.chooseSoundBank', { fileId: '/etc/passwd' }],
    ['hitpoint:files.nameTarget', { folderId: '/etc', kind: 'project', name: 'x' }],
    ['hitpoint:files.list', { folderId: '/etc', kinds: ['video'] }],
  ])('takes no path for an id: %s', async (channel, input) => {
    expect(await shell.ask(channel, input)).toMatchObject({ ok: false, failure: { code: 'wrong-use' } })
  })

  it('opens dropped files by the paths of the preload script, and nothing malformed', async () => {
    const drop = (input: unknown) => shell.fake.handlers.get(adoptChannel)!(shell.own(), input)
    expect(await drop(['/films/a.mp4', '/films/p.hitpoint'])).toMatchObject({
      ok: true,
      value: [
        { name: 'a.mp4', kind: 'video' },
        { name: 'p.hitpoint', kind: 'project' },
      ],
    })
    for (const input of [null, 'path', [''], [7], ['a\0b'], Array.from({ length: 33 }, () => '/a.mp4')])
      expect(await drop(input)).toMatchObject({ ok: false, failure: { code: 'wrong-use' } })
  })
})

describe('a drag out of the window (H58)', () => {
  it('is begun by the shell with the real files and a picture, for its own page only', async () => {
    const request = { fileIds: ['never-exported'] }
    expect(await shell.ask('hitpoint:exporting.drag', request)).toMatchObject({
      failure: { code: 'wrong-use' },
    })
    expect(shell.window().webContents.startDrag).not.toHaveBeenCalled()
    const document = encodeDocument({ ...exportDocument, composition: exportDocument.composition })
    const { value } = await shell.ask('hitpoint:exporting.start', { document, formats: ['mid', 'csv'] })
    const { value: files } = await shell.ask('hitpoint:exporting.result', value)
    const fileIds = (files as { fileId: string }[]).map(({ fileId }) => fileId)
    const foreignPage = { ...shell.own(), sender: { id: 99 } }
    await shell.fake.handlers.get('hitpoint:exporting.drag')!(foreignPage, { fileIds })
    expect(shell.window().webContents.startDrag).not.toHaveBeenCalled()
    expect(await shell.ask('hitpoint:exporting.drag', { fileIds })).toMatchObject({ ok: true })
    const [dragged] = shell.window().webContents.startDrag.mock.calls[0] as [
      { file: string; files: string[]; icon: unknown },
    ]
    expect(dragged.files.map((path) => path.split('.').at(-1))).toEqual(['mid', 'csv'])
    expect([dragged.file, existsSync(dragged.file)]).toEqual([dragged.files[0], true])
    expect(dragged.icon).toBe(vi.mocked(shell.fake.calls.dragIcon).mock.results[0]!.value)
  })

  it('shows a picture that is not empty', () => {
    const bitmap = drawDragIcon()
    expect(bitmap).toHaveLength(dragIconSize ** 2 * 4)
    expect(new Set(bitmap).size).toBeGreaterThan(4)
  })
})
