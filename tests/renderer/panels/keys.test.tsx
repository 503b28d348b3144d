// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { commandIds, commandOf } from '../../../src/core/document/commands'
import { KeysDialog } from '../../../src/renderer/src/panels/KeysDialog'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

// jsdom has no modal dialogs.
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.open = false
  }
})
afterEach(cleanup)

function show() {
  const kept = vi.fn(() => null)
  const shown = showPanel(<KeysDialog />, exampleDocument, {
    session: { keysShown: true },
    answers: { 'system.changeSettings': kept },
  })
  return { ...shown, kept }
}
const keyOf = (command: string): HTMLElement =>
  screen.getByRole('button', { name: new RegExp(`^Key of ${command}:`, 'u') })

describe('the list of keys', () => {
  it('names every command of the table', () => {
    show()
    const dialog = screen.getByRole('dialog', { name: 'Keys' })
    expect(dialog.querySelectorAll('.key-line')).toHaveLength(commandIds.length)
    for (const id of commandIds) expect(dialog.textContent).toContain(commandOf(id).label)
  })

  it('takes another key that is pressed for a command, and keeps it', () => {
    const { editor, kept } = show()
    fireEvent.click(keyOf('Add a cut here'))
    fireEvent.keyDown(keyOf('Add a cut here'), { key: 'y' })
    expect(editor.session.get().keyBindings).toEqual({ 'cuts.add': ['Y'] })
    expect(kept).toHaveBeenCalledWith({ keyBindings: { 'cuts.add': ['Y'] } })
    fireEvent.click(screen.getByRole('button', { name: 'Standard keys' }))
    expect(editor.session.get().keyBindings).toEqual({})
  })

  it('refuses a key that another command has, and says whose it is', () => {
    const { editor, kept } = show()
    fireEvent.click(keyOf('Add a cut here'))
    fireEvent.keyDown(keyOf('Add a cut here'), { key: 'g' })
    expect(screen.getByRole('alert').textContent).toContain('Generate')
    expect(editor.session.get().keyBindings).toEqual({})
    expect(kept).not.toHaveBeenCalled()
  })

  it('closes', () => {
    const { editor } = show()
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(editor.session.get().keysShown).toBe(false)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
