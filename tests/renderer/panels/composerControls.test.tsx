// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { parseDocument, printDocument } from '../../../src/core/document/format'
import { ComposerControls } from '../../../src/renderer/src/panels/ComposerControls'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const show = () => showPanel(<ComposerControls preset="orchestral" />, exampleDocument)
const slider = (name: string): HTMLInputElement => screen.getByRole('slider', { name })

describe('the controls of the composer', () => {
  it('belong to the project: a drag is one step, undone and saved', () => {
    const { editor } = show()
    const density = slider('Density')
    fireEvent.pointerDown(density)
    for (const value of ['1.2', '1.4', '1.5']) fireEvent.change(density, { target: { value } })
    fireEvent.pointerUp(window)
    fireEvent.change(slider('Emotion strength'), { target: { value: '2.5' } })
    const edited = editor.document.get()!
    expect(edited.controls).toEqual({ density: 1.5, emotionStrength: 2.5 })
    expect(parseDocument(printDocument(edited)).controls).toEqual(edited.controls)
    // What the score was composed with stays what it was.
    expect(edited.composition).toBe(exampleDocument.composition)
    editor.history.undo()
    expect(editor.history.state().undo).toBe('Density')
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
    expect(editor.history.state().undo).toBeNull()
  })

  it('leave out of the project what is as usual', () => {
    const { editor } = show()
    fireEvent.change(slider('Density'), { target: { value: '0.5' } })
    expect(screen.getByText('50 %')).toBeDefined()
    fireEvent.click(screen.getByRole('checkbox', { name: 'Exactly on the grid' }))
    expect(editor.document.get()!.controls).toEqual({ density: 0.5, quantised: true })
    fireEvent.click(screen.getByRole('checkbox', { name: 'Exactly on the grid' }))
    expect(editor.document.get()!.controls).toEqual({ density: 0.5 })
  })

  it('leave families out, and take them in again', () => {
    const { editor } = show()
    const brass = screen.getByRole<HTMLInputElement>('checkbox', { name: 'brass' })
    fireEvent.click(brass)
    fireEvent.click(screen.getByRole('checkbox', { name: 'strings' }))
    expect(editor.document.get()!.controls).toEqual({ without: ['brass', 'strings'] })
    expect(brass.checked).toBe(false)
    fireEvent.click(brass)
    expect(editor.document.get()!.controls).toEqual({ without: ['strings'] })
    expect(editor.history.state().undo).toBe('Families')
  })
})
