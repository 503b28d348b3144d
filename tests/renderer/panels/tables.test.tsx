// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { PlannedHit } from '../../../src/core/music/plan'
import { rational } from '../../../src/core/time/rational'
import { seconds } from '../../../src/core/time/units'
import { CuesPanel } from '../../../src/renderer/src/panels/CuesPanel'
import { fittingLabel } from '../../../src/renderer/src/timeline/layers/blocks'
import { MoreCommands } from '../../../src/renderer/src/panels/MoreCommands'
import { ScoreSummary } from '../../../src/renderer/src/panels/ScoreSummary'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)

const field = (name: RegExp): HTMLInputElement => screen.getByRole('textbox', { name })
const enter = (input: HTMLInputElement, text: string): void => {
  input.focus()
  fireEvent.change(input, { target: { value: text } })
  fireEvent.keyDown(input, { key: 'Enter' })
}

describe('the table of cues', () => {
  it('renames a cue and moves its ends by time code, each one step', () => {
    const { editor } = showPanel(<CuesPanel />, exampleDocument)
    enter(field(/^Name/u), 'Main title')
    enter(field(/^Music out/u), '00:00:04:00')
    const [cue] = editor.document.get()!.cues
    expect(cue).toMatchObject({ name: 'Main title', musicOut: rational(4) })
    editor.history.undo()
    editor.history.undo()
    expect(editor.document.get()).toBe(exampleDocument)
  })

  it('puts back what is no time code', () => {
    const { editor } = showPanel(<CuesPanel />, exampleDocument)
    enter(field(/^Music in/u), 'soon')
    expect(editor.document.get()).toBe(exampleDocument)
  })
})

describe('commands without a button of their own', () => {
  it('are run from the list, which closes', () => {
    const { run } = showPanel(<MoreCommands />, exampleDocument)
    const list = screen.getByText('More').closest('details')!
    list.open = true
    fireEvent.click(screen.getByText('Open the earlier version'))
    expect(run.mock.calls).toEqual([['file.earlier']])
    expect(list.open).toBe(false)
  })
})

describe('labels on the timeline', () => {
  const widthOf = (text: string): number => [...text].length
  it('give up their last parts first, then letters, and are never cut through', () => {
    const label = 'A′ · minor · strings, brass'
    expect(fittingLabel(label, 30, widthOf)).toBe(label)
    expect(fittingLabel(label, 12, widthOf)).toBe('A′ · minor')
    expect(fittingLabel(label, 3, widthOf)).toBe('A′')
    expect(fittingLabel('Cm7/B♭', 4, widthOf)).toBe('Cm7…')
    expect(fittingLabel('Cm7', 1, widthOf)).toBe('')
  })
})

describe('the score in numbers', () => {
  it('goes from one lost hit to the next, and says nothing of hits where there are none', () => {
    const { composition } = exampleDocument
    const hit = composition!.plan.hits[0]!
    const at = (time: number, kept: boolean) => ({ ...hit, mode: 'must' as const, time: seconds(time), kept })
    const withHits = (hits: readonly PlannedHit[]) => ({
      ...exampleDocument,
      composition: { ...composition!, plan: { ...composition!.plan, hits } },
    })
    const { editor } = showPanel(<ScoreSummary />, withHits([at(1, false), at(2, true), at(3, false)]))
    const link = screen.getByRole('button', { name: '1 of 3 hits kept' })
    const places = [1, 2, 3].map(() => {
      fireEvent.click(link)
      return editor.transport.time()
    })
    expect(places).toEqual([1, 3, 1])
    cleanup()
    showPanel(<ScoreSummary />, withHits([]))
    expect(screen.queryByText(/hits/u)).toBeNull()
  })
})
