// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Transition } from '../../../src/core/timeline/transition'
import { rational } from '../../../src/core/time/rational'
import { CutsPanel } from '../../../src/renderer/src/panels/CutsPanel'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const found: Transition = {
  id: 'cut-20',
  kind: 'cut',
  start: rational(4, 5),
  end: rational(4, 5),
  time: rational(4, 5),
  frame: 20,
  confidence: 0.5,
  origin: 'detected',
}

/** The panel over a host whose answers are given by hand. */
function show() {
  const waiting: (() => void)[] = []
  const asked: number[] = []
  const shown = showPanel(<CutsPanel />, exampleDocument, {
    session: { project: { projectId: 'p', mediaId: 'm' } as never },
    answers: {
      'analysis.detect': ({ detection }: { detection: { leastCutConfidence: number } }) => {
        asked.push(detection.leastCutConfidence)
        return new Promise((resolve) => waiting.push(() => resolve({ transitions: [found] })))
      },
    },
  })
  const answer = (): Promise<void> =>
    act(async () => {
      waiting.splice(0).forEach((tell) => tell())
      await Promise.resolve()
    })
  const ids = (): string[] => shown.editor.document.get()!.transitions.map(({ id }) => id)
  return { ...shown, asked, answer, ids }
}

const threshold = (): HTMLElement => screen.getByRole('slider', { name: 'Threshold' })
const set = (value: string): void => void fireEvent.change(threshold(), { target: { value } })

describe('the sliders over the stored scores', () => {
  it('H5: are one step, with the answer of the host that comes after the knob was let go', async () => {
    const { editor, asked, answer, ids } = show()
    fireEvent.pointerDown(threshold())
    set('0.4')
    set('0.3')
    set('0.2')
    fireEvent.pointerUp(window)
    await waitFor(() => expect(asked).toEqual([0.4]))
    await answer()
    // While it was asked the knob went on; only the last place is asked for.
    await waitFor(() => expect(asked).toEqual([0.4, 0.2]))
    await answer()
    await waitFor(() => expect(editor.history.state().undo).toBe('Threshold'))
    expect(ids()).toContain('cut-20')
    // Made by hand, it stays.
    expect(ids()).toContain('t2')
    expect(editor.document.get()!.detection!.threshold).toBe(0.2)
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
    expect(editor.history.state().undo).toBeNull()
  })

  it('leave what was undone before the host answered', async () => {
    const { editor, asked, answer } = show()
    fireEvent.keyDown(threshold(), { key: 'ArrowLeft' })
    set('0.4')
    fireEvent.keyUp(threshold(), { key: 'ArrowLeft' })
    await waitFor(() => expect(asked).toEqual([0.4]))
    act(() => editor.history.undo())
    await answer()
    expect(editor.document.get()).toBe(exampleDocument)
    expect(editor.history.state().undo).toBeNull()
  })

  it('name the step after the slider', async () => {
    const { editor, answer, asked } = show()
    fireEvent.change(screen.getByRole('slider', { name: 'Shortest shot' }), { target: { value: '1.5' } })
    await waitFor(() => expect(asked).toHaveLength(1))
    await answer()
    await waitFor(() => expect(editor.history.state().undo).toBe('Shortest shot'))
    expect(editor.document.get()!.detection!.minimumShot).toBe(1.5)
    expect(screen.getByText('1.50 s')).toBeDefined()
  })
})

describe('what the music owes the selected cuts', () => {
  it('asks for a selection first', () => {
    show()
    expect(screen.getByText('Select a cut to say what the music does there.')).toBeDefined()
  })

  it('is marked for all of them, each mark one step', () => {
    const { editor } = show()
    act(() => editor.set({ selection: { ...editor.session.get().selection, cuts: ['t1', 't2'] } }))
    const marks = within(screen.getByRole('group', { name: 'Hit of the selected cuts' }))
    expect(marks.getByText('2 cuts')).toBeDefined()
    // t1 has none, t2 −2 frames.
    expect(marks.getByText('differs')).toBeDefined()
    fireEvent.click(marks.getByRole('button', { name: 'Soft' }))
    fireEvent.click(marks.getByRole('button', { name: 'Swell into it' }))
    fireEvent.click(marks.getByRole('checkbox', { name: 'On a bar line' }))
    expect(editor.document.get()!.transitions).toMatchObject([
      { id: 't1', hit: 'soft', hitKind: 'swell', hitDownbeat: 'require' },
      { id: 't2', hit: 'soft', hitKind: 'swell', hitDownbeat: 'require' },
    ])
    expect(editor.history.state().undo).toBe('Bar line')
    editor.history.undo()
    expect(editor.history.state().undo).toBe('Kind of hit')
  })

  it('runs the commands of its buttons', () => {
    const { editor, run } = show()
    act(() => editor.set({ selection: { ...editor.session.get().selection, cuts: ['t2'] } }))
    expect(screen.getByText('Frame 88')).toBeDefined()
    expect(screen.getByText('-2 frames')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }))
    fireEvent.click(screen.getByRole('button', { name: 'False, next' }))
    expect(run.mock.calls).toEqual([['edit.delete'], ['cuts.rejectAndNext']])
  })
})
