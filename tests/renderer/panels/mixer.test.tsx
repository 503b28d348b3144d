// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { isTrackLocked } from '../../../src/core/document/trackLocks'
import { MixerPanel } from '../../../src/renderer/src/panels/MixerPanel'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const [track] = exampleDocument.composition!.score.tracks
const name = track!.name
const button = (label: string): HTMLElement => screen.getByRole('button', { name: label })
const slider = (label: string): HTMLInputElement => screen.getByRole('slider', { name: label })

describe('the mixer (L3, L4)', () => {
  it('shows film and music on one scale in decibels', () => {
    showPanel(<MixerPanel />, exampleDocument)
    for (const label of ['Film', 'Music'])
      expect([slider(label).min, slider(label).max]).toEqual(['-48', '0'])
    expect(slider('Film').getAttribute('aria-valuetext')).toBe('−4 dB')
    expect(slider('Music').getAttribute('aria-valuetext')).toBe('0 dB')
  })

  it('edits the project: a held slider is one step, and opening another project forgets it', () => {
    const { editor } = showPanel(<MixerPanel />, exampleDocument)
    fireEvent.pointerDown(slider('Music'))
    for (const level of ['-10', '-20', '-48']) fireEvent.change(slider('Music'), { target: { value: level } })
    fireEvent.pointerUp(slider('Music'))
    fireEvent.click(button(`Solo ${name} in the mixer`))
    expect(editor.document.get()!.mixer).toMatchObject({ musicLevel: -48, solo: [track!.id] })
    expect(slider('Music').getAttribute('aria-valuetext')).toBe('off')
    editor.history.undo()
    expect(editor.history.state().undo).toBe('Music level')
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
    editor.history.redo()
    editor.document.open(exampleDocument)
    expect(editor.document.get()!.mixer).toBeUndefined()
  })

  it('sets a track’s volume in the score, remembered for the next one', () => {
    const { editor } = showPanel(<MixerPanel />, exampleDocument)
    fireEvent.change(slider(name), { target: { value: '33' } })
    const { mixer, composition } = editor.document.get()!
    expect(mixer!.volumes).toEqual({ [track!.id]: 33 })
    expect(composition!.score.tracks[0]!.volume).toBe(33)
  })

  it('keeps a track through every regeneration, and lets it go', () => {
    const { editor } = showPanel(<MixerPanel />, exampleDocument)
    const isLocked = (): boolean => isTrackLocked(editor.document.get()!.composition!, track!.id)
    fireEvent.click(button(`Keep ${name} when composing again`))
    expect(isLocked()).toBe(true)
    fireEvent.click(button(`Keep ${name} when composing again`))
    expect(isLocked()).toBe(false)
  })
})
