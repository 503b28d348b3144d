// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Projects } from '../../../src/renderer/src/app/projects'
import { StartScreen } from '../../../src/renderer/src/panels/StartScreen'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const file = (name: string, missing: boolean) => ({
  ...{ fileId: `id of ${name}`, kind: 'project' as const, name, folder: '/films' },
  ...{ openedAt: '2026-11-25T12:00:00Z', missing },
})

async function show() {
  const done = () => vi.fn(() => Promise.resolve())
  const projects = {
    ...{ openSample: done(), openChosen: done(), openFile: done(), recover: done(), discardRecovery: done() },
  }
  const shown = showPanel(<StartScreen projects={projects as unknown as Projects} />, null, {
    answers: { 'files.recent': () => [file('a.hitpoint', false), file('b.hitpoint', true)] },
  })
  await screen.findByRole('region', { name: 'Recent files' })
  return { ...shown, projects }
}

describe('the start screen', () => {
  it('opens the sample in one click, or a file of one’s own', async () => {
    const { projects } = await show()
    fireEvent.click(screen.getByRole('button', { name: 'Try the sample film' }))
    fireEvent.click(screen.getByRole('button', { name: 'Open a film or project' }))
    expect(projects.openSample).toHaveBeenCalledTimes(1)
    expect(projects.openChosen).toHaveBeenCalledTimes(1)
  })

  it('opens recent files, and says which are gone', async () => {
    const { projects } = await show()
    const recent = within(screen.getByRole('region', { name: 'Recent files' }))
    fireEvent.click(recent.getByRole('button', { name: /^a\.hitpoint/u }))
    expect(projects.openFile.mock.calls).toEqual([['id of a.hitpoint']])
    const gone = recent.getByRole<HTMLButtonElement>('button', { name: /^b\.hitpoint/u })
    expect(gone.disabled).toBe(true)
    expect(gone.textContent).toContain('no longer there')
  })

  it('offers unsaved work of an earlier run, and a failure is told', async () => {
    const { editor, projects } = await show()
    expect(screen.queryByRole('region', { name: 'Unsaved work' })).toBeNull()
    const recovery = { recoveryId: 'r', name: 'trailer', folder: '/films', editedAt: '2026-11-25T12:00:00Z' }
    act(() => editor.set({ recoveries: [{ ...recovery, isOlderThanFile: true }] }))
    const unsaved = within(screen.getByRole('region', { name: 'Unsaved work' }))
    expect(unsaved.getByText(/the project was saved later/u)).toBeDefined()
    fireEvent.click(unsaved.getByRole('button', { name: 'Discard' }))
    expect(projects.discardRecovery.mock.calls).toEqual([['r']])
    projects.recover.mockRejectedValueOnce(new Error('broken'))
    fireEvent.click(unsaved.getByRole('button', { name: 'Recover' }))
    await vi.waitFor(() => expect(editor.session.get().notices).toHaveLength(1))
  })
})
