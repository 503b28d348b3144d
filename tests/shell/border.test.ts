import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelOf } from '../../src/contract/define'
import { serviceList } from '../../src/contract/index'
import { adoptChannel } from '../../src/main/shell/border'
import type { SenderEvent } from '../../src/main/shell/electronCalls'
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
