// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EngineInfo } from '../../../src/contract/system'
import { Failure } from '../../../src/core/base/failure'
import { MachineDialog } from '../../../src/renderer/src/panels/MachineDialog'
import { showPanel } from './support/showPanel'

beforeAll(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
})
afterEach(cleanup)

const info: EngineInfo = {
  ...{ version: '9.8.7', platform: 'linux x64', node: '20.1.0' },
  ffmpeg: { found: true, path: '/usr/bin/ffmpeg', version: '5.1.9', source: 'PATH' },
  models: [{ task: 'composer', name: 'composer', version: '0.4.0', bytes: 1, trainedOn: 'cpu' }],
  executionProviders: ['cpu', 'cuda'],
  composing: {
    providers: ['cuda', 'cpu'],
    trials: [
      { provider: 'cuda', millisecondsPerStep: 0.412 },
      { provider: 'webgpu', problem: 'There is no adapter.' },
    ],
    chosenBy: 'trial',
  },
  soundBank: '/bank.sf3',
}
const own = { found: true, path: '/opt/ffmpeg', version: '7.1', source: 'setting' }
const native = { capabilities: { picker: 'native' } as never }
const textOf = (term: string): string => screen.getByText(term).nextElementSibling!.textContent ?? ''

describe('this machine', () => {
  it('says what composing computes on and what every provider gave in its trial', async () => {
    const answers = { 'system.info': () => info }
    const { editor } = showPanel(<MachineDialog />, null, { session: { machineShown: true }, answers })
    await waitFor(() => expect(textOf('Composing')).toBe('on cuda (fastest in a trial)'))
    expect(textOf('Trial: cuda')).toBe('0.41 ms a step')
    expect(textOf('Trial: webgpu')).toBe('There is no adapter.')
    expect(textOf('Network: composer')).toBe('composer 0.4.0, trained on cpu')
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(editor.session.get().machineShown).toBe(false)
  })

  it('takes another ffmpeg, and the one that is found again', async () => {
    const chooseFfmpeg = vi.fn(({ fileId }: { fileId: string | null }) =>
      fileId === null ? info.ffmpeg : own,
    )
    const answers = {
      'system.info': () => info,
      'system.chooseFfmpeg': chooseFfmpeg,
      'files.choose': () => ({ fileId: 'f', kind: 'program', name: 'ffmpeg', folder: '/opt' }),
    }
    showPanel(<MachineDialog />, null, { session: { machineShown: true, ...native }, answers })
    fireEvent.click(await screen.findByRole('button', { name: 'Choose ffmpeg …' }))
    await waitFor(() => expect(textOf('ffmpeg')).toContain('7.1 (setting: /opt/ffmpeg)'))
    fireEvent.click(screen.getByRole('button', { name: 'Find it again' }))
    await waitFor(() => expect(textOf('ffmpeg')).toContain('5.1.9 (PATH: /usr/bin/ffmpeg)'))
    expect(chooseFfmpeg.mock.calls.map(([input]) => input.fileId)).toEqual(['f', null])
  })

  it('keeps the one before and tells why another is none', async () => {
    const answers = {
      'system.info': () => info,
      'files.choose': () => ({ fileId: 'f', kind: 'program', name: 'ffmpeg', folder: '/opt' }),
      'system.chooseFfmpeg': () => {
        throw new Failure('ffmpeg-missing', { path: '/opt/ffmpeg' })
      },
    }
    const { editor } = showPanel(<MachineDialog />, null, {
      session: { machineShown: true, ...native },
      answers,
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Choose ffmpeg …' }))
    await waitFor(() => expect(editor.session.get().notices).toHaveLength(1))
    expect(textOf('ffmpeg')).toContain('5.1.9 (PATH: /usr/bin/ffmpeg)')
  })
})
