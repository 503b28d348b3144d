// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { meanOverRange } from '../../../src/core/emotion/evaluateCurve'
import { seconds } from '../../../src/core/time/units'
import { EmotionPanel } from '../../../src/renderer/src/panels/EmotionPanel'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const show = () => showPanel(<EmotionPanel />, exampleDocument, { session: { range: { start: 1, end: 2 } } })
const enter = (name: string, text: string): void => {
  const input = screen.getByRole<HTMLInputElement>('textbox', { name })
  input.focus()
  fireEvent.change(input, { target: { value: text } })
  fireEvent.keyDown(input, { key: 'Enter' })
}

describe('the emotion panel', () => {
  it('sets the marked range to a named mood: one step, and the detected curve stays', () => {
    const { editor } = show()
    fireEvent.click(screen.getByRole('button', { name: 'calm' }))
    const edited = editor.document.get()!
    const { valence, arousal } = meanOverRange(edited.curve, seconds(1.1), seconds(1.9))
    expect([valence, arousal]).toEqual([expect.closeTo(0.6, 1), expect.closeTo(-0.5, 1)])
    expect(edited.detectedCurve).toBe(exampleDocument.detectedCurve)
    expect(editor.history.state().undo).toBe('Set mood')
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
  })

  it('changes one curve alone where only that is chosen', () => {
    const { editor } = show()
    const before = meanOverRange(exampleDocument.curve, seconds(1.1), seconds(1.9))
    act(() => editor.set({ channels: 'arousal' }))
    fireEvent.click(screen.getByRole('button', { name: 'calm' }))
    const after = meanOverRange(editor.document.get()!.curve, seconds(1.1), seconds(1.9))
    expect(after.valence).toBeCloseTo(before.valence, 2)
    expect(after.arousal).toBeCloseTo(-0.5, 1)
  })

  it('copies the range, and puts the whole curve back', () => {
    const { editor } = show()
    const tools = within(screen.getByRole('group', { name: 'Curve of the range' }))
    fireEvent.click(tools.getByRole('button', { name: 'Copy' }))
    expect(editor.session.get().clip).not.toBeNull()
    fireEvent.click(tools.getByRole('button', { name: 'Scale up' }))
    expect(editor.history.state().undo).toBe('Scale curve')
    fireEvent.click(tools.getByRole('button', { name: 'Reset all' }))
    expect(editor.document.get()!.curve).toBe(exampleDocument.detectedCurve)
  })
})

describe('the table of points', () => {
  it('takes numbers with comma or point, each one step, and puts back what is none', () => {
    const { editor } = show()
    enter('Valence of point 1', '0,4')
    enter('Seconds of point 2', '3')
    enter('Arousal of point 2', 'high')
    expect(editor.document.get()!.curve.points).toMatchObject([
      { time: 0, valence: 0.4 },
      { time: 3, arousal: 0.75 },
    ])
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Arousal of point 2' }).value).toBe('0.75')
    editor.history.undo()
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
  })

  it('marks a jump and deletes a point', () => {
    const { editor } = show()
    fireEvent.click(screen.getByRole('checkbox', { name: 'Jump to point 2' }))
    expect(editor.document.get()!.curve.points[1]!.step).toBe(false)
    fireEvent.click(screen.getByRole('button', { name: 'Delete point 1' }))
    expect(editor.document.get()!.curve.points).toHaveLength(1)
    expect(editor.history.state().undo).toBe('Delete point')
  })
})
